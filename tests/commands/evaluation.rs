//! `evaluate` through the front door: subgroups, comparisons, leaks, the learning curve and the page.

use std::fmt::Write as _;
use std::sync::OnceLock;

use serde_json::Value;

use crate::desk::Desk;

const WORDS: &str = "river market winter teacher bridge window paper orange seven village captain letter garden morning \
    doctor ticket radio kitchen valley station yellow border harvest engine summer pocket island mirror ladder candle";

/// A corpus of our own: threads of six comments on two targets; one word in three says the side, and some lie.
fn corpus(threads: usize, seed: usize) -> String {
    let sides = [
        (["send", "weapons", "now", "help"], "pro"),
        (["no", "stay", "out", "money"], "con"),
        (["when", "thanks", "map", "photo"], "neutral"),
    ];
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state = seed;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        (state >> 16) % n
    };
    let mut rows = String::from("id,thread_id,target,desk,text,stance\n");
    for thread in 0..threads {
        for k in 0..6 {
            let (side, _) = sides[draw(3)];
            let (_, label) =
                if draw(5) == 0 { sides[draw(3)] } else { sides[sides.iter().position(|s| s.0 == side).unwrap_or(0)] };
            let mut text = vec![side[draw(4)], side[draw(4)], side[draw(4)]];
            text.extend((0..6).map(|_| words[draw(words.len())]));
            let target = ["arming the rebels", "arming the Kurds"][thread % 2];
            let desk = if thread < 2 { "night" } else { ["home", "world"][thread % 2] };
            let _ =
                writeln!(rows, "{seed}-{thread}-{k},{seed}t{thread},{target},{desk},\"{}\",{label}", text.join(" "));
        }
    }
    rows
}

/// A model of one corpus, trained once for all tests, and another corpus to measure it on.
fn trained() -> Desk {
    static MODEL: OnceLock<Vec<u8>> = OnceLock::new();
    let desk = Desk::new();
    desk.file("train.csv", corpus(30, 11)).file("test.csv", corpus(20, 99));
    let model = MODEL.get_or_init(|| {
        desk.ok(&["train", "train.csv", "-o", "m.hustings"]);
        std::fs::read(desk.path("m.hustings")).expect("the model is there")
    });
    desk.file("m.hustings", model);
    desk
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

#[test]
fn a_report_has_guesses_bins_curve_and_record() {
    let desk = trained();
    let report = desk.json(&["evaluate", "m.hustings", "test.csv"]);
    let accuracy = number(&report["metrics"]["accuracy"]["value"]);
    for guess in ["majority", "majority_per_target", "target_only", "shuffled"] {
        assert!(accuracy > number(&report["baselines"][guess]["accuracy"]) + 0.1, "{guess}");
    }
    assert!(number(&report["baselines"]["target_only"]["log_loss"]) > number(&report["metrics"]["log_loss"]["value"]));
    let bins = report["reliability"].as_array().expect("bins");
    assert_eq!(bins.iter().filter_map(|bin| bin["n"].as_u64()).sum::<u64>(), 120);
    let right: f64 = bins.iter().map(|bin| number(&bin["n"]) * number(&bin["accuracy"])).sum();
    assert!((right / 120.0 - accuracy).abs() < 1e-9, "bins hold every answer once");
    // At full coverage the risk is the share of errors.
    let curve = &report["risk_coverage"];
    assert!((number(&curve["coverage"][0]) - 1.0).abs() < 1e-12);
    assert!((number(&curve["risk"][0]) - (1.0 - accuracy)).abs() < 1e-9);
    let record = report["record"].as_object().expect("the model's record");
    assert!(record.contains_key("out_of_fold") && record.contains_key("unseen_targets"), "{:?}", record.keys());
    let shown = desk.ok(&["evaluate", "m.hustings", "test.csv"]);
    assert!(shown.contains("targets left out") && shown.contains("shuffled"), "{shown}");
    let (one, eight) = (
        ["evaluate", "m.hustings", "test.csv", "--threads", "1"],
        ["evaluate", "m.hustings", "test.csv", "--threads", "8"],
    );
    assert_eq!(desk.json(&one), desk.json(&eight));
}

#[test]
fn gates_hold_in_both_directions() {
    let desk = trained();
    desk.ok(&["evaluate", "m.hustings", "test.csv", "--at-least", "accuracy=0.5", "--at-most", "log_loss=1.2"]);
    let message =
        desk.fails(1, &["evaluate", "m.hustings", "test.csv", "--at-most", "ece=0", "--at-least", "accuracy=2"]);
    assert!(message.contains("ece is") && message.contains("accuracy is"), "every failed gate is named: {message}");
    desk.fails(2, &["evaluate", "m.hustings", "test.csv", "--at-most", "ece=low"]);
}

#[test]
fn subgroups_by_a_column_with_a_floor() {
    let desk = trained();
    let report = desk.json(&["evaluate", "m.hustings", "test.csv", "--by", "Desk"]);
    let groups = report["subgroups"]["groups"].as_array().expect("groups");
    let shown: Vec<(&str, u64)> =
        groups.iter().filter_map(|group| Some((group["value"].as_str()?, group["n"].as_u64()?))).collect();
    assert_eq!(shown, [("home", 54), ("world", 54), ("fewer than 30 rows", 12)]);
    assert_eq!(report["subgroups"]["column"], "desk");
    let message = desk.fails(3, &["evaluate", "m.hustings", "test.csv", "--by", "dekc"]);
    assert!(message.contains("Did you mean `desk`?"), "{message}");
}

#[test]
fn a_model_beside_itself_and_beside_one_that_knows_nothing() {
    let desk = trained();
    let same = desk.json(&["evaluate", "m.hustings", "test.csv", "--compare", "m.hustings"]);
    assert!(number(&same["comparison"]["figures"]["macro_f1"]["difference"]["high"]).abs() < 1e-12);
    assert!((number(&same["comparison"]["mcnemar"]["p"]) - 1.0).abs() < 1e-12);
    // The same texts with labels that have nothing to do with them.
    let rows = corpus(30, 11);
    let mut labels = ["pro", "con", "neutral"].iter().cycle();
    let blind: String = rows
        .lines()
        .enumerate()
        .map(|(at, line)| match (at, line.rsplit_once(',')) {
            (1.., Some((rest, _))) => format!("{rest},{}\n", labels.next().expect("a cycle")),
            _ => format!("{line}\n"),
        })
        .collect();
    desk.file("blind.csv", blind).ok(&["train", "blind.csv", "-o", "blind.hustings"]);
    let report = desk.json(&["evaluate", "m.hustings", "test.csv", "--compare", "blind.hustings"]);
    let figures = &report["comparison"]["figures"];
    assert!(number(&figures["accuracy"]["difference"]["low"]) > 0.0, "{figures}");
    assert!(number(&figures["log_loss"]["difference"]["high"]) < 0.0, "{figures}");
    assert!(number(&report["comparison"]["mcnemar"]["p"]) < 0.001);
    desk.file("two.csv", corpus(30, 11).replace(",neutral", ",con")).ok(&["train", "two.csv", "-o", "two.hustings"]);
    let message = desk.fails(4, &["evaluate", "m.hustings", "test.csv", "--compare", "two.hustings"]);
    assert!(message.contains("two.hustings") && message.contains("its labels are favor, against"), "{message}");
}

#[test]
fn copies_of_training_texts_are_counted_and_left_out() {
    let desk = trained();
    let (train, test) = (corpus(30, 11), corpus(20, 99));
    let copied: Vec<String> =
        train.lines().skip(1).take(25).map(|line| format!("copy-{}", line.to_uppercase())).collect();
    let copied = copied.join("\n").replace(",PRO", ",pro").replace(",CON", ",con").replace(",NEUTRAL", ",neutral");
    desk.file("mixed.csv", format!("{test}{copied}\n"));
    let mixed = desk.json(&["evaluate", "m.hustings", "mixed.csv", "--train", "train.csv"]);
    assert_eq!((&mixed["n"], &mixed["leak"]["rows"], &mixed["leak"]["n"]), (&145.into(), &25.into(), &120.into()));
    assert_eq!(mixed["leak"]["same_file"], true);
    let alone = desk.json(&["evaluate", "m.hustings", "test.csv", "--train", "test.csv"]);
    assert_eq!((&alone["leak"]["n"], &alone["leak"]["same_file"]), (&0.into(), &false.into()));
    assert!(alone["leak"]["figures"].is_null(), "no row is left to measure");
    desk.fails(2, &["evaluate", "m.hustings", "-", "--train", "-"]);
}

#[test]
fn the_last_point_of_the_learning_curve_is_the_model_itself() {
    let desk = trained();
    let args = ["evaluate", "m.hustings", "test.csv", "--train", "train.csv", "--learning-curve"];
    let report = desk.json(&args);
    let points = report["learning_curve"].as_array().expect("points");
    assert_eq!(points.len(), 4);
    let rows: Vec<u64> = points.iter().filter_map(|point| point["rows"].as_u64()).collect();
    assert!(rows.is_sorted() && (18..30).contains(&rows[0]) && rows[3] == 180, "{rows:?}");
    assert_eq!(points[3]["figures"], report["metrics"], "the same recipe on the same file");
    assert_eq!(points, desk.json(&args)["learning_curve"].as_array().expect("points"));
    desk.fails(2, &["evaluate", "m.hustings", "test.csv", "--learning-curve"]);
}

#[test]
fn the_page_is_written_whole() {
    let desk = trained();
    let args = ["evaluate", "m.hustings", "test.csv", "--by", "desk", "--train", "train.csv", "--html"];
    desk.ok(&[&args[..], &["r.html"]].concat());
    let page = std::fs::read_to_string(desk.path("r.html")).expect("the page is there");
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert_eq!(page, desk.ok(&[&args[..], &["-"]].concat()), "the same to standard output, and nothing else");
    assert!(!page.contains("<script") && !page.contains("http:") && !page.contains("https:"), "nothing is asked for");
    desk.fails(2, &[&args[..], &["-", "--json"]].concat());
    let message = desk.fails(5, &[&args[..], &["nowhere/r.html"]].concat());
    assert!(message.contains("nowhere"), "{message}");
}

#[test]
fn help_defines_every_figure() {
    let desk = Desk::new();
    let help = desk.ok(&["evaluate", "--help"]);
    for figure in hustings::evaluate::FIGURES {
        assert!(help.contains(figure.name), "{}", figure.name);
    }
}
