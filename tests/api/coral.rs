//! Coral's external moderation phase.

use axum::http::Method;
use hmac::{Hmac, Mac};
use hustings::web::{Policy, Secrets};
use serde_json::{Value, json};

use crate::desk::{Desk, Told};

const AT: &str = "/api/v1/coral/moderate";
const OLD: &str = "an old secret of Coral";
const NEW: &str = "a new secret of Coral";
/// What the model takes for an attack.
const ATTACK: &str = "<div>You are an idiot and a liar, shut up you pathetic moron.</div>";

fn asked(body: &str) -> Value {
    json!({
        "action": "NEW",
        "comment": { "body": body, "parentID": null },
        "author": { "id": "baf4", "role": "COMMENTER" },
        "story": { "id": "245b", "url": "http://localhost/a-story" },
        "site": { "id": "a4be" }, "tenantID": "19ba", "tenantDomain": "localhost"
    })
}

fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    mac.finalize().into_bytes().iter().fold("sha256=".to_owned(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn signing() -> Desk {
    Desk::with(|config| config.coral_secrets = Secrets::read(&format!("{OLD}\n{NEW}\n"), "secrets").unwrap())
}

async fn send(desk: &Desk, body: &Value, header: &str) -> Told {
    let headers = [("content-type", "application/json"), ("x-coral-signature", header)];
    desk.ask(Method::POST, AT, &headers, body.to_string()).await
}

fn obeying(policy: &str) -> Desk {
    let policy = Policy::read(policy, "policy.toml").unwrap();
    Desk::with(|config| config.policy = policy)
}

#[tokio::test]
async fn an_attack_is_flagged_and_explained_and_never_rejected() {
    let desk = Desk::new();
    let told = desk.post(AT, &asked(ATTACK)).await.is(200);
    assert_eq!(told["actions"][0]["actionType"], "FLAG");
    assert_eq!(told["actions"][0]["reason"], "COMMENT_DETECTED_TOXIC");
    let why = told["actions"][0]["additionalDetails"].as_str().unwrap();
    assert!(why.starts_with("attack on another commenter: attack 0."), "{why}");
    assert!(told.get("status").is_none() && told.get("tags").is_none());
    let calm = desk.post(AT, &asked("<p>The library opens at nine.</p>")).await;
    assert_eq!((calm.status.as_u16(), calm.text.as_str()), (204, ""));
    assert_eq!(desk.get("/api/v1/threads").await.is(200)["threads"], json!([]));
}

#[tokio::test]
async fn only_who_knows_a_secret_is_listened_to() {
    let desk = signing();
    let body = asked(ATTACK);
    let text = body.to_string();
    for secret in [OLD, NEW] {
        send(&desk, &body, &signature(secret, &text)).await.is(200);
    }
    let both = format!("{}, {}", signature("a secret that expired", &text), signature(NEW, &text));
    send(&desk, &body, &both).await.is(200);
    let wrong = [String::new(), signature("another secret, unknown", &text), signature(NEW, "{}"), "sha256=".into()];
    for header in wrong {
        send(&desk, &body, &header).await.refused(403, "X-Coral-Signature");
    }
    desk.post(AT, &body).await.refused(403, "X-Coral-Signature");
}

#[tokio::test]
async fn without_a_secret_a_key_is_asked_for() {
    let desk = Desk::new();
    desk.close().await;
    desk.post(AT, &asked(ATTACK)).await.refused(401, "API key");
    let key = format!("Bearer {}", desk.key("coral", hustings::store::Role::Viewer));
    let headers = [("content-type", "application/json"), ("authorization", key.as_str())];
    desk.ask(Method::POST, AT, &headers, asked(ATTACK).to_string()).await.is(200);
}

#[tokio::test]
async fn the_policy_decides_by_role_and_may_give_a_status() {
    let desk = obeying(
        "[[rule]]\nname = \"attack\"\nact = \"attack\"\nroles = [\"COMMENTER\"]\nstatus = \"PREMOD\"\n\
         [[rule]]\nname = \"staff\"\nact = \"attack\"\nat_least = 0.0\nroles = [\"STAFF\"]\ntags = [\"STAFF\"]\n",
    );
    assert_eq!(desk.post(AT, &asked(ATTACK)).await.is(200), json!({ "status": "PREMOD" }));
    let mut staff = asked(ATTACK);
    staff["author"]["role"] = json!("STAFF");
    assert_eq!(desk.post(AT, &staff).await.is(200), json!({ "tags": ["STAFF"] }));
    staff["author"]["role"] = json!("A_ROLE_OF_NEXT_YEAR");
    assert_eq!(desk.post(AT, &staff).await.status, 204);
}

#[tokio::test]
async fn a_comment_is_kept_once_if_the_policy_says_so() {
    let desk = obeying(
        "keep = \"flagged\"\n[[rule]]\nname = \"x\"\nact = \"attack\"\nstatus = \"PREMOD\"\nflag = \"COMMENT_DETECTED_TOXIC\"\n",
    );
    for body in [ATTACK, ATTACK, "The library opens at nine."] {
        desk.post(AT, &asked(body)).await;
    }
    let mut kept = Vec::new();
    for _ in 0..100 {
        kept = desk.store.threads().unwrap();
        if kept.first().is_some_and(|thread| thread.comments > 0) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!((kept.len(), kept[0].title.as_str(), kept[0].source.as_str()), (1, "http://localhost/a-story", "coral"));
    let comments = desk.store.comments(kept[0].id).unwrap();
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].comment.text, "You are an idiot and a liar, shut up you pathetic moron.");
    assert_eq!(comments[0].comment.status, hustings::thread::Status::Pending);
}

#[tokio::test]
async fn what_is_no_question_of_coral_is_refused() {
    let desk = Desk::new();
    desk.post(AT, &json!({ "action": "NEW" })).await.refused(400, "missing field `comment`");
    desk.post(AT, &json!({ "comment": { "body": 3 } })).await.refused(400, "expected a string");
    assert_eq!(desk.post(AT, &json!({ "comment": { "body": "" } })).await.status, 204);
    let long = "<b>word</b> ".repeat(200_000);
    assert_eq!(desk.post(AT, &asked(&long)).await.status, 204);
}
