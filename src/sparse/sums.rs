//! Sums over the rows of blocks, one a lane.

use super::block::{BUNDLE, PerLane};
use super::logistic::sigmoid_softplus;
use super::{Block, Real};

/// The loss of a row at score `z`; its cost is negative on the other side of the class.
#[inline(always)]
pub(super) fn loss<R: Real>(z: R, cost: R) -> f64 {
    let (cost, z) = (cost.wide(), z.wide());
    cost.abs() * sigmoid_softplus(if cost > 0.0 { -z } else { z }).1
}

/// The losses at scores `z`.
pub(super) fn losses<R: Real>(z: &Block<R>, cost: &Block<R>) -> PerLane {
    Block::sums([z, cost], |[z, cost], _, sums| (0..BUNDLE).for_each(|l| sums[l] += loss(z[l], cost[l])))
}

/// `Σ a·b`, or `Σ a·b/variance`.
pub(super) fn products<R: Real>(a: &Block<R>, b: &Block<R>, variance: Option<&Block<R>>) -> PerLane {
    match variance {
        None => Block::sums([a, b], |[a, b], _, sums| (0..BUNDLE).for_each(|l| sums[l] += a[l].wide() * b[l].wide())),
        Some(variance) => Block::sums([a, b, variance], |[a, b, v], _, sums| {
            for l in 0..BUNDLE {
                sums[l] += a[l].wide() * b[l].wide() / v[l].wide().max(f64::MIN_POSITIVE);
            }
        }),
    }
}
