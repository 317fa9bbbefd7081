//! The commands that everybody uses: train, evaluate, predict, explain, inspect.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use sha2::Digest;

use crate::desk::Desk;

/// Words that take no side.
const WORDS: &str = "river market winter teacher bridge window paper orange seven village captain letter garden morning \
    doctor ticket radio kitchen valley station yellow border harvest engine summer pocket island mirror ladder candle \
    bottle carpet desert forest hammer jacket kettle lemon museum needle office pepper quarry ribbon saddle temple";

/// A small corpus of our own with two targets: ten threads of six comments, words of each side among others.
pub fn corpus() -> String {
    let sides = [
        (["send", "weapons", "now", "help"], "pro"),
        (["no", "stay", "out", "money"], "con"),
        (["when", "thanks", "map", "photo"], "neutral"),
    ];
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut rows = String::from("id,thread_id,target,text,stance\n");
    let mut state = 12_345_usize;
    let mut draw = |n: usize| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        (state >> 16) % n
    };
    for thread in 0..10 {
        for (k, (side, label)) in sides.iter().enumerate() {
            for half in 0..2 {
                let mut text = vec![side[draw(4)], side[draw(4)]];
                text.extend((0..8).map(|_| words[draw(words.len())]));
                let target = if thread % 2 == 0 { "arming the rebels" } else { "arming the Kurds" };
                let _ = writeln!(rows, "{thread}-{k}-{half},t{thread},{target},\"{}\",{label}", text.join(" "));
            }
        }
    }
    rows
}

fn trained() -> Desk {
    let desk = Desk::new();
    desk.file("c.csv", corpus()).ok(&["train", "c.csv", "-o", "m.hustings"]);
    desk
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the file is there")
}

#[test]
fn the_same_model_bytes_on_any_number_of_threads() {
    let desk = Desk::new();
    desk.file("c.csv", corpus());
    for threads in ["1", "2", "8"] {
        desk.ok(&["train", "c.csv", "-o", &format!("{threads}.hustings"), "--threads", threads]);
    }
    let one = bytes(&desk.path("1.hustings"));
    assert!(one == bytes(&desk.path("2.hustings")) && one == bytes(&desk.path("8.hustings")));
    desk.ok(&["train", "c.csv", "-o", "other.hustings", "--seed", "7"]);
    assert!(one != bytes(&desk.path("other.hustings")));
}

/// So many comments that every step that is done in parts has several of them.
#[test]
fn the_same_model_bytes_of_thousands_of_comments() {
    let desk = Desk::new();
    let row = |i: usize| {
        format!(
            "{i},{} n{} w{} {},{}\n",
            ["arm", "leave"][i * 7 / 3 % 2],
            i % 611,
            i % 97,
            i * i % 1009,
            ["pro", "con"][i * i / 7 % 2]
        )
    };
    let table: String = std::iter::once("id,text,label\n".to_owned()).chain((0..9000).map(row)).collect();
    desk.file("c.csv", &table).file("r.toml", "large_rows = 5000\nsearch_rows = 1000\nvectors = \"none\"\n");
    for (name, more) in [("single", ["--folds", "0", "--C", "1"]), ("large", ["--config", "r.toml", "--seed", "3"])] {
        for threads in ["1", "2", "8"] {
            let model = format!("{name}-{threads}.hustings");
            desk.ok(&[&["train", "c.csv", "-o", &model, "--threads", threads], &more[..]].concat());
        }
        let [one, two, eight] = [1, 2, 8].map(|threads| bytes(&desk.path(&format!("{name}-{threads}.hustings"))));
        assert!(one == two && one == eight, "{name}");
    }
    let told: serde_json::Value =
        serde_json::from_str(&desk.ok(&["inspect", "single-1.hustings", "--json"])).expect("JSON");
    let hash = sha2::Sha256::digest(table.as_bytes()).iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
    assert_eq!(told["training"]["data_sha256"], hash);
}

#[test]
fn one_row_out_for_every_row_in() {
    let desk = trained();
    desk.file("in.csv", "id,note,text\n7,a,arm them now\n,b,\n9,c,\"two\nlines, no weapons\"\n7,d,again\n10\n");
    let out =
        desk.ok(&["predict", "m.hustings", "in.csv", "--target", "arming the rebels", "--keep", "--reasons", "2"]);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header[..6], ["id", "note", "text", "id", "target", "stance"]);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows are CSV");
    assert_eq!(rows.iter().map(|r| r[3].to_owned()).collect::<Vec<_>>(), ["7", "row-3", "9", "7", "10"]);
    for row in &rows {
        let at = |name: &str| row[header.iter().position(|h| h == name).expect("the column is there")].to_owned();
        let sum: f64 = ["p_favor", "p_against", "p_none"].iter().map(|p| at(p).parse::<f64>().expect("a number")).sum();
        assert!((sum - 1.0).abs() < 2e-6, "{row:?}");
    }
    assert_eq!(&rows[1][header.iter().position(|h| h == "unsure").expect("there")], "true", "an empty text is unsure");
}

#[test]
fn predictions_are_the_same_on_any_number_of_threads() {
    let desk = trained();
    let rows: Vec<String> = (0..9000).map(|n| format!("{n},\"no {n}, send\nweapons\"\n")).collect();
    desk.file("in.csv", format!("id,text\n{}", rows.concat()));
    let on = |threads: &str, format: &str| {
        desk.ok(&["predict", "m.hustings", "in.csv", "--threads", threads, "--format", format, "--keep"])
    };
    for format in ["csv", "jsonl"] {
        let one = on("1", format);
        assert!(one == on("2", format) && one == on("8", format), "{format}");
    }
    let lines = on("2", "jsonl");
    assert_eq!(lines.lines().count(), 9000);
    let last: serde_json::Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert!(last["id"] == "8999" && last["confidence"].is_f64() && last["unsure"].is_boolean(), "{last}");
}

#[test]
fn a_row_that_cannot_be_read_ends_predict_after_the_rows_before_it() {
    let desk = trained();
    desk.file("in.csv", format!("id,text\n{}x,\"never closed", "1,hello\n".repeat(9000))).file("out.csv", "as it was");
    let message = desk.fails(3, &["predict", "m.hustings", "in.csv", "-o", "out.csv"]);
    assert!(message.contains("in.csv, row 9002") && !message.contains("9000 rows"), "{message}");
    assert_eq!(bytes(&desk.path("out.csv")), b"as it was");
    let output = desk.run(&["predict", "m.hustings", "in.csv"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 9001);
}

#[cfg(unix)]
#[test]
fn predict_is_quiet_when_nobody_reads_any_more() {
    let desk = trained();
    desk.file("in.csv", format!("id,text\n{}", "1,hello\n".repeat(9000)));
    let mut child = Command::new(env!("CARGO_BIN_EXE_hustings"))
        .args(["predict", "m.hustings", "in.csv"])
        .current_dir(desk.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn contributions_add_up() {
    let desk = trained();
    for text in [
        "no weapons, NO weapons for them!!!",
        "",
        "arm them \u{201c}now\u{201d} caf\u{e9} \u{1f44d}",
        "Qqq zzz unknownword",
    ] {
        for target in ["arming the rebels", "something else"] {
            let json: serde_json::Value =
                serde_json::from_str(&desk.ok(&["explain", "m.hustings", text, "--target", target, "--json"]))
                    .expect("JSON");
            let numbers = |v: &serde_json::Value| {
                v.as_array().expect("a list").iter().map(|n| n.as_f64().expect("a number")).collect::<Vec<_>>()
            };
            let parts = &json["explanation"];
            let mut sum = numbers(&parts["base"]);
            for part in parts["tokens"].as_array().into_iter().chain(parts["columns"].as_array()).flatten() {
                sum.iter_mut().zip(numbers(&part["weights"])).for_each(|(s, w)| *s += w);
            }
            for (sum, logit) in sum.iter().zip(numbers(&parts["logits"])) {
                assert!((sum - logit).abs() < 1e-4, "{text:?}: {sum} {logit}");
            }
        }
    }
}

#[test]
fn evaluation_has_its_documented_shape_and_gates() {
    let desk = trained();
    let report: serde_json::Value =
        serde_json::from_str(&desk.ok(&["evaluate", "m.hustings", "c.csv", "--json"])).expect("JSON");
    assert_eq!(report["n"], 60);
    for figure in ["f_avg", "macro_f1", "accuracy", "ece"] {
        let f = &report["metrics"][figure];
        assert!(f["low"].as_f64() <= f["high"].as_f64() && f["value"].is_f64(), "{figure}: {f}");
        assert!(report["per_target"]["arming the Kurds"][figure]["value"].is_f64());
    }
    assert_eq!(report["confusion"]["labels"], serde_json::json!(["favor", "against", "none"]));
    desk.ok(&["evaluate", "m.hustings", "c.csv", "--at-least", "accuracy=0.5"]);
    desk.fails(1, &["evaluate", "m.hustings", "c.csv", "--at-least", "accuracy=1.01"]);
    desk.fails(2, &["evaluate", "m.hustings", "c.csv", "--at-least", "beauty=1"]);
}

#[test]
fn a_page_becomes_a_brief_in_every_format() {
    let desk = trained();
    let page = "Guns for the hills\nThe ministry said on Monday it would decide soon.\n3 Comments\nSend them weapons <script>alert(1)</script> now.\n\nNo weapons for anybody, please.\n\nWhat time is it?\n";
    desk.file("page.txt", page);
    let rows = desk.ok(&["import", "page.txt"]);
    assert_eq!(rows.lines().count(), 4, "{rows}");
    desk.file("rows.csv", &rows);
    let html = desk.ok(&["summarize", "m.hustings", "rows.csv", "--target", "arming the rebels", "--format", "html"]);
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "comments are escaped");
    let json: serde_json::Value = serde_json::from_str(&desk.ok(&[
        "summarize",
        "m.hustings",
        "rows.csv",
        "--target",
        "arming the rebels",
        "--json",
    ]))
    .expect("JSON");
    assert_eq!(json["comments"], 3);
    desk.ok(&["summarize", "m.hustings", "rows.csv", "-o", "brief.md"]);
    assert!(desk.path("brief.md").exists());
}

#[test]
fn a_page_to_share_has_no_names_unless_asked() {
    let desk = trained();
    desk.file("rows.csv", "id,parent_id,author,text\n1,,Ann Lee,Send them weapons now.\n2,1,Bo_77,\"@Ann Lee no weapons, please.\"\n3,2,Ann Lee,Bo_77: why?\n");
    let told = |more: &[&str]| {
        desk.ok(&[&["summarize", "m.hustings", "rows.csv", "--target", "arming the rebels"], more].concat())
    };
    let has = |text: &str| (text.contains("Ann Lee") || text.contains("Bo_77"), text.contains("Reader A"));
    assert_eq!(has(&told(&["--format", "html"])), (false, true));
    assert_eq!(has(&told(&["--format", "html", "--names"])), (true, false));
    assert_eq!(has(&told(&["--format", "html", "--no-pseudonymise"])), (true, false));
    for format in [&["--json"][..], &["--format", "md"], &["--format", "text"]] {
        assert_eq!(has(&told(format)), (true, false), "{format:?}");
        assert_eq!(has(&told(&[format, &["--pseudonymise"]].concat())), (false, true), "{format:?}");
    }
    desk.fails(2, &["summarize", "m.hustings", "rows.csv", "--names", "--pseudonymise"]);
}

#[test]
fn bad_training_data_is_refused_with_place_cause_and_cure() {
    let desk = Desk::new();
    let cases: [(&str, &str, i32, &str); 8] = [
        ("empty.csv", "", 3, "empty"),
        ("header.csv", "id,text,stance\n", 3, "no rows"),
        ("column.csv", "id,words,side\n1,a,favor\n2,b,against\n", 3, "words"),
        ("one-class.csv", "text,stance\na b c,favor\nd e f,favor\n", 3, "favor"),
        ("one-example.csv", "text,stance\na b,favor\nc d,favor\ne f,against\n", 3, "against"),
        ("quote.csv", "text,stance\n\"never closed,favor\na,against\n", 3, "quote"),
        ("word.csv", &format!("text,stance\n{},favor\nb,against\n", "x".repeat(10 << 20)), 6, "cell"),
        (
            "one-thread.csv",
            "thread_id,text,stance\nt,a b,favor\nt,c d,favor\nt,e f,against\nt,g h,against\n",
            3,
            "thread",
        ),
    ];
    for (name, content, code, mentioned) in cases {
        desk.file(name, content);
        let message = desk.fails(code, &["train", name, "-o", "m.hustings"]);
        assert!(message.contains(name) && message.to_lowercase().contains(mentioned), "{name}: {message}");
        assert!(!desk.path("m.hustings").exists(), "{name}: no model file is left behind");
    }
    desk.fails(5, &["train", "not-there.csv", "-o", "m.hustings"]);
}

#[test]
fn bad_models_and_labels_are_refused() {
    let desk = trained();
    let model = bytes(&desk.path("m.hustings"));
    desk.file("cut.hustings", &model[..model.len() / 2]).file("foreign.hustings", "hello");
    let newer = String::from_utf8_lossy(&model[..200]).contains("format");
    assert!(newer, "the manifest stands at the front");
    let at = model.windows(13).position(|w| w == br#"\"format\":2,"#).expect("the format is in the manifest");
    let mut changed = model.clone();
    changed[at + 11] = b'9';
    desk.file("newer.hustings", changed).file("in.csv", "text\nhello\n");
    for name in ["cut.hustings", "foreign.hustings", "newer.hustings"] {
        let message = desk.fails(4, &["predict", name, "in.csv", "-o", "out.csv"]);
        assert!(message.contains(name), "{message}");
        assert!(!desk.path("out.csv").exists());
    }
    desk.file("labels.csv", "text,stance\na,favor\nb,maybe\n");
    let message = desk.fails(3, &["evaluate", "m.hustings", "labels.csv"]);
    assert!(message.contains("maybe") && message.contains("row 3"), "{message}");
}

#[test]
fn unknown_recipe_keys_are_errors_with_a_suggestion() {
    let desk = Desk::new();
    desk.file("c.csv", corpus()).file("r.toml", "fold = 3\n");
    let message = desk.fails(2, &["train", "c.csv", "-o", "m.hustings", "--config", "r.toml"]);
    assert!(message.contains("Did you mean `folds`"), "{message}");
    desk.file("r.toml", "c = [-1.0]\n");
    assert!(desk.fails(2, &["train", "c.csv", "-o", "m.hustings", "--config", "r.toml"]).contains("`c`"));
}

#[test]
fn precision_is_kept_or_everything_is_unsure() {
    let desk = trained();
    let out = desk.ok(&["predict", "m.hustings", "c.csv", "--precision", "1.0"]);
    assert_eq!(out.lines().count(), 61);
    desk.fails(2, &["predict", "m.hustings", "c.csv", "--precision", "90"]);
}

#[test]
fn vectors_become_a_table() {
    let desk = Desk::new();
    desk.file("v.txt", "the 0.5 1\n, 1 1\nrebels 0.25 -1\n");
    let made: serde_json::Value =
        serde_json::from_str(&desk.ok(&["vectors", "v.txt", "-o", "v.safetensors", "--json"])).expect("JSON");
    assert_eq!((&made["words"], &made["dimensions"], &made["no_token"]), (&2.into(), &2.into(), &1.into()));
    let first = bytes(&desk.path("v.safetensors"));
    assert_eq!(made["bytes"], first.len());
    assert_eq!(desk.ok(&["vectors", "v.txt", "-o", "v.safetensors"]), "", "the summary is on standard error");
    assert_eq!(bytes(&desk.path("v.safetensors")), first, "the same source gives the same bytes");
    desk.file("cut.txt", "the 0.5 1\nof 0.5\n");
    let message = desk.fails(3, &["vectors", "cut.txt", "-o", "v.safetensors"]);
    assert!(message.contains("cut.txt, row 2"), "{message}");
    assert_eq!(bytes(&desk.path("v.safetensors")), first, "what was there is kept");
    desk.fails(5, &["vectors", "not-there.txt", "-o", "v.safetensors"]);
    desk.fails(2, &["vectors", "v.txt", "-o", "v.safetensors", "--words", "0"]);
}

#[test]
fn completions_and_manual_are_there() {
    let desk = Desk::new();
    assert!(desk.ok(&["completions", "bash"]).contains("hustings"));
    assert!(desk.ok(&["man"]).contains(".TH"));
    desk.fails(2, &["no-such-command"]);
}

#[test]
fn one_act_is_learnt_from_a_label_column() {
    let desk = trained();
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let row = |i: usize| {
        let (word, label) = [("idiots", "rude"), ("thanks", "kind"), ("reasons", "kind")][i % 3];
        format!("{} {word} {},{label}\n", words[i % words.len()], words[i * 7 % words.len()])
    };
    desk.file("tone.csv", format!("text,label\n{}", (0..120).map(row).collect::<String>()));
    let act = |label| ["train", "tone.csv", "--head", "attack", "--positive", label, "-o", "a.hustings"];
    let unknown = desk.fails(3, &act("nobody"));
    assert!(unknown.contains("no row has the label `nobody`") && unknown.contains("kind, rude"), "{unknown}");
    desk.ok(&act("rude"));
    desk.file("in.csv", "id,text\n1,you idiots\n2,thanks for the reasons\n");
    let predicted = desk.ok(&["predict", "m.hustings", "in.csv", "--acts=a.hustings", "--format", "jsonl"]);
    let rows: Vec<serde_json::Value> =
        predicted.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let attack = |row: usize| rows[row]["p_attack"].as_f64().expect("how probable the act is");
    assert!(attack(0) > 0.5 && attack(1) < 0.5 && rows[0].get("p_sarcasm").is_none(), "{predicted}");
}
