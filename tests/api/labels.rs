//! Labels: given by number or id, only ever added.

use serde_json::{Value, json};

use crate::desk::{Desk, TABLE};

#[tokio::test]
async fn a_label_is_given_by_number_or_by_id_and_the_last_one_counts() {
    let desk = Desk::new();
    let thread = desk.thread(TABLE).await;
    let at = format!("/api/v1/threads/{thread}/labels");
    let comments = desk.get(&format!("/api/v1/threads/{thread}/comments")).await.is(200);
    let key = comments["comments"][0]["key"].clone();
    let given = desk.post(&at, &json!({ "comment": key, "label": "pro", "note": "clear" })).await.is(201);
    assert_eq!((&given["label"], &given["comment"]), (&json!("favor"), &key));
    desk.post(&at, &json!({ "id": "a", "label": "against", "kind": "label" })).await.is(201);
    desk.post(&at, &json!({ "id": "b", "label": null })).await.is(201);
    let told = desk.get(&at).await.is(200);
    let labels: Vec<[&Value; 3]> =
        told["labels"].as_array().unwrap().iter().map(|l| [&l["comment"], &l["label"], &l["kind"]]).collect();
    assert_eq!(labels.len(), 2, "{told}");
    assert!(labels.contains(&[&key, &json!("against"), &json!("label")]));
    assert!(told["labels"].as_array().unwrap().iter().all(|label| label["who"] == "local"));
    let comments = desk.get(&format!("/api/v1/threads/{thread}/comments")).await.is(200);
    assert_eq!(
        (&comments["comments"][0]["corrected"], &comments["comments"][1]["corrected"]),
        (&json!("against"), &json!(null))
    );
    let thread = desk.get(&format!("/api/v1/threads/{thread}")).await.is(200);
    assert_eq!(thread["corrected"], 1);
    // The first word of it is still in the books.
    assert_eq!(desk.store.history(key.as_i64().unwrap()).unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_no_label_of_a_comment_is_refused() {
    let desk = Desk::new();
    let (thread, other) = (desk.thread(TABLE).await, desk.thread(TABLE).await);
    let of_other = desk.get(&format!("/api/v1/threads/{other}/comments")).await.is(200)["comments"][0]["key"].clone();
    let at = format!("/api/v1/threads/{thread}/labels");
    let says = async |body: Value, status: u16, word: &str| desk.post(&at, &body).await.refused(status, word);
    says(json!({ "id": "a", "label": "maybe" }), 400, "Its labels are favor, against, none").await;
    says(json!({ "id": "z", "label": "favor" }), 400, "no such comment").await;
    says(json!({ "comment": of_other, "label": "favor" }), 400, "no such comment").await;
    says(json!({ "label": "favor" }), 400, "not named").await;
    says(json!({ "id": "a", "comment": 1, "label": "favor" }), 400, "not named").await;
    says(json!({ "id": "a", "label": "favor", "kind": "suggestion" }), 400, "unknown variant").await;
    says(json!({ "id": "a", "label": "favor", "note": "x".repeat(1_001) }), 413, "`note`").await;
    desk.post("/api/v1/threads/77/labels", &json!({ "id": "a", "label": "favor" })).await.refused(404, "nothing");
    assert_eq!(desk.get(&at).await.is(200)["labels"], json!([]));
}
