//! Word vectors: every format gives the same table, a table is exact and checked, and nothing makes it panic.

use hustings::text::analyse;
use hustings::vectors::{DEFAULT_WORDS, Made, Vectors, key, mean, read};
use hustings::{Error, Result};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const GLOVE: &str = "the 0.5 -0.25\n, 1 1\nrebels 0.1 0.75\nRebels 9 9\nco-authored 3 3\nn't -0.5 0\n";
const HEADED: &str = "6 2\nthe 0.5 -0.25 \n, 1 1 \nrebels 0.1 0.75 \nRebels 9 9 \nco-authored 3 3 \nn't -0.5 0 \n";
const WINK: &str = r#"{"precision":8,"l2NormIndex":2,"wordIndex":3,"size":6,"dimensions":2,
    "words":["the",",","rebels","Rebels","co-authored","n't"],
    "vectors":{"the":[0.5,-0.25,0.6,0],",":[1,1,1.4,1],"rebels":[0.1,0.75,0.8,2],"Rebels":[9,9,12,3],
    "co-authored":[3,3,4,4],"n't":[-0.5,0,0.5,5]},"unkVector":[0,0,0,-1]}"#;

fn made(source: &str) -> Result<Made> {
    read("source", source.as_bytes(), 10, &mut |_| {})
}

fn table(source: &str) -> Vectors {
    Vectors::from_bytes(made(source).expect("a source").bytes, "table").expect("a table")
}

fn message(source: &str) -> String {
    made(source).expect_err("a malformed source").to_string()
}

/// A comment's tokens, one by one.
fn tokens(text: &str) -> Vec<(u64, u32)> {
    let read = analyse(text);
    read.tokens().iter().map(|token| (key(read.form(token)), 1)).collect()
}

#[test]
fn every_format_gives_the_same_table() {
    let glove = made(GLOVE).expect("GloVe");
    assert_eq!((glove.words, glove.dimensions, glove.read, glove.no_token, glove.repeated), (3, 2, 6, 2, 1));
    let (headed, wink) = (made(HEADED).expect("word2vec"), made(WINK).expect("wink"));
    assert_eq!(glove, headed);
    assert_eq!(glove, Made { format: "text", ..wink.clone() });
    assert_eq!(wink.format, "wink");
    assert_eq!(made(GLOVE).expect("GloVe").bytes, made(&GLOVE.replace('\n', "\r\n")).expect("with CRLF").bytes);
}

#[test]
fn a_table_keeps_ranks_and_values() {
    let table = table(GLOVE);
    assert_eq!((table.dimensions(), table.len()), (2, 3));
    let (weight, row) = table.get(key("rebels")).expect("a word");
    assert!((weight - 4f32.ln()).abs() < 1e-6, "the third word of the source, though the second is no token: {weight}");
    assert_eq!(row, [25, 127]);
    assert!((table.scale()[0] - 0.5 / 127.0).abs() < 1e-9);
    assert!(table.get(key(",")).is_none() && table.get(0).is_none());
}

#[test]
fn only_as_many_words_are_read_as_are_asked_for() {
    let cut = format!("{GLOVE}this line is no vector");
    assert!(made(&cut).is_err());
    let two = read("source", cut.as_bytes(), 2, &mut |_| {}).expect("two words");
    assert_eq!((two.words, two.read), (2, 3));
    let cut = &WINK[..WINK.find("\"Rebels\":").expect("a word")];
    assert!(made(cut).is_err());
    assert_eq!(read("source", cut.as_bytes(), 2, &mut |_| {}).expect("two words").bytes, two.bytes);
    assert!(matches!(read("source", GLOVE.as_bytes(), 0, &mut |_| {}), Err(Error::Recipe { .. })));
}

#[test]
fn words_of_several_pieces_are_words_and_no_numbers() {
    let spaced = made("the 1 2\n. . 3 4\nat x@y.z 5 6\n\u{a0} 7 8\n 9 9\nof\t3\t4\n").expect("words with spaces");
    assert_eq!((spaced.words, spaced.read, spaced.no_token), (2, 6, 4));
}

#[test]
fn malformed_sources_are_refused_with_line_cause_and_cure() {
    #[rustfmt::skip]
    let cases = [
        ("the 1 2\nof 1\n", "source, row 2: 1 numbers follow the word, not 2. Repair the line"),
        ("the 1 2\nof 1 2 3\n", "source, row 2: more than 2 numbers follow the word"),
        ("the 1 2\nof 1 x\n", "source, row 2: `x` is no number"),
        ("the 1 2\nof 1 inf\n", "source, row 2: the vector of `of` holds inf"),
        ("the 1 2\nof NaN 1\n", "NaN"),
        ("the 1 2\nof 1e39 1\n", "inf"),
        ("the\n", "no numbers follow the word"),
        ("3 2\nthe 1 2\nof 1 2\n", "its first line promises 3 words, and it has 2. It was cut off"),
        ("", "none of its 0 words"),
        (", 1 2\n", "none of its 1 words"),
        ("{\"a\": 1}", "it has no `vectors`"),
        ("{\"dimensions\": 2, \"vectors\": {\"the\": [1", "EOF"),
        ("{\"dimensions\": 2, \"vectors\": {\"the\": [1]}}", "invalid length 1, expected a list of 2 numbers"),
        ("{\"vectors\": {\"the\": [1, 2]}}", "`dimensions` does not stand before `vectors`"),
    ];
    for (source, told) in cases {
        let message = message(source);
        assert!(message.contains(told), "{source:?}: {message}");
    }
    let wide = format!("the{}\n", " 1".repeat(1025));
    let endless = "x".repeat(1 << 19);
    for (source, limit) in
        [(wide.as_str(), "dimensions"), ("3 99999\nthe 1 2\n", "dimensions"), (endless.as_str(), "line")]
    {
        assert!(message(source).contains(&format!("limit `{limit}`")), "{}", message(source));
    }
    assert!(message(r#"{"dimensions": 2000, "vectors": {}}"#).contains("limit `dimensions`"));
}

#[test]
fn the_vector_weighs_every_standing_beside_what_all_share() {
    let table = table(GLOVE);
    let common = table.common();
    let mut vector = [1.0; 2];
    mean(&table, tokens("Rebels, the #Rebels!"), &mut vector);
    let (mut sum, mut square) = ([0.0; 2], 0.0);
    for (word, times) in [("rebels", 2.0), ("the", 1.0)] {
        let (weight, row) = table.get(key(word)).expect("a word of the table");
        for d in 0..2 {
            let value = f64::from(weight) * f64::from(f32::from(row[d]) * table.scale()[d] - common[d]);
            sum[d] += times * value;
            square += times * value * value;
        }
    }
    for d in 0..2 {
        assert!((vector[d] - sum[d] / square.sqrt()).abs() < 1e-5, "{vector:?} {sum:?}");
    }
    let mut twice = [0.0; 2];
    mean(&table, [(key("rebels"), 2), (key("the"), 1)], &mut twice);
    assert!((vector[0] - twice[0]).abs() < 1e-12 && (vector[1] - twice[1]).abs() < 1e-12);
    mean(&table, tokens("nothing known"), &mut vector);
    assert!(vector.iter().all(|v| *v == 0.0), "{vector:?}");
}

#[test]
fn what_all_words_share_is_their_mean_by_frequency() {
    let table = table(GLOVE);
    let (mut sum, mut total) = ([0.0; 2], 0.0);
    for word in ["the", "rebels", "n't"] {
        let (weight, row) = table.get(key(word)).expect("a word of the table");
        let share = weight / (weight.exp() + 9.0);
        total += share;
        for (sum, (step, scale)) in sum.iter_mut().zip(row.iter().zip(table.scale())) {
            *sum += share * f32::from(*step) * scale;
        }
    }
    for (common, sum) in table.common().iter().zip(sum) {
        assert!((common - sum / total).abs() < 1e-6, "{common} {sum}");
    }
    let shipped = Vectors::shipped();
    let norm = |v: &[f32]| v.iter().map(|v| v * v).sum::<f32>().sqrt();
    assert!((1.0..6.0).contains(&norm(shipped.common())), "{}", norm(shipped.common()));
}

#[test]
fn the_shipped_table_is_what_it_says() {
    let shipped = Vectors::shipped();
    assert_eq!((shipped.len(), shipped.dimensions()), (DEFAULT_WORDS, 100));
    let checked = Vectors::from_bytes(shipped.bytes().to_vec(), "(shipped)").expect("its hash is that of its content");
    assert_eq!(checked.hash(), shipped.hash());
    let file = Sha256::digest(shipped.bytes()).iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/models/README.md")).expect("README");
    assert!(readme.contains(&file), "models/README.md names another file than sha256 {file}");
    assert!(readme.contains(shipped.hash()), "models/README.md names other content than {}", shipped.hash());
    assert!(shipped.bytes().len() <= 5_500_000, "the package stays small");
    let (the, _) = shipped.get(key("the")).expect("the most frequent word");
    assert!((the - 2f32.ln()).abs() < 1e-6);
    let cosine = |a: &str, b: &str| {
        let (mut x, mut y) = ([0.0; 100], [0.0; 100]);
        mean(&shipped, tokens(a), &mut x);
        mean(&shipped, tokens(b), &mut y);
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        dot(&x, &y) / (dot(&x, &x) * dot(&y, &y)).sqrt()
    };
    assert!(cosine("rebels", "insurgents") > 0.7 && cosine("rebels", "oven") < 0.3);
}

#[test]
fn damaged_tables_are_refused() {
    let good = made(GLOVE).expect("a source").bytes;
    let refused = |bytes: Vec<u8>| match Vectors::from_bytes(bytes, "t.safetensors") {
        Err(error @ Error::Vectors { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    };
    for cut in 0..good.len() {
        refused(good[..cut].to_vec());
    }
    assert!(refused(b"hello".to_vec()).contains("t.safetensors: this is not a table of word vectors"));
    let at = |text: &str| {
        good.windows(text.len())
            .position(|w| w == text.as_bytes())
            .unwrap_or_else(|| panic!("{text} is not in the file"))
    };
    let changed = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    let format = at(r#"\"format\":1"#) + r#"\"format\":"#.len();
    assert!(refused(changed(format, b'2')).contains("it has format 2, and this program reads format 1. Use a newer"));
    assert!(refused(changed(at(r#""vectors""#) + 1, b'w')).contains("not made by hustings"));
    let probe = at(r#"\"probe\":\""#) + r#"\"probe\":\""#.len();
    assert!(refused(changed(probe, b'x')).contains("the fingerprints of another version"));
    assert!(refused(changed(good.len() - 1, 1)).contains("does not fit its hash"));
    // Behind the header: three fingerprints, then scales or weights of four bytes.
    let start = 8 + usize::try_from(u64::from_le_bytes(good[..8].try_into().expect("eight bytes"))).expect("a size");
    assert!(refused(changed(start + 7, 0xff)).contains("not in order"));
    assert!(refused(changed(start + 24 + 3, 0xff)).contains("negative or not finite"));
    assert!(refused(changed(start + 24 + 8 + 3, 0xff)).contains("not positive and finite"));
    let model = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/models/arming-rebels.hustings")).expect("a model");
    assert!(refused(model).contains("it is a model"));
}

#[test]
fn a_table_is_read_from_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.safetensors");
    assert!(matches!(Vectors::load(&path), Err(Error::Io { .. })));
    let table = table(GLOVE);
    std::fs::write(&path, table.bytes()).expect("a file");
    assert_eq!(Vectors::load(&path).expect("the table").hash(), table.hash());
}

proptest! {
    #[test]
    fn no_source_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read("source", &bytes[..], 5, &mut |_| {});
    }

    #[test]
    fn no_text_makes_it_panic(text in "(\\{\"dimensions\":2,\"vectors\":\\{)?([a-z0-9.\",:{}\\[\\] \n\u{e9}-]{0,12}( 1| -0.5|,1)*\n?){0,12}") {
        let _ = made(&text);
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0usize..2000, byte in any::<u8>(), tail in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut bytes = made(GLOVE).expect("a source").bytes;
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(table) = Vectors::from_bytes(bytes, "table") {
            let _ = table.get(key("rebels"));
        }
        let _ = Vectors::from_bytes(tail, "table");
    }

    #[test]
    fn a_table_is_as_exact_as_its_scale(rows in proptest::collection::vec((-4f32..4.0, -1e-4f32..1e-4), 1..30)) {
        let source: String = rows.iter().enumerate().fold(String::new(), |text, (i, (a, b))| text + &format!("word{i} {a} {b}\n"));
        let made = read("source", source.as_bytes(), 100, &mut |_| {}).expect("a source");
        let table = Vectors::from_bytes(made.bytes, "table").expect("a table");
        for (i, (a, b)) in rows.iter().enumerate() {
            let (weight, row) = table.get(key(&format!("word{i}"))).expect("a word");
            prop_assert!((weight - (2.0 + i as f32).ln()).abs() < 1e-5);
            for (value, (step, scale)) in [a, b].into_iter().zip(row.iter().zip(table.scale())) {
                prop_assert!((value - f32::from(*step) * scale).abs() <= scale * 0.5001);
            }
        }
    }
}
