//! Real exports of other programs, counted twice: by the program and, in plain walks, by this test.
//!
//! The files are not ours to ship: without the folder that `HUSTINGS_DATA` names, nothing is tested and that is said.

use std::path::PathBuf;
use std::process::Command;

use quick_xml::events::Event;
use serde_json::Value;

/// Comments and answers of a file.
type Counts = (usize, usize);

fn folder() -> Option<PathBuf> {
    let data = std::env::var("HUSTINGS_DATA").unwrap_or_else(|_| "../shared/data".into());
    let formats = PathBuf::from(&data).join("formats");
    if formats.is_dir() {
        return Some(formats);
    }
    eprintln!("skipped: there is no folder {}; set HUSTINGS_DATA to the one with formats/ in it", formats.display());
    None
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the sample is JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn hackernews(text: &str) -> Counts {
    fn walk(value: &Value, counts: &mut Counts) {
        let tagged = list(&value["_tags"]).iter().any(|tag| tag == "comment");
        if value["type"] == "comment" || tagged {
            counts.0 += 1;
            counts.1 += usize::from(value["parent_id"] != value["story_id"]);
        }
        for inner in list(value).iter().chain(value.as_object().into_iter().flat_map(serde_json::Map::values)) {
            walk(inner, counts);
        }
    }
    let mut counts = (0, 0);
    walk(&json(text), &mut counts);
    counts
}

fn reddit(text: &str) -> Counts {
    fn walk(listing: &Value, counts: &mut Counts) {
        for thing in list(&listing["data"]["children"]).iter().filter(|thing| thing["kind"] == "t1") {
            counts.0 += 1;
            counts.1 += usize::from(thing["data"]["parent_id"].as_str().is_some_and(|name| name.starts_with("t1_")));
            walk(&thing["data"]["replies"], counts);
        }
    }
    let mut counts = (0, 0);
    for listing in list(&json(text)) {
        walk(listing, &mut counts);
    }
    counts
}

fn pushshift(text: &str) -> Counts {
    let comments: Vec<Value> = text.lines().map(json).filter(|line| line.get("body").is_some()).collect();
    let answers = comments.iter().filter(|line| line["parent_id"].as_str().is_some_and(|name| name.starts_with("t1_")));
    (comments.len(), answers.count())
}

fn youtube(text: &str) -> Counts {
    let page = json(text);
    let threads = list(&page["items"]);
    let replies: usize = threads.iter().map(|thread| list(&thread["replies"]["comments"]).len()).sum();
    (threads.len() + replies, replies)
}

fn discourse(text: &str) -> Counts {
    let page = json(text);
    let posts = list(&page["latest_posts"]).iter().chain(list(&page["post_stream"]["posts"]));
    let comments: Vec<&Value> = posts.filter(|post| post["post_number"] != 1).collect();
    (
        comments.len(),
        comments.iter().filter(|post| post["reply_to_post_number"].as_i64().is_some_and(|n| n > 1)).count(),
    )
}

fn isso(text: &str) -> Counts {
    (list(&json(text)).iter().map(|page| list(&page["comments"]).len()).sum(), 0)
}

/// Every element of this name, as the text of its children by their names; attributes count as a child's text.
fn elements(text: &str, wanted: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut found, mut path, mut inside) = (Vec::new(), Vec::<String>::new(), None);
    loop {
        match reader.read_event().expect("the sample is XML") {
            Event::Eof => return found,
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                // A thread's post names its thread in an element of the same name as the thread itself.
                if path[path.len() - 1] == wanted && inside.is_none() {
                    inside = Some(path.len());
                    found.push(Vec::new());
                }
                let attributes = tag.attributes().flatten().map(|a| a.value.to_string()).collect::<String>();
                if let Some(fields) = found.last_mut().filter(|_| inside.is_some()) {
                    fields.push((path[path.len() - 1].clone(), attributes));
                }
            }
            Event::End(_) => {
                inside = inside.filter(|depth| *depth < path.len());
                path.pop();
            }
            Event::Text(text) if inside.is_some() => put(&mut found, &text.into_inner()),
            Event::CData(text) if inside.is_some() => put(&mut found, &text.into_inner()),
            _ => {}
        }
    }
}

fn put(found: &mut [Vec<(String, String)>], text: &str) {
    if let Some((_, field)) = found.last_mut().and_then(|fields| fields.last_mut()) {
        field.push_str(text.trim());
    }
}

fn wxr(text: &str) -> Counts {
    let field = |fields: &[(String, String)], name: &str| {
        fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let comments: Vec<_> = elements(text, "wp:comment")
        .into_iter()
        .filter(|comment| !["pingback", "trackback"].contains(&field(comment, "wp:comment_type").as_str()))
        .collect();
    let answers = comments.iter().filter(|comment| !["", "0"].contains(&field(comment, "wp:comment_parent").as_str()));
    (comments.len(), answers.count())
}

fn disqus(text: &str) -> Counts {
    let posts = elements(text, "post");
    let answers = posts.iter().filter(|post| post.iter().any(|(name, id)| name == "parent" && !id.is_empty()));
    (posts.len(), answers.count())
}

/// Counts of rows with and without a parent in what `import` writes.
fn rows(csv: &[u8]) -> Counts {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|known| known == name).expect("the canonical column");
    let (parent, sure) = (column("parent_id"), column("reply_confidence"));
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows are CSV");
    // An answer that the export names, not one that was found.
    (rows.len(), rows.iter().filter(|row| !row[parent].is_empty() && row[sure].is_empty()).count())
}

#[test]
fn comments_and_answers_are_as_many_as_an_independent_count_finds() {
    let Some(folder) = folder() else { return };
    let count = |name: &str| -> (fn(&str) -> Counts, &'static str) {
        match name {
            name if name.starts_with("wxr") => (wxr, "wxr"),
            name if name.starts_with("disqus") => (disqus, "disqus"),
            name if name.starts_with("discourse") => (discourse, "discourse"),
            name if name.starts_with("hackernews") => (hackernews, "hackernews"),
            name if name.starts_with("isso") => (isso, "isso"),
            name if name.starts_with("reddit_pushshift") => (pushshift, "pushshift"),
            name if name.starts_with("reddit") => (reddit, "reddit"),
            name if name.starts_with("youtube") => (youtube, "youtube"),
            other => panic!("{other}: write a count for this sample in tests/formats.rs"),
        }
    };
    let program = env!("CARGO_BIN_EXE_hustings");
    let work = tempfile::tempdir().expect("a temporary folder");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("the sample is UTF-8");
        let (independent, format) = count(&name);
        let output = Command::new(program).arg("import").arg(&path).output().expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && told.contains(&format!(", {format}, ")), "{name}: {told}");
        assert_eq!(rows(&output.stdout), independent(&text), "{name}: comments and answers");
        assert!(rows(&output.stdout).0 > 0, "{name}");
        let csv = work.path().join("thread.csv");
        std::fs::write(&csv, &output.stdout).expect("a file can be written");
        let model = concat!(env!("CARGO_MANIFEST_DIR"), "/models/arming-rebels.hustings");
        let brief = Command::new(program)
            .args(["summarize", model, "-", "--json"])
            .stdin(std::fs::File::open(&csv).expect("it is there"))
            .output()
            .expect("the program starts");
        assert!(brief.status.success(), "{name}: {}", String::from_utf8_lossy(&brief.stderr));
        let brief: Value = serde_json::from_slice(&brief.stdout).expect("JSON");
        let mut table = csv::Reader::from_path(&csv).expect("CSV");
        let visible = table.records().flatten().filter(|row| &row[9] == "visible");
        assert_eq!(brief["comments"].as_u64(), Some(visible.count() as u64), "{name}: comments of the brief");
        files += 1;
    }
    assert!(files > 0, "the folder is empty");
}
