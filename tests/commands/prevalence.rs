//! Shares with intervals: through the front door, against QuaPy, and rehearsed on the record of the shipped model.

use std::collections::BTreeMap;

use hustings::artifact;
use hustings::classifier::{Reference, Scope};
use hustings::prevalence::{Method, Prevalence, Protocol, audited, rehearse};
use serde::Deserialize;
use serde_json::Value;

use crate::desk::{Desk, project};

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
}

/// One thread as QuaPy estimates it.
#[derive(Deserialize)]
struct Case {
    classes: usize,
    record: Vec<Vec<f64>>,
    gold: Vec<usize>,
    thread: Vec<Vec<f64>>,
    /// Whether the exact solution of ACC and PACC lies on the simplex.
    inside: BTreeMap<String, bool>,
    #[serde(rename = "CC")]
    cc: Vec<f64>,
    #[serde(rename = "PCC")]
    pcc: Vec<f64>,
    #[serde(rename = "ACC")]
    acc: Vec<f64>,
    #[serde(rename = "PACC")]
    pacc: Vec<f64>,
    #[serde(rename = "EMQ")]
    emq: Vec<f64>,
}

impl Case {
    /// What a row counts as by a method.
    fn vote(&self, method: Method, row: &[f64]) -> Vec<f64> {
        let chosen = |k: usize| f64::from(u8::from(k == argmax(row)));
        if method == Method::Pacc { row.to_vec() } else { (0..self.classes).map(chosen).collect() }
    }

    /// How far the votes of the thread are from those of the record mixed in some shares.
    fn distance(&self, method: Method, shares: &[f64]) -> f64 {
        let mut rest = vec![0.0; self.classes];
        let mut add = |row: &[f64], weight: f64| {
            rest.iter_mut().zip(self.vote(method, row)).for_each(|(sum, vote)| *sum += weight * vote);
        };
        self.thread.iter().for_each(|row| add(row, 1.0 / self.thread.len() as f64));
        for (row, gold) in self.record.iter().zip(&self.gold) {
            let of_class = self.gold.iter().filter(|other| *other == gold).count() as f64;
            add(row, -shares[*gold] / of_class);
        }
        rest.iter().map(|r| r * r).sum::<f64>().sqrt()
    }
}

fn argmax(row: &[f64]) -> usize {
    hustings::metrics::argmax(row)
}

#[test]
fn agrees_with_quapy() {
    let fixture: Fixture =
        serde_json::from_str(include_str!("../fixtures/quapy.json")).expect("the fixture is valid JSON");
    assert!(fixture.cases.len() >= 5);
    for (number, case) in fixture.cases.iter().enumerate() {
        let reference = Reference {
            scope: Scope::All,
            classes: case.classes,
            told: case.record.iter().map(|row| argmax(row)).collect(),
            groups: (0..case.gold.len() as u32).collect(),
            probabilities: case.record.clone(),
            gold: case.gold.clone(),
        };
        let prevalence = Prevalence::of(Some(&reference), case.classes, 1);
        let rows: Vec<&[f64]> = case.thread.iter().map(Vec::as_slice).collect();
        let told: Vec<usize> = rows.iter().map(|row| argmax(row)).collect();
        let ours = prevalence.values(&rows, &told);
        let theirs = [&case.cc, &case.pcc, &case.acc, &case.pacc, &case.emq];
        for (method, theirs) in Method::ALL.into_iter().zip(theirs) {
            let apart = ours[&method].iter().zip(theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            // Off the simplex QuaPy minimises a norm by SLSQP, which stops early: see the notebook.
            let bound = if case.inside.get(method.name()) == Some(&false) { 5e-3 } else { 1e-6 };
            println!("case {number}, {}: within {apart:.1e} (bound {bound:.0e})", method.name());
            assert!(apart < bound, "case {number}, {}: {:?} and {theirs:?}", method.name(), ours[&method]);
            if matches!(method, Method::Acc | Method::Pacc) {
                let far = |shares: &[f64]| case.distance(method, shares);
                assert!(far(&ours[&method]) <= far(theirs) + 1e-9, "case {number}, {}", method.name());
            }
        }
    }
}

fn shipped() -> Reference {
    let model = project("models/arming-rebels.hustings");
    let classifier = artifact::load(&model).expect("the shipped model");
    let target = classifier.target(Some("arming Ukraine"));
    let reference = classifier.reference(&[target], true).expect("it keeps a record");
    assert_eq!((target.is_some(), reference.scope.clone()), (true, Scope::Target));
    reference
}

/// The bounds are those of `scripts/quality prevalence`, wider by three standard errors of so few threads. Where nothing but
/// shares has moved the headline gives half of PACC's gain away, which is what it pays for comments that look otherwise.
#[test]
fn intervals_hold_the_true_shares_and_corrections_help_where_shares_have_moved() {
    let reference = shipped();
    for protocol in [Protocol::Natural, Protocol::Shifted] {
        let found = rehearse(&reference, protocol, 150, 100, 7);
        println!("{protocol:?}: {found:?}");
        assert_eq!(found.threads, 150);
        assert!((0.88..=0.99).contains(&found.coverage), "{protocol:?}: {found:?}");
        let counted = found.errors[&Method::Cc];
        if protocol == Protocol::Shifted {
            assert!(found.errors[&Method::Pacc] < 0.9 * counted && found.errors[&Method::Pcc] > counted, "{found:?}");
            assert!(found.error < 0.85 * found.errors[&Method::Pcc], "{found:?}");
        } else {
            assert!(found.error < counted && found.width < 0.4, "{found:?}");
        }
    }
}

#[test]
fn the_interval_of_a_random_audit_holds_what_it_promises() {
    let reference = shipped();
    let rows: Vec<&[f64]> = reference.probabilities.iter().map(Vec::as_slice).collect();
    let n = rows.len();
    let truth: Vec<f64> =
        (0..3).map(|k| reference.gold.iter().filter(|g| **g == k).count() as f64 / n as f64).collect();
    let (mut held, mut width, mut alone) = (0, 0.0, 0.0);
    let times = 400;
    for time in 0..times {
        // A stride that shares no factor with n visits distinct comments in an order unlike that of the file.
        let stride = (0..n).map(|k| 101 + 2 * time + k).find(|s| gcd(*s, n) == 1).unwrap_or(1);
        let labels: Vec<(usize, usize)> =
            (0..60).map(|at| (time * 31 + at * stride) % n).map(|at| (at, reference.gold[at])).collect();
        let audit = audited(&rows, &labels, 3).expect("enough labels");
        for (share, truth) in audit.shares.iter().zip(&truth) {
            held += usize::from((share.low..=share.high).contains(truth));
            width += share.high - share.low;
        }
        let p = labels.iter().filter(|(_, label)| *label == 1).count() as f64 / 60.0;
        alone += 2.0 * 1.96 * (p * (1.0 - p) / 60.0 * (1.0 - 60.0 / n as f64)).sqrt();
    }
    let coverage = held as f64 / (3 * times) as f64;
    println!(
        "coverage {coverage:.3}, width {:.3}, of labels alone {:.3}",
        width / (3 * times) as f64,
        alone / times as f64
    );
    assert!((0.90..=0.98).contains(&coverage), "{coverage}");
    assert!(width / 3.0 < alone, "the model helps");
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A folder with a thread of comments of our own data: `count` of one target, ids and labels with them.
fn with_thread(count: usize) -> Desk {
    let desk = Desk::new();
    desk.file("MODEL", std::fs::read(project("models/arming-rebels.hustings")).expect("our model"));
    let data = project("data/arming-rebels.csv");
    let mut reader = csv::Reader::from_path(data).expect("our data");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the column");
    let (id, target, text, stance) = (at("id"), at("target"), at("text"), at("stance"));
    let (mut thread, mut labels) = (vec!["id,target,text".to_owned()], vec!["id,label".to_owned()]);
    let rows = reader.records().map(|row| row.expect("a row"));
    for row in rows.filter(|row| &row[target] == "arming the rebels").step_by(40).take(count) {
        thread.push(format!("{},{},\"{}\"", &row[id], &row[target], row[text].replace('"', "\"\"")));
        labels.push(format!("{},{}", &row[id], &row[stance]));
    }
    desk.file("thread.csv", thread.join("\n")).file("labels.csv", labels.join("\n"));
    desk
}

#[test]
fn estimate_says_what_it_rests_on_and_the_same_on_any_number_of_threads() {
    let desk = with_thread(120);
    let found = desk.json(&["estimate", "MODEL", "thread.csv", "--audit", "labels.csv"]);
    assert_eq!((found["n"].as_u64(), found["reference"]["scope"].as_str()), (Some(120), Some("target")));
    for part in [&found["shares"], &found["audit"]["shares"], &found["estimators"]["EMQ"], &found["estimators"]["ACC"]]
    {
        let sum: f64 = ["favor", "against", "none"].iter().filter_map(|label| part[label]["value"].as_f64()).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{part}");
        for share in part.as_object().expect("shares").values() {
            let at = |name: &str| share[name].as_f64().expect("a number");
            assert!(at("low") <= at("value") && at("value") <= at("high"), "{share}");
        }
    }
    let of = |name: &str| found["estimators"][name].clone();
    assert_eq!(
        found["shares"],
        of(found["headline"].as_str().expect("a name")),
        "the headline is one of the estimators"
    );
    assert!(found["shift"]["scores"]["limit"].as_f64().expect("a limit") > 5.0);
    // All comments audited leave nothing to guess.
    let audit = &found["audit"]["shares"]["favor"];
    assert!((audit["high"].as_f64().unwrap_or(1.0) - audit["low"].as_f64().unwrap_or(0.0)).abs() < 1e-9, "{audit}");
    let text = desk.ok(&["estimate", "MODEL", "thread.csv"]);
    assert!(text.contains("120 comments") && text.contains("█") && text.contains("EMQ"), "{text}");
    for threads in ["1", "2", "8"] {
        assert_eq!(text, desk.ok(&["estimate", "MODEL", "thread.csv", "--threads", threads]));
    }
    let brief = desk.json(&["summarize", "MODEL", "thread.csv"]);
    assert_eq!(brief["shares"]["method"], found["headline"]);
    let share = |value: &Value| value.as_f64().expect("a share");
    let (told, known) = (share(&brief["shares"]["sides"][0]["share"]), share(&found["shares"]["favor"]["value"]));
    assert!((told - known).abs() < 1e-3, "the brief rounds {known} to {told}");
}

#[test]
fn audits_that_cannot_be_used_say_why() {
    let desk = with_thread(60);
    desk.file("stranger.csv", "id,label\nnobody,favor\n");
    let stranger = desk.fails(3, &["estimate", "MODEL", "thread.csv", "--audit", "stranger.csv"]);
    assert!(stranger.contains("row 2") && stranger.contains("`nobody`"), "{stranger}");
    let labels = desk.read("labels.csv");
    let first = labels.lines().nth(1).and_then(|line| line.split(',').next()).expect("an id").to_owned();
    desk.file("few.csv", format!("id,label\n{first},favor\n"));
    assert!(desk.fails(3, &["estimate", "MODEL", "thread.csv", "--audit", "few.csv"]).contains("fewer than 30"));
    desk.file("odd.csv", format!("id,label\n{first},maybe\n"));
    assert!(desk.fails(3, &["estimate", "MODEL", "thread.csv", "--audit", "odd.csv"]).contains("no label `maybe`"));
    desk.file("torn.csv", format!("id,label\n{first},favor\n{first},against\n"));
    assert!(
        desk.fails(3, &["estimate", "MODEL", "thread.csv", "--audit", "torn.csv"]).contains("two different labels")
    );
}

#[test]
fn check_tells_what_stands_between_model_and_thread() {
    let desk = with_thread(80);
    let good = desk.run(&["check", "MODEL", "thread.csv", "--json"]);
    let fit: Value = serde_json::from_slice(&good.stdout).expect("JSON");
    assert_eq!((good.status.code(), fit["fits"].as_bool()), (Some(0), Some(true)), "{fit}");
    assert!(fit["wording"]["unknown"].as_f64().expect("a share") < fit["wording"]["limit"].as_f64().expect("a limit"));

    let code = |args: &[&str]| desk.run(args).status.code();
    assert_eq!(code(&["check", "MODEL", "thread.csv", "--target", "a new bridge"]), Some(10));
    let unseen = desk.json(&["estimate", "MODEL", "thread.csv", "--target", "a new bridge"]);
    assert_eq!(unseen["quotable"], false);
    assert!(unseen["reason"].as_str().expect("a reason").contains("not trained on"), "{unseen}");
    let brief = desk.ok(&["summarize", "MODEL", "thread.csv", "--target", "a new bridge"]);
    assert!(brief.contains("no share should be quoted"), "{brief}");

    let german = "Niemand hat die Leute gefragt, die dort wohnen, was sie davon halten, Nummer";
    let rows: Vec<String> =
        (0..40).map(|n| format!("{n},\"{german} {n} {}\"", "und noch eine".repeat(n % 7))).collect();
    desk.file("german.csv", format!("id,text\n{}\n", rows.join("\n")));
    assert_eq!(code(&["check", "MODEL", "german.csv", "--target", "arming the rebels"]), Some(11));

    let thread = desk.read("thread.csv");
    let copy =
        |n| format!("\nx{n},arming the rebels,Call your senator today and say that our town wants no part of this {n}");
    let copies: Vec<String> = (0..9).map(copy).collect();
    desk.file("flood.csv", &(thread + &copies.concat()));
    let flood = desk.run(&["check", "MODEL", "flood.csv"]);
    let said = String::from_utf8_lossy(&flood.stdout).into_owned();
    assert!(said.contains("9 of the 89 comments are copies of each other, in 1 group"), "{said}");
    // So many of one side may also divide the thread otherwise than the record is.
    assert!(matches!(flood.status.code(), Some(14 | 16)), "{said}");
}
