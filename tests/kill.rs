//! The desk is killed at random moments while people label: nothing that was acknowledged is lost.
//!
//! `benches/serve/kill` does the same two hundred times.

#![cfg(feature = "serve")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hustings::store::{MarkRow, Store};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How often the desk is killed.
const TIMES: usize = 10;
/// The comments of the thread that a new desk holds.
const COMMENTS: i64 = 10;

/// Opens the desk and says where it listens.
fn open(db: &Path) -> (Child, String) {
    let mut desk = Command::new(env!("CARGO_BIN_EXE_hustings"))
        .args(["serve", "--port", "0", "--db"])
        .arg(db)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let said = BufReader::new(desk.stderr.take().expect("piped"));
    let address = said.lines().map_while(Result::ok).find_map(|line| {
        let rest = line.split_once("http://")?.1;
        rest.split_once('/').map(|(address, _)| address.to_owned())
    });
    (desk, address.expect("it says where it listens"))
}

/// Labels a comment; the number of the mark once the whole answer was read, nothing if the desk is gone.
fn label(stream: &mut TcpStream, comment: i64, label: &str) -> Option<i64> {
    let body = format!("{{\"comment\": {comment}, \"label\": \"{label}\"}}");
    let head = "POST /api/v1/threads/1/labels HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json";
    write!(stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).ok()?;
    let (mut answer, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let n = stream.read(&mut part).ok().filter(|n| *n > 0)?;
        answer.extend_from_slice(&part[..n]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.starts_with("HTTP/1.1 201"), "{text}");
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(body) {
            return value["id"].as_i64();
        }
    }
}

#[test]
fn what_was_acknowledged_survives_any_kill() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("desk.db");
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut acknowledged: BTreeMap<i64, (i64, &str)> = BTreeMap::new();
    for _ in 0..TIMES {
        let (mut desk, address) = open(&db);
        let mut stream = TcpStream::connect(address).expect("it listens");
        let ends = Instant::now() + Duration::from_millis(random.random_range(5..120));
        let killer = std::thread::spawn(move || {
            std::thread::sleep(ends.saturating_duration_since(Instant::now()));
            desk.kill().expect("it can be killed");
            desk.wait().expect("it ends");
        });
        for turn in 0.. {
            let (comment, side) = (1 + turn % COMMENTS, ["favor", "against", "none"][turn as usize % 3]);
            let Some(mark) = label(&mut stream, comment, side) else { break };
            acknowledged.insert(mark, (comment, side));
        }
        killer.join().expect("the killer ends");
    }
    assert!(acknowledged.len() >= TIMES, "only {} labels were acknowledged in all", acknowledged.len());
    let store = Store::open(&db).expect("the file is sound");
    let all: Vec<MarkRow> =
        (1..=COMMENTS).flat_map(|comment| store.history(comment).expect("it can be read")).collect();
    let kept: BTreeMap<i64, (i64, Option<&str>)> =
        all.iter().map(|mark| (mark.id, (mark.comment, mark.label.as_deref()))).collect();
    for (mark, (comment, side)) in &acknowledged {
        assert_eq!(kept.get(mark), Some(&(*comment, Some(*side))), "mark {mark}");
    }
}
