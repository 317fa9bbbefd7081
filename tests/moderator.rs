//! The desk's pages without a browser and without a script: forms, what a program or another site gets, long threads.

#![cfg(feature = "serve")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use hustings::store::{Actor, NewThread, Store};
use hustings::thread::{Comment, ReadOptions, Reader};
use hustings::web::{App, Config, Serving, router};
use tower::ServiceExt;

struct Desk {
    store: Store,
    routes: Router,
    csrf: String,
}

impl Desk {
    async fn open(comments: Vec<Comment>) -> Self {
        let store = Store::temporary().unwrap();
        let serving = Serving::begin(&store, &[]).unwrap();
        let target = Some("arming the rebels".to_owned());
        let thread = NewThread { title: "T".into(), target, source: "csv".into(), comments };
        store.add_thread(&Actor::new("start"), &thread).unwrap();
        let routes = router(&App::new(store.clone(), serving, Config::default()).unwrap());
        let mut desk = Self { store, routes, csrf: String::new() };
        let page = desk.page("/help").await;
        let token = page.split("data-csrf=\"").nth(1).unwrap().split('"').next().unwrap();
        token.clone_into(&mut desk.csrf);
        desk
    }

    async fn ask(&self, request: Request<Body>) -> Response<Body> {
        self.routes.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::HOST, "127.0.0.1:8087").header(header::ACCEPT, "text/html");
        let answer = self.ask(request.body(Body::empty()).unwrap()).await;
        (answer.status(), text(answer).await)
    }

    async fn page(&self, path: &str) -> String {
        let (status, page) = self.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {page}");
        page
    }

    async fn post(&self, path: &str, form: &str) -> (StatusCode, String) {
        let request = Request::post(path)
            .header(header::HOST, "127.0.0.1:8087")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.ask(request.body(Body::from(form.to_owned())).unwrap()).await;
        let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (
            answer.status(),
            match to {
                Some(to) => to,
                None => text(answer).await,
            },
        )
    }

    /// The same with the token that pages of the desk send.
    async fn send(&self, path: &str, form: &str) -> (StatusCode, String) {
        self.post(path, &format!("csrf={}&{form}", self.csrf)).await
    }
}

async fn text(answer: Response<Body>) -> String {
    String::from_utf8(to_bytes(answer.into_body(), 1 << 26).await.unwrap().to_vec()).unwrap()
}

fn comment(id: usize, parent: Option<usize>, text: &str) -> Comment {
    let parent_id = parent.map(|parent| parent.to_string());
    Comment {
        id: id.to_string(),
        parent_id,
        author: Some(format!("reader {id}")),
        text: text.into(),
        ..Comment::default()
    }
}

fn few() -> Vec<Comment> {
    vec![
        comment(1, None, "Send them every launcher they ask for."),
        comment(2, Some(1), "=1+1 and the launchers end up with the next militia. Stay out of it."),
        comment(3, Some(2), "Who took the photograph at the top?"),
    ]
}

#[tokio::test]
async fn forms_work_without_a_script_and_only_with_their_token() {
    let desk = Desk::open(few()).await;
    let (status, to) = desk.send("/threads/1/comments/2/mark", "label=favor").await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, "/threads/1?at=2#c2"));
    assert_eq!(desk.store.marks(1).unwrap()[0].label.as_deref(), Some("favor"));
    for (form, refused) in [("label=maybe", StatusCode::BAD_REQUEST), ("", StatusCode::BAD_REQUEST)] {
        assert_eq!(desk.send("/threads/1/comments/2/mark", form).await.0, refused, "{form}");
    }
    assert_eq!(desk.send("/threads/9/comments/2/mark", "label=favor").await.0, StatusCode::NOT_FOUND);
    for path in
        ["/threads/1/comments/1/mark", "/threads/1/undo", "/threads/1/draw", "/threads/1/delete", "/models/train"]
    {
        let (status, page) = desk.post(path, "csrf=wrong&label=favor&n=1&audit=0").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(page.starts_with("<!doctype html>"), "{page}");
    }
    assert_eq!(desk.store.marks(1).unwrap().len(), 1);
    let (_, to) = desk.send("/threads/1/undo", "back=https://elsewhere.example/").await;
    assert_eq!((to.as_str(), desk.store.marks(1).unwrap().len()), ("/threads/1#c2", 0));
    assert_eq!(desk.send("/threads/1/draw", "n=0&audit=20").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(desk.send("/threads/1/draw", "n=3&audit=0").await.1, "/threads/1/label");
    assert_eq!(desk.send("/threads/1/label", "comment=3&label=&note=hm").await.1, "/threads/1/label");
    assert!(desk.page("/threads/1/label").await.contains("1 of 3 labelled"));
    assert_eq!(desk.send("/threads/1/draw", "n=3&audit=0").await.0, StatusCode::CONFLICT, "all are drawn");
    assert_eq!(desk.send("/threads/1/delete", "").await.1, "/");
    assert_eq!(desk.get("/threads/1").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn people_count_in_the_place_of_the_model() {
    let desk = Desk::open(few()).await;
    for (key, label) in [(1, "against"), (2, "against"), (3, "against")] {
        desk.send(&format!("/threads/1/comments/{key}/mark"), &format!("label={label}")).await;
    }
    let counts = desk.page("/threads/1/counts").await;
    assert!(
        counts.contains("All of them were labelled by people.") && counts.contains("100 to 100\u{a0}%"),
        "{counts}"
    );
    let page = desk.page("/threads/1?side=against").await;
    assert!(page.contains("3 of 3 comments") && desk.page("/threads/1?side=favor").await.contains("0 of 3 comments"));
    let why = desk.page("/threads/1/comments/1/why").await;
    assert!(why.contains("local said against (correction)") && why.contains("log-odds"));
}

#[tokio::test]
async fn an_export_is_read_again_as_it_was() {
    let desk = Desk::open(few()).await;
    desk.send("/threads/1/comments/2/mark", "label=none").await;
    let table = desk.page("/threads/1/export.csv").await;
    assert!(table.contains(",'=1+1 and"), "{table}");
    let reader = Reader::from_read("t.csv", Box::new(std::io::Cursor::new(table)), &ReadOptions::default()).unwrap();
    let rows: Vec<Comment> = reader.map(|row| row.unwrap().comment).collect();
    assert_eq!(rows.iter().map(|row| &row.text).collect::<Vec<_>>(), few().iter().map(|c| &c.text).collect::<Vec<_>>());
    assert_eq!((rows[1].stance.as_deref(), rows[1].annotator.as_deref()), (Some("none"), Some("local")));
    assert_eq!(rows[0].stance, None);
}

#[tokio::test]
async fn people_get_pages_and_programs_get_json() {
    let desk = Desk::open(few()).await;
    let (status, page) = desk.get("/nothing/here").await;
    assert!(status == StatusCode::NOT_FOUND && page.contains("<h1>Nothing here</h1>"));
    let program = Request::get("/threads/77").header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let answer = desk.ask(program).await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/problem+json");
    let page = desk.page("/").await;
    for kind in ["href=\"/assets/desk.", "src=\"/assets/desk."] {
        let at = page.split(kind).nth(1).unwrap().split('"').next().unwrap();
        let path = format!("{}{at}", kind.split('"').nth(1).unwrap());
        let asset = Request::get(&path).header(header::HOST, "localhost").body(Body::empty()).unwrap();
        let answer = desk.ask(asset).await;
        assert!(
            answer.status().is_success()
                && answer.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"),
            "{path}"
        );
    }
    assert!(
        !page.contains("style=\"")
            && !page.contains("onclick")
            && !page.contains("http://")
            && !page.contains("https://")
    );
}

#[tokio::test]
async fn a_chain_of_ten_thousand_answers_is_shown_page_by_page() {
    let chain: Vec<Comment> = (0..10_000).map(|at| comment(at, at.checked_sub(1), "No, that is wrong.")).collect();
    let desk = Desk::open(chain).await;
    let page = desk.page("/threads/1").await;
    assert!(page.contains("1 to 100 of 10000") && page.matches("<article").count() == 100);
    let last = desk.page("/threads/1?at=10000").await;
    assert!(last.contains("9901 to 10000 of 10000") && last.contains("id=\"c10000\""));
    assert!(desk.page("/threads/1?page=999999").await.contains("9901 to 10000 of 10000"));
}
