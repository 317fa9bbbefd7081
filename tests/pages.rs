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

/// Authors and texts.
fn told(rows: &[Row]) -> Vec<(Option<&str>, &str)> {
    rows.iter().map(|row| (row.comment.author.as_deref(), row.comment.text.as_str())).collect()
}

#[test]
fn a_name_a_place_and_a_date_in_one_line_sign_a_comment() {
    let page = "Council closes the old bridge\nShare what you think\nThe comments below have been moderated in advance.\n\
        Newest  Oldest  Best rated\n\nMarge, Leeds, United Kingdom, 2 hours ago\nIt was falling down anyway.\n+104\n-3\n\
        Click to rate\n\nOld Tom, Perth, Australia, 3 hours ago\nNobody asked the shops.\n+2\n-40\nClick to rate\nReply\n\n\
        The comments below have not been moderated.\n\nBea in Spain, Malaga, Spain, 5 hours ago\nWho pays for the ferry?\n+1\n-1\n";
    let (rows, _) = read(page);
    let wanted = [
        (Some("Marge"), "It was falling down anyway."),
        (Some("Old Tom"), "Nobody asked the shops."),
        (Some("Bea in Spain"), "Who pays for the ferry?"),
    ];
    assert_eq!(told(&rows), wanted);
    assert_eq!(rows[1].comment.created_at.as_deref(), Some("3 hours ago"));
}

#[test]
fn ages_counters_and_badges_are_no_comments() {
    let page = "Council closes the old bridge\n2.3K\n12 comments\n18 shares\nLike\nComment\nShare\nMost relevant\nJoan Peters\nTop fan\n\
        It was falling down anyway.\nLike\nReply\n3w\n14\nOmar Al-Said\nMy shop is on the other side. Who asked me?\nLike\nReply\n3w\n\
        Edited\n56\n2 replies\nJoan Peters\nOmar Al-Said then move it, the road is still there.\nLike\nReply\n3w\n8\n\
        View more comments\n";
    let (rows, _) = read(page);
    let wanted = [
        (Some("Joan Peters"), "It was falling down anyway."),
        (Some("Omar Al-Said"), "My shop is on the other side. Who asked me?"),
        (Some("Joan Peters"), "Omar Al-Said then move it, the road is still there."),
    ];
    assert_eq!(told(&rows), wanted);
    assert_eq!(rows[2].comment.parent_id.as_deref(), Some("c2"));
}

#[test]
fn whom_a_site_names_below_the_author_is_answered_and_what_was_removed_is_marked() {
    let page = "Council closes the old bridge\nComments (4)\nSign in or create your Courier account to join the discussion\n\
        Order by newest\nShow 25\nThreads collapsed\nMaryMags\n12 Mar 2015 10:14\n34\nIt was falling down anyway.\nShare\nReport\n\
        dollyknot\n12 Mar 2015 10:22\nMaryMags\n12\nSo mend it.\nShare\nReport\nKernel\n12 Mar 2015 10:41\n5\n\
        This comment was removed by a moderator because it broke the rules.\nSven\nCourier Pick\n12 Mar 2015 11:30\n7\n\
        I crossed it every day.\nShare\nReport\nView more comments\n";
    let (rows, _) = read(&page.replace("Courier Pick", "Guardian Pick"));
    let wanted = [
        (Some("MaryMags"), "It was falling down anyway."),
        (Some("dollyknot"), "So mend it."),
        (Some("Kernel"), "This comment was removed by a moderator because it broke the rules."),
        (Some("Sven"), "I crossed it every day."),
    ];
    assert_eq!(told(&rows), wanted);
    assert_eq!(rows[1].comment.parent_id.as_deref(), Some("c1"));
    assert_eq!(rows[2].comment.status, hustings::thread::Status::Deleted);
}

#[test]
fn dots_between_names_and_ages_are_no_text() {
    let page = "r/bridges\nCouncil closes the old bridge\nUpvote\n5.4K\nDownvote\nShare\nSort by:\nBest\n|\navatar\nak47\n\u{2022}\n9y ago\n\
        It was falling down anyway.\nUpvote\n812\nDownvote\nReply\nAward\nShare\nSave\n\n[deleted]\n\u{2022}\n9y ago\n[removed]\nUpvote\n-14\n\
        Downvote\n\npeacenik\nOP\n\u{2022}\n9y ago\n> It was falling down anyway.\n\nExactly this.\nUpvote\n101\nDownvote\nReply\nAward\nShare\n\
        Save\n";
    let (rows, _) = read(page);
    let wanted = [
        (Some("ak47"), "It was falling down anyway."),
        (None, "[removed]"),
        (Some("peacenik"), "> It was falling down anyway.\nExactly this."),
    ];
    assert_eq!(told(&rows), wanted);
    assert_eq!(rows[2].comment.parent_id.as_deref(), Some("c1"));
}

#[test]
fn networks_have_dates_below_handles_and_ranks() {
    let below = "Most relevant\nann_93\nThe road is fine.\n1d\n4 likes\nReply\njoao\nlol\n2d\nReply\nnora\nWhere is that?\n14h\nReply\n";
    let (rows, _) = read(below);
    let meant = [(Some("ann_93"), "The road is fine."), (Some("joao"), "lol"), (Some("nora"), "Where is that?")];
    assert_eq!(told(&rows), meant);
    assert_eq!((rows[1].comment.created_at.as_deref(), rows[1].number), (Some("2d"), 8));
    let glued = "Write a comment\u{2026}\nAnn Lee\nNo.\n2dLikeReply\nBob Ray\nWho pays?\n1wLikeReply3\n";
    assert_eq!(told(&read(glued).0), [(Some("Ann Lee"), "No."), (Some("Bob Ray"), "Who pays?")]);
    let handles = "Ann L.\n@ann_l\n\u{B7}\nMar 12\nNine years for a road.\n1\n14\nBob\n@bobray\n\u{B7}\n14h\nReplying to\n@ann_l\n+1\n2\n\
                   Eva\n@eva9\n\u{B7}\n2h\n42\n88\n";
    let meant = [(Some("Ann L."), "Nine years for a road."), (Some("Bob"), "+1"), (Some("Eva"), "42")];
    assert_eq!(told(&read(handles).0), meant);
    let ranks = "Ann Lee\nAnn Lee\n\u{2022} 2nd\nHead of Roads\n6d\n\nWhat did it cost?\n\nLike\n\nReply\n\nBob Ray\nBob Ray\n\
                 \u{2022} 3rd+\nRetired\n5d\n\n42\n\nLike\n\nReply\n";
    assert_eq!(told(&read(ranks).0), [(Some("Ann Lee"), "What did it cost?"), (Some("Bob Ray"), "42")]);
    let votes = "Ann L \u{2022} 2 hours ago\nNine years.\n12 \u{25B3} \u{25BD}\n\u{2022} Reply\u{2022}Share \u{203A}\n\
                 Bob  Ann L \u{2022} a day ago \u{2022} edited\nlol\n1 \u{25B3} \u{25BD}\n\u{2022} Reply\u{2022}Share \u{203A}\n";
    let (rows, _) = read(votes);
    assert_eq!(told(&rows), [(Some("Ann L"), "Nine years."), (Some("Bob"), "lol")]);
    assert_eq!(rows[1].comment.parent_id.as_deref(), Some("c1"));
    let today = "ann \u{2014} Today at 2:08 PM\nIs it open?\nBobK \u{2014} Yesterday at 9:17 PM\nlol\n";
    assert_eq!(told(&read(today).0), [(Some("ann"), "Is it open?"), (Some("BobK"), "lol")]);
}

#[test]
fn a_chat_is_told_from_a_page() {
    let chat = "[12/03/2015, 14:10:41] Ann: Is the hall open at 7?\n[12/03/2015, 14:14:12] Bob Ray: 7\n\
                [12/03/2015, 14:18:22] Dad: Bring cups\nAnd the chairs.\n\nThanks!\n\
                [12/03/2015, 14:19:00] \u{200E}Dad added Eva\n[12/03/2015, 14:26:30] ~\u{202F}Tariq: +1\n";
    let (rows, report) = read(chat);
    let meant = [
        (Some("Ann"), "Is the hall open at 7?"),
        (Some("Bob Ray"), "7"),
        (Some("Dad"), "Bring cups\nAnd the chairs.\n\nThanks!"),
        (Some("Tariq"), "+1"),
    ];
    assert_eq!((told(&rows), report.source), (meant.to_vec(), "chat"));
    assert_eq!((rows[3].number, rows[3].comment.created_at.as_deref()), (8, Some("12/03/2015, 14:26:30")));
    assert!(report.notes[0].starts_with("1 line "), "{:?}", report.notes);
    let (_, report) = read("12/03/2015, 14:05 - Ann: No.\nThat is all.\nNobody came.\n");
    assert_eq!(report.source, "page", "one message makes no chat");
}

#[test]
fn what_a_person_wrote_stays_whatever_it_looks_like() {
    let odd = [
        "+1",
        "-1",
        "42",
        "1984",
        "3.5",
        "1.2K",
        "12 March 2024",
        "3 hours ago",
        "2h",
        "Comment",
        "Comments",
        "All",
        "Best",
        "Save",
        "Report",
        "Like",
        "Share",
        "Reply",
        "Edited",
        "OP",
        "Log in",
        "^",
        "\u{1F44D}",
        "Never Again",
        "God Help Us",
        "Free Palestine",
        "Sort by newest and you will see what people think.",
        "Comments are closed minds",
        "10/10",
        "Yes",
    ];
    for text in odd {
        let page = format!(
            "3 Comments\nAnn Lee\n5 hours ago\nI like the trial.\nReply\nBob Ray\n4 hours ago\n{text}\nReply\nCid Fox\n2 hours ago\n\
             I am against it.\nReply\n"
        );
        let wanted =
            [(Some("Ann Lee"), "I like the trial."), (Some("Bob Ray"), text), (Some("Cid Fox"), "I am against it.")];
        assert_eq!(told(&read(&page).0), wanted);
        let says = format!(
            "3 thoughts on \u{201C}Mill Lane\u{201D}\nAnn Lee says:\nMarch 12, 2024 at 1:33 am\nI like the trial.\n\nReply\nBob Ray says:\n\
             March 12, 2024 at 2:33 am\n{text}\n\nReply\nCid Fox says:\nMarch 12, 2024 at 3:33 am\nI am against it.\n\nReply\nLeave a Reply\n"
        );
        assert_eq!(told(&read(&says).0), wanted, "{text}");
        let plain = format!("I like the trial very much.\n\n{text} it is\n\n{text}\n\nResign now, all of you.\n");
        let kept: Vec<String> = read(&plain)
            .0
            .iter()
            .flat_map(|row| row.comment.text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert!(
            ["2h", "3 hours ago", "12 March 2024", "Comments"].contains(&text) || kept.iter().any(|line| line == text),
            "{text}: {kept:?}"
        );
    }
}

#[test]
fn long_pages_of_nothing_but_furniture_are_read_in_time() {
    for line in ["Best", "34", "Reply\n3 hours ago", "Ann Lee\nBest", "No comments"] {
        let page = format!("Ann Lee\n3 hours ago\nI like it.\nReply\n{}", format!("{line}\n").repeat(60_000));
        assert!(read(&page).0.iter().any(|row| row.comment.text.starts_with("I like it.")), "{line}");
    }
    let kept = read("Ann\n2 hours ago\n@bob you are wrong\nSecond paragraph.\nReply\nBea\n1 hour ago\nWhy?\nReply\n").0;
    assert_eq!(kept[0].comment.text, "@bob you are wrong\nSecond paragraph.");
}
