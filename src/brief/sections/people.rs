//! Who argues with whom: the people of a thread who answer each other, and on which sides.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Part, Section, exchanges, threads};
use crate::brief::block::Block;
use crate::brief::clean::count;
use crate::brief::conversation::{Graph, Pair, Person};
use crate::brief::material::Material;

/// People in one graph: more names than these cannot be read around a circle.
const PEOPLE: usize = 12;
/// Threads with a graph, where there are several.
const GRAPHS: usize = 3;

pub(super) struct People;

/// An answer, and whether it surely stands on another side than what it answers.
type Answer = (usize, bool);

impl Section for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let mut pairs: Vec<BTreeMap<(&str, &str), Vec<Answer>>> = vec![BTreeMap::new(); m.threads.len()];
        let (mut between, mut across, mut nameless) = (Vec::new(), Vec::new(), 0);
        for (from, to) in exchanges::links(m).iter().filter_map(|link| Some((link.from, link.to?))) {
            let (Some(one), Some(other)) = (m.items[from].author(), m.items[to].author()) else {
                nameless += 1;
                continue;
            };
            // People go by their name within a thread and are never followed out of it.
            if one != other && m.items[from].thread == m.items[to].thread {
                let opposed = m.opposed(from, to);
                pairs[m.items[from].thread].entry((one, other)).or_default().push((from, opposed));
                between.push(from);
                across.extend(opposed.then_some(from));
            }
        }
        let mut order: Vec<usize> = (0..pairs.len()).filter(|&thread| !pairs[thread].is_empty()).collect();
        order.sort_by_key(|&thread| std::cmp::Reverse(pairs[thread].values().map(Vec::len).sum::<usize>()));
        order.truncate(GRAPHS);
        let graphs: Vec<Graph> = order.into_iter().map(|thread| graph(m, thread, &pairs[thread])).collect();
        let data = json!({"between_people": between.len(), "across": m.cites(&across), "nameless": nameless,
            "graphs": graphs});
        let mut blocks = Vec::new();
        if !graphs.is_empty() {
            blocks.push(Block::Cited { said: reading(between.len(), across.len(), nameless), cites: m.cites(&across) });
        }
        blocks.extend(graphs.into_iter().map(Block::Graph));
        Part::new(self, "Who argues with whom", data, blocks)
    }
}

fn reading(between: usize, across: usize, nameless: usize) -> String {
    let mut said = match (between, across) {
        (1, 1) => "One answer goes from one named person to another, and it stands on the other side.".to_owned(),
        (1, _) => "One answer goes from one named person to another; it does not surely cross sides.".to_owned(),
        (_, 0) => format!("{between} answers go from one named person to another; none surely crosses sides."),
        _ => format!(
            "{between} answers go from one named person to another; {across} of them surely {} on the other side.",
            if across == 1 { "stands" } else { "stand" }
        ),
    };
    if nameless > 0 {
        let verb = if nameless == 1 { "has" } else { "have" };
        said.extend([" ", &count(nameless, "more answer", "more answers"), " ", verb, " no name at one end."]);
    }
    said
}

fn graph(m: &Material<'_>, thread: usize, answers: &BTreeMap<(&str, &str), Vec<Answer>>) -> Graph {
    let mut involved: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for ((one, other), list) in answers {
        *involved.entry(one).or_default() += list.len();
        *involved.entry(other).or_default() += list.len();
        // What crosses sides comes before what does not, however much of that there is.
        let weight = list.iter().map(|(_, opposed)| if *opposed { 1000 } else { 1 }).sum::<usize>();
        *pairs.entry((one.min(other), one.max(other))).or_default() += weight;
    }
    let names = drawn(&pairs);
    let mut people: Vec<Person> = names.iter().map(|name| person(m, thread, name, involved[name])).collect();
    people.sort_by_key(|person| (place(m, person), std::cmp::Reverse(person.answers)));
    let number = |name: &str| people.iter().position(|person| person.name == name);
    let mut found: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    for ((one, other), list) in answers {
        let (Some(from), Some(to)) = (number(one), number(other)) else { continue };
        let (one, other) = (from.min(to), from.max(to));
        let new = Pair { one, other, there: 0, back: 0, across: 0, answers: Vec::new() };
        let pair = found.entry((one, other)).or_insert(new);
        *(if from == one { &mut pair.there } else { &mut pair.back }) += list.len();
        pair.across += list.iter().filter(|(_, opposed)| *opposed).count();
        pair.answers.extend(list.iter().map(|(item, _)| m.cite(*item)));
    }
    let mut pairs: Vec<Pair> = found.into_values().collect();
    for pair in &mut pairs {
        pair.answers.sort_by_key(|cite| cite.anchor);
    }
    pairs.sort_by_key(|pair| std::cmp::Reverse((pair.across, pair.total())));
    let named = (m.threads.len() > 1).then(|| threads::name(&m.threads[thread]));
    Graph { thread: named, others: involved.len() - people.len(), people, pairs }
}

/// Whom there is room for: pair by pair, the weightiest first, so that nobody stands without a line.
fn drawn<'a>(pairs: &BTreeMap<(&'a str, &'a str), usize>) -> Vec<&'a str> {
    let mut order: Vec<(&str, &str)> = pairs.keys().copied().collect();
    order.sort_by_key(|pair| std::cmp::Reverse(pairs[pair]));
    let mut names: Vec<&str> = Vec::new();
    for (one, other) in order {
        let new: Vec<&str> = [one, other].into_iter().filter(|name| !names.contains(name)).collect();
        if names.len() + new.len() <= PEOPLE {
            names.extend(new);
        }
    }
    names
}

/// Where a person's side stands among the sides: those who take none between the others.
fn place(m: &Material<'_>, person: &Person) -> usize {
    let side = m.sides.iter().position(|side| *side == person.side).unwrap_or(m.sides.len());
    match (person.side.stance, person.side.tone) {
        (true, 1) => 0,
        (true, 2) => 1,
        (true, _) => 2,
        _ => side,
    }
}

/// Somebody by what they wrote in this thread, each comment counting by its probabilities.
fn person(m: &Material<'_>, thread: usize, name: &str, answers: usize) -> Person {
    let own = || m.threads[thread].items.iter().copied().filter(|&item| m.items[item].author() == Some(name));
    let weight = |side: usize| own().map(|item| m.items[item].p(side)).sum::<f64>();
    let side = (0..m.sides.len()).max_by(|&a, &b| weight(a).total_cmp(&weight(b)).then(b.cmp(&a)));
    let side = side.and_then(|side| m.sides.get(side)).cloned().unwrap_or_else(crate::brief::side::Side::nowhere);
    let unsure = own().all(|item| m.items[item].unsure);
    Person { name: name.to_owned(), side, unsure, comments: own().count(), answers }
}
