//! What must not happen: inputs lost, warnings unsaid, crashes where nobody listens.

use crate::basics::corpus;
use crate::desk::Desk;

/// A desk with a corpus `c.csv` and a single fit `m.hustings`.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("c.csv", corpus()).ok(&["train", "c.csv", "-o", "m.hustings", "--folds", "0"]);
    desk
}

#[test]
fn no_output_takes_the_place_of_an_input() {
    let desk = desk();
    let (data, model) = (desk.read("c.csv"), std::fs::read(desk.path("m.hustings")).unwrap());
    std::fs::copy(desk.path("c.csv"), desk.path("plain.csv")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("c.csv", desk.path("link.csv")).unwrap();
    let mut commands = vec![
        vec!["train", "c.csv", "-o", "./c.csv", "--folds", "0"],
        vec!["predict", "m.hustings", "c.csv", "-o", "c.csv"],
        vec!["predict", "m.hustings", "c.csv", "-o", "m.hustings"],
        vec!["summarize", "m.hustings", "c.csv", "-o", "m.hustings"],
        vec!["evaluate", "m.hustings", "c.csv", "--html", "c.csv"],
        vec!["import", "c.csv", "-o", "c.csv"],
        vec!["sample", "c.csv", "--n", "5", "-o", "c.csv"],
        vec!["suspect", "m.hustings", "c.csv", "-o", "c.csv"],
    ];
    if cfg!(unix) {
        commands.push(vec!["predict", "m.hustings", "link.csv", "-o", "c.csv"]);
    }
    for command in commands {
        let told = desk.fails(2, &command);
        assert!(told.contains("would be lost"), "{command:?}: {told}");
        assert_eq!(desk.read("c.csv"), data, "{command:?}");
        assert_eq!(std::fs::read(desk.path("m.hustings")).unwrap(), model, "{command:?}");
    }
    desk.ok(&["predict", "m.hustings", "plain.csv", "-o", "p.csv"]);
    assert!(desk.fails(2, &["train", "c.csv", "-o", "-", "--folds", "0"]).contains("standard output"));
}

#[test]
fn what_makes_figures_doubtful_is_said_where_they_are_said() {
    let desk = desk();
    let said = |args: &[&str]| String::from_utf8(desk.run(args).stdout).unwrap();
    let own = said(&["evaluate", "m.hustings", "c.csv"]);
    assert!(own.contains("Note: c.csv is the file that the model was trained on"), "{own}");
    desk.file("other.csv", corpus().replace("arming the Kurds", "cheaper buses"));
    let other = said(&["evaluate", "m.hustings", "other.csv", "--json"]);
    assert!(other.contains("the model was not trained on: cheaper buses") && !other.contains("remembers"), "{other}");
}

#[test]
fn labels_that_contradict_each_other_are_told() {
    let desk = Desk::new();
    let rows = corpus();
    let twice = rows.lines().nth(1).unwrap().replace("0-0-0", "again").replace(",pro", ",con");
    desk.file("c.csv", format!("{rows}{twice}\n"));
    let told = desk.run(&["train", "c.csv", "-o", "m.hustings", "--folds", "0"]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("1 text has different labels"), "{told}");
}

#[test]
fn several_targets_have_no_share_together() {
    let desk = desk();
    let check = desk.run(&["check", "m.hustings", "c.csv"]);
    let told = String::from_utf8_lossy(&check.stdout).into_owned();
    assert_eq!(check.status.code(), Some(17), "{told}");
    assert!(told.contains("several targets: 30 about arming the Kurds, 30 about arming the rebels"), "{told}");
    let one = corpus().lines().filter(|line| !line.contains("Kurds")).collect::<Vec<_>>().join("\n");
    let told = desk.file("one.csv", one).run(&["check", "m.hustings", "one.csv"]);
    assert!(!String::from_utf8_lossy(&told.stdout).contains("several targets"));
}

#[test]
fn new_labels_do_not_change_what_is_asked() {
    let desk = Desk::new();
    desk.file("c.csv", corpus()).ok(&["train", "c.csv", "-o", "m.hustings"]);
    desk.file(
        "new.csv",
        "id,target,text,stance\nx1,arming the rebels,send them,maybe\nx2,arming the rebels,stay out,maybe\n",
    );
    let audit = corpus().replace("t0", "a0").replace("\",", " anew\",");
    desk.file("audit.csv", audit.lines().take(13).collect::<Vec<_>>().join("\n"));
    let told = desk.fails(3, &["update", "m.hustings", "new.csv", "--data", "c.csv", "--audit", "audit.csv"]);
    assert!(told.contains("the new labels bring `maybe`"), "{told}");
}

#[test]
fn labels_without_texts_are_compared_from_standard_input_too() {
    let desk = Desk::new();
    let table = "id,annotator,label\n1,ann,pro\n1,bob,pro\n2,ann,con\n2,bob,con\n3,ann,pro\n3,bob,con\n";
    desk.file("l.csv", table);
    let named = desk.run(&["agree", "l.csv"]);
    let piped = desk.typed(&["agree", "-"], table);
    assert!(piped.status.success(), "{}", String::from_utf8_lossy(&piped.stderr));
    assert_eq!(piped.stdout, named.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_no_crash() {
    use std::process::{Command, Stdio};
    let desk = desk();
    let full = || Stdio::from(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let run = |args: &[&str], out: Stdio, error: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hustings"));
        command.args(args).current_dir(desk.path("")).stdin(Stdio::null()).stdout(out).stderr(error);
        command.status().unwrap().code()
    };
    assert_eq!(run(&["explain", "m.hustings", "hello"], full(), Stdio::null()), Some(5));
    assert_eq!(run(&["predict", "m.hustings", "c.csv"], Stdio::null(), full()), Some(0), "nobody hears the notes");
    assert_eq!(run(&["predict", "m.hustings", "nowhere.csv"], Stdio::null(), full()), Some(5));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let desk = desk();
    let many = "1,some words of a comment that is read\n".repeat(20_000);
    desk.file("many.csv", format!("id,text\n{many}"));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_hustings"))
        .args(["import", "many.csv"])
        .current_dir(desk.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn every_key_of_a_recipe_is_documented_with_its_default() {
    let text = std::fs::read_to_string(crate::desk::project("docs/recipes.md")).unwrap();
    let recipe = serde_json::to_value(hustings::classifier::Recipe::default()).unwrap();
    for (key, value) in recipe.as_object().unwrap() {
        let row = text.lines().find(|line| line.starts_with(&format!("| `{key}`")));
        let row = row.unwrap_or_else(|| panic!("docs/recipes.md has no row `{key}`"));
        let spelled = value.to_string().replace(',', ", ");
        assert!(
            !(value.is_number() || value.is_boolean() || value.is_array()) || row.contains(&spelled),
            "{key}: {spelled}"
        );
    }
    assert_eq!(text.lines().filter(|line| line.starts_with("| `")).count(), recipe.as_object().unwrap().len());
}

#[test]
fn columns_that_are_not_read_are_named() {
    let desk = Desk::new();
    desk.file("t.csv", "id,text,mood\n1,a,b\n");
    let (_, said) = desk.keys(&["import", "t.csv"], "");
    assert!(said.contains("columns that are not read: `mood`"), "{said}");
    let (out, _) = desk.keys(&["import", "t.csv", "--author-column", "mood"], "");
    assert!(out.contains("1,,,,b,"), "{out}");
}

#[test]
fn a_spreadsheet_gets_no_formula_and_the_reader_every_cell() {
    let desk = Desk::new();
    desk.file("t.csv", "id,author,text\n1,@SUM(1),=1+1\n");
    desk.ok(&["import", "t.csv", "--guard", "-o", "g.csv"]);
    assert_eq!(desk.column("g.csv", "text"), ["'=1+1"]);
    desk.ok(&["import", "g.csv", "-o", "back.csv"]);
    assert_eq!(
        (desk.column("back.csv", "text"), desk.column("back.csv", "author")),
        (vec!["=1+1".into()], vec!["@SUM(1)".into()])
    );
}
