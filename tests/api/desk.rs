//! A desk of its own for every test, and how it is asked.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use hustings::store::{Actor, Role, Store};
use hustings::web::{App, Config, Serving, new_key, router};
use serde_json::Value;
use tower::ServiceExt;

/// A desk.
pub struct Desk {
    pub store: Store,
    routes: Router,
}

/// An answer.
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Told {
    /// The JSON that it is.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The JSON of an answer that must have this status.
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// A refusal by RFC 9457 that names its cause.
    pub fn refused(&self, status: u16, word: &str) {
        let told = self.is(status);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        let detail = told["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(word) && told["status"] == status, "{told}");
    }
}

impl Desk {
    pub fn new() -> Self {
        Self::with(|_| ())
    }

    /// A desk with another configuration.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let store = Store::temporary().expect("a store");
        let mut config = Config::default();
        change(&mut config);
        let model = Serving::begin(&store, &[]).expect("the model inside the program");
        let app = App::new(store.clone(), model, config).expect("an application");
        Self { routes: router(&app), store }
    }

    /// A key of a program.
    pub fn key(&self, name: &str, role: Role) -> String {
        let (key, hash) = new_key();
        assert!(self.store.add_key(&Actor::new("test"), name, &hash, role).expect("a key"));
        key
    }

    /// Nobody is let in without a key from now on. What the desk knew is good for a second.
    pub async fn close(&self) {
        self.store.add_user(&Actor::new("test"), "ada", "no hash", Role::Admin).expect("a user");
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Told {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8087");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        let response = self.routes.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        Told { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&self, path: &str) -> Told {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Told {
        self.ask(Method::POST, path, &[("content-type", "application/json")], body.to_string()).await
    }

    /// Adds a thread and tells its number.
    pub async fn thread(&self, table: &str) -> i64 {
        let told = self.ask(Method::POST, "/api/v1/threads?title=Test", &[], table.to_owned()).await.is(201);
        told["thread"]["id"].as_i64().expect("a number")
    }
}

/// A small thread.
pub const TABLE: &str = "id,parent_id,author,text\n\
    a,,Ada,Send them weapons at once; they are dying while we talk.\n\
    b,a,Ben,\"No. Our weapons end up in the wrong hands, always.\"\n\
    c,b,Cyd,What a beautiful morning for the library.\n";
