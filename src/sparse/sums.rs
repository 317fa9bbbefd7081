//! Sums over the rows of a block, one a lane.

use super::block::{BUNDLE, PerLane};
use super::logistic::sigmoid_softplus;
use super::{Block, Real};

/// The losses at scores `z`. (The block is only read; a sweep asks for it whole.)
pub(super) fn loss<R: Real>(z: &mut Block<R>, cost: &Block<R>) -> PerLane {
    z.sweep([cost], |z, [cost], _, sums| {
        for l in 0..BUNDLE {
            let (cost, z) = (cost[l].wide(), z[l].wide());
            sums[l] += cost.abs() * sigmoid_softplus(if cost > 0.0 { -z } else { z }).1;
        }
    })
}

/// `Σ a·b`, or `Σ a·b/variance`. (The first block is only read; a sweep asks for it whole.)
pub(super) fn products<R: Real>(a: &mut Block<R>, b: &Block<R>, variance: Option<&Block<R>>) -> PerLane {
    match variance {
        None => a.sweep([b], |a, [b], _, sums| (0..BUNDLE).for_each(|l| sums[l] += a[l].wide() * b[l].wide())),
        Some(variance) => a.sweep([b, variance], |a, [b, v], _, sums| {
            for l in 0..BUNDLE {
                sums[l] += a[l].wide() * b[l].wide() / v[l].wide().max(f64::MIN_POSITIVE);
            }
        }),
    }
}
