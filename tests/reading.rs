//! Reading through the front door: odd input gives rows and notes, or one sentence with place,
//! cause and cure.

use std::io::{Read, Write};

use hustings::thread::{
    Batch, Comment, CsvWriter, JsonlWriter, ReadOptions, Reader, Reason, Record, Report, Row, Status,
};
use hustings::{Error, Result};

fn read_with(name: &str, bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Result<(Vec<Row>, Report)> {
    let mut reader = Reader::from_read(name, Box::new(std::io::Cursor::new(bytes.into())), options)?;
    let rows = reader.by_ref().collect::<Result<Vec<_>>>()?;
    assert!(rows.iter().all(|row| row.cells.len() == reader.headers().len() && !row.comment.id.is_empty()));
    Ok((rows, reader.report().clone()))
}

fn read(name: &str, bytes: impl Into<Vec<u8>>) -> Result<(Vec<Row>, Report)> {
    read_with(name, bytes, &ReadOptions::default())
}

fn refusal(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    read(name, bytes).expect_err("this should be refused").to_string()
}

fn texts(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.comment.text.as_str()).collect()
}

mod tables {
    use super::*;

    #[test]
    fn columns_are_found_and_every_row_is_kept() {
        let table = "ID;Comment;Label;topic;author\r\n7;\"one\r\ntwo\";pro;rebels;ann\r\n;  ;;;\r\n8;three;con\r\n9;four;con;rebels;bob;extra\r\n";
        let (rows, report) = read("a.csv", table).unwrap();
        assert_eq!(texts(&rows), ["one\r\ntwo", "  ", "three", "four"]);
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert_eq!(rows[1].comment.id, "row-3");
        assert_eq!(rows[0].comment.stance.as_deref(), Some("pro"));
        assert_eq!(rows[0].comment.target.as_deref(), Some("rebels"));
        assert_eq!((report.rows, report.delimiter, report.source), (4, Some(b';'), "csv"));
        assert_eq!(report.unusable[&Reason::EmptyText].first, [3]);
        assert_eq!(report.flawed[&Reason::Ragged].first, [4, 5]);
        assert!(rows[3].problem.as_ref().unwrap().to_string().contains("left over: `extra`"));
    }

    #[test]
    fn duplicate_ids_and_nul_bytes_are_kept_and_told() {
        let (rows, report) = read("a.csv", "id,text\n1,a\n1,b\0c\n2,d\n1,e\n").unwrap();
        assert_eq!(texts(&rows), ["a", "b\u{FFFD}c", "d", "e"]);
        let notes = report.notes.join("\n");
        assert!(notes.contains("2 rows (3, 5) repeat an id"), "{notes}");
        assert!(notes.contains("1 row (3) held NUL"), "{notes}");
    }

    #[test]
    fn nothing_to_read_is_refused_with_a_cure() {
        assert!(refusal("a.csv", "").contains("a.csv: it is empty. Give"));
        assert!(refusal("a.csv", "\u{FEFF} \n\n").contains("it is empty"));
        assert!(refusal("a.csv", "id,text\n").contains("a.csv: there are no rows in it. Give"));
        assert!(refusal("a.jsonl", "{}\n").contains("no column holds the text"));
        let options = ReadOptions { from: Some("cvs".into()), ..ReadOptions::default() };
        assert!(read_with("a", "x", &options).unwrap_err().to_string().contains("The formats are"));
        assert!(Reader::open("/nowhere/a.csv", &ReadOptions::default()).is_err());
    }

    #[test]
    fn a_quote_left_open_names_the_row_where_it_opened() {
        let rest = "4,fine\n".repeat(20_000);
        for tail in ["", "\n", &rest] {
            let table = format!("id,text\n1,\"closed \"\" one\"\n2,ok\n3,\"never closed{tail}");
            let told = refusal("a.csv", table);
            assert!(told.starts_with("a.csv, row 4, column `text`: the quotation mark"), "{told}");
        }
        let (rows, _) = read("a.csv", "id,text\n1,\"closed at the very end\"").unwrap();
        assert_eq!(texts(&rows), ["closed at the very end"]);
        let (rows, _) = read("a.csv", "id,text\n1,\"\"").unwrap();
        assert_eq!(texts(&rows), [""]);
    }

    #[test]
    fn giants_meet_a_limit_with_place_and_cure() {
        let giant = "x".repeat(10 << 20);
        for table in [format!("id,text\n1,a\n2,{giant}\n"), format!("id,text\n1,a\n2,\"{giant}\n")] {
            let told = refusal("a.csv", table);
            assert!(told.starts_with("a.csv, row 3, column `text`: a cell of"), "{told}");
            assert!(told.contains("over the limit `cell` of 1 MiB. Raise it with `--limit cell=4MiB`"), "{told}");
        }
        let mut options = ReadOptions::default();
        options.limits.set("cell", "16MiB").unwrap();
        options.limits.set("row", "16MiB").unwrap();
        let (rows, _) = read_with("a.csv", format!("id,text\n1,{giant}\n"), &options).unwrap();
        assert_eq!(rows[0].comment.text.len(), 10 << 20);
        assert!(
            refusal("a.csv", format!("text{}\n1\n", ",c".repeat(5000))).contains("limit `columns` of 4,096 columns")
        );
        assert!(refusal("a.jsonl", format!("{{\"text\":\"{giant}\"}}\n")).contains("row 1, column `text`: a value of"));
        assert!(matches!(read("a.jsonl", format!("{{\"text\":\"{giant}{giant}\"}}")), Err(Error::Limit { .. })));
    }

    #[test]
    fn named_columns_must_exist() {
        let mut options = ReadOptions::default();
        options.columns.text = Some("remrak".into());
        let told = read_with("a.csv", "id,remark\n1,a\n", &options).unwrap_err().to_string();
        assert!(told.contains("no column `remrak`; the columns are `id`, `remark`. Did you mean `remark`?"), "{told}");
    }
}

mod packing {
    use super::*;

    const TABLE: &str = "id,text\n1,na\u{EF}ve caf\u{E9}\n2,\u{201C}so\u{201D}\n";

    #[test]
    fn encodings_and_compressions_are_detected_and_reported() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TABLE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let latin = b"id,text\n1,na\xEFve caf\xE9\n2,\x93so\x94\n".to_vec();
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(TABLE.as_bytes()).unwrap();
        let gz = gz.finish().unwrap();
        let zst = zstd::encode_all(TABLE.as_bytes(), 1).unwrap();
        let bom = [b"\xEF\xBB\xBF", TABLE.as_bytes()].concat();
        for (bytes, encoding, compression) in [
            (TABLE.into(), "UTF-8", "none"),
            (bom, "UTF-8", "none"),
            (utf16, "UTF-16LE", "none"),
            (latin, "windows-1252", "none"),
            (gz.clone(), "UTF-8", "gzip"),
            (zst, "UTF-8", "zstd"),
        ] {
            let (rows, report) = read("table", bytes).unwrap();
            assert_eq!(texts(&rows), ["na\u{EF}ve caf\u{E9}", "\u{201C}so\u{201D}"], "{encoding}");
            assert_eq!((report.encoding, report.compression), (encoding, compression));
        }
        let told = refusal("a.csv.gz", &gz[..gz.len() - 12]);
        assert!(told.contains("the gzip data is damaged or ends too early"), "{told}");
        assert!(refusal("a.xlsx", "PK\x03\x04 and so on").contains("export the sheet as CSV"));
    }

    #[test]
    fn a_long_input_streams() {
        struct Endless(u64);
        impl Read for Endless {
            fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
                self.0 += 1;
                let line: &[u8] = if self.0 == 1 { b"id,text\n" } else { b"1,a comment of some length\n" };
                let n = line.len().min(out.len());
                out[..n].copy_from_slice(&line[..n]);
                Ok(n)
            }
        }
        let reader = Reader::from_read("a.csv", Box::new(Endless(0)), &ReadOptions::default()).unwrap();
        assert_eq!(reader.take(50_000).flatten().count(), 50_000);
    }
}

mod json {
    use super::*;

    #[test]
    fn lines_and_arrays_give_the_same_rows() {
        let objects = [r#"{"id":1,"body":"one","tags":["a","b"]}"#, r#"{"body":"two","label":"con","id":"x"}"#];
        let lines = objects.join("\n");
        let array = format!(" [{}]", objects.join(",\n"));
        let pretty = objects.join("\n").replace(',', ",\n  ");
        for text in [lines, array, pretty] {
            let (rows, report) = read("-", text).unwrap();
            assert_eq!(texts(&rows), ["one", "two"]);
            assert_eq!(rows[0].cells, ["1", "one", "a;b", ""]);
            assert_eq!((rows[1].comment.id.as_str(), rows[1].comment.stance.as_deref()), ("x", Some("con")));
            assert_eq!(report.source, "jsonl");
        }
    }

    #[test]
    fn broken_lines_lose_only_themselves() {
        let lines = "{\"text\":\"a\"}\n{\"text\":\"\\ud800\"}\n\n{\"text\":\n{\"text\":{\"b\":1}}\n{\"text\":7}\n{\"text\":\"b\",\"text\":\"c\"}\n{\"text\":\"\"}\n";
        let (rows, report) = read("a.jsonl", lines).unwrap();
        assert_eq!(texts(&rows), ["a", "\u{FFFD}", "", "{\"b\":1}", "7", "b", ""]);
        assert_eq!(report.unusable[&Reason::NotJson].first, [4]);
        assert_eq!(report.flawed[&Reason::BadCell].first, [5, 6]);
        assert_eq!(report.flawed[&Reason::DuplicateKey].first, [7]);
        assert_eq!(report.unusable[&Reason::EmptyText].first, [8]);
    }

    #[test]
    fn numbers_stay_as_written_and_half_an_emoji_loses_no_row() {
        let lines = "{\"id\":12345678901234567890123,\"text\":\"a\",\"score\":1e400}\n\
                     {\"id\":1.10,\"text\":\"guns \\ud83d now\",\"score\":-0}\n";
        let (rows, report) = read("a.jsonl", lines).unwrap();
        let cells: Vec<&[String]> = rows.iter().map(|row| row.cells.as_slice()).collect();
        assert_eq!(cells[0], ["12345678901234567890123", "a", "1e400"]);
        assert_eq!(cells[1], ["1.10", "guns \u{FFFD} now", "-0"]);
        assert!(report.unusable.is_empty(), "{report}");
    }

    #[test]
    fn an_array_that_is_never_closed_is_told() {
        let (rows, report) = read("a.json", "[{\"id\":1,\"text\":\"a\"},{\"id\":2,\"text\":\"b\"}, ").unwrap();
        assert_eq!(rows.len(), 2);
        assert!(report.notes.iter().any(|note| note.contains("never closed")), "{report}");
        let (_, report) = read("a.json", "[{\"id\":1,\"text\":\"a\"}]\n").unwrap();
        assert!(report.notes.is_empty(), "{report}");
    }

    #[test]
    fn what_cannot_go_on_is_refused_with_its_row() {
        let deep = format!("{{\"text\":\"a\"}}\n{{\"text\":{}1{}}}\n", "[".repeat(80), "]".repeat(80));
        let told = refusal("a.jsonl", deep);
        assert!(told.starts_with("a.jsonl, row 2: JSON nested 81 deep is over the limit `json-depth` of 64"), "{told}");
        assert!(told.contains("--limit json-depth=120"), "{told}");
        assert!(refusal("a.json", "[{\"text\":\"a\"},{\"text\":\"b\"").contains("row 2: the input ends inside"));
        let told = refusal("a.json", "[{\"text\":{\"of\":1}}]");
        assert!(told.contains("column `text`: the key `text` holds lists or objects, not a text"), "{told}");
        assert!(refusal("a.json", "[{\"text\":\"a\"},7]").contains("row 2: `7` stands where"));
    }
}

mod round_trip {
    use proptest::prelude::*;

    use super::*;

    /// What tables of other programs hold where nothing is.
    fn is_nothing(field: &str) -> bool {
        ["NaN", "nan", "NULL", "null", "NA", "\\N", "<NA>", "[deleted]"].contains(&field)
            || field.parse::<f64>().is_ok()
    }

    fn field() -> impl Strategy<Value = Option<String>> {
        proptest::option::of("\\PC{1,12}")
            .prop_map(|field| field.map(|f| f.trim().to_owned()).filter(|f| !f.is_empty() && !is_nothing(f)))
    }

    prop_compose! {
        fn comment()(
            text in any::<String>().prop_map(|text| text.replace('\0', "")),
            fields in (field(), field(), field(), field(), field()),
            sure in proptest::option::of(0.0f32..=1.0),
            status in prop_oneof![Just(Status::Visible), Just(Status::Spam), Just(Status::Deleted), Just(Status::Pending)],
            acts in prop_oneof![Just(vec![]), Just(vec!["sarcasm".to_owned()])],
        ) -> Comment {
            let (thread_id, author, title, target, stance) = fields;
            let mut acts_labelled = acts.clone();
            acts_labelled.push("question".into());
            Comment { text, thread_id, author, title, target, stance, status, acts, acts_labelled, reply_confidence: sure, ..Comment::default() }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_is_written_is_read_again(mut comments in proptest::collection::vec(comment(), 1..8)) {
            for (i, comment) in comments.iter_mut().enumerate() {
                comment.id = format!("c{i}");
            }
            let mut csv = CsvWriter::new(Vec::new()).unwrap();
            let mut jsonl = JsonlWriter::new(Vec::new());
            for comment in &comments {
                csv.write(comment).unwrap();
                jsonl.write(comment).unwrap();
            }
            for (name, bytes) in [("a.csv", csv.finish().unwrap()), ("a.jsonl", jsonl.finish().unwrap())] {
                let (rows, _) = read(name, bytes).unwrap();
                let again: Vec<Comment> = rows.into_iter().map(|row| row.comment).collect();
                prop_assert_eq!(&again, &comments, "{}", name);
            }
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "(a\\.csv|a\\.jsonl|a\\.txt)") {
            let _ = read(&name, bytes);
        }
    }
}

#[test]
fn a_table_for_spreadsheets_is_read_as_it_was() {
    let comment = |id: &str, author: &str, text: &str| Comment {
        id: id.into(),
        author: Some(author.into()),
        text: text.into(),
        reply_confidence: Some(0.5),
        ..Comment::default()
    };
    let comments = [comment("-1", "=cmd()", "+1 to that"), comment("a", "@ann", "'twas"), comment("b", "Bo", "-- no")];
    let mut table = CsvWriter::for_spreadsheets(Vec::new(), &["note"]).unwrap();
    for one in &comments {
        table.write_with(one, &["=1".into()]).unwrap();
    }
    let bytes = table.finish().unwrap();
    let cells: Vec<Vec<String>> = csv::Reader::from_reader(bytes.as_slice())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(cells[0][0], "-1", "a number stays a number");
    assert!(cells.iter().flatten().all(|cell| cell == "-1" || !cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
    let reader =
        Reader::from_read("t.csv", Box::new(std::io::Cursor::new(bytes.clone())), &ReadOptions::default()).unwrap();
    let rows: Vec<_> = reader.map(|row| row.unwrap()).collect();
    assert_eq!(rows.iter().map(|row| row.comment.clone()).collect::<Vec<_>>(), comments);
    assert!(rows.iter().all(|row| row.cells.contains(&"=1".to_owned())), "other columns come back, too");
    // The same in batches, which is how `predict` reads.
    let mut reader =
        Reader::from_read("t.csv", Box::new(std::io::Cursor::new(bytes)), &ReadOptions::default()).unwrap();
    let mut batch = Batch::default();
    assert!(reader.read_batch(&mut batch).unwrap());
    let texts: Vec<&str> = batch.records().map(Record::text).collect();
    assert_eq!(texts, ["+1 to that", "'twas", "-- no"]);
    // Without the column nothing is taken off.
    let plain = Reader::from_read("t.csv", Box::new("id,text\n1,'=x\n".as_bytes()), &ReadOptions::default()).unwrap();
    assert_eq!(plain.map(|row| row.unwrap().comment.text).collect::<Vec<_>>(), ["'=x"]);
}
