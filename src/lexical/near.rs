//! Near-duplicates: retweets, copied and slightly edited comments.
//!
//! A copy on the other side of a split makes a model look sure of what it has only seen before, so copies share a
//! group. `MinHash` with banding (Broder 1997; Leskovec, Rajaraman and Ullman, ch. 3) finds candidates, and the exact
//! Jaccard similarity of the words decides.

use rayon::prelude::*;

use crate::features::FingerprintMap;
use crate::text::{Kind, analyse};

/// Texts whose words overlap this much are copies that must not be on both sides of a split.
pub(super) const SIMILAR: f64 = 0.5;
/// Texts with fewer distinct words are copies only if they are equal.
const FEWEST_WORDS: usize = 4;
const BANDS: usize = 16;
/// The bands, and what stands for the whole of a text too short for them.
const KEYS: usize = BANDS + 1;
const ROWS_PER_BAND: usize = 3;

/// The distinct words of a text as sorted hashes. Mentions, addresses and hashtags are not its words.
pub(super) fn words(text: &str) -> Vec<u64> {
    let read = analyse(text);
    let kinds = |kind: Kind| matches!(kind, Kind::Word | Kind::Number);
    let mut words: Vec<u64> = read
        .tokens()
        .iter()
        .filter(|t| kinds(t.kind) && read.form(t) != "rt")
        .map(|t| xxhash_rust::xxh3::xxh3_64(read.form(t).as_bytes()))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// A number that two texts share if they have the same words in the same order, whatever their case, spacing,
/// punctuation, mentions, addresses and hashtags; if they have no words, if they are equal. Nothing for a blank text.
#[must_use]
pub fn text_key(text: &str) -> Option<u64> {
    let read = analyse(text);
    let mut words = String::new();
    for token in read.tokens().iter().filter(|t| matches!(t.kind, Kind::Word | Kind::Number)) {
        words.push_str(read.form(token));
        words.push(' ');
    }
    match (words.as_str(), text.trim()) {
        ("", "") => None,
        ("", signs) => Some(xxhash_rust::xxh3::xxh3_64_with_seed(signs.as_bytes(), 1)),
        (words, _) => Some(xxhash_rust::xxh3::xxh3_64(words.trim_start_matches("rt ").as_bytes())),
    }
}

/// Pairs of a row and an earlier one that it is a copy of. Every row is compared with the first ones that share a band
/// of its signature.
pub(super) fn copies(all: &[Vec<u64>], similar: f64) -> Vec<(u32, u32)> {
    (0..KEYS).into_par_iter().with_max_len(1).flat_map_iter(|band| in_band(all, band, similar)).collect()
}

/// The pairs that one band finds; the band beyond the last is that of the texts too short for a signature.
fn in_band(all: &[Vec<u64>], band: usize, similar: f64) -> Vec<(u32, u32)> {
    let mut first: FingerprintMap<u32> = FingerprintMap::default();
    let mut found = Vec::new();
    for (row, words) in all.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        let short = words.len() < FEWEST_WORDS;
        if short != (band == BANDS) {
            continue;
        }
        let key = if short { words.iter().fold(words.len() as u64, |h, w| mix(h ^ w)) } else { key(words, band) };
        let earlier = *first.entry(key).or_insert(row as u32);
        let alike =
            || if short { *words == all[earlier as usize] } else { jaccard(words, &all[earlier as usize]) >= similar };
        if earlier as usize != row && alike() {
            found.push((earlier, row as u32));
        }
    }
    found
}

/// A band of a text's signature.
fn key(words: &[u64], band: usize) -> u64 {
    (0..ROWS_PER_BAND).fold(0u64, |key, r| {
        let seed = mix((band * ROWS_PER_BAND + r + 1) as u64);
        mix(key ^ words.iter().map(|w| mix(w ^ seed)).min().unwrap_or(0))
    })
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood 2014).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_see_words_in_order_and_nothing_else() {
        let same = ["Arm them NOW!", "RT @x: arm them, now", "  arm\nthem now #help https://a.example"];
        assert!(same.iter().all(|text| text_key(text) == text_key(same[0])));
        assert_ne!(text_key("arm them now"), text_key("now arm them"));
        assert_ne!(text_key("arm them"), text_key("armthem"));
        assert!(text_key("?!").is_some() && text_key("?!") != text_key("!!"));
        assert_eq!(text_key(" \n"), None);
    }
}
