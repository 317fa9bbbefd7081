//! Checks by programs of npm, each at a version that stays: axe-core for accessibility, html-validate for HTML.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::browser::{Browser, program};

/// What is installed, once, below target/.
const PACKAGES: [&str; 2] = ["axe-core@4.14.1", "html-validate@10.9.0"];

/// The folder of the packages; nothing, said plainly, where there is no npm.
pub fn folder() -> Option<PathBuf> {
    let Some(npm) = program(&["npm"]) else {
        eprintln!("SKIPPED: no npm, so neither accessibility nor HTML is checked");
        return None;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/desk-tools");
    let done = folder.join(PACKAGES.join("+").replace(['@', '/'], "-"));
    if !done.is_file() {
        std::fs::create_dir_all(&folder).unwrap();
        let mut command = Command::new(npm);
        command.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
        let status = command.arg(&folder).args(PACKAGES).status().unwrap();
        assert!(status.success(), "npm could not install {PACKAGES:?}");
        std::fs::write(done, "").unwrap();
    }
    Some(folder)
}

/// What axe finds on the page that is open, serious or critical.
pub async fn axe(browser: &Browser, tools: &Path) -> Vec<String> {
    let source = std::fs::read_to_string(tools.join("node_modules/axe-core/axe.min.js")).unwrap();
    browser.run(&format!("{source}; return true")).await;
    let ask = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then((found) => done(found.violations), (e) => done(String(e)))";
    let found = browser.client.execute_async(ask, Vec::new()).await.unwrap();
    let found = found.as_array().unwrap_or_else(|| panic!("axe fails: {found}"));
    let grave = |one: &&Value| matches!(one["impact"].as_str(), Some("serious" | "critical"));
    let told = |one: &Value| {
        let places: Vec<String> =
            one["nodes"].as_array().into_iter().flatten().map(|node| node["html"].to_string()).collect();
        format!("{} ({}): {}", one["id"], one["help"], places.join(" "))
    };
    found.iter().filter(grave).map(told).collect()
}

/// What is not valid in some pages, as html-validate tells it; nothing if all are.
pub fn invalid(tools: &Path, pages: &[(String, String)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(".htmlvalidate.json"),
        r#"{ "root": true, "extends": ["html-validate:standard"] }"#,
    )
    .unwrap();
    for (name, html) in pages {
        std::fs::write(folder.path().join(format!("{name}.html")), html).unwrap();
    }
    let mut command = Command::new(tools.join("node_modules/.bin/html-validate"));
    let output = command.args(["--formatter", "text", "."]).current_dir(folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.success() { String::new() } else { told }
}
