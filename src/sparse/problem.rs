//! One binary logistic problem among several that share a data matrix.

/// Targets and costs of one class against the rest.
///
/// The objective is `½‖w‖² + Σᵢ costᵢ · ln(1 + exp(−yᵢ (oᵢ + xᵢ·w + b)))`; the intercept `b` is not penalised. With
/// the scores of another model as offsets `o`, `w` is the penalised difference from that model.
#[derive(Debug, Clone)]
pub struct Problem {
    /// For each row, whether it belongs to the class.
    pub positive: Vec<bool>,
    /// For each row, its cost: C times class weight times row weight. 0 leaves the row out.
    pub cost: Vec<f64>,
    /// For each row, a score that it has before any weight; empty for none.
    pub offset: Vec<f64>,
}

impl Problem {
    /// The problem of a class, with costs `c` and, if `balanced`, each side of it weighing the same in total.
    #[must_use]
    pub fn one_vs_rest(classes: &[usize], class: usize, c: f64, balanced: bool) -> Self {
        let positive: Vec<bool> = classes.iter().map(|k| *k == class).collect();
        let (n, p) = (positive.len() as f64, positive.iter().filter(|p| **p).count() as f64);
        let weight = |count: f64| if balanced && count > 0.0 { n / (2.0 * count) } else { 1.0 };
        let (yes, no) = (c * weight(p), c * weight(n - p));
        let cost = positive.iter().map(|p| if *p { yes } else { no }).collect();
        Self { positive, cost, offset: Vec::new() }
    }

    /// Scores before any weight.
    pub(super) fn start(&self) -> Vec<f64> {
        if self.offset.is_empty() { vec![0.0; self.positive.len()] } else { self.offset.clone() }
    }

    /// The loss at scores `z` (data term only).
    pub(super) fn loss(&self, z: &[f64]) -> f64 {
        self.rows(z).map(|(z, y, cost)| cost * softplus(-y * z)).sum()
    }

    /// The derivative of the loss by each score.
    pub(super) fn slope(&self, z: &[f64]) -> Vec<f64> {
        self.rows(z).map(|(z, y, cost)| -y * cost * sigmoid(-y * z)).collect()
    }

    /// The second derivative of the loss by each score.
    pub(super) fn curvature(&self, z: &[f64]) -> Vec<f64> {
        self.rows(z).map(|(z, _, cost)| cost * sigmoid(z) * sigmoid(-z)).collect()
    }

    /// Whether one side has no rows: then there is nothing to tell apart, and the intercept would run off.
    pub(super) fn is_one_sided(&self) -> bool {
        let counted = || self.positive.iter().zip(&self.cost).filter(|(_, cost)| **cost > 0.0);
        !(counted().any(|(p, _)| *p) && counted().any(|(p, _)| !*p))
    }

    /// The smaller side's share of the rows, which scales the stopping tolerance as in LIBLINEAR.
    pub(super) fn rarity(&self) -> f64 {
        let (n, p) = (self.positive.len() as f64, self.positive.iter().filter(|p| **p).count() as f64);
        p.min(n - p).max(1.0) / n.max(1.0)
    }

    fn rows<'a>(&'a self, z: &'a [f64]) -> impl Iterator<Item = (f64, f64, f64)> + 'a {
        let signs = self.positive.iter().map(|p| if *p { 1.0 } else { -1.0 });
        z.iter().zip(signs).zip(&self.cost).map(|((z, y), cost)| (*z, y, *cost))
    }
}

fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 { 1.0 / (1.0 + (-z).exp()) } else { z.exp() / (1.0 + z.exp()) }
}

fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}
