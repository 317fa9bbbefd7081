//! How the losses of the rows slope: what gradients are made of.

use super::block::{BUNDLE, Bundle};
use super::logistic::sigmoid_softplus;
use super::pass::Turn;
use super::{Block, Real};

/// The slope of every row's loss along its score.
pub(super) struct Slopes<'a, R> {
    pub z: &'a Block<R>,
    /// What the rows cost, negative on the other side of the class.
    pub cost: &'a Block<R>,
    pub scale: Option<&'a Block<R>>,
}

impl<R: Real> Turn<R> for Slopes<'_, R> {
    #[inline(always)]
    fn turn(&self, at: usize, _: usize, own: &mut Bundle<R>, totals: &mut [f64; BUNDLE]) {
        let (z, cost) = (&self.z.data[at], &self.cost.data[at]);
        for l in 0..BUNDLE {
            let cost = cost[l].wide();
            let yes = f64::from(u8::from(cost > 0.0));
            let slope = cost.abs() * (sigmoid_softplus(z[l].wide()).0 - yes);
            totals[l] += slope;
            own[l] = R::of(slope);
        }
        if let Some(scale) = self.scale {
            (0..BUNDLE).for_each(|l| own[l] = own[l] * scale.data[at][l]);
        }
    }
}
