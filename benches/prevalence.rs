//! How good shares and their intervals are: rehearsals on a model's own record, and on a labelled file it has not seen.
//!
//! `cargo bench --bench prevalence -- MODEL [TEST.csv] [--json FILE]` prints a table; `scripts/quality prevalence` runs it
//! on the models that `docs/prevalence.md` tells of. Nothing is fitted here.

use std::collections::BTreeMap;
use std::path::Path;

use hustings::artifact;
use hustings::classifier::{Classifier, Reference, Scope};
use hustings::prevalence::{Method, Pool, Prevalence, Protocol, Rehearsal, measure, rehearse};
use hustings::thread::{ReadOptions, read_all};
use serde_json::json;

const THREADS: usize = 1_000;
const SIZE: usize = 100;
const SEED: u64 = 42;
/// Targets with fewer comments, or fewer of a label, are not rehearsed: a thread of a hundred drawn from half of so few
/// repeats the same comments over and over.
const FEWEST: usize = 300;
const FEWEST_OF_LABEL: usize = 40;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let json = args.iter().position(|arg| arg == "--json").and_then(|at| args.get(at + 1));
    let files: Vec<&String> = args.iter().filter(|arg| *arg != "--json" && Some(*arg) != json).collect();
    let Some(model) = files.first() else {
        println!("skipped: name a model, e.g. cargo bench --bench prevalence -- models/arming-rebels.hustings");
        return;
    };
    let classifier = artifact::load(Path::new(model)).expect("a model");
    let mut lines = vec![header()];
    let mut figures = serde_json::Map::new();
    let mut add = |name: &str, found: &[Rehearsal]| {
        let mean = mean(found);
        lines.push(line(name, &mean));
        figures.insert(name.to_owned(), json!(mean));
    };
    for protocol in [Protocol::Natural, Protocol::Shifted] {
        let found = held_out(&classifier, protocol);
        if !found.is_empty() {
            add(&format!("record, {}", named(protocol)), &found);
        }
    }
    if let Some(test) = files.get(1) {
        for protocol in [Protocol::Natural, Protocol::Shifted] {
            add(&format!("test, {}", named(protocol)), &tested(&classifier, test, protocol));
        }
        add("test, as it is", &whole(&classifier, test));
    }
    println!("{}", lines.join("\n"));
    if let Some(path) = json {
        std::fs::write(path, json!(figures).to_string()).expect("the figures can be written");
    }
}

/// Threads of each target, drawn from one half of its record and estimated by the other.
fn held_out(classifier: &Classifier, protocol: Protocol) -> Vec<Rehearsal> {
    let of = |target: usize| classifier.reference(&[Some(target)], classifier.placed.is_some());
    let enough = |reference: &Reference| {
        let count = |label: usize| reference.gold.iter().filter(|gold| **gold == label).count();
        reference.scope == Scope::Target
            && reference.gold.len() >= FEWEST
            && (0..reference.classes).all(|label| count(label) >= FEWEST_OF_LABEL)
    };
    let references: Vec<Reference> =
        (0..classifier.layout.targets.len()).filter_map(of).filter(|reference| enough(reference)).collect();
    let threads = THREADS.div_ceil(references.len().max(1));
    references.iter().map(|reference| rehearse(reference, protocol, threads, SIZE, SEED)).collect()
}

/// The labelled comments of a file by target, with the record that stands for them.
fn pools(classifier: &Classifier, file: &str) -> Vec<(Prevalence, Pool)> {
    let (rows, _) = read_all(file, &ReadOptions::default()).expect("a labelled file");
    let predictions = classifier.predict_all(rows.iter().map(|row| &row.comment), None);
    let mut pools: BTreeMap<usize, (bool, Pool)> = BTreeMap::new();
    for (row, told) in rows.iter().zip(predictions) {
        let label = row.comment.stance.as_deref().and_then(|raw| classifier.labels.index(raw.trim()));
        if let (Some(label), Some(target)) = (label, classifier.target(row.comment.target.as_deref())) {
            let (placed, pool) = pools.entry(target).or_default();
            *placed |= told.placed;
            pool.gold.push(label);
            pool.told.push(told.label);
            pool.rows.push(told.probabilities);
        }
    }
    let known = |target: usize, placed: bool| {
        Prevalence::of(classifier.reference(&[Some(target)], placed).as_ref(), classifier.labels.len(), SEED)
    };
    pools.into_iter().map(|(target, (placed, pool))| (known(target, placed), pool)).collect()
}

fn tested(classifier: &Classifier, file: &str, protocol: Protocol) -> Vec<Rehearsal> {
    let pools = pools(classifier, file);
    let classes = classifier.labels.len();
    let one = |(known, pool): &(Prevalence, Pool)| measure(known, pool, classes, protocol, THREADS, SIZE, SEED);
    pools.iter().map(one).collect()
}

/// Each target's comments as one thread.
fn whole(classifier: &Classifier, file: &str) -> Vec<Rehearsal> {
    let classes = classifier.labels.len();
    let one =
        |(known, pool): &(Prevalence, Pool)| measure(known, pool, classes, Protocol::Natural, 1, pool.gold.len(), SEED);
    pools(classifier, file).iter().map(one).collect()
}

fn named(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Natural => "natural",
        Protocol::Shifted => "shifted",
    }
}

fn mean(found: &[Rehearsal]) -> Rehearsal {
    let n = found.len().max(1) as f64;
    let over = |of: &dyn Fn(&Rehearsal) -> f64| found.iter().map(of).sum::<f64>() / n;
    Rehearsal {
        threads: found.iter().map(|r| r.threads).sum(),
        error: over(&|r| r.error),
        errors: Method::ALL.into_iter().map(|m| (m, over(&|r| r.errors[&m]))).collect(),
        coverage: over(&|r| r.coverage),
        width: over(&|r| r.width),
        moved: over(&|r| r.moved),
        quotable: over(&|r| r.quotable),
    }
}

fn header() -> String {
    let methods: String = Method::ALL.map(|m| format!("{:>7}", m.name())).concat();
    format!(
        "{:<18}{:>8}{:>10}{methods}{:>10}{:>7}{:>10}{:>9}",
        "threads", "", "headline", "coverage", "width", "moved", "quotable"
    )
}

fn line(name: &str, r: &Rehearsal) -> String {
    let methods = r.errors.values().map(|error| format!("{error:>7.3}")).collect::<Vec<_>>().concat();
    format!(
        "{name:<18}{:>8}{:>10.4}{methods}{:>10.3}{:>7.3}{:>10.2}{:>9.2}",
        r.threads, r.error, r.coverage, r.width, r.moved, r.quotable
    )
}
