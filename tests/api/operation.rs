//! What watches over the desk, and what describes it.

use axum::body::Body;
use axum::http::Method;
use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn it_is_alive_and_ready_without_a_key() {
    let desk = Desk::new();
    desk.close().await;
    let health = desk.get("/health").await.is(200);
    assert_eq!((&health["status"], &health["version"]), (&json!("ok"), &json!(env!("CARGO_PKG_VERSION"))));
    assert_eq!(desk.get("/ready").await.is(200)["status"], "ready");
}

#[tokio::test]
async fn figures_count_by_route_and_never_by_address() {
    let desk = Desk::new();
    desk.post("/api/v1/predict", &json!({ "text": "Arm them now" })).await.is(200);
    desk.post("/api/v1/predict", &json!({})).await;
    desk.get("/api/v1/threads/123456").await;
    desk.get("/no/such/secret-address").await;
    let told = desk.get("/metrics").await;
    assert_eq!(told.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    for line in [
        "hustings_requests_total{route=\"/api/v1/predict\",method=\"POST\",status=\"200\"} 1",
        "hustings_requests_total{route=\"/api/v1/predict\",method=\"POST\",status=\"400\"} 1",
        "hustings_requests_total{route=\"/api/v1/threads/{id}\",method=\"GET\",status=\"404\"} 1",
        "hustings_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
        "hustings_request_duration_seconds_count{route=\"/api/v1/predict\"} 2",
        "hustings_model{id=\"1\",name=\"arming-rebels\"} 1",
        "hustings_training 0",
    ] {
        assert!(told.text.contains(line), "{line}\n{}", told.text);
    }
    let scored: u32 =
        told.text.lines().filter(|line| line.starts_with("hustings_comments_scored_total{")).count() as u32;
    assert_eq!(scored, 1);
    assert!(!told.text.contains("secret-address") && !told.text.contains("123456"));
}

#[tokio::test]
async fn every_route_of_the_document_is_answered() {
    let desk = Desk::new();
    let document = desk.get("/api/openapi.json").await.is(200);
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 14, "{}", paths.len());
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].as_str().is_some_and(|said| !said.is_empty()), "{method} {path}");
            let method: Method = method.to_uppercase().parse().unwrap();
            let told = desk.ask(method.clone(), &path.replace("{id}", "77"), &[], Body::empty()).await;
            assert!(told.status != 405 && told.status.as_u16() < 500, "{method} {path}: {}", told.status);
            let known = operation["responses"].as_object().unwrap();
            let status = told.status.as_u16().to_string();
            assert!(
                known.contains_key(&status) || known.contains_key(&format!("{}XX", &status[..1])),
                "{method} {path}: {status}"
            );
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(schemas.contains_key(name), "the document refers to {name} and does not describe it");
    }
    assert_eq!(document["components"]["securitySchemes"]["key"]["scheme"], "bearer");
}

#[tokio::test]
async fn the_page_shows_all_of_the_document_without_script() {
    let desk = Desk::new();
    let page = desk.get("/api").await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let document = desk.get("/api/openapi.json").await.is(200);
    for path in document["paths"].as_object().unwrap().keys() {
        assert!(page.text.contains(&format!("{path}</code>")), "{path}");
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.text.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    let main = page.text.split("<main").nth(1).unwrap();
    assert!(!main.contains("<script") && !main.contains("style=") && !main.contains("onclick"));
    let ids: Vec<&str> = page.text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for link in page.text.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&link), "#{link} leads nowhere");
    }
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice");
}

#[tokio::test]
async fn models_are_listed_with_what_they_tell() {
    let told = Desk::new().get("/api/v1/models").await.is(200);
    assert_eq!(told["labels"], json!(["favor", "against", "none"]));
    assert!(told["acts"].as_array().unwrap().contains(&json!("sarcasm")));
    let model = &told["models"][0];
    assert_eq!((&model["origin"], &model["promoted"]), (&json!("shipped"), &json!(true)));
    assert!(model["sha256"].as_str().unwrap().len() == 64 && model["bytes"].as_u64().unwrap() > 1_000);
}
