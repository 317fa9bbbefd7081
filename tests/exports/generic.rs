//! Exports of programs that nobody here has named: nested JSON and tables, known by their keys and columns.

use std::io::Cursor;

use hustings::Result;
use hustings::thread::{Comment, ReadOptions, Reader, Report, Status};

use crate::told;

fn read_with(name: &str, text: &str, options: &ReadOptions) -> Result<(Vec<Comment>, Report)> {
    let mut reader = Reader::from_read(name, Box::new(Cursor::new(text.as_bytes().to_vec())), options)?;
    let comments = reader.by_ref().map(|row| row.map(|row| row.comment)).collect::<Result<Vec<_>>>()?;
    let together = Reader::from_read(name, Box::new(Cursor::new(text.as_bytes().to_vec())), options)?.comments()?;
    assert_eq!(together, comments, "{name}: one by one and together they are the same comments");
    Ok((comments, reader.report().clone()))
}

fn read(name: &str, text: &str) -> Vec<Comment> {
    read_with(name, text, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}\n{text}")).0
}

fn refused(text: &str) -> String {
    read_with("x.json", text, &ReadOptions::default()).expect_err("it cannot be read").to_string()
}

#[test]
fn replies_below_replies_are_rows_with_their_parents() {
    let nested = r#"[{"id":1,"author":"Al","text":"for","replies":[{"id":2,"author":"Bo","text":"no",
        "replies":{"data":[{"id":3,"author":"Cy","text":"so"}]}}]},{"id":4,"author":"Di","text":"ok","replies":[]}]"#;
    let comments = read("x.json", nested);
    let rows = [["1", "", "Al", "for"], ["2", "1", "Bo", "no"], ["3", "2", "Cy", "so"], ["4", "", "Di", "ok"]];
    assert_eq!(told(&comments), rows);
    for key in ["children", "answers", "responses", "comments"] {
        let text = nested.replace("replies", key);
        assert_eq!(told(&read("x.json", &text)), rows, "{key}");
    }
    // To a line, too.
    let lines = "{\"id\":1,\"text\":\"for\",\"replies\":[{\"id\":2,\"text\":\"no\"}]}\n{\"id\":4,\"text\":\"ok\"}\n";
    let found: Vec<_> = read("x.jsonl", lines).into_iter().map(|one| (one.id, one.parent_id)).collect();
    assert_eq!(found, [("1".into(), None), ("2".into(), Some("1".into())), ("4".into(), None)]);
}

#[test]
fn what_an_api_wraps_around_comments_is_taken_off() {
    for text in [
        r#"{"data":[{"id":"1","text":"for"},{"id":"2","text":"no"}]}"#,
        r#"{"meta":{"count":2},"comments":[{"id":1,"text":"for"},{"id":2,"text":"no"}]}"#,
        r#"[[{"id":1,"text":"for"}],[{"id":2,"text":"no"}]]"#,
        r#"{"response":{"rows":[{"id":1,"text":"for"},null,{"id":2,"text":"no"}]}}"#,
        r#"[{"type":"header","comment":"Export to JSON"},{"type":"table","name":"wp_comments","data":[
            {"comment_ID":"1","comment_content":"for"},{"comment_ID":"2","comment_content":"no"}]}]"#,
    ] {
        let comments = read("x.json", text);
        assert_eq!(told(&comments), [["1", "", "", "for"], ["2", "", "", "no"]], "{text}");
    }
}

#[test]
fn fields_of_fields_are_found() {
    // WordPress, GitHub, Lemmy, Mastodon, Disqus and Telegram, as their APIs answer.
    let cases = [
        (
            r#"[{"id":7,"post":3,"parent":0,"author_name":"Al","date":"2024-03-02T07:05:06","status":"approved",
                "content":{"rendered":"<p>I&#8217;m for<\/p>\n"},"_links":{"self":[{"href":"x"}]}}]"#,
            ["7", "0", "Al", "I’m for"],
        ),
        (
            r#"[{"id":7,"body":"I'm for","user":{"login":"al","id":1},"created_at":"2024-03-02T07:05:06Z"}]"#,
            ["7", "", "al", "I'm for"],
        ),
        (
            r#"{"comments":[{"comment":{"id":7,"content":"I'm for","deleted":false},"creator":{"name":"al"}}]}"#,
            ["7", "", "al", "I'm for"],
        ),
        (
            r#"{"ancestors":[],"descendants":[{"id":"7","in_reply_to_id":"5","content":"<p>I&#39;m for</p>",
                "account":{"username":"al","display_name":"Al"}}]}"#,
            ["7", "5", "Al", "I'm for"],
        ),
        (
            r#"{"cursor":{},"response":[{"id":"7","parent":5,"message":"<p>I&#39;m <b>for</b></p>","raw_message":"I'm for",
                "isDeleted":false,"isSpam":false,"author":{"name":"Al","profileUrl":"https://x.example"}}]}"#,
            ["7", "5", "Al", "I'm for"],
        ),
        (
            r#"{"name":"Chat","type":"public_channel","id":1,"messages":[{"id":7,"type":"message","from":"Al",
                "date_unixtime":"1709363106","reply_to_message_id":5,"text":"I'm for"}]}"#,
            ["7", "5", "Al", "I'm for"],
        ),
        // Bluesky, OpenWeb, Remark42, Commento, and a text in parts as Telegram writes it.
        (
            r#"{"thread":{"post":{"uri":"7","author":{"handle":"al.example","displayName":"Al"},
                "record":{"text":"I'm for","createdAt":"2024-03-02T07:05:06Z"}},"replies":[]}}"#,
            ["7", "", "Al", "I'm for"],
        ),
        (
            r#"{"conversation":{"comments":[{"id":"7","content":[{"type":"text","id":"t","text":"I'm for"}],"user_id":"u1",
                "parent_id":"5","replies":[]}],"users":{"u1":{"display_name":"Al"}}}}"#,
            ["7", "5", "u1", "I'm for"],
        ),
        (
            r#"{"comments":[{"comment":{"id":"7","pid":"5","text":"<p>I&rsquo;m for</p>","user":{"name":"Al"},
                "locator":{"url":"x"},"delete":false},"replies":[]}]}"#,
            ["7", "5", "Al", "I’m for"],
        ),
        (
            r#"{"version":1,"comments":[{"commentHex":"7","parentHex":"root","markdown":"I'm for","html":"<p>I'm for</p>",
                "state":"approved"}],"commenters":[{"commenterHex":"u1","name":"Al"}]}"#,
            ["7", "", "", "I'm for"],
        ),
        (
            r#"{"messages":[{"id":7,"from":"Al","text":["I'm ",{"type":"bold","text":"for"}]}]}"#,
            ["7", "", "Al", "I'm for"],
        ),
    ];
    for (text, row) in cases {
        assert_eq!(told(&read("x.json", text)), [row], "{text}");
    }
}

#[test]
fn keys_are_ids_where_comments_stand_below_keys() {
    let keyed = r#"{"c1":{"author":"Al","text":"for"},"c2":{"author":"Bo","text":"no","parent":"c1"}}"#;
    assert_eq!(told(&read("x.json", keyed)), [["c1", "", "Al", "for"], ["c2", "c1", "Bo", "no"]]);
}

#[test]
fn a_page_with_comments_is_their_thread() {
    let video = r#"{"id":"v1","title":"A &amp; B","description":"about",
        "formats":[{"format_id":"sb2","text":"n"}],"comments":[
        {"id":"c1","text":"for","timestamp":1709363106,"author":"al","parent":"root"},
        {"id":"c2","text":"no","timestamp":1709363107,"author":"bo","parent":"c1"}]}"#;
    let comments = read("v.info.json", video);
    assert_eq!(told(&comments), [["c1", "", "al", "for"], ["c2", "c1", "bo", "no"]]);
    assert_eq!(comments[1].title.as_deref(), Some("A & B"));
    assert_eq!(comments[1].thread_id.as_deref(), Some("v1"));
    assert_eq!(comments[0].created_at.as_deref(), Some("2024-03-02T07:05:06Z"));
    let article = r#"{"id":9,"title":"T","body":"The article.","comments":[{"id":1,"body":"for"}]}"#;
    assert_eq!(told(&read("a.json", article)), [["1", "", "", "for"]]);
}

#[test]
fn json_without_comments_is_no_page() {
    assert!(refused("[]").contains("there are no rows in it"));
    assert!(refused(r#"{"comments":[]}"#).contains("there are no rows in it"));
    assert!(refused(r#"["for","against"]"#).contains("where a JSON object should begin"));
    let unknown = refused(r#"{"data":[{"id":1,"entry":{"words":"they should be armed"}}]}"#);
    assert!(unknown.contains("--text-column") && unknown.contains("`entry.words`"), "{unknown}");
    let mut options = ReadOptions::default();
    options.columns.text = Some("entry.words".into());
    let text = r#"{"data":[{"id":1,"entry":{"words":"they should be armed"}}]}"#;
    assert_eq!(read_with("x.json", text, &options).unwrap().0[0].text, "they should be armed");
}

#[test]
fn columns_are_known_however_they_are_spelled() {
    for header in [
        "Comment ID,Date Posted,Parent Comment ID,Display Name,Comment Text",
        "commentID,createdAt,parentCommentId,displayName,commentText",
        "cid,posted_at,reply_to,nickname,commentBody",
        "id,datetime,inReplyTo,authorName,full_text",
    ] {
        let comments = read("t.csv", &format!("{header}\n7,2024-03-02,5,Al,for\n"));
        assert_eq!(told(&comments), [["7", "5", "Al", "for"]], "{header}");
        assert_eq!(comments[0].created_at.as_deref(), Some("2024-03-02"), "{header}");
    }
    let reviews = "Package Name,App Version Code,Review Submit Date and Time,Review Last Update Date and Time,Star Rating,\
                   Review Text\ncom.x,1,a,b,5,fine by me\n";
    assert_eq!(read("r.csv", reviews)[0].text, "fine by me");
}

#[test]
fn marks_of_what_is_not_visible_count() {
    use Status::{Deleted, Pending, Spam, Visible};
    let table = "id,text,isDeleted,isSpam,isApproved\n1,a,false,false,true\n2,b,true,false,true\n3,c,0,1,1\n4,d,no,no,no\n5,e,,,\n";
    let statuses = |text: &str| read("t.csv", text).iter().map(|one| one.status).collect::<Vec<_>>();
    assert_eq!(statuses(table), [Visible, Deleted, Spam, Pending, Visible]);
    assert_eq!(statuses("id,text,deleted_at\n1,a,\n2,b,2024-03-02 07:05:06\n3,c,NULL\n"), [Visible, Deleted, Visible]);
    let words =
        "id,Comment Status,text\n1,Spam,a\n2,hidden,b\n3,Awaiting moderation,c\n4,unpublished,d\n5,Approved,e\n";
    assert_eq!(statuses(words), [Spam, Deleted, Pending, Deleted, Visible]);
    assert_eq!(statuses("id,text\n1,[deleted]\n2,[removed]\n3,a [deleted] word\n"), [Deleted, Deleted, Visible]);
}

#[test]
fn what_programs_write_for_nothing_is_nothing() {
    let pandas = "id,parent_id,author,text,target\n1,NaN,nan,a,0.17\n2,1.0,Bo,b,arming the rebels\n3,None,Cy,c,\n";
    let comments = read("t.csv", pandas);
    assert_eq!(told(&comments), [["1", "", "", "a"], ["2", "1", "Bo", "b"], ["3", "", "Cy", "c"]]);
    assert_eq!(comments[0].target, None, "a measure is no target");
    assert_eq!(comments[1].target.as_deref(), Some("arming the rebels"));
    let reddit = "body,author,created_utc,id,link_id,parent_id\na,al,1506816000,x1,t3_s,t3_s\nb,[deleted],1506816001,x2,t3_s,t1_x1\n";
    let comments = read("RC.csv", reddit);
    assert_eq!(told(&comments), [["x1", "", "al", "a"], ["x2", "x1", "", "b"]]);
    assert_eq!(comments[0].created_at.as_deref(), Some("2017-10-01T00:00:00Z"));
    assert_eq!(read("p.jsonl", "{\"id\":1,\"parent_id\":NaN,\"text\":\"a\"}\n")[0].text, "a");
}

#[test]
fn a_line_for_excel_is_no_header() {
    let table = "sep=;\r\nid;author;text\r\n1;Al;\"for, it\nmore\"\r\n2;Bo;no\r\n";
    assert_eq!(told(&read("t.csv", table)), [["1", "", "Al", "for, it\nmore"], ["2", "", "Bo", "no"]]);
}

#[test]
fn the_official_api_of_hacker_news_is_followed_to_the_story() {
    let items = r#"[{"by":"pg","id":100,"kids":[101],"time":1709251200,"title":"T","type":"story"},null,
        {"by":"al","id":101,"parent":100,"text":"yes","time":1709251260,"type":"comment"},
        {"by":"bo","id":102,"parent":101,"text":"no","time":1709251270,"type":"comment"}]"#;
    let comments = read("hn.json", items);
    assert_eq!(told(&comments), [["101", "", "al", "yes"], ["102", "101", "bo", "no"]]);
    assert!(comments.iter().all(|one| one.title.as_deref() == Some("T") && one.thread_id.as_deref() == Some("100")));
}

#[test]
fn an_archive_that_answers_with_data_is_read() {
    let answer = r#"{"data":[{"id":"x1","body":"for","author":"al","link_id":"t3_s","parent_id":"t3_s","created_utc":1506816000},
        {"id":"x2","body":"no","author":"bo","link_id":"t3_s","parent_id":"t1_x1","created_utc":1506816001}]}"#;
    let line: String = answer.lines().map(str::trim).collect();
    for text in [answer, &line] {
        assert_eq!(told(&read("api.json", text)), [["x1", "", "al", "for"], ["x2", "x1", "bo", "no"]]);
    }
}

#[test]
fn a_corpus_of_a_subreddit_begins_with_its_submission() {
    let line = |id: &str, reply: &str, text: &str| {
        format!(
            r#"{{"id":"{id}","speaker":"al","conversation_id":"o31u0","reply-to":{reply},"text":"{text}","meta":{{"subreddit":"Cornell"}}}}"#
        )
    };
    let corpus = [line("o31u0", "null", "selftext"), line("c1", "\"o31u0\"", "a &amp; b"), line("c2", "\"c1\"", "no")];
    let comments = read("utterances.jsonl", &corpus.join("\n"));
    assert_eq!(told(&comments), [["c1", "", "al", "a & b"], ["c2", "c1", "al", "no"]]);
}

#[test]
fn what_an_api_says_of_its_answer_is_no_comment() {
    for text in [
        r#"{"status":200,"message":"success","data":[{"id":1,"text":"for"},{"id":2,"text":"no"}]}"#,
        r#"{"message":"Comments retrieved","result":{"list":[{"id":1,"text":"for"},{"id":2,"text":"no"}]}}"#,
        r#"{"data":{"comments":{"edges":[{"node":{"id":"1","body":"for"}},{"node":{"id":"2","body":"no"}}]}},"error":null}"#,
    ] {
        assert_eq!(told(&read("x.json", text)), [["1", "", "", "for"], ["2", "", "", "no"]], "{text}");
    }
}

#[test]
fn answers_are_found_where_the_first_row_has_none_and_within_nodes() {
    let lines = "{\"id\":1,\"text\":\"for\",\"replies\":[]}\n{\"id\":2,\"text\":\"no\",\"replies\":[{\"id\":3,\"text\":\"so\",\"replies\":[]}]}\n";
    let wanted = [["1", "", "", "for"], ["2", "", "", "no"], ["3", "2", "", "so"]];
    assert_eq!(told(&read("x.jsonl", lines)), wanted);
    let edges = r#"{"data":{"comments":{"edges":[{"node":{"id":"1","body":"for"}},{"node":{"id":"2","body":"no",
        "replies":{"edges":[{"node":{"id":"3","body":"so"}}]}}}]}}}"#;
    assert_eq!(told(&read("x.json", edges)), wanted);
    let gone =
        r#"[{"id":1,"text":"for","replies":[{"id":2,"text":null,"deleted":true,"replies":[{"id":3,"text":"so"}]}]}]"#;
    let comments = read("x.json", gone);
    assert_eq!(told(&comments), [["1", "", "", "for"], ["2", "1", "", ""], ["3", "2", "", "so"]]);
    assert_eq!(comments[1].status, Status::Deleted);
}

#[test]
fn a_pid_is_the_comments_own_where_no_other_id_is() {
    assert_eq!(told(&read("t.csv", "pid,text\n7,a\n8,b\n")), [["7", "", "", "a"], ["8", "", "", "b"]]);
    assert_eq!(told(&read("t.csv", "pid,replyto,text\n7,0,a\n8,7,b\n")), [["7", "0", "", "a"], ["8", "7", "", "b"]]);
    assert_eq!(told(&read("t.csv", "id,pid,text\n7,,a\n8,7,b\n")), [["7", "", "", "a"], ["8", "7", "", "b"]]);
    let mongo = "{\"_id\":{\"$oid\":\"a1\"},\"text\":\"for\",\"date\":{\"$date\":\"2024-03-02T07:05:06Z\"}}\n";
    let comments = read("m.jsonl", mongo);
    assert_eq!((comments[0].id.as_str(), comments[0].created_at.as_deref()), ("a1", Some("2024-03-02T07:05:06Z")));
}

#[test]
fn counts_and_scores_are_no_marks_and_all_marks_count() {
    use Status::{Deleted, Spam, Visible};
    let statuses = |text: &str| read("t.csv", text).iter().map(|one| one.status).collect::<Vec<_>>();
    assert_eq!(statuses("id,text,is_spam\n1,a,ham\n2,b,spam\n3,c,0.97\n"), [Visible, Spam, Visible]);
    assert_eq!(statuses("id,text,deleted_at\n1,a,0000-00-00 00:00:00\n2,b,n/a\n3,c,-\n"), [Visible; 3]);
    assert_eq!(statuses("id,text,removed\n1,a,12\n2,b,0\n"), [Visible; 2]);
    assert_eq!(statuses("id,text,deleted,removed\n1,a,f,t\n2,b,t,f\n3,c,f,f\n"), [Deleted, Deleted, Visible]);
}

#[test]
fn a_page_that_begins_with_a_heading_is_no_table() {
    let page =
        "Comments\nAnn Lee\n3 hours ago\nI like the trial.\nReply\nBob Ray\n2 hours ago\nI am against it.\nReply\n";
    let rows = [["c1", "", "Ann Lee", "I like the trial."], ["c2", "", "Bob Ray", "I am against it."]];
    assert_eq!(told(&read("p.txt", page)), rows);
    assert_eq!(told(&read("t.txt", "text\nI like the trial.\n")), [["row-2", "", "", "I like the trial."]]);
}

#[test]
fn a_comment_may_be_nameless_or_a_number() {
    let nameless = r#"[{"text":"The parent says this","date":"2020","replies":[{"text":"I agree"}]}]"#;
    assert_eq!(
        read("x.json", nameless).iter().map(|one| one.text.as_str()).collect::<Vec<_>>(),
        ["The parent says this", "I agree"]
    );
    let short = r#"{"comments":[{"id":1,"author":"a","text":"What now?"},{"id":2,"author":"b","text":"+1","replies":[
        {"id":3,"author":"c","text":"No"}]}]}"#;
    assert_eq!(
        told(&read("x.json", short)),
        [["1", "", "a", "What now?"], ["2", "", "b", "+1"], ["3", "2", "c", "No"]]
    );
    let address = r#"{"comments":[{"id":1,"author":"a","text":"https://x.example/?a=1&copy=2 &amp; more","body":""}]}"#;
    assert_eq!(read("x.json", address)[0].text, "https://x.example/?a=1&copy=2 & more");
}
