//! The side of one comment, and of many.

use axum::http::Method;
use serde_json::{Value, json};

use crate::desk::Desk;

#[tokio::test]
async fn a_comment_is_told_its_side_with_probabilities_that_add_up() {
    let desk = Desk::new();
    let ask = json!({ "text": "Arm them before it is too late", "target": "arming the rebels" });
    let told = desk.post("/api/v1/predict", &ask).await.is(200);
    let probabilities: Vec<f64> =
        told["probabilities"].as_object().unwrap().values().map(|p| p.as_f64().unwrap()).collect();
    assert_eq!(probabilities.len(), 3);
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{told}");
    assert_eq!(told["probabilities"][told["label"].as_str().unwrap()], told["confidence"]);
    assert_eq!(told["unseen_target"], false);
    assert!(told.get("acts").is_none());
}

#[tokio::test]
async fn acts_are_told_if_they_are_asked_for() {
    let ask = json!({ "text": "Where is your source for that?", "acts": true, "parent_text": "They all lie." });
    let told = Desk::new().post("/api/v1/predict", &ask).await.is(200);
    let acts = told["acts"].as_object().unwrap();
    assert!(acts.contains_key("question") && acts.contains_key("attack"), "{told}");
    assert!(acts.values().all(|act| act["probability"].is_f64() && act["present"].is_boolean()));
    assert_eq!(acts["question"]["present"], true);
}

#[tokio::test]
async fn the_answer_does_not_depend_on_what_was_asked_before() {
    let desk = Desk::new();
    let asks = [
        json!({ "text": "Stay out of it", "target": "arming the rebels" }),
        json!({ "text": "Stay out of it", "target": "a new bridge" }),
        json!({ "text": "Stay out of it" }),
    ];
    let mut told = Vec::new();
    for ask in asks.iter().chain(&asks) {
        told.push(desk.post("/api/v1/predict", ask).await.is(200));
    }
    assert_eq!(told[..3], told[3..]);
    assert_eq!(told[1]["unseen_target"], true);
    let batch = desk.post("/api/v1/predict/batch", &json!({ "comments": asks })).await.is(200);
    assert_eq!(batch["predictions"].as_array().unwrap()[..], told[..3]);
}

#[tokio::test]
async fn what_is_no_comment_is_refused_with_its_cause() {
    let desk = Desk::new();
    let says = async |body: Value, status: u16, word: &str| {
        desk.post("/api/v1/predict", &body).await.refused(status, word);
    };
    says(json!({}), 400, "missing field `text`").await;
    says(json!({ "text": "x", "txet": 1 }), 400, "unknown field `txet`").await;
    says(json!({ "text": 5 }), 400, "expected").await;
    says(json!([]), 400, "what is asked for").await;
    says(json!({ "text": "x".repeat(65_537) }), 413, "`text` of 65536 bytes").await;
    says(json!({ "text": "x", "target": "x".repeat(1_001) }), 413, "`target` of 1000 bytes").await;
    says(json!({ "text": "x", "parent_text": "x".repeat(65_537) }), 413, "`parent_text`").await;
    let sent = async |kind: &str, body: &'static [u8], status: u16, word: &str| {
        let told = desk.ask(Method::POST, "/api/v1/predict", &[("content-type", kind)], body).await;
        told.refused(status, word);
    };
    sent("application/json", b"{\"text\": ", 400, "no JSON (line 1").await;
    sent("application/json", b"{\"text\": \"\xff\"}", 400, "no JSON").await;
    sent("application/json", b"", 400, "no JSON").await;
    sent("text/plain", b"{\"text\": \"x\"}", 400, "not declared as JSON").await;
    assert_eq!(desk.get("/api/v1/predict").await.status, 405);
}

#[tokio::test]
async fn an_empty_comment_is_unsure_and_a_bare_content_type_will_do() {
    let desk = Desk::new();
    assert_eq!(desk.post("/api/v1/predict", &json!({ "text": "" })).await.is(200)["unsure"], true);
    let told = desk.ask(Method::POST, "/api/v1/predict", &[], "{\"text\": \"\\ud83d\\ude00 \\u0000\"}").await;
    told.is(200);
}

#[tokio::test]
async fn a_batch_has_one_to_ten_thousand_comments() {
    let desk = Desk::new();
    let batch = |n: usize| json!({ "comments": vec![json!({ "text": "no" }); n] });
    desk.post("/api/v1/predict/batch", &batch(0)).await.refused(400, "no comment in the batch");
    desk.post("/api/v1/predict/batch", &batch(10_001)).await.refused(413, "`batch` of 10000 comments");
    let told = desk.post("/api/v1/predict/batch", &batch(10_000)).await.is(200);
    assert_eq!(told["predictions"].as_array().unwrap().len(), 10_000);
    let one_bad = json!({ "comments": [{ "text": "no" }, { "text": "x".repeat(65_537) }] });
    desk.post("/api/v1/predict/batch", &one_bad).await.refused(413, "`text`");
}

#[tokio::test]
async fn a_body_has_an_end() {
    let desk = Desk::with(|config| config.limits.body = 1_000);
    let told = desk.post("/api/v1/predict", &json!({ "text": "x".repeat(2_000) })).await;
    told.refused(413, "`body`");
}
