//! Word vectors in a model: where no word stands twice, what words mean decides, and all promises hold as elsewhere.

use std::sync::Arc;

use hustings::classifier::{Classifier, Corpus, Given, Recipe, train};
use hustings::lexical::Memory;
use hustings::thread::Comment;
use hustings::vectors::{Vectors, read};
use hustings::{Error, Place, artifact};

const WORDS: [&str; 2] = [
    "cow horse sheep goat pig dog cat mouse rabbit chicken duck goose wolf fox bear lion tiger elephant monkey snake \
     eagle owl hawk deer whale shark salmon trout frog turtle",
    "guitar piano violin drum trumpet opera symphony jazz concert orchestra melody song album singer band chorus \
     composer cello flute saxophone rhythm ballad lyrics quartet sonata tenor soprano banjo harmonica tune",
];

fn recipe() -> Recipe {
    Recipe { folds: 3, record_folds: 2, c: vec![1.0], ..Recipe::default() }
}

fn corpus(recipe: &Recipe) -> Corpus {
    let comment = |label: usize, word: &str| Comment {
        id: word.into(),
        text: word.into(),
        stance: Some(["favor", "against"][label].into()),
        ..Comment::default()
    };
    let comments: Vec<Comment> =
        (0..2).flat_map(|label| WORDS[label].split_whitespace().map(move |word| comment(label, word))).collect();
    Corpus::collect(&comments, recipe, &Place::default()).expect("the corpus can be used")
}

fn trained(vectors: &str) -> Classifier {
    let recipe = Recipe { vectors: vectors.into(), ..recipe() };
    train(corpus(&recipe), &recipe, Given::default(), &|_, _| {}).expect("it trains")
}

fn reads_vectors(classifier: &Classifier) -> bool {
    classifier.training.kept.iter().any(|group| group == "vectors")
}

#[test]
fn what_words_mean_decides() {
    let classifier = trained("shipped");
    assert!(reads_vectors(&classifier), "{:?}", classifier.training.kept);
    let mut memory = Memory::default();
    for (word, label) in [("zebra", 0), ("camel", 0), ("musicians", 1), ("#bassoon", 1)] {
        assert_eq!(classifier.predict(word, None, None, &mut memory).label, label, "{word}");
    }
    let without = trained("none");
    assert!(!reads_vectors(&without) && !without.layout.vectors);
}

#[test]
fn tokens_answer_for_their_vectors() {
    let classifier = trained("shipped");
    for text in ["", "zzzq", "a cow plays #guitar, \"cow\" zzzq!", "guitar guitar eagle"] {
        let parts = classifier.explain(text, None);
        for (k, logit) in parts.logits.iter().enumerate() {
            let tokens: f64 = parts.tokens.iter().map(|t| t.weights[k]).sum();
            let columns: f64 = parts.columns.iter().map(|c| c.weights[k]).sum();
            assert!((parts.base[k] + tokens + columns - logit).abs() < 1e-4, "{text:?}");
        }
        assert!(parts.columns.iter().all(|column| !column.name.contains("vector")));
    }
    // The centre of all comments is in the base, so only the difference of two words has a sign of its own.
    let speaks = |word: &str| classifier.explain(word, None).tokens[0].weights[0];
    assert!(speaks("zebra") > speaks("musicians"), "a word never seen has a reason");
}

#[test]
fn a_model_is_served_with_its_own_vectors_only() {
    let classifier = trained("shipped");
    let bytes = artifact::to_bytes(&classifier).expect("bytes");
    let loaded = artifact::from_bytes(&bytes, "m").expect("it loads");
    let ask = |classifier: &Classifier| classifier.predict("a zebra sings", None, None, &mut Memory::default());
    assert_eq!(ask(&loaded).probabilities, ask(&classifier).probabilities);
    let table = hustings::vectors::Vectors::shipped();
    let hash = table.hash().as_bytes();
    // A model of a version that wrote no digest, so that the table is what is looked at.
    let mut other = bytes.clone();
    let begins = b"{\\\"digest\\\":\\\"";
    let start = bytes.windows(begins.len()).position(|w| w == begins).expect("a digest");
    let end = start + begins.len() + 32 + "\\\",".len();
    other[start..end].fill(b' ');
    other[end - 1] = b'{';
    assert!(artifact::from_bytes(&other, "m").is_ok());
    let at = bytes.windows(hash.len()).position(|w| w == hash).expect("the manifest names the table");
    other[at] = if other[at] == b'0' { b'1' } else { b'0' };
    let error = artifact::from_bytes(&other, "m").err().expect("other vectors");
    assert!(matches!(error, Error::Model { .. }) && error.to_string().contains("other word vectors"), "{error}");
}

#[test]
fn a_flipped_bit_is_no_other_model() {
    let bytes = artifact::to_bytes(&trained("none")).expect("bytes");
    assert!(artifact::from_bytes(&bytes, "m").is_ok());
    for at in (0..bytes.len()).step_by(bytes.len() / 300 + 1) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(artifact::from_bytes(&flipped, "m").is_err(), "byte {at} of {}", bytes.len());
    }
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let bytes = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        artifact::to_bytes(&pool.install(|| trained("shipped"))).expect("bytes")
    };
    let one = bytes(1);
    assert!(one == bytes(2) && one == bytes(8));
}

/// A table in which the animals point one way and the music the other.
fn table() -> Arc<Vectors> {
    let line = |word: &str, x: f32| format!("{word} {x} 0.25 {}\n", word.len());
    let all = [WORDS[0], "zebra"].map(|w| (w, 1.0)).into_iter().chain([WORDS[1], "bassoon"].map(|w| (w, -1.0)));
    let text: String = all.flat_map(|(words, x)| words.split_whitespace().map(move |word| line(word, x))).collect();
    let made = read("animals.txt", text.as_bytes(), 100, &mut |_| {}).expect("a table");
    Arc::new(Vectors::from_bytes(made.bytes, "animals").expect("it is one"))
}

#[test]
fn a_model_carries_a_table_that_is_not_the_shipped_one() {
    let recipe = Recipe { vectors: "animals".into(), ..recipe() };
    let trained = |vectors| train(corpus(&recipe), &recipe, Given { vectors, ..Given::default() }, &|_, _| {});
    let message = trained(None).err().expect("no table").to_string();
    assert!(message.contains("the table `animals` was not given. Use shipped or none"), "{message}");
    let bytes = artifact::to_bytes(&trained(Some(table())).expect("it trains")).expect("bytes");
    let loaded = artifact::from_bytes(&bytes, "m").expect("it loads");
    assert!(reads_vectors(&loaded));
    assert_eq!(loaded.predict("zebra", None, None, &mut Memory::default()).label, 0);
    assert_eq!(loaded.predict("bassoon", None, None, &mut Memory::default()).label, 1);
}
