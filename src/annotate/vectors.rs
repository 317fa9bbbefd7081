//! Comments as sparse vectors of their words, and how alike they are. No language and no model is needed.

use std::collections::HashMap;

use crate::text::analyse;

/// Similarities among some comments: the cosine of their words' tf-idf.
pub(super) struct Vectors {
    rows: Vec<Vec<(u32, f32)>>,
    /// For each word, the comments that hold it with its weight there.
    postings: Vec<Vec<(u32, f32)>>,
}

impl Vectors {
    /// Reads the texts. Words weigh `ln((1 + n) / (1 + df))`, so that what stands in every comment says nothing, and
    /// every comment has length 1 (or 0, without a telling word).
    pub fn of(texts: &[&str]) -> Self {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut df: Vec<u32> = Vec::new();
        let mut rows: Vec<Vec<(u32, f32)>> = Vec::with_capacity(texts.len());
        for text in texts {
            let read = analyse(text);
            let mut words: Vec<u32> = Vec::new();
            for (_, form) in read.words() {
                let next = numbers.len() as u32;
                words.push(*numbers.entry(form.to_owned()).or_insert(next));
            }
            words.sort_unstable();
            df.resize(numbers.len(), 0);
            let counted = words.chunk_by(|a, b| a == b).map(|same| (same[0], 1.0 + (same.len() as f32).ln()));
            let row: Vec<(u32, f32)> = counted.collect();
            for (word, _) in &row {
                df[*word as usize] += 1;
            }
            rows.push(row);
        }
        let n = texts.len() as f32;
        let mut postings = vec![Vec::new(); df.len()];
        for (at, row) in rows.iter_mut().enumerate() {
            for (word, tf) in row.iter_mut() {
                *tf *= ((1.0 + n) / (1.0 + df[*word as usize] as f32)).ln();
            }
            let length = row.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
            for (_, w) in row.iter_mut() {
                *w = if length > 0.0 { *w / length } else { 0.0 };
            }
            row.iter().filter(|(_, w)| *w > 0.0).for_each(|(word, w)| postings[*word as usize].push((at as u32, *w)));
        }
        Self { rows, postings }
    }

    /// The cosine of one comment with every comment; 1 with itself, also where it has no telling word.
    pub fn likeness(&self, at: usize) -> Vec<f32> {
        let mut sums = vec![0f32; self.rows.len()];
        for (word, weight) in &self.rows[at] {
            self.postings[*word as usize].iter().for_each(|(row, w)| sums[*row as usize] += weight * w);
        }
        sums[at] = 1.0;
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_by_hand() {
        let vectors = Vectors::of(&["arm them", "arm them now", "stay out", "!!"]);
        let like = vectors.likeness(0);
        // idf of `arm` and `them` is ln(5/3), that of `now` ln(5/2).
        let (both, now) = ((5f32 / 3.0).ln(), (5f32 / 2.0).ln());
        let expected = 2.0 * both * both / ((2.0 * both * both).sqrt() * (2.0 * both * both + now * now).sqrt());
        assert!((like[1] - expected).abs() < 1e-6 && like[2].abs() < 1e-6 && (like[0] - 1.0).abs() < 1e-6, "{like:?}");
        assert_eq!(vectors.likeness(3), [0.0, 0.0, 0.0, 1.0]);
    }
}
