//! What `explain` says adds up to what `predict` answers, for any text and any target.

use hustings::Place;
use hustings::classifier::{Classifier, Corpus, Given, Recipe, train};
use hustings::lexical::Memory;
use hustings::thread::Comment;
use proptest::prelude::*;

fn classifier() -> Classifier {
    let sides = [
        ("favor", "send weapons help now please soon"),
        ("against", "stay out keep money home never"),
        ("none", "map photo road market winter thanks"),
    ];
    let comments: Vec<Comment> = (0..48_usize)
        .map(|i| {
            let (label, words) = sides[i % 3];
            let words: Vec<&str> = words.split(' ').collect();
            let text = format!("{} {} n{} x{}", words[i % 6], words[(i * 5 + 1) % 6], i * 7, i * 11);
            let target = ["the rebels", "the Kurds"][i / 3 % 2];
            Comment {
                id: i.to_string(),
                text,
                stance: Some(label.into()),
                target: Some(target.into()),
                ..Comment::default()
            }
        })
        .collect();
    let recipe = Recipe {
        folds: 3,
        record_folds: 2,
        c: vec![1.0],
        phrases: vec!["bigrams".into(), "negated".into()],
        ..Recipe::default()
    };
    let corpus = Corpus::collect(&comments, &recipe, &Place::default()).expect("the corpus can be used");
    train(corpus, &recipe, Given::default(), &|_, _| {}).expect("it trains")
}

#[test]
fn contributions_add_up_to_the_score() {
    let classifier = classifier();
    let words = "((send|weapons|not|never|map|Kurds|home|\u{201c}|\"|!!!|&amp;|caf\u{e9}|\u{1f44d}|@x|zzz) ?){0,25}";
    let text = prop_oneof![words, "\\PC{0,60}"];
    let mut runner = proptest::test_runner::TestRunner::default();
    let targets = prop_oneof![Just("the rebels"), Just("the Kurds"), Just("another one")];
    let outcome = runner.run(&(text, targets), |(text, target)| {
        let parts = classifier.explain(&text, Some(target));
        let prediction = classifier.predict(&text, Some(target), None, &mut Memory::default());
        prop_assert!((prediction.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        for (k, logit) in parts.logits.iter().enumerate() {
            let tokens: f64 = parts.tokens.iter().map(|t| t.weights[k]).sum();
            let columns: f64 = parts.columns.iter().map(|c| c.weights[k]).sum();
            prop_assert!((parts.base[k] + tokens + columns - logit).abs() < 1e-4, "{text:?}");
        }
        let odds = (prediction.probabilities[0] / prediction.probabilities[1]).ln();
        prop_assert!((parts.logits[0] - parts.logits[1] - odds).abs() < 1e-6);
        Ok(())
    });
    outcome.expect("parts add up");
}
