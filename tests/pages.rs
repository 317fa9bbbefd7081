//! Pasted pages through the front door: where comments begin, and how sure that is.

use hustings::Result;
use hustings::thread::{ReadOptions, Reader, Report, Row};

const ARTICLE: &str = "Council votes to close the old bridge\nThe council voted on Monday to close the old bridge to cars.\nThe mayor said that \u{201C}the bridge belongs to the people who walk.\u{201D}\n";

const BARE: &str = "What a waste of money this is. They closed the bridge and nobody asked the shops about it. Wait until winter comes.\n\
\u{201C}The bridge belongs to the people!!!\u{2019}\n\
Lovely words. Let them carry my groceries then.\n\
High time. Walkers were hit there every single month, and the council slept through all of it.\n\
@karla\n\
Which bus do you mean, the one that comes twice a day? My mother waits for it in the rain.\n\
@Tom\n\
she could ring the town taxi instead. It costs the same and has a roof.\n\
\u{201C}waits for it in the rain,\u{201D} you say. There is a shelter at the mill.\n\
Ann Lee: you mean the new bridge.\n\
Half a plan is no plan. Close it, fine, but build the other one first and tell us the date.\n";

fn read_with(text: &str, options: &ReadOptions) -> (Vec<Row>, Report) {
    let bytes = std::io::Cursor::new(text.as_bytes().to_vec());
    let mut reader = Reader::from_read("page.txt", Box::new(bytes), options).unwrap();
    let rows = reader.by_ref().collect::<Result<Vec<_>>>().unwrap();
    (rows, reader.report().clone())
}

fn read(text: &str) -> (Vec<Row>, Report) {
    read_with(text, &ReadOptions::default())
}

fn begins(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.comment.text.split_whitespace().next().unwrap()).collect()
}

#[test]
fn the_announced_count_and_the_wording_decide() {
    let (rows, report) = read(&format!("{ARTICLE}7 Comments\n{BARE}"));
    assert_eq!(begins(&rows), ["What", "\u{201C}The", "High", "@karla", "@Tom", "Ann", "Half"]);
    assert_eq!(rows[1].comment.text.lines().count(), 2);
    assert_eq!(rows[4].comment.text.lines().count(), 3);
    assert_eq!(rows[4].comment.parent_id.as_deref(), Some("c4"));
    assert_eq!(rows[4].comment.reply_confidence, Some(0.9));
    assert!(rows.iter().all(|row| row.comment.title.as_deref() == Some("Council votes to close the old bridge")));
    assert_eq!(rows[6].comment.thread_id.as_deref(), Some("council-votes-to-close-the-old-bridge"));
    assert_eq!((rows[6].comment.id.as_str(), rows[6].number), ("c7", 15));
    assert!(report.notes[0].starts_with("7 comments announced, 7 found; "), "{:?}", report.notes);
    assert_eq!(report.source, "page");
}

#[test]
fn windows_line_ends_and_other_markers_change_nothing() {
    let (rows, _) = read(&format!("{ARTICLE}7 Comments\n{BARE}"));
    let texts = |rows: &[Row]| rows.iter().map(|row| row.comment.text.clone()).collect::<Vec<_>>();
    for marker in ["Comments (7)", "7 responses to \u{201C}Council votes\u{201D}", "7 Comments\n"] {
        let page = format!("{ARTICLE}{marker}\n{BARE}\nLeave a Reply\nYour address will not be shown.\n");
        assert_eq!(texts(&read(&page).0), texts(&rows), "{marker}");
        assert_eq!(texts(&read(&page.replace('\n', "\r\n")).0), texts(&rows), "{marker}");
    }
}

#[test]
fn blank_lines_or_one_per_line_settle_it() {
    let page = format!("{ARTICLE}3 Comments\nFirst one.\nStill the first.\n\nSecond.\n\nThird.\nAnd on.\n");
    let (rows, report) = read(&page);
    assert_eq!(begins(&rows), ["First", "Second.", "Third."]);
    assert_eq!(report.notes, ["3 comments announced, 3 found; blank lines tell them apart"]);
    let (rows, report) = read_with(&page, &ReadOptions { one_per_line: true, ..ReadOptions::default() });
    assert_eq!(rows.len(), 5);
    assert_eq!(report.notes, ["3 comments announced, 5 found; every line is one, as asked"]);
    // A blank line between all paragraphs, more of them than comments, says nothing.
    let (rows, _) = read(&format!("{ARTICLE}7 Comments\n{}", BARE.replace('\n', "\n\n")));
    assert_eq!(begins(&rows), ["What", "\u{201C}The", "High", "@karla", "@Tom", "Ann", "Half"]);
}

#[test]
fn names_dates_and_buttons_are_used_and_left_out() {
    let page = format!(
        "{ARTICLE}3 Comments\nAnn Lee says:\nMarch 3, 2015 at 10:12 am\nI will miss it.\nEvery day.\nReply\n\
         Tom says:\nMarch 4, 2015 at 9:00 am\n@Ann Lee it was time.\nReply\nKarla\n2 days ago\nHm.\nReply\n"
    );
    let (rows, report) = read(&page);
    let told: Vec<_> = rows.iter().map(|row| (row.comment.author.as_deref(), row.comment.text.as_str())).collect();
    let expected = [
        (Some("Ann Lee"), "I will miss it.\nEvery day."),
        (Some("Tom"), "@Ann Lee it was time."),
        (Some("Karla"), "Hm."),
    ];
    assert_eq!(told, expected);
    assert_eq!(rows[0].comment.created_at.as_deref(), Some("March 3, 2015 at 10:12 am"));
    assert_eq!(rows[1].comment.parent_id.as_deref(), Some("c1"));
    assert!(report.notes[0].ends_with("names, dates and buttons tell them apart"), "{:?}", report.notes);
}

#[test]
fn a_page_without_a_marker_is_all_comments() {
    let (rows, report) = read("I will miss that bridge very much indeed.\nGood riddance to it and its traffic jams.\n");
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].comment.thread_id.as_deref(), rows[0].comment.title.as_deref()), (Some("page"), None));
    assert!(report.notes[0].starts_with("no line like `10 Comments` was found"), "{:?}", report.notes);
    // More announced than pasted: the wording alone decides.
    let (rows, report) = read(&format!("{ARTICLE}204 Comments\n{BARE}"));
    assert!(rows.len() < 11 && report.notes[0].starts_with("204 comments announced, "), "{:?}", report.notes);
}

#[test]
fn a_page_over_its_limit_and_no_comments_are_refused() {
    let mut options = ReadOptions::default();
    options.limits.set("page", "1KiB").unwrap();
    let refused = |text: String, options: &ReadOptions| {
        Reader::from_read("page.txt", Box::new(std::io::Cursor::new(text)), options).err().unwrap().to_string()
    };
    assert!(
        refused("word ".repeat(1000), &options).contains("limit `page` of 1 KiB. Raise it with `--limit page=4KiB`")
    );
    let folded = format!("{ARTICLE}0 Comments\nLeave a Reply\nYour name\n");
    assert!(refused(folded, &ReadOptions::default()).contains("no rows in it. Give a table with a row"));
    assert!(refused(format!("{ARTICLE}12 Comments\n"), &ReadOptions::default()).contains("no rows in it"));
    assert!(refused("<html><body>Hm</body></html>".into(), &options).contains("no WordPress comment section"));
    assert!(refused("<feed><entry>Hm</entry></feed>".into(), &options).contains("in no format that can be read"));
}
