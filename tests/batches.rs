//! Rows one by one and rows in batches are the same rows, with the same report.

use std::io::{Cursor, Write};

use hustings::Result;
use hustings::thread::{Batch, Problem, ReadOptions, Reader, Report};
use proptest::prelude::*;

type Plain = (u64, Vec<String>, String, Option<String>, String, Option<Problem>);

/// What reading gives, the last error among it.
fn singly(mut reader: Reader) -> (Vec<Plain>, Report, Option<String>) {
    let (mut rows, mut error) = (Vec::new(), None);
    for row in reader.by_ref() {
        match row {
            Ok(row) => {
                let comment = row.comment;
                rows.push((row.number, row.cells, comment.id, comment.target, comment.text, row.problem));
            }
            Err(stop) => error = Some(stop.to_string()),
        }
    }
    (rows, reader.report().clone(), error)
}

fn in_batches(mut reader: Reader) -> (Vec<Plain>, Report, Option<String>) {
    let (mut rows, mut batch) = (Vec::new(), Batch::default());
    let error = loop {
        match reader.read_batch(&mut batch) {
            Ok(true) => assert!(!batch.is_empty()),
            Ok(false) => break None,
            Err(stop) => break Some(stop.to_string()),
        }
        for row in batch.records() {
            let cells = row.cells().map(str::to_owned).collect();
            let target = row.target().map(str::to_owned);
            rows.push((row.number(), cells, row.id().into(), target, row.text().into(), row.problem().cloned()));
        }
    };
    assert!(batch.is_empty() && matches!(reader.read_batch(&mut batch), Ok(false)), "nothing comes after the end");
    (rows, reader.report().clone(), error)
}

/// All comments at once are those of the rows, with the same report and error.
fn together(mut one: Reader, mut other: Reader) {
    let (rows, all) = (one.by_ref().collect::<Result<Vec<_>>>(), other.comments());
    assert_eq!(
        rows.map(|rows| rows.into_iter().map(|row| row.comment).collect::<Vec<_>>()).map_err(|e| e.to_string()),
        all.map_err(|e| e.to_string())
    );
    assert_eq!(one.report(), other.report());
}

fn agree(name: &str, bytes: &[u8], options: &ReadOptions) {
    let open = || -> Result<Reader> { Reader::from_read(name, Box::new(Cursor::new(bytes.to_vec())), options) };
    match (open(), open()) {
        (Ok(one), Ok(other)) => {
            let (singly, in_batches) = (singly(one), in_batches(other));
            assert_eq!(singly, in_batches);
            together(open().unwrap(), open().unwrap());
        }
        (one, other) => assert_eq!(one.err().map(|e| e.to_string()), other.err().map(|e| e.to_string())),
    }
}

#[test]
fn odd_tables_read_alike_however_packed() {
    let table = "\u{FEFF}ID,Text,topic,status,reply_confidence\r\n 7 ,\"one\r\ntwo\"\"\",rebels,spam,0.5\r\n,  ,,,\r\n7,a\0b,\u{a0}x\u{a0},on fire,7\r\n8,\"é, ü\",r\r\n9,y,z,,,left,\0over\r\n\r\n";
    let utf16: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(table.as_bytes()).unwrap();
    let many = format!("{table}{}", "x,\"a, b\",,,\r\n".repeat(30_000));
    let open = format!("{many}y,\"never closed");
    for bytes in [table.as_bytes(), &utf16, &gz.finish().unwrap(), many.as_bytes(), open.as_bytes(), b"text\n"] {
        agree("a.csv", bytes, &ReadOptions::default());
    }
    let page = "Title\n3 Comments\nSend them.\n\nNo.\n\nWhy?\n";
    agree("a.txt", page.as_bytes(), &ReadOptions::default());
    let mut tight = ReadOptions::default();
    for limit in ["ids", "cell", "row", "columns"] {
        tight.limits.set(limit, "9").unwrap();
        agree("a.csv", table.as_bytes(), &tight);
    }
}

#[test]
fn rows_before_an_error_are_handed_over() {
    let table = format!("id,text\n{}last,\"never closed", "1,hello\n".repeat(10_000));
    let reader = Reader::from_read("a.csv", Box::new(Cursor::new(table)), &ReadOptions::default()).unwrap();
    let (rows, report, error) = in_batches(reader);
    assert_eq!((rows.len(), report.rows), (10_000, 10_000));
    assert!(error.unwrap().starts_with("a.csv, row 10002, column `text`: the quotation mark"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn batches_and_rows_agree(
        rows in proptest::collection::vec("[,\"\r\n\0\ta-c \u{e9}\u{1F44D}]{0,24}", 0..20),
        json in proptest::collection::vec("(\\{\"text\":\"[a-c]{0,3}\",\"id\":[0-3]\\}|[{}\"a]{0,6})", 0..12),
    ) {
        agree("a.csv", format!("id,text,target,status\n{}", rows.join("\n")).as_bytes(), &ReadOptions::default());
        agree("a.jsonl", json.join("\n").as_bytes(), &ReadOptions::default());
    }
}
