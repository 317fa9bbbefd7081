//! A headless Chromium, driven from the test.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

/// How long a page may take until what a test waits for is there: debug builds on a busy machine are slow.
const PATIENCE: Duration = Duration::from_secs(30);

/// How somebody looks at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Light,
    Dark,
    Phone,
}

/// A browser with one window. It ends when it is dropped.
pub struct Browser {
    pub client: Client,
    driver: Driver,
    _profile: tempfile::TempDir,
}

/// Ends the driver, and with it the browser, also when a test fails.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A program on the path.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let all = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|file| file.is_file())
}

/// Whether there is a browser to test with; says so where there is none.
pub fn is_there() -> bool {
    let there = program(&["chromium"]).is_some() && program(&["chromedriver"]).is_some();
    if !there {
        eprintln!(
            "SKIPPED: no chromium and chromedriver on the path (Debian: apt-get install chromium chromium-driver)"
        );
    }
    there
}

impl Browser {
    /// Opens one.
    pub async fn open(look: Look) -> Self {
        let (driver, port) = drive();
        let profile = tempfile::tempdir().unwrap();
        let mut args = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-gpu".to_owned(),
            "--force-prefers-reduced-motion".to_owned(),
            "--window-size=1280,1000".to_owned(),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        if look == Look::Dark {
            args.push("--blink-settings=preferredColorScheme=0".into());
        }
        let mut options = json!({ "args": args, "binary": program(&["chromium"]) });
        if look == Look::Phone {
            let metrics = json!({ "width": 360, "height": 740, "pixelRatio": 2.0, "touch": true });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        let wanted = json!({ "goog:chromeOptions": options, "browserName": "chrome" });
        let Value::Object(wanted) = wanted else { unreachable!("it is an object") };
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let client = ClientBuilder::new(connector)
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("chromium starts");
        Self { client, driver, _profile: profile }
    }

    /// The element that a selector finds, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css));
        wait.await.unwrap_or_else(|error| panic!("no {css}: {error}"))
    }

    /// How many elements a selector finds.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// The text that an element shows.
    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// What a script in the page returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until a condition in the page holds.
    pub async fn until(&self, condition: &str) {
        let end = Instant::now() + PATIENCE;
        while self.client.execute(&format!("return !!({condition})"), Vec::new()).await.ok() != Some(Value::Bool(true))
        {
            assert!(Instant::now() < end, "this never came true: {condition}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses keys one after the other, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".into());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Follows a link or presses a button that opens another page, and waits for that page.
    pub async fn follow(&self, css: &str) {
        self.run("document.documentElement.dataset.old = '1'").await;
        self.find(css).await.click().await.unwrap();
        self.until("document.readyState === 'complete' && !document.documentElement.dataset.old").await;
    }

    /// Opens an address.
    pub async fn open_at(&self, address: &str) {
        self.client.goto(address).await.unwrap();
        self.until("document.readyState === 'complete'").await;
    }

    /// Saves what is seen, where somebody wants to look at it.
    pub async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("DESK_PICTURES") {
            let png = self.client.screenshot().await.unwrap();
            std::fs::write(Path::new(&folder).join(format!("{name}.png")), png).unwrap();
        }
    }

    /// Closes it.
    pub async fn close(self) {
        let Self { client, driver, _profile } = self;
        let _ = client.close().await;
        drop(driver);
    }
}

/// Starts a driver on a port that is free.
fn drive() -> (Driver, u16) {
    let mut command = Command::new("chromedriver");
    command.args(["--port=0", "--log-level=SEVERE"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = Driver(command.spawn().expect("chromedriver starts"));
    let mut lines = BufReader::new(driver.0.stdout.take().expect("its output")).lines();
    let port = lines.find_map(|line| {
        let line = line.ok()?;
        line.split_once("successfully on port ")?.1.trim_end_matches('.').parse::<u16>().ok()
    });
    // What it says later must not fill the pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (driver, port.expect("chromedriver says its port"))
}
