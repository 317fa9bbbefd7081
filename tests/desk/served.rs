//! The desk itself: the real program with a small model, on a port that is free.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hustings::artifact;
use hustings::classifier::{Corpus, Given, Recipe, train};
use hustings::thread::{Comment, CsvWriter, ReadOptions, Reader};

/// Labelled comments that the model is trained on.
const ROWS: usize = 240;

/// A desk in a folder of its own. It ends when it is dropped.
pub struct Desk {
    pub address: String,
    folder: tempfile::TempDir,
    process: Option<Child>,
}

impl Desk {
    /// Trains a small model and opens a desk that asks it.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (model, data) = (folder.path().join("small.hustings"), folder.path().join("small.csv"));
        teach(&model, &data);
        let mut desk = Self { address: String::new(), folder, process: None };
        desk.start();
        desk
    }

    /// The path of a file in the desk's folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts the program over what the folder holds.
    pub fn start(&mut self) {
        let mut command = self.command("serve");
        command.arg(self.file("small.hustings")).arg("--data").arg(self.file("small.csv"));
        command.args(["--port", "0"]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().expect("the desk starts");
        let mut lines = BufReader::new(process.stderr.take().expect("its errors")).lines();
        let mut told = String::new();
        let address = lines.find_map(|line| {
            let line = line.ok()?;
            let found =
                line.split_once("http://").map(|(_, rest)| rest.split('/').next().unwrap_or_default().to_owned());
            told += &(line + "\n");
            found
        });
        std::thread::spawn(move || lines.for_each(|line| println!("desk: {}", line.unwrap_or_default())));
        self.process = Some(process);
        self.address = format!("http://{}", address.unwrap_or_else(|| panic!("the desk says no address: {told}")));
    }

    /// Ends the program at once.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Lets somebody log in.
    pub fn add_user(&self, name: &str, role: &str, password: &str) {
        let mut command = self.command("user");
        command.args(["add", name, "--role", role]).stdin(Stdio::piped());
        let mut process = command.spawn().unwrap();
        writeln!(process.stdin.take().unwrap(), "{password}").unwrap();
        assert!(process.wait().unwrap().success());
    }

    /// A page's address.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn command(&self, task: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hustings"));
        command.current_dir(self.folder.path()).arg(task);
        command
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Trains on every so-manyth of the project's own comments, and writes these beside the model.
fn teach(model: &Path, data: &Path) {
    let all = concat!(env!("CARGO_MANIFEST_DIR"), "/data/arming-rebels.csv");
    let reader = Reader::open(all, &ReadOptions::default()).unwrap();
    let rows: Vec<Comment> = reader.map(|row| row.unwrap().comment).filter(|c| c.stance.is_some()).collect();
    let comments: Vec<Comment> = rows.iter().step_by(rows.len() / ROWS).cloned().collect();
    let recipe = Recipe { folds: 3, acts: false, ..Recipe::default() };
    let corpus = Corpus::collect(&comments, &recipe, &hustings::Place::file(all)).unwrap();
    let fitted = train(corpus, &recipe, Given::default(), &|_, _| {}).unwrap();
    artifact::save(&fitted, model).unwrap();
    let mut table = CsvWriter::new(std::fs::File::create(data).unwrap()).unwrap();
    for comment in &comments {
        table.write(comment).unwrap();
    }
    table.finish().unwrap();
}
