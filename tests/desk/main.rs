//! The desk as people meet it: the real program, a real browser.
//!
//! Without chromium and chromedriver these tests pass and say that they were skipped. `DESK_PICTURES=folder` saves what
//! was seen on the way.

#![cfg(feature = "serve")]

mod browser;
mod served;
mod tools;

use browser::{Browser, Look};
use hustings::annotate::Queued;
use hustings::store::{Actor, Kind, NewMark, Store};
use served::Desk;

/// The page that is pasted, and comments that came later.
const PAGE: &str = include_str!("../../data/demo-page.txt");
const LATER: &str = "Nobody here has said who pays for the lorries that carry all this.\n\
    My brother drove one of those lorries for a year, and I would send him twice as many.\n\
    Is the car park behind the library free in the evening?\n";
/// A comment that would be a script, and much else, if it were no text.
const HOSTILE: &str = "id,author,text\n\
    1,<img src=x onerror=document.title='stolen'>,\"<script>document.title='stolen'</script> [a](javascript:alert(1)) send them help\"\n\
    2,\"=cmd|' /C calc'!A0\",\"</p></article></li></ol><h1 id=injected>more</h1> we must stay out of this war\"\n\
    3,ann,\"=1+1\"\n";

async fn paste(browser: &Browser, desk: &Desk, text: &str, title: &str) -> String {
    browser.open_at(&desk.at("/")).await;
    browser.client.execute("document.getElementById('text').value = arguments[0]", vec![text.into()]).await.unwrap();
    browser.find("#title").await.send_keys(title).await.unwrap();
    browser.find("#target").await.send_keys("arming the rebels").await.unwrap();
    browser.follow(".add button.main").await;
    browser.client.current_url().await.unwrap().path().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_is_pasted_read_corrected_labelled_taught_and_briefed() {
    if !browser::is_there() {
        return;
    }
    let desk = Desk::open();
    let browser = Browser::open(Look::Light).await;
    browser.open_at(&desk.at("/")).await;
    assert_eq!(browser.count(".threads li").await, 1, "the example stands there");
    browser.picture("threads").await;

    let thread = paste(
        &browser,
        &desk,
        &format!("{}\n{LATER}", PAGE.trim_end().replace("12 Comments", "15 Comments")),
        "The library evening",
    )
    .await;
    assert!(browser.text(".report").await.contains("page"), "what was read is told");
    assert_eq!((browser.count(".comment").await, browser.text("h1").await.as_str()), (15, "The library evening"));
    filtered(&browser).await;
    corrected(&browser, &desk, &thread).await;
    labelled(&browser, &desk, &thread).await;
    taught(&browser, &desk).await;
    briefed(&browser, &desk, &thread).await;
    browser.open_at(&desk.at("/audit")).await;
    let log = browser.text("table.log").await;
    for word in ["added", "marked", "took back", "drew", "promoted", "rolled back"] {
        assert!(log.contains(word), "{word} is not in the books:\n{log}");
    }
    browser.close().await;
}

async fn filtered(browser: &Browser) {
    browser.find("#q").await.send_keys("surveyor").await.unwrap();
    browser.follow(".filters button").await;
    assert_eq!(browser.count(".comment").await, 1);
    assert!(browser.text(".found").await.starts_with("1 of 15"));
    browser.follow(".found a").await;
    for sort in ["contested", "representative", "newest"] {
        browser.run(&format!("document.getElementById('sort').value = '{sort}'")).await;
        browser.follow(".filters button").await;
        assert_eq!(browser.count(".flat .comment").await, 15, "{sort}");
    }
    browser.run("document.getElementById('sort').value = 'thread'").await;
    browser.follow(".filters button").await;
}

async fn corrected(browser: &Browser, desk: &Desk, thread: &str) {
    let counts = browser.text("#counts").await;
    for (keys, label) in [("jf", "favor"), ("ja", "against"), ("jn", "none")] {
        let before = browser.count(".comment .people").await;
        browser.press(keys).await;
        browser.until(&format!("document.querySelectorAll('.comment .people').length > {before}")).await;
        browser.until(&format!("document.getElementById('live').textContent.includes('{label}')")).await;
        browser.until("document.activeElement.closest('.comment')").await;
    }
    let sides = browser.run("return [...document.querySelectorAll('.comment')].slice(0, 3).map((c) => c.querySelector('.side').textContent)").await;
    assert_eq!(sides, serde_json::json!(["favor", "against", "none"]));
    browser.until("document.getElementById('counts').textContent.includes('3 labelled by people')").await;
    assert_ne!(counts, browser.text("#counts").await);
    browser.press("u").await;
    browser.until("document.getElementById('counts').textContent.includes('2 labelled by people')").await;
    browser.press("n").await;
    browser.until("document.getElementById('counts').textContent.includes('3 labelled by people')").await;
    browser.press("w").await;
    browser.until("document.querySelector('.comment .because table')").await;
    browser.picture("why").await;
    browser.press("?").await;
    browser.until("document.getElementById('keys').open").await;
    browser.press("\u{e00c}").await;
    browser.until("!document.getElementById('keys').open").await;
    // It is in the books, not only on the page.
    browser.open_at(&desk.at(thread)).await;
    assert_eq!(browser.count(".label[aria-pressed=true]").await, 3);
    browser.picture("thread").await;
}

async fn labelled(browser: &Browser, desk: &Desk, thread: &str) {
    // The example is the same page, so what was labelled of one is known of the other; this has comments of its own.
    browser.open_at(&desk.at(&format!("{thread}/label"))).await;
    browser.run("document.getElementById('n').value = 10").await;
    browser.follow(".row button.main").await;
    browser.picture("label").await;
    for at in 0..9 {
        browser.until(&format!("document.querySelector('.found').textContent.startsWith('{at} of 10')")).await;
        browser.press(if at % 2 == 0 { "f" } else { "a" }).await;
        browser.until(&format!("document.querySelector('.found').textContent.startsWith('{} of 10')", at + 1)).await;
    }
    browser.press("u").await;
    browser.until("document.querySelector('.found').textContent.startsWith('8 of 10')").await;
    for (key, done) in [("n", 9), ("f", 10)] {
        browser.press(key).await;
        browser.until(&format!("document.querySelector('.found').textContent.startsWith('{done} of 10')")).await;
    }
    assert!(browser.text("main").await.contains("All 10 are labelled"));
}

async fn taught(browser: &Browser, desk: &Desk) {
    browser.open_at(&desk.at("/models")).await;
    assert!(browser.text("#training").await.contains("13 labels"), "{}", browser.text("#training").await);
    browser.follow("#training button.main").await;
    browser.until("document.querySelector('#job .good')").await;
    browser.picture("models").await;
    let model = browser.text("#job .good a").await;
    browser.follow("table.models a").await;
    assert!(browser.text("h1").await.contains("Compare"));
    browser.open_at(&desk.at("/models")).await;
    browser.follow("table.models button").await;
    assert!(browser.text("#now-h").await.contains("13 labels"), "number {model} is in use");
    browser.follow(".after button").await;
    assert!(!browser.text("#now-h").await.contains("labels"), "the model before is in use again");
}

async fn briefed(browser: &Browser, desk: &Desk, thread: &str) {
    browser.open_at(&desk.at(thread)).await;
    browser.follow(".tabs li:nth-child(3) a").await;
    assert!(browser.text("h1").await.len() > 20);
    assert!(!browser.text("main").await.contains("Marwa"), "names are replaced");
    browser.picture("brief").await;
    let pdf = browser.client.print(fantoccini::wd::PrintConfiguration::default()).await.unwrap();
    let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
    assert!(pdf.starts_with(b"%PDF") && (2..40).contains(&pages), "{pages} pages in {} bytes", pdf.len());
    browser.follow(".toolbar a:nth-child(2)").await;
    assert!(browser.text("main").await.contains("Marwa"), "names are shown where they are asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_text_on_every_page_and_in_the_export() {
    if !browser::is_there() {
        return;
    }
    let desk = Desk::open();
    let browser = Browser::open(Look::Light).await;
    let thread = paste(&browser, &desk, HOSTILE, "<b>bold</b>").await;
    let pages = [
        thread.clone(),
        format!("{thread}?sort=contested"),
        format!("{thread}/brief?names=1"),
        "/".into(),
        "/audit".into(),
    ];
    for page in pages {
        browser.open_at(&desk.at(&page)).await;
        let title = browser.client.title().await.unwrap();
        assert!(
            !title.contains("stolen") && browser.count("#injected, main img, main script").await == 0,
            "{page}: {title}"
        );
    }
    browser.open_at(&desk.at(&thread)).await;
    assert!(browser.text(".comment .said").await.contains("<script>document.title='stolen'</script>"));
    browser.press("jw").await;
    browser.until("document.querySelector('.because')").await;
    // A marked word has its weight behind it for whoever hears the page.
    assert!(
        browser.count(".because script, #injected").await == 0
            && browser.text(".because .said").await.contains("<script")
    );
    let table = browser.run(&format!("const ask = new XMLHttpRequest(); ask.open('GET', '{thread}/export.csv', false); ask.send(); return ask.responseText")).await;
    let table = table.as_str().unwrap();
    assert!(table.contains(",'=1+1,") && table.contains("'=cmd|") && !table.contains(",=1+1"), "{table}");
    // A form without its token is refused, as another site's would be.
    let status = browser.run(&format!("const ask = new XMLHttpRequest(); ask.open('POST', '{thread}/undo', false); ask.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded'); ask.send('back='); return ask.status")).await;
    assert_eq!(status, 403);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_valid_and_accessible_in_light_and_dark_and_fits_a_phone() {
    if !browser::is_there() {
        return;
    }
    let Some(tools) = tools::folder() else { return };
    let desk = Desk::open();
    let mut pages: Vec<String> = [
        "/threads/1/label",
        "/threads/1/brief",
        "/threads/1/brief?names=1",
        "/agreement",
        "/models",
        "/models/compare?a=1&b=1",
        "/audit",
        "/help",
        "/api",
        "/login",
        "/nothing",
        "/threads/1?sort=contested&unsure=1",
    ]
    .map(String::from)
    .into();
    let mut sources = Vec::new();
    let mut faults = Vec::new();
    for look in [Look::Light, Look::Dark, Look::Phone] {
        let browser = Browser::open(look).await;
        if look == Look::Light {
            prepared(&browser, &desk, &mut pages).await;
        }
        for (at, page) in pages.iter().enumerate() {
            browser.open_at(&desk.at(page)).await;
            let wide =
                browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
            if wide != 0 {
                faults.push(format!("{look:?} {page}: {wide} pixels too wide"));
            }
            browser.picture(&format!("{look:?}-{at:02}").to_lowercase()).await;
            faults.extend(
                tools::axe(&browser, &tools).await.into_iter().map(|found| format!("{look:?} {page}: {found}")),
            );
            if look == Look::Light {
                let source = browser.run("const ask = new XMLHttpRequest(); ask.open('GET', location.href, false); ask.setRequestHeader('Accept', 'text/html'); ask.send(); return ask.responseText").await;
                sources.push((format!("{at:02}"), source.as_str().unwrap().to_owned()));
            }
        }
        browser.close().await;
    }
    let invalid = tools::invalid(&tools, &sources);
    assert!(faults.is_empty() && invalid.is_empty(), "{}\n{invalid}\n{pages:#?}", faults.join("\n"));
}

/// Something to see on every page: corrections, reasons, a queue, labels of two people on comments drawn at random.
async fn prepared(browser: &Browser, desk: &Desk, pages: &mut Vec<String>) {
    let thread = paste(browser, desk, HOSTILE, "").await;
    browser.press("jf").await;
    browser.until("document.querySelectorAll('.comment .people').length > 0").await;
    let why = browser.find("a.why").await.attr("href").await.unwrap().unwrap();
    let store = Store::open(&desk.file("desk.db")).unwrap();
    let comments = store.comments(1).unwrap();
    let drawn = Queued { why: "audit".into(), inclusion: "1".into(), weight: "1".into(), parent: None };
    let items: Vec<_> = comments.iter().map(|stored| (stored.key, drawn.clone())).collect();
    store.draw(&Actor::new("ann"), 1, &items).unwrap();
    let labels = ["favor", "against", "none"];
    for (at, stored) in comments.iter().enumerate() {
        for (who, label) in [("ann", labels[at % 3]), ("bo", labels[at % 2])] {
            let new =
                NewMark { comment: stored.key, label: Some(label.into()), kind: Kind::Label, note: "a remark".into() };
            store.mark(&Actor::new(who), &new).unwrap();
        }
    }
    pages.extend(["/".to_owned(), format!("{thread}?added=1"), "/threads/1".into(), why]);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_log_in_and_do_what_their_role_allows() {
    if !browser::is_there() {
        return;
    }
    let desk = Desk::open();
    desk.add_user("vera", "viewer", "four words make one");
    let browser = Browser::open(Look::Phone).await;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    browser.open_at(&desk.at("/threads/1?side=favor")).await;
    assert_eq!(browser.client.current_url().await.unwrap().path(), "/login");
    for (password, ends) in [("wrong words make none", "/login"), ("four words make one", "/threads/1")] {
        browser.run("document.getElementById('name').value = 'vera'").await;
        browser.find("#password").await.send_keys(password).await.unwrap();
        browser.follow("button.main").await;
        assert_eq!(browser.client.current_url().await.unwrap().path(), ends);
    }
    assert_eq!(browser.client.current_url().await.unwrap().query(), Some("side=favor"), "back to where it began");
    assert_eq!(browser.count(".label, .danger, #undo").await, 0, "a viewer reads");
    browser.open_at(&desk.at("/audit")).await;
    assert!(browser.text("h1").await.contains("Not allowed"));
    browser.open_at(&desk.at("/")).await;
    assert_eq!(browser.count(".add").await, 0);
    browser.follow(".you button").await;
    browser.open_at(&desk.at("/")).await;
    assert_eq!(browser.client.current_url().await.unwrap().path(), "/login");
    browser.close().await;
}
