//! How the objective bends at a point: what Newton steps and their preconditioner are made of.

use super::block::{BUNDLE, Bundle, LANES, PerLane, bundled};
use super::pass::{Pass, Turn};
use super::room::Room;
use super::{Block, Factored, Real};

/// The Hessian `1/τ + s Xᵀ diag(curvature) X s` of every problem at a point, with its intercept.
pub(super) struct Bend<'a, R> {
    design: &'a Factored,
    scale: Option<&'a Block<R>>,
    variance: Option<&'a Block<R>>,
    curvature: &'a Block<R>,
    /// The inverse of the diagonal, the preconditioner.
    pub inverse: Block<R>,
    pub inverse_b: PerLane,
}

impl<'a, R: Real> Bend<'a, R> {
    /// At a point where rows have this curvature.
    pub fn at(
        design: &'a Factored,
        curvature: &'a Block<R>,
        scale: Option<&'a Block<R>>,
        variance: Option<&'a Block<R>>,
        room: &mut Room<R>,
    ) -> Self {
        let (mut inverse, along_b) = diagonal(design, curvature, scale, room);
        match variance {
            None => inverse.sweep([], |h, [], _, _| {
                (0..BUNDLE).for_each(|l| h[l] = R::of(1.0 / (1.0 + h[l].wide())));
            }),
            Some(variance) => inverse.sweep([variance], |h, [v], _, _| {
                (0..BUNDLE).for_each(|l| h[l] = R::of(v[l].wide() / (1.0 + h[l].wide() * v[l].wide())));
            }),
        };
        let inverse_b = along_b.map(|along| 1.0 / along.max(1e-12));
        Self { design, scale, variance, curvature, inverse, inverse_b }
    }

    /// `H · p` with its intercepts, and `pᵀ H p`.
    pub fn times(&self, p: &Block<R>, p_b: &PerLane, room: &mut Room<R>) -> (Block<R>, PerLane, PerLane) {
        let tokens = self.design.tokens(p, room);
        let pass = Pass { tokens: Some(&tokens), bundles: p.bundles, squared: false };
        let turn = Bending { curvature: self.curvature, scale: self.scale, shift: p_b.map(R::of) };
        let (sums, hp_b) = self.design.through(pass, room, &turn);
        let mut hp = self.design.features(&sums, room);
        room.give_back(tokens);
        room.give_back(sums);
        let mut bend = match self.variance {
            None => hp.sweep([p], |hp, [p], _, sums| {
                for l in 0..BUNDLE {
                    hp[l] += p[l];
                    sums[l] += hp[l].wide() * p[l].wide();
                }
            }),
            Some(variance) => hp.sweep([p, variance], |hp, [p, v], _, sums| {
                for l in 0..BUNDLE {
                    hp[l] += R::of(p[l].wide() / v[l].wide().max(f64::MIN_POSITIVE));
                    sums[l] += hp[l].wide() * p[l].wide();
                }
            }),
        };
        (0..LANES).for_each(|k| bend[k] += hp_b[k] * p_b[k]);
        (hp, hp_b, bend)
    }
}

/// The diagonal of `s Xᵀ diag(curvature) X s`, and the curvature along the intercept.
/// Leaves out the products between different tokens of one document that share a feature.
fn diagonal<R: Real>(
    design: &Factored,
    curvature: &Block<R>,
    scale: Option<&Block<R>>,
    room: &mut Room<R>,
) -> (Block<R>, PerLane) {
    let pass = Pass { tokens: None, bundles: curvature.bundles, squared: true };
    let (sums, along_b) = design.through(pass, room, &Along { curvature, scale });
    let squares = design.features_squared(&sums, room);
    room.give_back(sums);
    (squares, along_b)
}

/// A row's product with the curvature there.
struct Bending<'a, R> {
    curvature: &'a Block<R>,
    scale: Option<&'a Block<R>>,
    /// What the intercept adds to every row.
    shift: [R; LANES],
}

impl<R: Real> Turn<R> for Bending<'_, R> {
    #[inline(always)]
    fn turn(&self, at: usize, bundle: usize, own: &mut Bundle<R>, totals: &mut [f64; BUNDLE]) {
        let (curvature, shift) = (&self.curvature.data[at], &bundled(&self.shift)[bundle]);
        match self.scale {
            None => {
                for l in 0..BUNDLE {
                    own[l] = curvature[l] * (own[l] + shift[l]);
                    totals[l] += own[l].wide();
                }
            }
            Some(scale) => {
                let scale = &scale.data[at];
                for l in 0..BUNDLE {
                    let value = curvature[l] * (own[l] * scale[l] + shift[l]);
                    totals[l] += value.wide();
                    own[l] = value * scale[l];
                }
            }
        }
    }
}

/// A row's curvature, times its scale squared.
struct Along<'a, R> {
    curvature: &'a Block<R>,
    scale: Option<&'a Block<R>>,
}

impl<R: Real> Turn<R> for Along<'_, R> {
    #[inline(always)]
    fn turn(&self, at: usize, _: usize, own: &mut Bundle<R>, totals: &mut [f64; BUNDLE]) {
        *own = self.curvature.data[at];
        (0..BUNDLE).for_each(|l| totals[l] += own[l].wide());
        if let Some(scale) = self.scale {
            let scale = &scale.data[at];
            (0..BUNDLE).for_each(|l| own[l] = own[l] * scale[l] * scale[l]);
        }
    }
}
