//! Where comments begin: what is certain, then the best-scored places.

use super::cues;
use super::layout::Page;

/// Added to the score of a place without a name or date, on a page that has them elsewhere.
const UNFRAMED: f64 = -4.0;

/// Where the comments of a page begin.
#[derive(Debug)]
pub(super) struct Segmentation {
    /// For every gap between paragraphs, whether a comment begins behind it.
    pub chosen: Vec<bool>,
    /// For every gap, the probability of it.
    pub begins: Vec<f64>,
    /// What decided, as part of a sentence.
    pub how: &'static str,
}

/// Whether a probability is one to look at.
pub(super) fn uncertain(begins: f64) -> bool {
    (0.1..0.9).contains(&begins)
}

/// Decides where comments begin.
pub(super) fn segment(page: &Page, one_per_line: bool) -> Segmentation {
    let gaps = page.paragraphs.len().saturating_sub(1);
    if one_per_line {
        return settled(vec![true; gaps], "every line is one, as asked");
    }
    let after = || page.paragraphs.iter().skip(1);
    let wanted = page.announced.map(|n| n - 1);
    let framed: Vec<bool> = after().map(|paragraph| paragraph.framed).collect();
    let frames = framed.iter().filter(|f| **f).count();
    if frames > 0 && wanted.is_none_or(|n| frames >= n) {
        return settled(framed, "names, dates and buttons tell them apart");
    }
    let blank: Vec<bool> = after().map(|paragraph| paragraph.blank_before).collect();
    let blanks = blank.iter().filter(|b| **b).count();
    // Blank lines between all paragraphs of a page with more paragraphs than comments say nothing.
    let everywhere = blanks == gaps && wanted.is_some_and(|n| blanks > n);
    if frames == 0 && blanks > 0 && !everywhere && wanted.is_none_or(|n| blanks >= n) {
        return settled(blank, "blank lines tell them apart");
    }
    let sure: Vec<bool> = framed.iter().zip(&blank).map(|(f, b)| *f || (*b && !everywhere && frames == 0)).collect();
    let mut scores = cues::scores(page);
    if frames > 0 {
        for score in &mut scores {
            *score += UNFRAMED;
        }
    }
    match wanted {
        Some(wanted) if wanted <= gaps => by_count(&scores, &sure, wanted),
        // More announced than there are paragraphs: not all of them were pasted.
        _ => by_threshold(&scores, &sure),
    }
}

fn settled(chosen: Vec<bool>, how: &'static str) -> Segmentation {
    let begins = chosen.iter().map(|begins| f64::from(u8::from(*begins))).collect();
    Segmentation { chosen, begins, how }
}

/// Takes the best places until there are `wanted`. How sure each is follows from the shift of all
/// scores under which `wanted` are expected.
fn by_count(scores: &[f64], sure: &[bool], wanted: usize) -> Segmentation {
    let mut free: Vec<usize> = (0..scores.len()).filter(|i| !sure[*i]).collect();
    free.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    let more = wanted.saturating_sub(scores.len() - free.len()).min(free.len());
    let mut chosen = sure.to_vec();
    for i in &free[..more] {
        chosen[*i] = true;
    }
    let shift = shift(&free.iter().map(|i| scores[*i]).collect::<Vec<_>>(), more);
    let begins = (scores.iter().zip(sure)).map(|(score, sure)| if *sure { 1.0 } else { odds(score + shift) }).collect();
    Segmentation { chosen, begins, how: "the announced count and the wording tell them apart" }
}

fn by_threshold(scores: &[f64], sure: &[bool]) -> Segmentation {
    let begins: Vec<f64> =
        (scores.iter().zip(sure)).map(|(score, sure)| if *sure { 1.0 } else { odds(*score) }).collect();
    let chosen = begins.iter().map(|begins| *begins > 0.5).collect();
    Segmentation { chosen, begins, how: "only the wording tells them apart" }
}

/// The constant that, added to all scores, makes `wanted` of them expected.
fn shift(scores: &[f64], wanted: usize) -> f64 {
    let (mut low, mut high) = (-60.0, 60.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let expected: f64 = scores.iter().map(|score| odds(score + middle)).sum();
        if expected < wanted as f64 { low = middle } else { high = middle }
    }
    high
}

fn odds(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}
