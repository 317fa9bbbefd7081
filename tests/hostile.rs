//! Exports that are broken or mean harm, through the front door: what could be read is kept and counted, the rest is
//! refused in one sentence, and nothing active reaches a terminal, a page or a table.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).expect("a file can be written");
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_hustings");
        let output = Command::new(program).args(args).current_dir(self.0.path()).output().expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!told.contains("panicked") && output.status.code().is_some(), "{args:?}: {told}");
        output
    }

    /// Rows and messages of an import that must succeed.
    fn import(&self, name: &str) -> (Vec<csv::StringRecord>, String) {
        let output = self.run(&["import", name]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {told}");
        let rows = csv::Reader::from_reader(&output.stdout[..]).records().collect::<Result<_, _>>().expect("CSV");
        (rows, told)
    }

    /// The message of an import that must fail with this code.
    fn refused(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
        told
    }
}

const RSS: &str =
    "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><item><title>T</title><wp:post_id>1</wp:post_id>";

fn comment(id: u32, parent: u32, author: &str, text: &str) -> String {
    format!(
        "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{author}</wp:comment_author>\
         <wp:comment_content>{text}</wp:comment_content><wp:comment_approved>1</wp:comment_approved>\
         <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )
}

const END: &str = "</item></channel></rss>";
const TEXT: usize = 8;
const AUTHOR: usize = 4;
const PARENT: usize = 2;

#[test]
fn document_types_and_entity_bombs_are_refused() {
    let desk = Desk::new();
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\">]>";
    for (name, doctype) in [("laughs.xml", laughs), ("external.xml", "<!DOCTYPE rss SYSTEM \"file:///etc/passwd\">")] {
        desk.file(name, format!("<?xml version=\"1.0\"?>{doctype}{RSS}{}{END}", comment(1, 0, "a", "&lol2;")));
        let told = desk.refused(3, &["import", name]);
        assert!(
            told.contains(name) && told.contains("document type") && told.contains("take the declaration out"),
            "{told}"
        );
    }
    // Without its document type a reference means nothing, and stays as it is written.
    desk.file("plain.xml", format!("{RSS}{}{END}", comment(1, 0, "a", "x &lol2; y &#65;&amp;amp;")));
    assert_eq!(&desk.import("plain.xml").0[0][TEXT], "x &lol2; y A&");
}

#[test]
fn a_cut_anywhere_keeps_what_came_before() {
    let desk = Desk::new();
    let whole =
        format!("{RSS}{}{}", comment(1, 0, "ann", "whole"), comment(2, 1, "tom", "<![CDATA[half of a longer text]]>"));
    for (cut_before, rows, last) in [
        (" longer", 2, "half of a"),
        ("[half", 2, ""),
        ("</wp:comment_parent></wp:comment><wp:comment><wp:comment_id>2", 1, "whole"),
    ] {
        let at = whole.find(cut_before).expect("the text is there");
        desk.file("cut.xml", &whole[..at]);
        let (read, told) = desk.import("cut.xml");
        assert_eq!((read.len(), &read[read.len() - 1][TEXT]), (rows, last), "{cut_before}: {told}");
        assert!(told.contains("the export is cut or broken here"), "{told}");
    }
    let listing = r#"[{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"id":"a","body":"one"}},{"kind":"t1","data":{"id":"b","body":"two","repl"#;
    desk.file("cut.json", listing);
    let (read, told) = desk.import("cut.json");
    assert_eq!(read.iter().map(|row| &row[TEXT]).collect::<Vec<_>>(), ["one", "two"], "{told}");
    assert!(told.contains("the document ends inside a bracket or a string"), "{told}");
}

#[test]
fn depth_is_no_danger() {
    let desk = Desk::new();
    // A chain of 100,000 answers, each inside the one before.
    let levels = 100_000;
    let mut items =
        String::from("{\"id\":0,\"type\":\"story\",\"title\":\"T\",\"story_id\":0,\"created_at_i\":1,\"children\":[");
    for level in 1..=levels {
        let open = format!(
            "{{\"id\":{level},\"type\":\"comment\",\"author\":\"a\",\"text\":\"x{level}\",\"parent_id\":{},\"story_id\":0,\"children\":[",
            level - 1
        );
        items.push_str(&open);
    }
    items.push_str(&"]}".repeat(levels + 1));
    desk.file("deep.json", &items);
    let (read, _) = desk.import("deep.json");
    assert_eq!((read.len(), &read[levels - 1][PARENT]), (levels, "99999"));
    // Brackets without end: refused by name where the limit is met, or kept up to there.
    desk.file("brackets.json", format!("{{\"kind\":\"Listing\",\"data\":{}", "[".repeat(100_000)));
    assert!(desk.refused(3, &["import", "brackets.json"]).contains("there are no rows"));
    let told = desk.run(&["import", "deep.json", "--limit", "nesting=1000"]);
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("limit `nesting` of 1,000; --limit nesting=4000 raises it"), "{told}");
    let tags = "<x>".repeat(100_000);
    desk.file("deep.xml", format!("{RSS}{tags}"));
    assert!(desk.refused(6, &["import", "deep.xml"]).contains("limit `xml-depth` of 256 levels"));
    desk.file("deep.jsonl", format!("{{\"text\":{}}}", "[".repeat(100_000) + &"]".repeat(100_000)));
    assert!(desk.refused(3, &["import", "deep.jsonl"]).contains("there are no rows"));
    assert!(desk.refused(6, &["import", "deep.jsonl", "--from", "jsonl"]).contains("limit `json-depth`"));
    let html = format!(
        "<html><ol class=\"comment-list\"><li class=\"comment\" id=\"comment-1\">{}x",
        "<div><b><p>".repeat(100_000)
    );
    desk.file("deep.html", html);
    assert_eq!(&desk.import("deep.html").0[0][TEXT], "x");
}

#[test]
fn odd_json_loses_no_comment() {
    let desk = Desk::new();
    let lines = concat!(
        "{\"id\":\"a\",\"link_id\":\"t3_x\",\"parent_id\":\"t3_x\",\"body\":\"half \\ud83d pair\",\"created_utc\":1}\n",
        "{\"id\":\"b\",\"link_id\":\"t3_x\",\"parent_id\":\"t1_a\",\"body\":\"first\",\"body\":\"second\"}\n",
        "{\"id\":\"c\",\"link_id\":\"t3_x\",\"parent_id\":\"t1_b\",\"body\":\"large\",\"created_utc\":1e999,\"score\":1e999}\n",
        "{\"id\":\"d\",\"link_id\":\"t3_x\",\"parent_id\":\"t1_c\",\"body\":\"cut off he",
    );
    let listing = |line: &str| format!("{{\"kind\":\"t1\",\"data\":{line}}}");
    let whole: Vec<String> = lines.lines().take(3).map(listing).collect();
    let nested = format!("{{\"kind\":\"Listing\",\"data\":{{\"children\":[{}]}}}}", whole.join(","));
    for (name, text, rows) in [("RC.ndjson", lines, 4), ("listing.json", nested.as_str(), 3)] {
        desk.file(name, text);
        let (read, told) = desk.import(name);
        let texts: Vec<&str> = read.iter().map(|row| &row[TEXT]).collect();
        assert_eq!(texts[..3], ["half \u{FFFD} pair", "first", "large"], "{told}");
        assert_eq!(read.len(), rows, "{told}");
        assert!(told.contains("halves of surrogate pairs") && told.contains("keys that stand twice"), "{told}");
    }
}

#[test]
fn bombs_stop_at_a_limit_with_a_name() {
    let desk = Desk::new();
    let line = "{\"id\":\"a\",\"link_id\":\"t3_x\",\"parent_id\":\"t3_x\",\"body\":\"boom\"}\n".repeat(1 << 14);
    let mut packer = zstd::Encoder::new(Vec::new(), 1).expect("a packer");
    for _ in 0..400 {
        packer.write_all(line.as_bytes()).expect("memory");
    }
    let bomb = packer.finish().expect("memory");
    desk.file("bomb.zst", &bomb);
    let told = desk.refused(6, &["import", "bomb.zst", "-o", "out.csv"]);
    assert!(
        told.contains("limit `inflation` of 2,000 times the compressed size. Raise it with `--limit inflation=8000`"),
        "{told}"
    );
    assert!(!desk.path("out.csv").exists());
    let giant = format!("{RSS}{}", comment(1, 0, "a", &"x".repeat(20 << 20)));
    desk.file("giant.xml", giant);
    assert!(desk.refused(6, &["import", "giant.xml"]).contains("limit `row` of 16 MiB"));
    desk.file("giant.json", format!("{{\"kind\":\"Listing\",\"data\":\"{}\"}}", "x".repeat(3 << 20)));
    assert!(
        desk.refused(6, &["import", "giant.json", "--limit", "document=1MiB"]).contains("limit `document` of 1 MiB")
    );
}

#[test]
fn answers_in_a_circle_are_told_once_and_scored() {
    let desk = Desk::new();
    let circle = [
        comment(1, 3, "a", "one"),
        comment(2, 1, "b", "two"),
        comment(3, 2, "c", "three"),
        comment(4, 77, "d", "four"),
    ];
    desk.file("circle.xml", format!("{RSS}{}{END}", circle.concat()));
    let (read, told) = desk.import("circle.xml");
    assert_eq!(read.iter().map(|row| &row[PARENT]).collect::<Vec<_>>(), ["3", "1", "2", "77"], "ids are kept");
    assert!(told.contains("go in a circle, which is opened at its first comment: 1 row (1)"), "{told}");
    assert!(told.contains("1 row (4) answer a comment that is not here"), "{told}");
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/models/arming-rebels.hustings");
    let brief = desk.run(&["summarize", model, "circle.xml", "--json"]);
    let brief: serde_json::Value = serde_json::from_slice(&brief.stdout).expect("JSON");
    assert_eq!(brief["comments"], 4);
}

#[test]
fn nothing_active_comes_out() {
    let desk = Desk::new();
    let name = "&#27;[31mEve&#x9b;31m&#x202e;&#10;root";
    let body = "<![CDATA[<script>alert(1)</script><a href=\"javascript:alert(2)\" onclick=\"alert(3)\">good</a> \
        <img src=x onerror=alert(4)> day &#27;]0;title&#7;]]>";
    let title = "<title>&#27;[2J&lt;script&gt;alert(5)&lt;/script&gt;</title>";
    let export = format!("{RSS}{title}{}{END}", comment(1, 0, name, body));
    desk.file("bad.xml", export.replace("<title>T</title>", ""));
    let (read, told) = desk.import("bad.xml");
    assert_eq!((&read[0][TEXT], &read[0][AUTHOR]), ("good day ]0;title", "[31mEve31m root"));
    let quiet = |text: &str| !text.chars().any(|c| c.is_control() && c != '\n' && c != '\r');
    assert!(read.iter().all(|row| row.iter().all(quiet)) && quiet(&told), "{told}");
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/models/arming-rebels.hustings");
    for format in ["text", "md", "html", "json"] {
        let output = desk.run(&["summarize", model, "bad.xml", "--format", format]);
        let shown = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(output.status.success() && quiet(&shown), "{format}");
        assert!(!shown.contains("alert(") && !shown.contains("javascript:"), "{format}");
    }
    // The same in tables and objects, in cells, in the names of columns and of the file.
    desk.file("bad.csv", "id,te\u{1b}[1mxt,author\n1,hi\u{1b}[31m there,E\u{1b}[0mve\n");
    let output = desk.run(&["import", "bad.csv", "--text-column", "te\u{1b}[1mxt"]);
    let (rows, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && quiet(&rows) && quiet(&told), "{rows:?} {told:?}");
    let output = desk.run(&["import", "no\u{1b}[31mfile"]);
    assert!(quiet(&String::from_utf8_lossy(&output.stderr)));
}

#[test]
fn answers_are_found_where_the_format_has_no_place_for_them() {
    let desk = Desk::new();
    desk.file("flat.csv", "id,author,text\n1,Ann,The bridge belongs to the people who walk.\n2,Tom,\"> belongs to the people who walk\n\nNo.\"\n3,Eve,@Tom why?\n");
    let (read, told) = desk.import("flat.csv");
    assert_eq!(read.iter().map(|row| &row[PARENT]).collect::<Vec<_>>(), ["", "1", "2"]);
    assert!(read[1][3].parse::<f32>().expect("a confidence") > 0.8 && told.contains("2 answers were found"), "{told}");
    // Where there is a place for them, only on request.
    desk.file("threaded.csv", "id,parent_id,author,text\n1,,Ann,The bridge.\n2,,Tom,@Ann no.\n");
    assert_eq!(&desk.import("threaded.csv").0[1][PARENT], "");
    let output = desk.run(&["import", "threaded.csv", "--find-replies"]);
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("2,,1,0.85,Tom"),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[cfg(unix)]
#[test]
fn a_link_as_output_is_written_through() {
    let desk = Desk::new();
    desk.file("in.csv", "id,text\n1,one\n").file("real.csv", "old");
    std::os::unix::fs::symlink(desk.path("real.csv"), desk.path("link.csv")).expect("a link");
    assert!(desk.run(&["import", "in.csv", "-o", "link.csv"]).status.success());
    assert!(std::fs::symlink_metadata(desk.path("link.csv")).expect("it is there").is_symlink());
    assert!(std::fs::read_to_string(desk.path("real.csv")).expect("it is there").contains("one"));
}
