//! Targets: other names that they go by, and what a comment about them is known by.

use hustings::classifier::{Classifier, Corpus, Given, Recipe, train};
use hustings::lexical::Memory;
use hustings::thread::Comment;
use hustings::{Error, Place, artifact};

const TARGETS: [&str; 2] = ["arming the rebels", "arming the Kurds"];

fn comments() -> Vec<Comment> {
    let one = |i: usize| {
        let who = ["fsa fighters", "peshmerga fighters"][i % 2];
        let say = [["yes, send it to the", "help the"], ["no, never trust the", "stop the"]][i / 2 % 2][i / 4 % 2];
        Comment {
            id: i.to_string(),
            text: format!("{say} {who} n{i}"),
            target: Some(if i % 8 == 3 { "PKK aid" } else { TARGETS[i % 2] }.into()),
            stance: Some(["favor", "against"][i / 2 % 2].into()),
            ..Comment::default()
        }
    };
    (0..80).map(one).collect()
}

fn trained(aliases: &[(&str, &str)]) -> Result<Classifier, Error> {
    let aliases = aliases.iter().map(|(alias, target)| ((*alias).to_owned(), (*target).to_owned())).collect();
    let recipe = Recipe { folds: 3, record_folds: 2, c: vec![1.0], aliases, ..Recipe::default() };
    train(Corpus::collect(&comments(), &recipe, &Place::default())?, &recipe, Given::default(), &|_, _| {})
}

#[test]
fn an_alias_is_the_target() {
    let classifier = trained(&[("pkk  AID", TARGETS[1])]).expect("it trains");
    assert_eq!(classifier.layout.targets, [TARGETS[1], TARGETS[0]]);
    let loaded = artifact::from_bytes(&artifact::to_bytes(&classifier).expect("bytes"), "m").expect("it loads");
    let ask = |target: &str| loaded.predict("send the pkk help", Some(target), None, &mut Memory::default());
    assert!(!ask("PKK aid").unseen_target && ask("aid for the PKK").unseen_target);
    assert_eq!(ask("PKK aid").probabilities, ask(TARGETS[1]).probabilities);
    let without = trained(&[]).expect("it trains");
    assert_eq!(without.layout.targets.len(), 3, "without the alias it is a target of its own");
}

#[test]
fn an_alias_of_nothing_is_refused() {
    let message = trained(&[("FSA", "arming the rebbels")]).err().expect("refused").to_string();
    assert!(
        message.contains("`FSA` stands for `arming the rebbels`, which no comment of the data is about"),
        "{message}"
    );
    assert!(message.contains("arming the rebels"), "{message}");
}

#[test]
fn what_singles_a_target_out_is_offered_as_its_name() {
    let training = trained(&[("pkk aid", TARGETS[1])]).expect("it trains").training;
    assert_eq!(training.names, [["peshmerga"], ["fsa"]]);
}
