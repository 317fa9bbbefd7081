//! Threads: added in any format, read, grown, deleted.

use std::io::Write;

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::desk::{Desk, TABLE};

#[tokio::test]
async fn a_thread_is_added_read_in_parts_and_deleted() {
    let desk = Desk::new();
    let told = desk.ask(Method::POST, "/api/v1/threads?title=Weapons&target=arming%20the%20rebels", &[], TABLE).await;
    let thread = told.is(201)["thread"].clone();
    assert_eq!((&thread["title"], &thread["source"]), (&json!("Weapons"), &json!("csv")));
    assert_eq!((&thread["comments"], &thread["added_by"]), (&json!(3), &json!("local")));
    let at = format!("/api/v1/threads/{}", thread["id"]);
    assert_eq!(desk.get(&at).await.is(200), thread);
    assert_eq!(desk.get("/api/v1/threads").await.is(200)["threads"], json!([thread]));

    let all = desk.get(&format!("{at}/comments")).await.is(200);
    assert_eq!((&all["of"], &all["next"]), (&json!(3), &json!(null)));
    let part = desk.get(&format!("{at}/comments?offset=1&limit=1")).await.is(200);
    assert_eq!(part["comments"], json!([all["comments"][1]]));
    assert_eq!(part["next"], 2);
    let second = &part["comments"][0];
    assert_eq!((&second["id"], &second["parent_id"], &second["author"]), (&json!("b"), &json!("a"), &json!("Ben")));
    assert_eq!(second["probabilities"].as_array().unwrap().len(), all["labels"].as_array().unwrap().len());
    let beyond = desk.get(&format!("{at}/comments?offset=18446744073709551615")).await.is(200);
    assert_eq!((&beyond["comments"], &beyond["next"]), (&json!([]), &json!(null)));

    let gone = desk.ask(Method::DELETE, &at, &[], Body::empty()).await;
    assert_eq!(gone.status, 204);
    for path in [at.clone(), format!("{at}/comments"), format!("{at}/labels"), format!("{at}/estimate")] {
        desk.get(&path).await.refused(404, "nothing at this address");
    }
    desk.ask(Method::DELETE, &at, &[], Body::empty()).await.refused(404, "nothing");
}

#[tokio::test]
async fn any_format_and_packing_is_read() {
    let desk = Desk::new();
    let page = std::fs::read("data/demo-page.txt").unwrap();
    let told = desk.ask(Method::POST, "/api/v1/threads", &[], page).await.is(201);
    assert_eq!(told["thread"]["source"], "page");
    assert!(told["notes"].is_array());
    let table = "id,author,text\n1,Ada,Send them weapons.\n2,Ben,@Ada No. Never again.\n";
    let told = desk.ask(Method::POST, "/api/v1/threads", &[], table).await.is(201);
    assert!(told["notes"].to_string().contains("1 answers were found"), "{told}");
    let comments = desk.get(&format!("/api/v1/threads/{}/comments", told["thread"]["id"])).await.is(200);
    assert_eq!(comments["comments"][1]["parent_id"], "1");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(TABLE.as_bytes()).unwrap();
    let told = desk.ask(Method::POST, "/api/v1/threads?name=t.csv.gz", &[], packed.finish().unwrap()).await.is(201);
    assert_eq!(told["thread"]["comments"], 3);
}

#[tokio::test]
async fn what_is_no_thread_is_refused_with_its_cause() {
    let desk = Desk::with(|config| config.limits.comments = 2);
    let says = async |query: &str, body: &'static str, status: u16, word: &str| {
        desk.ask(Method::POST, &format!("/api/v1/threads{query}"), &[], body).await.refused(status, word);
    };
    says("", "", 400, "it is empty").await;
    says("?from=fax", TABLE, 400, "no source format `fax`").await;
    says("?frm=csv", TABLE, 400, "unknown field").await;
    says("", TABLE, 413, "`comments` of 2 comments").await;
    assert_eq!(desk.get("/api/v1/threads").await.is(200)["threads"], json!([]));
    for path in ["/api/v1/threads/0", "/api/v1/threads/x", "/api/v1/threads/99999999999999999999"] {
        desk.get(path).await.refused(404, "nothing at this address");
    }
}

#[tokio::test]
async fn a_part_has_one_to_a_thousand_comments() {
    let desk = Desk::new();
    let at = format!("/api/v1/threads/{}/comments", desk.thread(TABLE).await);
    desk.get(&format!("{at}?limit=0")).await.refused(400, "`limit` is 0");
    desk.get(&format!("{at}?limit=1001")).await.refused(400, "`limit` is 1001");
    desk.get(&format!("{at}?limit=-1")).await.refused(400, "limit");
    desk.get(&format!("{at}?page=1")).await.refused(400, "unknown field");
}

#[tokio::test]
async fn a_thread_grows_by_a_comment_once() {
    let desk = Desk::with(|config| config.limits.comments = 4);
    let at = format!("/api/v1/threads/{}/comments", desk.thread(TABLE).await);
    let comment = json!({ "id": "d", "parent_id": "b", "author": "Dee", "text": "Ben is right, stay out." });
    let key = desk.post(&at, &comment).await.is(201)["key"].clone();
    assert_eq!(desk.post(&at, &comment).await.is(201)["key"], key);
    let told = desk.get(&at).await.is(200);
    assert_eq!((&told["of"], &told["comments"][3]["key"]), (&json!(4), &key));
    desk.post(&at, &json!({ "id": "e", "text": "One more" })).await.refused(413, "`comments` of 4");
    desk.post(&at, &json!({ "id": " ", "text": "x" })).await.refused(400, "no id or no text");
    desk.post(&at, &json!({ "id": "x".repeat(1_001), "text": "x" })).await.refused(413, "`name`");
    desk.post("/api/v1/threads/77/comments", &comment).await.refused(404, "nothing");
}

#[tokio::test]
async fn the_estimate_is_that_of_the_command_line() {
    let desk = Desk::new();
    let page = std::fs::read_to_string("data/demo-page.txt").unwrap();
    let id = desk.thread(&page).await;
    let told = desk.get(&format!("/api/v1/threads/{id}/estimate")).await.is(200);
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_hustings"))
        .args(["estimate", "models/arming-rebels.hustings", "data/demo-page.txt", "--json"])
        .output()
        .unwrap();
    let own: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(told, own);
    assert!(told["shares"].as_object().unwrap().len() == 3 && told["reason"].is_string());
}
