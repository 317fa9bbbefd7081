//! Near-duplicates: retweets, copied and slightly edited comments.
//!
//! A copy on the other side of a split makes a model look sure of what it has only seen before, so copies share a
//! group. `MinHash` with banding (Broder 1997; Leskovec, Rajaraman and Ullman, ch. 3) finds candidates, and the exact
//! Jaccard similarity of the words decides.

use std::collections::HashMap;

use crate::text::{Kind, analyse};

/// Texts whose words overlap this much are copies.
const SIMILAR: f64 = 0.5;
/// Texts with fewer distinct words are copies only if they are equal.
const FEWEST_WORDS: usize = 4;
const BANDS: usize = 16;
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

/// Remembers, for every band of a signature, the first row that had it.
#[derive(Default)]
pub(super) struct Finder {
    first: HashMap<(usize, u64), u32>,
}

impl Finder {
    /// Earlier rows that `row` is a copy of, among the first ones of its bands. Rows must come in order.
    pub fn copies(&mut self, row: u32, all: &[Vec<u64>]) -> Vec<u32> {
        let words = &all[row as usize];
        if words.len() < FEWEST_WORDS {
            let whole = words.iter().fold(0u64, |h, w| mix(h ^ w));
            let first = *self.first.entry((BANDS + words.len(), whole)).or_insert(row);
            return if words.is_empty() { Vec::new() } else { vec![first] };
        }
        let mut found = Vec::new();
        for band in 0..BANDS {
            let key = (0..ROWS_PER_BAND).fold(0u64, |key, r| {
                let seed = mix((band * ROWS_PER_BAND + r + 1) as u64);
                mix(key ^ words.iter().map(|w| mix(w ^ seed)).min().unwrap_or(0))
            });
            let first = *self.first.entry((band, key)).or_insert(row);
            if first != row && !found.contains(&first) && jaccard(words, &all[first as usize]) >= SIMILAR {
                found.push(first);
            }
        }
        found
    }
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
