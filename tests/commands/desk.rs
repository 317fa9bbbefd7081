//! A folder in which the program runs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A temporary folder in which the program runs.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).expect("a file can be written");
        self
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// The cells of a column.
    pub fn column(&self, name: &str, column: &str) -> Vec<String> {
        let mut table = csv::Reader::from_path(self.path(name)).expect("a table");
        let at = table.headers().expect("a header").iter().position(|h| h == column).expect(column);
        table.records().map(|row| row.expect("a row")[at].to_owned()).collect()
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.typed(args, "")
    }

    /// Runs a command while these keys are pressed.
    pub fn typed(&self, args: &[&str], keys: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hustings"))
            .args(args)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // It may have stopped without reading them.
        child.stdin.take().expect("piped").write_all(keys.as_bytes()).ok();
        child.wait_with_output().expect("it ends")
    }

    /// What a command that must succeed prints.
    pub fn ok(&self, args: &[&str]) -> String {
        self.keys(args, "").0
    }

    /// What a command that must succeed prints, and says, when these keys are pressed.
    pub fn keys(&self, args: &[&str], keys: &str) -> (String, String) {
        let output = self.typed(args, keys);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {said}");
        (String::from_utf8(output.stdout).expect("UTF-8"), said)
    }

    /// What a command that must succeed prints with `--json`.
    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(&[args, &["--json"]].concat())).expect("JSON")
    }

    /// What a command says that must fail with a code.
    pub fn fails(&self, code: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        assert!(!message.contains("panicked"), "{message}");
        message
    }
}

/// A file of the project.
pub fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
