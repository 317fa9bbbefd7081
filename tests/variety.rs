//! Holds `data/arming-rebels.csv` to the variety that its datasheet reports, and to what every row promises; the loose
//! comments beside it to what their rows promise.
//!
//! Comments written by a language model repeat themselves before anyone notices, so the measures of `data/README.md`
//! are bounds here. The reference is a random sample of distinct posts of the VAST corpus, comments of real readers
//! on many topics, of as many tokens; `data/measure --against` prints both columns again. Counts that
//! grow with the text are taken over a fixed number of tokens, so that the file may grow.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

/// Comments and threads that the datasheet promises.
const COMMENTS: usize = 2_000;
const THREADS: usize = 200;

/// Tokens, and the fewest of them that must be distinct. VAST: 1,670, 4,222 and 7,422; one topic grows more slowly, and
/// the comments were edited towards the ordinary words of their subject (1,250, 2,754 and 4,443).
const GROWTH: [(usize, usize); 3] = [(5_000, 1_180), (20_000, 2_620), (50_000, 4_240)];

/// Tokens in which repeated 4-grams are counted, and the share of 4-grams that may occur more than once. VAST: 2.55 %,
/// with many topics; here 4.42 %, stock phrases of one subject.
const WINDOW: usize = 90_000;
const REPEATED: f64 = 0.05;

/// Two comments are near-duplicates above this Jaccard index of their 4-grams. VAST: none in 910 posts.
const NEAR: f64 = 0.5;
/// The most near-duplicate pairs for each comment.
const NEAR_PAIRS: f64 = 0.005;

/// The least and the greatest share of a stance. There is no reference: the balance was asked for, not observed.
const SHARE: (f64, f64) = (0.20, 0.50);

/// Words of a reaction, and how often the same one may stand: people do write "well said" under everything. A reaction
/// in emoji alone has no words.
const REACTION: usize = 7;
const AGAIN: usize = 12;

const STANCES: [&str; 3] = ["favor", "against", "none"];
const ACTS: [&str; 7] = ["agreement", "disagreement", "question", "answer", "sarcasm", "attack", "evidence"];

#[derive(Deserialize)]
struct Comment {
    id: String,
    thread_id: String,
    parent_id: String,
    title: String,
    target: String,
    text: String,
    stance: String,
    acts: String,
    acts_labelled: String,
}

fn comments() -> Vec<Comment> {
    read("arming-rebels.csv")
}

fn read(name: &str) -> Vec<Comment> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    let rows = csv::Reader::from_path(path).expect("the data file").into_deserialize().collect::<Result<_, _>>();
    rows.expect("rows in the canonical columns")
}

/// Runs of `[a-z0-9']` in lower case.
fn tokens(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '\''));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Threads stand one after the other in the file, so a beginning of it would know a few voices only.
fn shuffled(comments: &[Comment]) -> Vec<Vec<String>> {
    let mut texts: Vec<_> = comments.iter().map(|comment| tokens(&comment.text)).collect();
    texts.shuffle(&mut ChaCha8Rng::seed_from_u64(1));
    texts
}

fn distinct_after(texts: &[Vec<String>], wanted: usize) -> usize {
    let first: Vec<&String> = texts.iter().flatten().take(wanted).collect();
    assert_eq!(first.len(), wanted, "the file has fewer tokens than are looked at");
    first.into_iter().collect::<HashSet<_>>().len()
}

fn repeated_share(texts: &[Vec<String>]) -> f64 {
    let mut seen: HashMap<&[String], usize> = HashMap::new();
    let mut held = 0;
    for text in texts.iter().take_while(|text| {
        let more = held < WINDOW;
        held += text.len();
        more
    }) {
        text.windows(4).for_each(|gram| *seen.entry(gram).or_default() += 1);
    }
    let repeated: usize = seen.values().filter(|times| **times > 1).sum();
    repeated as f64 / seen.values().sum::<usize>() as f64
}

/// Pairs of texts above [`NEAR`], found through the 4-grams that they share.
fn near_duplicates(texts: &[Vec<String>]) -> Vec<(usize, usize)> {
    let sets: Vec<HashSet<&[String]>> = texts.iter().map(|text| text.windows(4).collect()).collect();
    let mut holders: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, set) in sets.iter().enumerate() {
        for gram in set {
            holders.entry(gram).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for who in holders.values() {
        for (i, a) in who.iter().enumerate() {
            for b in &who[i + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let near = |(a, b): (usize, usize), n: usize| n as f64 / (sets[a].len() + sets[b].len() - n) as f64 > NEAR;
    shared.into_iter().filter(|(pair, n)| near(*pair, *n)).map(|(pair, _)| pair).collect()
}

#[test]
fn it_is_as_large_as_promised() {
    let comments = comments();
    let threads: HashSet<&str> = comments.iter().map(|comment| comment.thread_id.as_str()).collect();
    assert!(comments.len() >= COMMENTS, "{} comments", comments.len());
    assert!(threads.len() >= THREADS, "{} threads", threads.len());
}

#[test]
fn its_vocabulary_grows() {
    let texts = shuffled(&comments());
    for (tokens, least) in GROWTH {
        let distinct = distinct_after(&texts, tokens);
        println!("{distinct} distinct tokens in the first {tokens}");
        assert!(
            distinct >= least,
            "{distinct} distinct tokens in the first {tokens}, and {least} are the fewest allowed"
        );
    }
}

#[test]
fn its_phrases_seldom_come_back() {
    let share = repeated_share(&shuffled(&comments()));
    println!("{:.2} % of the 4-grams occur more than once", 100.0 * share);
    assert!(share <= REPEATED, "{:.2} % of the 4-grams occur more than once", 100.0 * share);
}

#[test]
fn its_comments_differ() {
    let comments = comments();
    let texts: Vec<_> = comments.iter().map(|comment| tokens(&comment.text)).collect();
    let near = near_duplicates(&texts);
    let ids: Vec<_> = near.iter().take(10).map(|(a, b)| (&comments[*a].id, &comments[*b].id)).collect();
    println!("{} near-duplicate pairs", near.len());
    assert!((near.len() as f64) < NEAR_PAIRS * comments.len() as f64, "{} near-duplicate pairs: {ids:?} …", near.len());

    let mut same: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (comment, words) in comments.iter().zip(&texts) {
        same.entry(words.join(" ")).or_default().push(&comment.id);
    }
    let allowed = |words: &str| if words.split_whitespace().count() <= REACTION { AGAIN } else { 1 };
    same.retain(|words, ids| ids.len() > allowed(words));
    assert!(same.is_empty(), "the same words again, drop or reword one: {same:?}");
}

#[test]
fn no_stance_is_rare() {
    let comments = comments();
    for stance in STANCES {
        let share = comments.iter().filter(|comment| comment.stance == stance).count() as f64 / comments.len() as f64;
        assert!((SHARE.0..=SHARE.1).contains(&share), "{stance} is {:.1} % of the comments", 100.0 * share);
    }
}

#[test]
fn every_row_is_labelled_and_in_its_place() {
    let comments = comments();
    let all_acts = ACTS.join(";");
    let mut thread_of: HashMap<&str, &str> = HashMap::new();
    for Comment { id, thread_id, parent_id, title, target, text, stance, acts, acts_labelled } in &comments {
        for (column, value) in [("thread_id", thread_id), ("title", title), ("target", target), ("text", text)] {
            assert!(!value.trim().is_empty(), "{id}: no {column}");
        }
        assert!(STANCES.contains(&stance.as_str()), "{id}: stance {stance:?}");
        assert_eq!(*acts_labelled, all_acts, "{id}: an act was not looked for");
        let named: Vec<&str> = acts.split(';').filter(|act| !act.is_empty()).collect();
        assert!(named.iter().all(|act| ACTS.contains(act)), "{id}: acts {acts:?}");
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len(), "{id}: an act twice");
        // A parent stands above its answer, as in a page.
        let home = thread_of.get(parent_id.as_str());
        assert!(
            parent_id.is_empty() || home == Some(&thread_id.as_str()),
            "{id}: {parent_id:?} is not above it in its thread"
        );
        assert!(thread_of.insert(id, thread_id).is_none(), "{id} stands twice");
    }
}

/// A loose comment stands in no conversation, under an id of its own, and is word for word in no thread.
#[test]
fn loose_comments_are_loose() {
    let threads = comments();
    let texts: HashMap<&str, &str> = threads.iter().map(|c| (c.id.as_str(), c.text.as_str())).collect();
    let mut seen = HashSet::new();
    let loose = read("loose-comments.csv");
    assert!(loose.len() >= COMMENTS, "{}", loose.len());
    for Comment { id, thread_id, parent_id, title, target, text, stance, acts, acts_labelled } in &loose {
        let once = id.strip_prefix("loose-").unwrap_or_else(|| panic!("{id}: not called loose"));
        assert_ne!(texts.get(once), Some(&text.as_str()), "{id} stands in its thread");
        assert!(seen.insert(id), "{id} stands twice");
        assert!([thread_id, title, target, text].into_iter().all(|value| !value.trim().is_empty()), "{id}: empty");
        assert!(STANCES.contains(&stance.as_str()), "{id}: stance {stance:?}");
        let empty = [parent_id, acts, acts_labelled].into_iter().all(String::is_empty);
        assert!(empty, "{id}: what is said of another comment cannot be read without it");
    }
}

/// A bound that nothing can break guards nothing.
#[test]
fn templates_are_noticed() {
    let subjects = ["we", "they", "you", "rebels", "allies"];
    let written =
        |i: usize| tokens(&format!("{} should never send guns to people like that, number {i}", subjects[i % 5]));
    let texts: Vec<_> = (0..9_000).map(written).collect();
    assert!(distinct_after(&texts, 5_000) < GROWTH[0].1);
    assert!(repeated_share(&texts) > REPEATED);
    assert!(!near_duplicates(&texts[..50]).is_empty());
}
