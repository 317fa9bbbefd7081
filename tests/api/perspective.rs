//! The shape of Perspective's API.

use axum::http::Method;
use hustings::store::{Kind, Role};
use serde_json::{Value, json};

use crate::desk::{Desk, Told};

const ANALYZE: &str = "/v1alpha1/comments:analyze";
const SUGGEST: &str = "/v1alpha1/comments:suggestscore";
const TEXT: &str = "Why should we arm them? You are a fool, and everybody here can see it.";

/// An error as Google's APIs tell it.
fn refused(told: &Told, status: u16, kind: Option<&str>, word: &str) {
    let error = &told.is(status)["error"];
    assert_eq!(error["code"], status);
    assert_eq!(error["details"][0]["errorType"].as_str(), kind, "{error}");
    assert!(error["message"].as_str().unwrap().contains(word), "{error}");
}

#[tokio::test]
async fn a_comment_is_scored_by_the_attributes_that_are_asked_for() {
    let ask = json!({
        "comment": { "text": TEXT }, "languages": ["en"], "doNotStore": true, "clientToken": "c-1", "sessionId": "s",
        "requestedAttributes": { "STANCE_FAVOR": {}, "STANCE_AGAINST": { "scoreType": "PROBABILITY" }, "STANCE_NONE": {},
            "ATTACK": {}, "SARCASM": { "scoreThreshold": 1.1 } }
    });
    let desk = Desk::new();
    let told = desk.post(ANALYZE, &ask).await.is(200);
    let scores = told["attributeScores"].as_object().unwrap();
    let names: Vec<&str> = scores.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["ATTACK", "STANCE_AGAINST", "STANCE_FAVOR", "STANCE_NONE"],
        "a score below the threshold is not told"
    );
    let value = |name: &str| scores[name]["summaryScore"]["value"].as_f64().unwrap();
    assert!((value("STANCE_FAVOR") + value("STANCE_AGAINST") + value("STANCE_NONE") - 1.0).abs() < 1e-5);
    assert_eq!(scores["ATTACK"]["summaryScore"]["type"], "PROBABILITY");
    assert!(scores["ATTACK"].get("spanScores").is_none());
    assert_eq!((&told["languages"], &told["clientToken"]), (&json!(["en"]), &json!("c-1")));
    assert_eq!(desk.get("/api/v1/threads").await.is(200)["threads"], json!([]));
}

#[tokio::test]
async fn sentences_are_scored_at_their_places() {
    let ask = json!({ "comment": { "text": TEXT }, "requestedAttributes": { "ATTACK": {} }, "spanAnnotations": true });
    let told = Desk::new().post(ANALYZE, &ask).await.is(200);
    let spans = told["attributeScores"]["ATTACK"]["spanScores"].as_array().unwrap();
    let places: Vec<(u64, u64)> =
        spans.iter().map(|span| (span["begin"].as_u64().unwrap(), span["end"].as_u64().unwrap())).collect();
    assert_eq!(places, [(0, 23), (24, 70)]);
    let score = |at: usize| spans[at]["score"]["value"].as_f64().unwrap();
    assert!(score(1) > score(0), "{told}");
    assert_eq!(told["detectedLanguages"], json!(["en"]));
}

#[tokio::test]
async fn an_attribute_of_another_model_is_an_honest_error() {
    let desk = Desk::new();
    let ask = |name: &str| json!({ "comment": { "text": TEXT }, "requestedAttributes": { name: {} } });
    let told = desk.post(ANALYZE, &ask("TOXICITY")).await;
    refused(&told, 400, Some("INVALID_REQUEST"), "Unknown requested attribute: TOXICITY");
    refused(&told, 400, Some("INVALID_REQUEST"), "another model than Perspective's");
    refused(&told, 400, Some("INVALID_REQUEST"), "STANCE_FAVOR, STANCE_AGAINST, STANCE_NONE");
    assert_eq!(told.json()["error"]["status"], "INVALID_ARGUMENT");
    assert!(desk.post(ANALYZE, &ask(&"X".repeat(9_999))).await.text.len() < 1_000);
}

#[tokio::test]
async fn every_refusal_has_googles_shape() {
    let desk = Desk::new();
    let ask = |comment: Value, more: Value| {
        let mut ask = json!({ "comment": comment, "requestedAttributes": { "ATTACK": {} } });
        ask.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask
    };
    let says = async |body: Value, kind: &str, word: &str| {
        refused(&desk.post(ANALYZE, &body).await, 400, Some(kind), word);
    };
    let text = || json!({ "text": TEXT });
    says(ask(json!({ "text": " " }), json!({})), "COMMENT_EMPTY", "non-empty").await;
    says(ask(json!({}), json!({})), "COMMENT_EMPTY", "non-empty").await;
    says(ask(json!({ "text": "x".repeat(20_481) }), json!({})), "COMMENT_TOO_LONG", "20480").await;
    says(ask(text(), json!({ "requestedAttributes": {} })), "NO_REQUESTED_ATTRIBUTES", "STANCE_FAVOR").await;
    says(ask(text(), json!({ "languages": ["fr", "es"] })), "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "fr,es").await;
    let german = json!({ "text": "Niemand hat die Leute gefragt, die dort wohnen, was sie von alledem halten." });
    says(ask(german, json!({})), "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", "languages: de").await;
    says(ask(json!({ "text": TEXT, "type": "MARKDOWN" }), json!({})), "INVALID_REQUEST", "text type").await;
    says(ask(json!({ "text": TEXT, "type": "HTML" }), json!({ "spanAnnotations": true })), "INVALID_REQUEST", "Spans")
        .await;
    let score = json!({ "requestedAttributes": { "ATTACK": { "scoreType": "STANDARD_DEVIATION" } } });
    says(ask(text(), score), "INVALID_REQUEST", "score type").await;
    let both = json!({ "context": { "entries": [text()], "articleAndParentComment": { "parentComment": text() } } });
    says(ask(text(), both), "INVALID_REQUEST", "both").await;
    let told = desk.ask(Method::POST, ANALYZE, &[], "{").await;
    refused(&told, 400, Some("INVALID_REQUEST"), "Invalid JSON payload");
}

#[tokio::test]
async fn html_is_read_as_a_reader_sees_it() {
    let desk = Desk::new();
    let ask =
        |comment: Value| json!({ "comment": comment, "requestedAttributes": { "DISAGREEMENT": {}, "ATTACK": {} } });
    let plain = desk.post(ANALYZE, &ask(json!({ "text": "That is wrong & you know it" }))).await.is(200);
    let html = json!({ "text": "<p>That is <b>wrong</b> &amp; you know it</p>", "type": "HTML" });
    assert_eq!(desk.post(ANALYZE, &ask(html)).await.is(200), plain);
}

#[tokio::test]
async fn the_key_is_taken_as_googles_clients_send_it() {
    let desk = Desk::new();
    let key = desk.key("system", Role::Viewer);
    desk.close().await;
    let ask = json!({ "comment": { "text": TEXT }, "requestedAttributes": { "ATTACK": {} } });
    refused(&desk.post(ANALYZE, &ask).await, 401, None, "API key");
    desk.post(&format!("{ANALYZE}?key={key}&alt=json"), &ask).await.is(200);
    let by = async |name: &str, value: &str| desk.ask(Method::POST, ANALYZE, &[(name, value)], ask.to_string()).await;
    by("x-goog-api-key", &key).await.is(200);
    by("authorization", &format!("Bearer {key}")).await.is(200);
    refused(&by("x-goog-api-key", "hst_wrong").await, 401, None, "API key");
    let suggest =
        json!({ "comment": { "text": TEXT }, "attributeScores": { "ATTACK": { "summaryScore": { "value": 1 } } } });
    refused(&desk.post(&format!("{SUGGEST}?key={key}"), &suggest).await, 403, None, "needs the role moderator");
}

#[tokio::test]
async fn a_suggested_score_becomes_a_label() {
    let desk = Desk::new();
    let suggest = |scores: Value| {
        json!({ "comment": { "text": "Give them boots, not guns." }, "attributeScores": scores,
            "communityId": "/forum", "clientToken": "t" })
    };
    let sure = suggest(
        json!({ "STANCE_AGAINST": { "summaryScore": { "value": 0.9 } }, "ATTACK": { "summaryScore": { "value": 0 } } }),
    );
    let told = desk.post(SUGGEST, &sure).await.is(200);
    assert_eq!(told, json!({ "clientToken": "t", "label": "against" }));
    let left = suggest(
        json!({ "STANCE_AGAINST": { "summaryScore": { "value": 0.1 } }, "STANCE_NONE": { "summaryScore": { "value": 0 } } }),
    );
    assert_eq!(desk.post(SUGGEST, &left).await.is(200)["label"], "favor");
    let threads = desk.store.threads().unwrap();
    assert_eq!((threads.len(), threads[0].title.as_str(), threads[0].comments), (1, "suggestions", 1));
    let comments = desk.store.comments(threads[0].id).unwrap();
    assert_eq!(comments[0].comment.acts_labelled, ["attack"]);
    let history = desk.store.history(comments[0].key).unwrap();
    assert!(history.iter().all(|mark| mark.kind == Kind::Suggestion && mark.who == "local"));
    let labels: Vec<Option<&str>> = history.iter().map(|mark| mark.label.as_deref()).collect();
    assert!(labels.contains(&Some("against")) && labels.contains(&Some("favor")), "{labels:?}");
    assert!(
        history.iter().any(|mark| mark.note == "ATTACK 0.00, STANCE_AGAINST 0.90; community /forum"),
        "{history:?}"
    );
}

#[tokio::test]
async fn a_suggestion_that_says_nothing_is_refused() {
    let desk = Desk::new();
    let suggest = |scores: Value| json!({ "comment": { "text": "Boots." }, "attributeScores": scores });
    let says = async |scores: Value, kind: &str, word: &str| {
        refused(&desk.post(SUGGEST, &suggest(scores)).await, 400, Some(kind), word);
    };
    says(json!({}), "NO_REQUESTED_ATTRIBUTES", "summaryScore").await;
    says(json!({ "ATTACK": { "spanScores": [] } }), "NO_REQUESTED_ATTRIBUTES", "summaryScore").await;
    says(json!({ "TOXICITY": { "summaryScore": { "value": 1 } } }), "INVALID_REQUEST", "another model").await;
    says(json!({ "ATTACK": { "summaryScore": { "value": 7 } } }), "INVALID_REQUEST", "0 to 1").await;
    assert!(desk.store.threads().unwrap().is_empty());
}
