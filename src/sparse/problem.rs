//! One binary logistic problem among several that share a data matrix.

use std::sync::Arc;

/// Targets and costs of one class against the rest.
///
/// The objective is `½ Σⱼ wⱼ²/τⱼ + Σᵢ costᵢ · ln(1 + exp(−yᵢ (oᵢ + sᵢ·xᵢ·w + b)))`; the intercept `b` is not penalised.
/// With the scores of another model as offsets `o`, `w` is the penalised difference from that model. Problems over
/// differently weighted versions of one matrix share it: `s` scales its rows, and a weight whose column is scaled by
/// `v` is a weight of variance `τ = v²`.
#[derive(Debug, Clone)]
pub struct Problem {
    /// For each row, whether it belongs to the class.
    pub positive: Vec<bool>,
    /// For each row, what it weighs; 0 leaves it out. Problems over the same rows share it.
    pub weight: Arc<Vec<f64>>,
    /// What a row of weight 1 costs on the other side and in the class: C times class weight.
    pub side_cost: [f64; 2],
    /// For each row, a score that it has before any weight; empty for none.
    pub offset: Vec<f64>,
    /// For each row, what multiplies it; nothing for 1.
    pub scale: Option<Arc<Vec<f32>>>,
    /// For each column, how far its weight may go: the variance of its prior, 0 to leave it out; nothing for 1.
    pub variance: Option<Arc<Vec<f32>>>,
}

impl Problem {
    /// The problem of a class, with costs `c` and, if `balanced`, each side of it weighing the same in total.
    #[must_use]
    pub fn one_vs_rest(classes: &[usize], class: usize, c: f64, balanced: bool) -> Self {
        Self::weighed(classes, class, c, balanced, Arc::new(vec![1.0; classes.len()]))
    }

    /// The same with a weight for every row; one that weighs 0 costs nothing.
    #[must_use]
    pub fn weighed(classes: &[usize], class: usize, c: f64, balanced: bool, weight: Arc<Vec<f64>>) -> Self {
        let positive: Vec<bool> = classes.iter().map(|k| *k == class).collect();
        let n = weight.iter().sum::<f64>();
        let p = positive.iter().zip(&*weight).filter(|(p, _)| **p).map(|(_, w)| w).sum::<f64>();
        let side = |sum: f64| if balanced && sum > 0.0 { n / (2.0 * sum) } else { 1.0 };
        let side_cost = [c * side(n - p), c * side(p)];
        Self { positive, weight, side_cost, offset: Vec::new(), scale: None, variance: None }
    }

    /// What a row costs, negative on the other side of the class.
    pub(super) fn cost(&self, row: usize) -> f64 {
        let [no, yes] = self.side_cost;
        self.weight[row] * if self.positive[row] { yes } else { -no }
    }

    /// What the rows cost on each side: the other one, then the class.
    pub(super) fn sides(&self) -> [f64; 2] {
        let mut sides = [0.0; 2];
        (0..self.positive.len()).for_each(|row| sides[usize::from(self.positive[row])] += self.cost(row).abs());
        sides
    }
}
