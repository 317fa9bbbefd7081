//! Choosing comments that together stand for all: the greedy maximum of a facility-location function.

use rayon::prelude::*;

use super::vectors::Vectors;

/// Picks comments one by one so that `Σᵢ importanceᵢ · maxₛ likeness(i, s)` over the picked grows most each time
/// (Nemhauser, Wolsey and Fisher 1978: at least 63 % of what any choice of as many reaches; Lin and Bilmes 2011).
///
/// Unlike the farthest-first rule it asks that a comment be like many others, so an odd one out is not preferred.
pub(super) struct Spread {
    /// Comment × comment.
    likeness: Vec<Vec<f32>>,
    importance: Vec<f32>,
    /// How well each comment is covered by what was picked.
    covered: Vec<f32>,
}

impl Spread {
    /// Over some comments with their importance, one number each, not negative.
    pub fn over(vectors: &Vectors, importance: Vec<f32>) -> Self {
        let likeness = (0..importance.len()).into_par_iter().map(|at| vectors.likeness(at)).collect();
        Self { likeness, covered: vec![0.0; importance.len()], importance }
    }

    /// Counts a comment as picked.
    pub fn pick(&mut self, at: usize) {
        self.covered.iter_mut().zip(&self.likeness[at]).for_each(|(covered, like)| *covered = covered.max(*like));
    }

    /// The candidate that adds most, the first of equals; nothing if there is none.
    pub fn best(&self, candidates: &[usize]) -> Option<usize> {
        let gain = |at: usize| {
            let rows = self.likeness[at].iter().zip(&self.covered).zip(&self.importance);
            rows.map(|((like, covered), importance)| f64::from(importance * (like - covered).max(0.0))).sum::<f64>()
        };
        let gains: Vec<f64> = candidates.par_iter().map(|at| gain(*at)).collect();
        let mut best: Option<usize> = None;
        for (i, gain) in gains.iter().enumerate() {
            if best.is_none_or(|b| *gain > gains[b]) {
                best = Some(i);
            }
        }
        best.map(|i| candidates[i])
    }

    /// How alike two comments are.
    pub fn alike(&self, a: usize, b: usize) -> f32 {
        self.likeness[a][b]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_each_kind_before_a_second_of_any() {
        let texts =
            ["arm the rebels", "arm the rebels now", "please arm rebels", "stay out of it", "just stay out", "?"];
        let mut spread = Spread::over(&Vectors::of(&texts), vec![1.0; texts.len()]);
        let mut left: Vec<usize> = (0..texts.len()).collect();
        let mut picked = Vec::new();
        while let Some(at) = spread.best(&left).filter(|_| picked.len() < 2) {
            spread.pick(at);
            left.retain(|other| *other != at);
            picked.push(at);
        }
        assert!(picked[0] < 3 && (3..5).contains(&picked[1]), "{picked:?}");
        assert_eq!(spread.best(&[]), None);
    }
}
