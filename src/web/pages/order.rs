//! Which comments are shown, and in which order.

use std::cmp::Reverse;

use super::asked::{Asked, Order};
use super::reading::Reading;
use super::representative;

/// The places of the comments that are wanted, in the order in which they are.
pub(super) fn chosen(reading: &Reading, asked: &Asked) -> Vec<usize> {
    let mut places = match asked.order {
        Order::Thread => tree(reading.forest.parents()),
        Order::Contested => contested(reading),
        Order::Representative => by(reading, &representative::scores(reading)),
        Order::Newest => newest(reading),
    };
    if asked.is_filtered() {
        let (words, author) = (asked.q.to_lowercase(), asked.author.to_lowercase());
        places.retain(|at| is_wanted(reading, *at, asked, &words, &author));
    }
    places
}

fn is_wanted(reading: &Reading, at: usize, asked: &Asked, words: &str, author: &str) -> bool {
    let scored = reading.scored(at);
    let does = |act: &str| scored.acts.iter().any(|known| known.present && known.name == act);
    let by = || scored.comment.author.as_deref().unwrap_or_default().to_lowercase();
    (asked.side.is_empty() || reading.side(at).name == asked.side)
        && (!asked.unsure || reading.is_unsure(at))
        && (asked.act.is_empty() || does(&asked.act))
        && (author.is_empty() || by() == author)
        && (words.is_empty() || scored.comment.text.to_lowercase().contains(words))
}

/// Every comment with its answers behind it. Nothing recurses: a chain may be as long as a thread.
fn tree(parents: &[Option<usize>]) -> Vec<usize> {
    let mut answers: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, parent) in parents.iter().enumerate().rev() {
        match parent {
            Some(parent) => answers[*parent].push(at),
            None => open.push(at),
        }
    }
    let mut order = Vec::with_capacity(parents.len());
    while let Some(at) = open.pop() {
        order.push(at);
        open.append(&mut answers[at]);
    }
    order
}

/// Those first that are answered most from the other side, then those with the smallest margin.
fn contested(reading: &Reading) -> Vec<usize> {
    let mut across = vec![0_u32; reading.len()];
    for (at, parent) in reading.forest.parents().iter().enumerate() {
        if let Some(parent) = *parent {
            let (own, other) = (reading.side(at), reading.side(parent));
            across[parent] += u32::from(own.argues && other.argues && own.name != other.name);
        }
    }
    let mut places: Vec<usize> = (0..reading.len()).collect();
    places.sort_by(|a, b| {
        let margins = margin(reading, *a).total_cmp(&margin(reading, *b));
        across[*b].cmp(&across[*a]).then(margins)
    });
    places
}

/// How far the two most probable labels are apart.
fn margin(reading: &Reading, at: usize) -> f64 {
    let (mut first, mut second) = (0.0_f64, 0.0_f64);
    for p in &reading.scored(at).prediction.probabilities {
        (first, second) = if *p > first { (*p, first) } else { (first, second.max(*p)) };
    }
    first - second
}

/// Highest score first.
fn by(reading: &Reading, scores: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..reading.len()).collect();
    places.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    places
}

/// Last written first; those without a moment come last, the later ones first.
fn newest(reading: &Reading) -> Vec<usize> {
    let moment = |at: usize| {
        let written = reading.comment(at).created_at.as_deref().map(str::trim).filter(|written| !written.is_empty())?;
        let stamp = written.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second).ok();
        // What is no moment sorts as a text, behind those that are.
        Some((stamp.or_else(|| written.parse().ok()), written))
    };
    let mut places: Vec<usize> = (0..reading.len()).collect();
    places.sort_by_cached_key(|at| Reverse((moment(*at), *at)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_behind_what_they_answer_however_deep() {
        assert_eq!(tree(&[None, Some(0), None, Some(0), Some(1), Some(2)]), [0, 1, 4, 3, 2, 5]);
        // An answer may stand before what it answers.
        assert_eq!(tree(&[Some(2), None, None]), [1, 2, 0]);
        let chain: Vec<Option<usize>> = (0..100_000_usize).map(|at| at.checked_sub(1)).collect();
        assert_eq!(tree(&chain).len(), 100_000);
    }
}
