//! Which comments speak for their side: sure, and worded like the others of it.

use std::collections::HashMap;

use super::reading::Reading;
use crate::text::{Kind, analyse};

/// Words that fewer comments have say nothing of a side.
const FEWEST: u32 = 2;
/// A shorter comment has too few words to stand for anything.
const SHORTEST: usize = 6;

/// For each comment how probable its side is, times how alike its words are to those of its side (the cosine of its words
/// with the mean of the side's, words weighed by how rare they are).
pub(super) fn scores(reading: &Reading) -> Vec<f64> {
    let words: Vec<Vec<String>> = (0..reading.len()).map(|at| words_of(&reading.comment(at).text)).collect();
    let mut found: HashMap<&str, u32> = HashMap::new();
    words.iter().flatten().for_each(|word| *found.entry(word).or_default() += 1);
    let n = words.len() as f64;
    let rarity = |word: &str| found.get(word).filter(|n| **n >= FEWEST).map_or(0.0, |m| (n / f64::from(*m)).ln());
    let mut means: Vec<HashMap<&str, f64>> = vec![HashMap::new(); reading.sides.len()];
    for (at, words) in words.iter().enumerate() {
        let length = length(words.iter().map(|word| rarity(word)));
        let mean = &mut means[reading.side_at(at)];
        for word in words {
            *mean.entry(word).or_default() += rarity(word) / length;
        }
    }
    let lengths: Vec<f64> = means.iter().map(|mean| length(mean.values().copied())).collect();
    let score = |(at, words): (usize, &Vec<String>)| {
        if words.len() < SHORTEST {
            return 0.0;
        }
        let side = reading.side_at(at);
        let own = length(words.iter().map(|word| rarity(word)));
        let alike: f64 = words.iter().map(|word| rarity(word) * means[side].get(word.as_str()).unwrap_or(&0.0)).sum();
        let sure = if reading.is_labelled(at) { 1.0 } else { reading.scored(at).prediction.confidence };
        sure * alike / (own * lengths[side])
    };
    words.iter().enumerate().map(score).collect()
}

/// The distinct words of a text.
fn words_of(text: &str) -> Vec<String> {
    let read = analyse(text);
    let tokens = read.tokens().iter().filter(|token| token.kind == Kind::Word);
    let mut words: Vec<String> = tokens.map(|token| text[token.span.range()].to_lowercase()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The length of a vector, never 0 so that it can be divided by.
fn length(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum::<f64>().sqrt().max(f64::MIN_POSITIVE)
}
