//! The comments that speak for their side: sure of it, and close to what the others on it say.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::{Block, Quote};
use crate::brief::material::Material;
use crate::brief::terms;

/// Comments shown for a side that argues.
const MOST: usize = 3;
/// Comments shown for those that take no side.
const MOST_ASIDE: usize = 1;
/// Two comments more alike than this (cosine) say the same.
const ALIKE: f64 = 0.6;
/// Fewer different words are a cheer, not an argument, and stand behind all others.
const WORDS: usize = 4;
/// Sides shown of label sets with many.
const SIDES: usize = 6;

/// A sparse vector of unit length: term and weight.
type Vector<'a> = BTreeMap<&'a str, f64>;

pub(super) struct Voices;

impl Section for Voices {
    fn name(&self) -> &'static str {
        "voices"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let vectors = vectors(m);
        let mut data = Vec::new();
        let mut blocks = Vec::new();
        for (index, side) in m.sides.iter().enumerate().take(SIDES) {
            let most = if side.argues { MOST } else { MOST_ASIDE };
            let quotes: Vec<Quote> = speakers(m, &vectors, index, most).into_iter().map(|i| m.quote(i, None)).collect();
            data.push(json!({"side": side.name, "comments": quotes}));
            if !quotes.is_empty() {
                blocks.push(Block::Quotes { heading: side.heading(), side: Some(side.clone()), note: None, quotes });
            }
        }
        Part::new(self, "In their own words", json!({"sides": data}), blocks)
    }
}

/// Tf-idf vectors of the comments' words; each comment counts a word once.
fn vectors<'a>(m: &'a Material<'_>) -> Vec<Vector<'a>> {
    let mut users: BTreeMap<&str, usize> = BTreeMap::new();
    let words: Vec<Vec<&str>> = m
        .items
        .iter()
        .map(|item| terms::distinct(&item.uses).into_iter().filter(|key| !key.contains(' ')).collect())
        .collect();
    words.iter().flatten().for_each(|word| *users.entry(word).or_insert(0) += 1);
    let n = m.items.len() as f64;
    let idf = |word: &str| ((1.0 + n) / (1.0 + users.get(word).copied().unwrap_or(0) as f64)).ln() + 0.1;
    words.iter().map(|words| unit(words.iter().map(|&word| (word, idf(word))).collect())).collect()
}

fn unit(mut vector: Vector<'_>) -> Vector<'_> {
    let norm = vector.values().map(|w| w * w).sum::<f64>().sqrt();
    if norm > 0.0 {
        for weight in vector.values_mut() {
            *weight /= norm;
        }
    }
    vector
}

fn cosine(a: &Vector<'_>, b: &Vector<'_>) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter_map(|(word, w)| long.get(word).map(|v| v * w)).sum()
}

fn speakers(m: &Material<'_>, vectors: &[Vector<'_>], side: usize, most: usize) -> Vec<usize> {
    let mut centre: Vector<'_> = BTreeMap::new();
    for (item, vector) in m.items.iter().zip(vectors) {
        for (word, w) in vector {
            *centre.entry(word).or_insert(0.0) += w * item.p(side);
        }
    }
    let centre = unit(centre);
    let mut ranked: Vec<(bool, f64, usize)> = m
        .items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.label == side && !item.unsure)
        .map(|(i, item)| (vectors[i].len() >= WORDS, item.p(side) * cosine(&vectors[i], &centre), i))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, _, i) in ranked {
        let new =
            |&c: &usize| cosine(&vectors[c], &vectors[i]) < ALIKE && m.items[c].comment.text != m.items[i].comment.text;
        if chosen.len() < most && chosen.iter().all(new) {
            chosen.push(i);
        }
    }
    chosen
}
