//! Exports of every program that is read, small ones of our own: what of them becomes which comment.

mod generic;

use std::io::Cursor;

use hustings::Result;
use hustings::thread::{Comment, ReadOptions, Reader, Report, Status};

fn read(name: &str, text: &str) -> (Vec<Comment>, Report) {
    let reader = Reader::from_read(name, Box::new(Cursor::new(text.as_bytes().to_vec())), &ReadOptions::default());
    let mut reader = reader.unwrap_or_else(|error| panic!("{name}: {error}"));
    let rows = reader.by_ref().collect::<Result<Vec<_>>>().unwrap_or_else(|error| panic!("{name}: {error}"));
    let comments: Vec<Comment> = rows.into_iter().map(|row| row.comment).collect();
    assert_eq!(together(name, text), comments, "{name}: one by one and together they are the same comments");
    (comments, reader.report().clone())
}

fn together(name: &str, text: &str) -> Vec<Comment> {
    let reader = Reader::from_read(name, Box::new(Cursor::new(text.as_bytes().to_vec())), &ReadOptions::default());
    reader.unwrap().comments().unwrap()
}

/// Id, parent, author and text of each comment.
fn told(comments: &[Comment]) -> Vec<[&str; 4]> {
    comments
        .iter()
        .map(|one| {
            let parent = one.parent_id.as_deref().unwrap_or_default();
            [one.id.as_str(), parent, one.author.as_deref().unwrap_or_default(), one.text.as_str()]
        })
        .collect()
}

fn statuses(comments: &[Comment]) -> Vec<Status> {
    comments.iter().map(|comment| comment.status).collect()
}

fn notes(report: &Report) -> String {
    report.notes.join("\n")
}

#[test]
fn wordpress() {
    let comment = |id: u32, parent: u32, approved: &str, kind: &str, text: &str| {
        format!(
            "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[Ann &amp; Bo]]></wp:comment_author>\
             <wp:comment_author_email>ann@example.org</wp:comment_author_email>\
             <wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>\
             <wp:comment_date>2015-03-03 11:12:00</wp:comment_date>\
             <wp:comment_date_gmt>2015-03-03 10:12:00</wp:comment_date_gmt>\
             <wp:comment_content>{text}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>\
             <wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>\
             <wp:commentmeta><wp:meta_key>comment_id</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:commentmeta>\
             </wp:comment>"
        )
    };
    for version in ["1.0", "1.1", "1.2"] {
        let export = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/{version}/\">\
             <channel><title>The site</title><item><title>Close the &#8220;old&#8221; bridge?</title>\
             <content:encoded><![CDATA[<p>The article.</p>]]></content:encoded><wp:post_id>7</wp:post_id>{}{}{}{}</item>\
             <item><title><![CDATA[Another]]></title><wp:post_id>8</wp:post_id>{}{}</item></channel></rss>",
            comment(1, 0, "1", "", "<![CDATA[First line.\nSecond <b>line</b>.]]>"),
            comment(2, 1, "0", "comment", "&lt;blockquote&gt;First line.&lt;/blockquote&gt;No &amp;amp; no."),
            comment(3, 0, "spam", "", "buy"),
            comment(4, 0, "1", "pingback", "[...] elsewhere [...]"),
            comment(5, 0, "trash", "", "gone"),
            comment(6, 5, "1", "", "<![CDATA[a ]]]]><![CDATA[> b]]>"),
        );
        let (comments, report) = read("site.xml", &export);
        assert_eq!(report.source, "wxr");
        assert_eq!(
            told(&comments),
            [
                ["1", "", "Ann & Bo", "First line.\nSecond line."],
                ["2", "1", "Ann & Bo", "> First line.\n\nNo & no."],
                ["3", "", "Ann & Bo", "buy"],
                ["5", "", "Ann & Bo", "gone"],
                ["6", "5", "Ann & Bo", "a ]]> b"],
            ]
        );
        assert_eq!(
            statuses(&comments),
            [Status::Visible, Status::Pending, Status::Spam, Status::Deleted, Status::Visible]
        );
        let titles: Vec<_> = comments.iter().filter_map(|c| c.title.as_deref()).collect();
        assert_eq!((titles[0], titles[4]), ("Close the \u{201C}old\u{201D} bridge?", "Another"));
        assert_eq!((comments[0].thread_id.as_deref(), comments[4].thread_id.as_deref()), (Some("7"), Some("8")));
        assert_eq!(comments[0].created_at.as_deref(), Some("2015-03-03T10:12:00Z"));
        let notes = notes(&report);
        assert!(notes.contains("IP addresses dropped: 6") && notes.contains("left out: 1"), "{notes}");
        assert!(!format!("{comments:?}").contains("192.0.2.1") && !format!("{comments:?}").contains("example.org"));
    }
}

#[test]
fn disqus() {
    let export = r#"<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
        <category dsq:id="1"><title>General</title></category>
        <thread dsq:id="20"><id>x</id><link>http://example.org/</link><title>The bridge</title><author><name>Ed</name></author></thread>
        <post dsq:id="31"><id>wp_id=9</id><message><![CDATA[<p>One.</p><p>Two <a href="http://example.org">here</a>.</p>]]></message>
        <createdAt>2012-10-01T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam>
        <author><email>ann@example.org</email><name>Ann</name><username>ann1</username></author><ipAddress>192.0.2.1</ipAddress><thread dsq:id="20"/></post>
        <post dsq:id="32"><message>No.</message><isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>Tom</name></author><thread dsq:id="20"/><parent dsq:id="31"/></post>
        <post dsq:id="33"><message>Buy!</message><isDeleted>false</isDeleted><isSpam>true</isSpam><author><name>Bot</name></author><thread dsq:id="20"/></post>
        </disqus>"#;
    let (comments, report) = read("disqus.xml", export);
    assert_eq!(
        told(&comments),
        [["31", "", "Ann", "One.\n\nTwo here."], ["32", "31", "Tom", "No."], ["33", "", "Bot", "Buy!"]]
    );
    assert_eq!(statuses(&comments), [Status::Visible, Status::Deleted, Status::Spam]);
    assert!(comments.iter().all(|c| c.title.as_deref() == Some("The bridge") && c.thread_id.as_deref() == Some("20")));
    assert!(notes(&report).contains("e-mail addresses dropped: 1"), "{}", notes(&report));
}

#[test]
fn reddit_listing_and_lines() {
    let listing = r#"[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"abc","name":"t3_abc","title":"Tea &amp; guns","selftext":"Why?"}}]}},
        {"kind":"Listing","data":{"children":[
        {"kind":"t1","data":{"id":"c1","name":"t1_c1","link_id":"t3_abc","parent_id":"t3_abc","author":"ann","body":"&gt; Why?\n\nBecause.","created_utc":1492558603.0,
          "replies":{"kind":"Listing","data":{"children":[
            {"kind":"t1","data":{"id":"c2","link_id":"t3_abc","parent_id":"t1_c1","author":"[deleted]","body":"[removed]","replies":""}},
            {"kind":"more","data":{"count":4,"parent_id":"t1_c1","children":["c8","c9"]}}]}}}},
        {"kind":"t1","data":{"id":"c3","link_id":"t3_abc","parent_id":"t3_abc","author":"tom","body":"Hm.","replies":""}}]}}]"#;
    let (comments, report) = read("thread.json", listing);
    assert_eq!(
        told(&comments),
        [["c1", "", "ann", "> Why?\n\nBecause."], ["c2", "c1", "", "[removed]"], ["c3", "", "tom", "Hm."]]
    );
    assert_eq!(statuses(&comments), [Status::Visible, Status::Deleted, Status::Visible]);
    assert_eq!(comments[0].created_at.as_deref(), Some("2017-04-18T23:36:43Z"));
    assert!(comments.iter().all(|c| c.title.as_deref() == Some("Tea & guns")));
    assert!(notes(&report).contains("replies not exported, as those stubs count them: 4"), "{}", notes(&report));

    let lines = concat!(
        "{\"id\":\"abc\",\"name\":\"t3_abc\",\"title\":\"Tea\",\"selftext\":\"\",\"num_comments\":2}\n",
        "{\"id\":\"c1\",\"link_id\":\"t3_abc\",\"parent_id\":\"t3_abc\",\"author\":\"ann\",\"body\":\"Yes &amp; no\",\"created_utc\":\"1492558603\",\"edited\":false}\n",
        "{\"id\":\"c2\",\"link_id\":\"t3_abc\",\"parent_id\":\"t1_c1\",\"author\":\"tom\",\"body\":\"No\",\"created_utc\":1492558604,\"gildings\":{\"a\":[1]}}\n",
    );
    let packed = |long: u32| {
        let mut packer = zstd::Encoder::new(Vec::new(), 3).unwrap();
        packer.window_log(long).unwrap();
        packer.long_distance_matching(true).unwrap();
        std::io::copy(&mut lines.as_bytes(), &mut packer).unwrap();
        packer.finish().unwrap()
    };
    let (plain, report) = read("RC_2017-04", lines);
    assert_eq!(told(&plain), [["c1", "", "ann", "Yes & no"], ["c2", "c1", "tom", "No"]]);
    assert_eq!((report.source, plain[1].title.as_deref()), ("pushshift", Some("Tea")));
    let reader = Reader::from_read("RC.zst", Box::new(Cursor::new(packed(31))), &ReadOptions::default()).unwrap();
    assert_eq!(reader.map(|row| row.unwrap().comment).collect::<Vec<_>>(), plain, "a window of 2 GiB");
}

#[test]
fn youtube() {
    let snippet = |text: &str| {
        format!(
            r#""textDisplay":"{text}","authorDisplayName":"Ann","authorChannelUrl":"u","publishedAt":"2022-12-17T04:19:11Z""#
        )
    };
    let threads = format!(
        r#"{{"kind":"youtube#commentThreadListResponse","items":[{{"kind":"youtube#commentThread","id":"T","snippet":{{"videoId":"V","totalReplyCount":3,
        "topLevelComment":{{"kind":"youtube#comment","id":"T","snippet":{{"videoId":"V","textOriginal":"It's on",{}}}}}}},
        "replies":{{"comments":[{{"kind":"youtube#comment","id":"T.1","snippet":{{"parentId":"T","moderationStatus":"heldForReview",{}}}}}]}}}}]}}"#,
        snippet("It&#39;s on"),
        snippet("no<br>way"),
    );
    let (comments, report) = read("video.json", &threads);
    assert_eq!(told(&comments), [["T", "", "Ann", "It's on"], ["T.1", "T", "Ann", "no\nway"]]);
    assert_eq!(comments[1].thread_id.as_deref(), Some("V"));
    assert_eq!(statuses(&comments), [Status::Visible, Status::Pending]);
    assert!(notes(&report).contains("did not hand over (ask `comments` for them): 2"), "{}", notes(&report));
    let list = format!(
        r#"{{"items":[{{"kind":"youtube#comment","id":"T.1","snippet":{{"parentId":"T",{}}}}}]}}"#,
        snippet("Hm")
    );
    assert_eq!(told(&read("replies.json", &list).0), [["T.1", "T", "Ann", "Hm"]]);
}

#[test]
fn discourse() {
    let post = |number: u32, user: &str, to: &str, cooked: &str| {
        format!(
            r#"{{"id":{},"username":"{user}","post_number":{number},"post_type":1,"topic_id":57,"reply_to_post_number":{to},"created_at":"2020-01-27T11:32:03.646Z","cooked":"{cooked}"}}"#,
            100 + number
        )
    };
    let quote = |post: &str| {
        format!(
            r#"<aside class=\"quote\" data-username=\"tom\" {post} data-topic=\"57\"><blockquote><p>Words of Tom.</p></blockquote></aside>"#
        )
    };
    let topic = format!(
        r#"{{"id":57,"title":"The &amp; bridge","post_stream":{{"stream":[101,102,103,104,105,106,107],"posts":[{},{},{},{},{},{{"id":106,"username":"system","post_number":6,"post_type":3,"topic_id":57,"cooked":"closed"}}]}}}}"#,
        post(1, "ed", "null", "<p>The opening.</p>"),
        post(2, "tom", "1", "<p>Words of Tom.</p><p>More.</p>"),
        post(3, "ann", "null", &format!("{}<p>No.</p>", quote(r#"data-post=\"2\""#))),
        post(4, "eve", "3", "<p>Yes.</p>"),
        post(5, "bob", "null", &format!("{}<p>Why?</p>", quote(""))),
    );
    let (comments, report) = read("t.json", &topic);
    assert_eq!(
        told(&comments),
        [
            ["102", "", "tom", "Words of Tom.\n\nMore."],
            ["103", "102", "ann", "No."],
            ["104", "103", "eve", "Yes."],
            ["105", "102", "bob", "Why?"],
        ]
    );
    let sure: Vec<_> = comments.iter().map(|c| c.reply_confidence).collect();
    assert_eq!(sure, [None, Some(0.9), None, Some(0.7)]);
    assert!(comments.iter().all(|c| c.title.as_deref() == Some("The & bridge")));
    let notes = notes(&report);
    assert!(
        notes.contains("not handed over (ask for its further pages): 1") && notes.contains("left out: 1"),
        "{notes}"
    );
}

#[test]
fn hacker_news() {
    let items = r#"{"id":1,"type":"story","author":"ed","title":"Show HN","text":null,"story_id":1,"created_at_i":1,"children":[
        {"id":2,"type":"comment","author":"ann","text":"<p>It&#x27;s good","parent_id":1,"story_id":1,"created_at":"2020-01-01T00:00:00.000Z","created_at_i":2,"children":[
        {"id":3,"type":"comment","author":null,"text":null,"parent_id":2,"story_id":1,"created_at_i":3,"children":[]}]}]}"#;
    let (comments, report) = read("item.json", items);
    assert_eq!(told(&comments), [["2", "", "ann", "It's good"], ["3", "2", "", ""]]);
    assert_eq!((statuses(&comments)[1], comments[1].title.as_deref()), (Status::Deleted, Some("Show HN")));
    assert_eq!(report.source, "hackernews");
    let hits = r#"{"hits":[{"objectID":"9","_tags":["comment","author_ann","story_1"],"author":"ann","comment_text":"a <i>b</i>","parent_id":8,"story_id":1,"story_title":"Show HN","created_at_i":1385518716,
        "_highlightResult":{"comment_text":{"value":"x"}}},{"objectID":"1","_tags":["story"],"title":"Show HN","story_id":null}],"nbHits":2}"#;
    let (comments, _) = read("hits.json", hits);
    assert_eq!(told(&comments), [["9", "8", "ann", "a b"]]);
    assert_eq!(comments[0].created_at.as_deref(), Some("2013-11-27T02:18:36Z"));
    let official = r#"[{"by":"ann","id":2,"kids":[3],"parent":1,"text":"Hm","time":1385518716,"type":"comment"},{"by":"ed","id":1,"time":1385518700,"title":"T","type":"story"}]"#;
    assert_eq!(told(&read("items.json", official).0), [["2", "1", "ann", "Hm"]]);
}

#[test]
fn isso() {
    let answer = r#"{"id":null,"total_replies":1,"hidden_replies":0,"replies":[{"id":1,"parent":null,"text":"<p>Hello</p>","author":"ann","website":null,"created":1492558603.5,"mode":1,"likes":1,"dislikes":0,"hash":"x","hidden_replies":2,
        "replies":[{"id":2,"parent":1,"text":"<p>Hi</p>","author":null,"created":1492558604.0,"mode":2,"likes":0,"dislikes":0,"replies":[]}]}]}"#;
    let (comments, report) = read("isso.json", answer);
    assert_eq!(told(&comments), [["1", "", "ann", "Hello"], ["2", "1", "", "Hi"]]);
    assert_eq!(statuses(&comments), [Status::Visible, Status::Pending]);
    assert_eq!(comments[0].created_at.as_deref(), Some("2017-04-18T23:36:43.5Z"));
    assert!(notes(&report).contains("isso counts but did not hand over: 2"), "{}", notes(&report));
    let pages = r#"[{"id":"/a/","title":"A","comments":[{"email":"a@b.c","remote_addr":"192.0.2.1","created":"2005-02-24 04:03:37","author":"ann","id":0,"text":"one\ntwo"}]}]"#;
    let (comments, _) = read("generic.json", pages);
    assert_eq!(told(&comments), [["0", "", "ann", "one\ntwo"]]);
    assert_eq!((comments[0].thread_id.as_deref(), comments[0].title.as_deref()), (Some("/a/"), Some("A")));
}

#[test]
fn corpora_in_folders() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let open = || {
        let mut reader = Reader::open(folder.path().to_str().unwrap(), &ReadOptions::default()).unwrap();
        let comments: Vec<Comment> = reader.by_ref().map(|row| row.unwrap().comment).collect();
        (comments, reader.report().source)
    };
    write(
        "utterances.jsonl",
        concat!(
            "{\"id\":\"u1\",\"conversation_id\":\"u1\",\"text\":\"Delete it?\",\"speaker\":\"ann\",\"meta\":{\"x\":1},\"reply-to\":null,\"timestamp\":\"1492558603.0\"}\n",
            "{\"id\":\"u2\",\"conversation_id\":\"u1\",\"text\":\"No.\",\"speaker\":\"tom\",\"meta\":{},\"reply-to\":\"u1\",\"timestamp\":null}\n",
            "{\"id\":\"u3\",\"root\":\"u1\",\"text\":\"Hm.\",\"user\":{\"id\":\"eve\"},\"reply_to\":\"u2\",\"timestamp\":null}\n",
        ),
    );
    write("conversations.json", r#"{"u1":{"meta":{"title":"The page"},"vectors":[]}}"#);
    let (comments, source) = open();
    assert_eq!(
        told(&comments),
        [["u1", "", "ann", "Delete it?"], ["u2", "u1", "tom", "No."], ["u3", "u2", "eve", "Hm."]]
    );
    assert_eq!((source, comments[2].title.as_deref()), ("convokit", Some("The page")));
    std::fs::remove_file(folder.path().join("utterances.jsonl")).unwrap();

    write(
        "comments.json",
        concat!(
            "{\"_id\":{\"$oid\":\"5e\"},\"id\":\"a\",\"tenantID\":\"t\",\"storyID\":\"s\",\"authorID\":\"n\",\"revisions\":[{\"id\":\"r\",\"body\":\"old\"},{\"id\":\"q\",\"body\":\"<div>new</div>\"}],\"status\":\"APPROVED\",\"createdAt\":{\"$date\":\"2020-01-01T00:00:00.000Z\"}}\n",
            "{\"_id\":{\"$oid\":\"5f\"},\"id\":\"b\",\"tenantID\":\"t\",\"storyID\":\"s\",\"authorID\":\"m\",\"parentID\":\"a\",\"revisions\":[{\"body\":\"no\"}],\"status\":\"REJECTED\",\"createdAt\":{\"$date\":{\"$numberLong\":\"1577836800000\"}}}\n",
            "{\"_id\":{\"$oid\":\"60\"},\"id\":\"c\",\"tenantID\":\"t\",\"storyID\":\"s\",\"authorID\":\"m\",\"parentID\":null,\"revisions\":[],\"status\":\"PREMOD\",\"deletedAt\":null}\n",
        ),
    );
    write(
        "stories.json",
        r#"[{"id":"s","tenantID":"t","url":"http://example.org","metadata":{"title":"The bridge"}}]"#,
    );
    write("users.json", r#"{"id":"n","username":"ann","email":"ann@example.org"}"#);
    let (comments, source) = open();
    assert_eq!(told(&comments), [["a", "", "ann", "new"], ["b", "a", "m", "no"], ["c", "", "m", ""]]);
    assert_eq!(statuses(&comments), [Status::Visible, Status::Deleted, Status::Pending]);
    assert_eq!(comments[1].created_at.as_deref(), Some("2020-01-01T00:00:00Z"));
    assert_eq!((source, comments[0].title.as_deref()), ("coral", Some("The bridge")));
    std::fs::remove_file(folder.path().join("comments.json")).unwrap();

    write(
        "comments.csv",
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1500282615559,Mon Jul 17 16:10:15 2017,36,0,38,7,1,\"Close, it\"\n1500282544,x,34,5,0,0,-1,Buy\n",
    );
    write("summary.csv", "topic,What about the bridge?\nurl,https://example.org\nviews,2\n");
    let (comments, source) = open();
    assert_eq!(told(&comments), [["36", "", "0", "Close, it"], ["34", "", "5", "Buy"]]);
    assert_eq!(statuses(&comments), [Status::Visible, Status::Deleted]);
    assert_eq!(comments[0].created_at.as_deref(), Some("2017-07-17T09:10:15.559Z"));
    assert_eq!((source, comments[0].title.as_deref()), ("polis", Some("What about the bridge?")));
    std::fs::remove_file(folder.path().join("comments.csv")).unwrap();
    let told = Reader::open(folder.path().to_str().unwrap(), &ReadOptions::default()).err().unwrap().to_string();
    assert!(told.contains("it is a folder without any of utterances.jsonl"), "{told}");
}

#[test]
fn saved_pages_of_old_and_new_themes() {
    let new = "<!DOCTYPE html><html><head><title>The bridge &#8211; Site</title><meta property=\"og:title\" content=\"The bridge\"></head><body>\
        <h1>The bridge</h1><p>Article.</p><ol class=\"comment-list\"><li id=\"comment-1\" class=\"comment even thread-even depth-1 parent\">\
        <article id=\"div-comment-1\" class=\"comment-body\"><footer class=\"comment-meta\"><div class=\"comment-author vcard\"><img class=\"avatar\" alt=\"\"><b class=\"fn\"><a href=\"http://example.org\">Ann Lee</a></b> <span class=\"says\">says:</span></div>\
        <div class=\"comment-metadata\"><a href=\"#comment-1\"><time datetime=\"2015-03-03T10:12:00+00:00\">March 3</time></a></div></footer>\
        <div class=\"comment-content\"><p>One.</p><blockquote><p>old</p></blockquote><p onclick=\"x()\">Two.</p></div><div class=\"reply\"><a class=\"comment-reply-link\">Reply</a></div></article>\
        <ol class=\"children\"><li id=\"comment-2\" class=\"comment byuser depth-2\"><article class=\"comment-body\"><div class=\"comment-author\"><b class=\"fn\">Tom</b></div><div class=\"comment-content\"><p>No.</p></div></article></li></ol></li>\
        <li id=\"comment-3\" class=\"pingback\"><p>Pingback: <a>elsewhere</a></p></li>\
        <li id=\"comment-4\" class=\"comment unapproved depth-1\"><article class=\"comment-body\"><b class=\"fn\">Eve</b><p class=\"comment-awaiting-moderation\">Waiting.</p><div class=\"comment-content\"><p>Hm.</p></div></article></li></ol>\
        <form id=\"commentform\"><textarea>not this</textarea></form></body></html>";
    let (comments, report) = read("page.html", new);
    assert_eq!(
        told(&comments),
        [["1", "", "Ann Lee", "One.\n\n> old\n\nTwo."], ["2", "1", "Tom", "No."], ["4", "", "Eve", "Hm."]]
    );
    assert_eq!(statuses(&comments), [Status::Visible, Status::Visible, Status::Pending]);
    assert_eq!(
        (comments[0].title.as_deref(), comments[0].created_at.as_deref()),
        (Some("The bridge"), Some("2015-03-03T10:12:00+00:00"))
    );
    assert!(report.source == "html" && notes(&report).contains("left out: 1"), "{report}");

    // No list item is closed, names in `cite`, dates in links, the text beside its frame.
    let old = "<html><body><ol class=\"commentlist\"><li class=\"comment depth-1\" id=\"li-comment-7\"><div id=\"comment-7\"><div class=\"comment-author vcard\"><cite class=\"fn\">Ann</cite> <span class=\"says\">says:</span></div>\
        <div class=\"comment-meta commentmetadata\"><a href=\"http://example.org/#comment-7\">March 3, 2015 at 10:12 am</a></div><div class=\"comment-body\"><p>One.</p></div><div class=\"reply\">Reply</div></div>\
        <ul class=\"children\"><li class=\"comment depth-2\" id=\"li-comment-8\"><div class=\"comment-body\"><cite class=\"fn\">Tom</cite><p>Two.</p></div></ul>\
        <li class=\"comment depth-1\" id=\"li-comment-9\"><div class=\"comment-body\"><p>Three.</p></div></ol></body></html>";
    let (comments, _) = read("old.html", old);
    assert_eq!(told(&comments), [["7", "", "Ann", "One."], ["8", "7", "Tom", "Two."], ["9", "", "", "Three."]]);
    assert_eq!(comments[0].created_at.as_deref(), Some("March 3, 2015 at 10:12 am"));

    // Both the item and what is in it are marked, the frame stands in the content, and only classes tell the depth.
    let div = |id: u32, depth: u32, name: &str, text: &str| {
        format!(
            "<div class=\"comment depth-{depth}\"><article id=\"comment-{id}\" class=\"comment\"><div class=\"comment-content\">\
             <div class=\"meta\"><h6 class=\"fn\">{name}</h6><div class=\"comment-datetime\">May 1</div></div><p>{text}</p>\
             <div class=\"reply\">Reply</div></div></article></div>"
        )
    };
    let divs =
        [div(1, 1, "Ann", "One."), div(2, 2, "Tom", "Two."), div(3, 3, "Eve", "Three."), div(4, 2, "Bob", "Four.")];
    let page = format!(
        "<html><body><div class=\"commentlist\">{}{}</div></body></html>",
        divs.concat(),
        div(5, 1, "Kim", "Five.")
    );
    assert_eq!(
        told(&read("divs.html", &page).0),
        [
            ["1", "", "Ann", "One."],
            ["2", "1", "Tom", "Two."],
            ["3", "2", "Eve", "Three."],
            ["4", "1", "Bob", "Four."],
            ["5", "", "Kim", "Five."]
        ]
    );
}

#[test]
fn tables_of_ones_own_stay_tables() {
    for (text, source) in [
        ("{\"id\":1,\"text\":\"a\",\"label\":\"pro\",\"body\":\"b\",\"link_id\":\"t\",\"parent_id\":\"p\"}\n", "jsonl"),
        ("{\"id\":1,\"body\":\"one\",\"parent_id\":\"p\"}\n", "jsonl"),
        ("comment_id,comment_body,agrees\n1,a,2\n", "csv"),
    ] {
        assert_eq!(read("-", text).1.source, source, "{text}");
    }
    let mut options = ReadOptions::default();
    options.columns.text = Some("body".into());
    let line = "{\"id\":\"c\",\"body\":\"one\",\"link_id\":\"t3_x\",\"parent_id\":\"t3_x\",\"score\":1}\n";
    let reader = Reader::from_read("a.jsonl", Box::new(Cursor::new(line)), &options).unwrap();
    assert_eq!((reader.report().source, reader.headers().len()), ("jsonl", 5), "who names a column wants columns");
}

mod anything {
    use hustings::thread::SOURCES;
    use proptest::prelude::*;

    use super::*;

    /// Bits of every format, to be put together in any order.
    const BITS: [&str; 28] = [
        "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\">",
        "<item>",
        "</item>",
        "<wp:comment>",
        "</wp:comment>",
        "<wp:comment_content>",
        "<![CDATA[",
        "]]>",
        "<disqus>",
        "<thread dsq:id=\"1\">",
        "<post dsq:id='2'>",
        "</post>",
        "<li class=\"comment depth-2\" id=\"comment-1\">",
        "<ol class=\"children\">",
        "</li>",
        "<blockquote>",
        "</div>",
        "[{\"kind\":\"Listing\",\"data\":{\"children\":[",
        "{\"kind\":\"t1\",\"data\":{\"body\":\"x\"",
        "\"replies\":",
        "]}",
        "}",
        "{\"hits\":[{\"_tags\":[\"comment\"],\"comment_text\":\"<p>\"",
        "\"\\ud800",
        "&#27;&amp;",
        "<script>",
        "\u{FEFF}é\0",
        "\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn is_read_or_refused(bits in proptest::collection::vec(proptest::sample::select(&BITS[..]), 0..24), cut in 0usize..400) {
            let text = bits.concat();
            let text = &text[..text.floor_char_boundary(cut)];
            for source in SOURCES {
                let options = ReadOptions { from: Some(source.name().into()), ..ReadOptions::default() };
                let Ok(reader) = Reader::from_read("x", Box::new(Cursor::new(text.as_bytes().to_vec())), &options) else {
                    continue;
                };
                // As many rows as are read before something stops it; and it ends.
                let rows = reader.map_while(Result::ok).take(10_000).count();
                prop_assert!(rows < 10_000, "{}", source.name());
            }
        }
    }
}
