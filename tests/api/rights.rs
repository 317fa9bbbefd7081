//! Who may do what, by the role of a key.

use axum::http::Method;
use hustings::store::Role;
use serde_json::json;

use crate::desk::{Desk, TABLE};

#[tokio::test]
async fn every_route_asks_for_its_role() {
    let desk = Desk::new();
    let id = desk.thread(TABLE).await;
    let keys: Vec<String> = Role::ALL.into_iter().map(|role| desk.key(role.name(), role)).collect();
    desk.close().await;
    let at = format!("/api/v1/threads/{id}");
    let label = json!({ "id": "a", "label": "favor" }).to_string();
    let comment = json!({ "id": "z", "text": "Stay out." }).to_string();
    let predict = json!({ "text": "Arm them" }).to_string();
    let batch = json!({ "comments": [{ "text": "Arm them" }] }).to_string();
    let routes = [
        (Method::POST, "/api/v1/predict".to_owned(), predict, Role::Viewer),
        (Method::POST, "/api/v1/predict/batch".into(), batch, Role::Viewer),
        (Method::GET, "/api/v1/threads".into(), String::new(), Role::Viewer),
        (Method::GET, at.clone(), String::new(), Role::Viewer),
        (Method::GET, format!("{at}/comments"), String::new(), Role::Viewer),
        (Method::GET, format!("{at}/labels"), String::new(), Role::Viewer),
        (Method::GET, format!("{at}/estimate"), String::new(), Role::Viewer),
        (Method::GET, "/api/v1/models".into(), String::new(), Role::Viewer),
        (Method::GET, "/metrics".into(), String::new(), Role::Viewer),
        (Method::POST, "/api/v1/threads".into(), TABLE.into(), Role::Moderator),
        (Method::POST, format!("{at}/labels"), label, Role::Moderator),
        (Method::POST, format!("{at}/comments"), comment, Role::Moderator),
        (Method::DELETE, at.clone(), String::new(), Role::Admin),
    ];
    for (method, path, body, least) in &routes {
        desk.ask(method.clone(), path, &[], body.clone()).await.refused(401, "API key");
        let wrong = [("authorization", "Bearer hst_wrong")];
        desk.ask(method.clone(), path, &wrong, body.clone()).await.refused(401, "API key");
        for (role, key) in Role::ALL.into_iter().zip(&keys) {
            let told =
                desk.ask(method.clone(), path, &[("authorization", &format!("Bearer {key}"))], body.clone()).await;
            if role < *least {
                told.refused(403, &format!("needs the role {}", least.name()));
            } else {
                assert!(told.status.is_success(), "{method} {path} as {}: {}", role.name(), told.text);
            }
        }
    }
}

#[tokio::test]
async fn labels_bear_the_name_of_the_key() {
    let desk = Desk::new();
    let id = desk.thread(TABLE).await;
    let key = format!("Bearer {}", desk.key("bot", Role::Moderator));
    desk.close().await;
    let label = json!({ "id": "a", "label": "favor" }).to_string();
    let headers = [("authorization", key.as_str())];
    let at = format!("/api/v1/threads/{id}/labels");
    desk.ask(Method::POST, &at, &headers, label).await.is(201);
    assert_eq!(desk.store.marks(id).unwrap()[0].who, "bot");
}

#[tokio::test]
async fn another_site_cannot_ask() {
    let desk = Desk::new();
    let ask = json!({ "text": "Arm them" }).to_string();
    let from =
        async |name: &str, value: &str| desk.ask(Method::POST, "/api/v1/predict", &[(name, value)], ask.clone()).await;
    from("origin", "https://example.org").await.refused(403, "another site");
    from("sec-fetch-site", "cross-site").await.refused(403, "another site");
    from("origin", "http://localhost:8087").await.is(200);
}
