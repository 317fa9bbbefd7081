//! Comments in their threads, and what they do there.

use std::process::Command;

use hustings::classifier::{Acts, Classifier, Conversation, Corpus, Given, Place as Standing, Recipe, train};
use hustings::lexical::Memory;
use hustings::thread::Comment;
use hustings::{Place, artifact};

const SIDES: [&str; 2] = ["favor", "against"];
const SAID: [[&str; 2]; 2] = [["send weapons", "help rebels"], ["stay out", "no guns"]];

/// Texts are so short that none counts as a copy of another. Threads of four: a comment whose words tell its side, an answer from the other side whose words tell nothing, and so
/// once more; each of two authors keeps a side.
fn comments() -> Vec<Comment> {
    let mut all = Vec::new();
    for thread in 0..60usize {
        let first = thread % 2;
        for at in 0..4usize {
            let side = (first + at % 2) % 2;
            let words = if at % 2 == 0 { SAID[side][(thread / 2 + at / 2) % 2] } else { "really?" };
            all.push(Comment {
                id: format!("{thread}-{at}"),
                thread_id: Some(format!("t{thread}")),
                parent_id: (at > 0).then(|| format!("{thread}-{}", at - 1)),
                author: Some(["Ann", "Bob"][at % 2].into()),
                target: Some("arming the rebels".into()),
                text: format!("{words} {}", noise(4 * thread + at)),
                stance: Some(SIDES[side].into()),
                acts: if at % 2 == 1 { vec!["question".into()] } else { Vec::new() },
                acts_labelled: vec!["question".into()],
                ..Comment::default()
            });
        }
    }
    all
}

/// A word of its own for every comment, which tells nothing of where it stands.
fn noise(number: usize) -> String {
    let mixed = (number as u32).wrapping_add(1).wrapping_mul(0x9E37_79B1) >> 8;
    mixed.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

fn recipe() -> Recipe {
    Recipe { folds: 3, record_folds: 3, vectors: "none".into(), ..Recipe::default() }
}

fn trained() -> Classifier {
    let corpus = Corpus::collect(&comments(), &recipe(), &Place::default()).expect("a corpus");
    train(corpus, &recipe(), Given::default(), &|_, _| {}).expect("it trains")
}

#[test]
fn moved_texts_make_the_same_corpus_as_copied_ones() {
    let mut all = comments();
    for (at, comment) in all.iter_mut().enumerate().take(40) {
        comment.annotator = Some(["ann", "bob"][at % 2].into());
    }
    // Another label for a comment, one without a text, and one without a label.
    let again = Comment { annotator: Some("cid".into()), stance: Some(SIDES[1].into()), ..all[4].clone() };
    all.extend([again, Comment { text: " ".into(), ..all[9].clone() }, Comment { stance: None, ..all[9].clone() }]);
    let copied = Corpus::collect(&all, &recipe(), &Place::default()).expect("a corpus");
    assert!(copied.examples.iter().any(|example| example.parent.is_some()) && copied.skipped == 2);
    let moved = Corpus::collect_all(all, &recipe(), &Place::default()).expect("a corpus");
    assert_eq!(format!("{copied:?}"), format!("{moved:?}"));
}

#[test]
fn an_answer_is_read_by_what_it_answers() {
    let model = trained();
    let placed = model.placed.as_ref().expect("the thread helps");
    let accuracy = |record: &hustings::classifier::Record| record.figures["accuracy"].value;
    let alone = accuracy(model.record.as_ref().expect("a record"));
    assert!(alone < 0.85, "half of the comments tell nothing by themselves: {alone}");
    assert!(accuracy(&placed.record) > 0.95, "{:?}", placed.record.figures["accuracy"]);

    let all = comments();
    let told = model.predict_all(&all, None);
    assert!(told.iter().all(|p| p.placed));
    let right = told.iter().zip(&all).filter(|(p, c)| Some(SIDES[p.label]) == c.stance.as_deref()).count();
    assert!(right > 230, "{right} of {}", all.len());

    let mut turned: Vec<&Comment> = all.iter().collect();
    turned.reverse();
    for (a, b) in told.iter().zip(model.predict_all(turned, None).iter().rev()) {
        assert!(a.probabilities.iter().zip(&b.probabilities).all(|(a, b)| (a - b).abs() < 1e-9));
    }
    let lone = Comment { id: "x".into(), text: "send weapons".into(), ..Comment::default() };
    let by_itself = model.predict(&lone.text, Some("arming the rebels"), None, &mut Memory::default());
    let lone = model.predict_all([&lone], None).remove(0);
    assert!(!lone.placed && lone.probabilities == by_itself.probabilities, "nobody is around it");
}

#[test]
fn a_side_is_told_by_agreeing_with_one_whose_words_tell_it() {
    let mut all = Vec::new();
    for thread in 0..240usize {
        let (side, agrees) = (thread % 2, thread / 2 % 2);
        let answer = (side + 1 + agrees) % 2;
        for (at, (side, words)) in
            [(side, SAID[side][thread / 4 % 2]), (answer, ["nonsense", "exactly"][agrees])].into_iter().enumerate()
        {
            all.push(Comment {
                id: format!("{thread}-{at}"),
                thread_id: Some(format!("t{thread}")),
                parent_id: (at > 0).then(|| format!("{thread}-0")),
                text: format!("{words} {}", noise(2 * thread + at)),
                stance: Some(SIDES[side].into()),
                ..Comment::default()
            });
        }
    }
    let fit = |recipe: &Recipe| {
        let corpus = Corpus::collect(&all, recipe, &Place::default()).expect("a corpus");
        train(corpus, recipe, Given::default(), &|_, _| {}).expect("it trains")
    };
    let model = fit(&recipe());
    let placed = model.placed.as_ref().expect("the thread helps");
    assert!(placed.kept.iter().any(|kept| kept == "accord with parent"), "{:?}", placed.kept);
    assert!(placed.record.figures["accuracy"].value > 0.95, "{:?}", placed.record.figures["accuracy"]);
    let bytes = artifact::to_bytes(&model).expect("bytes");
    let back = artifact::from_bytes(&bytes, "back").expect("it can be read");
    let (told, again) = (model.predict_all(&all, None), back.predict_all(&all, None));
    assert!(told.iter().zip(&again).all(|(a, b)| a == b));
    let right = told.iter().zip(&all).filter(|(p, c)| Some(SIDES[p.label]) == c.stance.as_deref()).count();
    assert!(right > 450, "{right} of {}", all.len());

    let deaf = ["accord with parent", "accord of answers"].map(String::from).to_vec();
    let deaf = fit(&Recipe { leave_out: deaf, ..recipe() });
    let record = deaf.placed.as_ref().map(|placed| &placed.record).or(deaf.record.as_ref()).expect("a record");
    let accuracy = record.figures["accuracy"].value;
    assert!(accuracy < 0.85, "without accord an answer tells nothing: {accuracy}");
}

#[test]
fn what_is_taken_up_of_the_parent_is_read() {
    let comment = |at: usize| {
        let word = noise(at);
        let taken = at.is_multiple_of(2);
        Comment {
            id: at.to_string(),
            text: if taken { format!("about {word} then") } else { format!("about {} then", noise(at + 5000)) },
            parent_text: Some(format!("it was {word} there")),
            stance: Some(["agree", "disagree"][usize::from(taken)].into()),
            ..Comment::default()
        }
    };
    let all: Vec<Comment> = (0..240).map(comment).collect();
    let corpus = Corpus::collect(&all, &recipe(), &Place::default()).expect("a corpus");
    let model = train(corpus, &recipe(), Given::default(), &|_, _| {}).expect("it trains");
    assert!(model.training.kept.iter().any(|kept| kept == "answer"), "{:?}", model.training.kept);
    assert!(model.reads_threads());
    let right = |told: Vec<hustings::classifier::Prediction>| {
        let named = |p: &hustings::classifier::Prediction| model.labels.names()[p.label].clone();
        told.iter().zip(&all).filter(|(p, c)| Some(named(p)) == c.stance).count()
    };
    assert!(right(model.predict_all(&all, None)) > 230);
    let orphan = |c: &Comment| Comment { parent_text: None, ..c.clone() };
    let orphans: Vec<Comment> = all.iter().map(orphan).collect();
    assert!(right(model.predict_all(&orphans, None)) < 200, "without the parent there is nothing to go by");
}

#[test]
fn the_command_reads_threads_and_acts_as_the_library_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let (model, acts, table) =
        (folder.path().join("m.hustings"), folder.path().join("a.hustings"), folder.path().join("t.csv"));
    let classifier = trained();
    artifact::save(&classifier, &model).expect("it is saved");
    let learnt = Acts::train(&comments(), &recipe(), Given::default(), &|_, _| {}).expect("it trains").expect("an act");
    artifact::save_acts(&learnt, &acts).expect("they are saved");
    let mut writer = hustings::thread::CsvWriter::new(Vec::new()).expect("a writer");
    for comment in &comments() {
        writer.write(comment).expect("a row");
    }
    std::fs::write(&table, writer.finish().expect("all rows")).expect("a table");

    let run = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hustings"));
        command.args(["--threads", threads, "predict"]).arg(&model).arg(&table);
        let out = command.arg(format!("--acts={}", acts.display())).output().expect("it runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        out.stdout
    };
    let out = run("1");
    assert_eq!(out, run("2"));
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(out.as_slice()).records().collect::<Result<_, _>>().expect("rows");
    let told = classifier.predict_all(&comments(), None);
    assert_eq!(rows.len(), told.len());
    let back = artifact::load_acts(&acts).expect("they can be read");
    let mut memory = Memory::default();
    let comments = comments();
    let all = Conversation::of(&comments.iter().map(Standing::of).collect::<Vec<_>>());
    for (at, ((row, told), comment)) in rows.iter().zip(&told).zip(&comments).enumerate() {
        assert_eq!(&row[0], comment.id.as_str());
        assert!((row[3].parse::<f64>().expect("a share") - told.confidence).abs() < 1e-4, "{row:?}");
        let doing = back.tag(all.said(at as u32, |at| (&comments[at as usize]).into()), &mut memory);
        let tag = doing.tags[0];
        assert_eq!(&row[7] == "question", tag.present, "{row:?}");
        assert_eq!((&row[9], &row[10]), ("false", "false"), "nobody is quoted or named");
        assert_eq!(tag.present, comment.text.contains('?'), "{}", comment.text);
    }
}

#[test]
fn a_file_of_acts_is_no_stance_model() {
    let refused = artifact::from_bytes(include_bytes!("../models/acts-en.hustings"), "acts-en").err().expect("refused");
    assert!(refused.to_string().contains("no stance"), "{refused}");
    let shipped = artifact::shipped_acts().expect("they are inside the program");
    let names: Vec<&str> = shipped.heads.iter().map(|act| act.name.as_str()).collect();
    assert_eq!(names, ["agreement", "answer", "attack", "disagreement", "evidence", "question", "sarcasm"]);
}
