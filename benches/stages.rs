//! How long each stage takes, on the shipped data and the shipped model, through the public API alone.
//!
//! `cargo bench` runs all; `cargo bench -- analyse` those whose name holds `analyse`. A stage is one short function:
//! where the library changes, one line here follows.

use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hustings::classifier::{Classifier, Corpus, Given, Prediction, Question, Recipe, train};
use hustings::decision::Folded;
use hustings::features::{self, Facts, Glossary, PhraseFamily, Target, View, cues, phrase_families};
use hustings::lexical::{Memory, Part, Shares, Task, UnitMatrix, Weighting, fit_path};
use hustings::sparse::Options;
use hustings::text::{Analysis, Stemmer, analyse};
use hustings::thread::{Comment, ReadOptions, Reader};
use hustings::{Place, artifact};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/arming-rebels.csv");
const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/models/arming-rebels.hustings");

/// Rows that the training benchmark sees: enough for every step, few enough for ten samples.
const TRAIN_ROWS: usize = 400;

/// What every stage starts from.
struct Desk {
    csv: Vec<u8>,
    comments: Vec<Comment>,
    read: Vec<Analysis>,
    classifier: Classifier,
    stemmer: Stemmer,
    phrases: Vec<&'static dyn PhraseFamily>,
    target: Target,
}

impl Desk {
    fn new() -> Self {
        let csv = std::fs::read(DATA).expect("the shipped data");
        let classifier = artifact::load(Path::new(MODEL)).expect("the shipped model");
        let comments = comments(csv.clone());
        let stemmer = Stemmer::new(&classifier.recipe.language).expect("a language that the recipe passed");
        Self {
            read: comments.iter().map(|comment| analyse(&comment.text)).collect(),
            target: Target::new("arming the rebels", &stemmer),
            phrases: phrase_families(&classifier.recipe.phrases),
            csv,
            comments,
            classifier,
            stemmer,
        }
    }

    fn texts(&self) -> Vec<&str> {
        self.comments.iter().map(|c| c.text.as_str()).collect()
    }

    fn text_bytes(&self) -> Throughput {
        Throughput::Bytes(self.comments.iter().map(|c| c.text.len() as u64).sum())
    }

    fn rows(&self) -> Throughput {
        Throughput::Elements(self.comments.len() as u64)
    }
}

fn comments(csv: Vec<u8>) -> Vec<Comment> {
    let reader = Reader::from_read("bench.csv", Box::new(Cursor::new(csv)), &ReadOptions::default());
    reader.expect("a table").map(|row| row.expect("a row").comment).collect()
}

/// One stage over all comments, with what it handles a second.
fn stage(c: &mut Criterion, name: &str, size: Throughput, mut run: impl FnMut()) {
    let mut group = c.benchmark_group("stages");
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    group.throughput(size).bench_function(name, |b| b.iter(&mut run));
    group.finish();
}

fn reading(c: &mut Criterion, desk: &Desk) {
    let bytes = Throughput::Bytes(desk.csv.len() as u64);
    stage(c, "read CSV", bytes, || drop(black_box(comments(desk.csv.clone()))));
    let model = std::fs::read(MODEL).expect("the shipped model");
    let bytes = Throughput::Bytes(model.len() as u64);
    stage(c, "load model", bytes, || drop(black_box(artifact::from_bytes(&model, MODEL).expect("a model"))));
}

fn text(c: &mut Criterion, desk: &Desk) {
    stage(c, "analyse", desk.text_bytes(), || desk.comments.iter().for_each(|c| drop(black_box(analyse(&c.text)))));
    stage(c, "units", desk.text_bytes(), || {
        desk.read.iter().for_each(|read| features::units(read, &desk.phrases, &mut |_, text, _| _ = black_box(text)));
    });
    let (mut glossary, mut row) = (Glossary::default(), Vec::new());
    stage(c, "notes and cues", desk.text_bytes(), || {
        for (comment, read) in desk.comments.iter().zip(&desk.read) {
            glossary.note(read, &[], &mut |_, _, form| (Facts::of(form, &desk.stemmer), ()));
            row.clear();
            let view =
                View { raw: &comment.text, read, notes: glossary.notes(), parent: None, target: Some(&desk.target) };
            cues::measure(&view, None, &mut row);
            black_box(&row);
        }
    });
}

fn lexical(c: &mut Criterion, desk: &Desk) {
    let texts = desk.texts();
    let build = || UnitMatrix::build(&texts, &desk.phrases, &desk.stemmer);
    stage(c, "unit matrix", desk.text_bytes(), || drop(black_box(build())));
    let matrix = build();
    let labels: Vec<usize> = desk
        .comments
        .iter()
        .map(|c| desk.classifier.labels.index(c.stance.as_deref().unwrap_or("none")).unwrap_or(0))
        .collect();
    let rows: Vec<u32> = (0..labels.len() as u32).collect();
    let weighting = Weighting::fit(&matrix, &rows, 1);
    let options = Options::default();
    let classes = desk.classifier.labels.len();
    let shares = Shares::default();
    let task = Task { matrix: &matrix, labels: &labels, shares: &shares, classes, cs: &[1.0], options: &options };
    let part = Part { rows: &rows, weighting: &weighting, pool: None };
    stage(c, "expert, one C", desk.rows(), || drop(black_box(fit_path(&task, &[part]))));
    let mut memory = Memory::default();
    stage(c, "score, warm memory", desk.rows(), || {
        for comment in &desk.comments {
            memory.read.read(&comment.text);
            black_box(desk.classifier.scorer.score(&desk.phrases, &desk.stemmer, &mut memory));
        }
    });
}

fn decision(c: &mut Criterion, desk: &Desk) {
    let width = desk.classifier.layout.width();
    let row: Vec<f64> = (0..width).map(|column| (column % 7) as f64 / 7.0).collect();
    let folded = Folded::of(desk.classifier.decide(desk.classifier.target(Some("arming the rebels"))));
    let mut probabilities = Vec::new();
    stage(c, "decision", desk.rows(), || {
        desk.comments.iter().for_each(|_| folded.probabilities(black_box(&row), &mut probabilities));
    });
}

fn whole(c: &mut Criterion, desk: &Desk) {
    let (mut memory, mut prediction) = (Memory::default(), Prediction::default());
    let questions: Vec<Question> =
        desk.comments.iter().map(|comment| desk.classifier.question(comment.target.as_deref(), None)).collect();
    stage(c, "predict", desk.rows(), || {
        for (comment, question) in desk.comments.iter().zip(&questions) {
            desk.classifier.predict_into(comment.text.as_str().into(), question, &mut memory, &mut prediction);
        }
    });
    let few = &desk.comments[..TRAIN_ROWS];
    let recipe = Recipe { folds: 3, record_folds: 2, c: vec![1.0], ..Recipe::default() };
    stage(c, "train, 400 rows", Throughput::Elements(TRAIN_ROWS as u64), || {
        let corpus = Corpus::collect(few, &recipe, &Place::file(DATA)).expect("labelled rows");
        black_box(train(corpus, &recipe, Given::default(), &|_, _| {}).expect("a model"));
    });
}

fn all(c: &mut Criterion) {
    let desk = Desk::new();
    for floor in [reading, text, lexical, decision, whole] {
        floor(c, &desk);
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
