//! The preconditioned conjugate gradient method, for several systems over one matrix.

use super::block::{BUNDLE, LANES, PerLane};
use super::factored::Room;
use super::{Block, Factored, Real};

/// `1/τ + s Xᵀ diag(curvature) X s` of every problem, with its intercept.
pub(super) struct Hessian<'a, R> {
    pub design: &'a Factored,
    pub curvature: &'a Block<R>,
    pub scale: Option<&'a Block<R>>,
    pub variance: Option<&'a Block<R>>,
}

/// The iterates: direction `d`, residual `r`, search `p`, each with its intercept.
pub(super) struct Inner<'a, R> {
    inverse: &'a Block<R>,
    inverse_b: PerLane,
    forcing: &'a PerLane,
    d: Block<R>,
    r: Block<R>,
    p: Block<R>,
    d_b: PerLane,
    r_b: PerLane,
    p_b: PerLane,
    rho: PerLane,
    rho_first: PerLane,
    open: [bool; LANES],
}

impl<R: Real> Hessian<'_, R> {
    /// `H · p` with its intercepts, and `pᵀ H p`.
    fn times(&self, p: &Block<R>, p_b: &PerLane, room: &mut Room<R>) -> (Block<R>, PerLane, PerLane) {
        let (curvature, scale, bundles) = (self.curvature, self.scale, p.bundles);
        let tokens = self.design.tokens(p);
        let shift: [R; LANES] = p_b.map(R::of);
        let (sums, hp_b) = self.design.through(Some(&tokens), bundles, false, room, &|row, own, totals| {
            for (b, own) in own.iter_mut().enumerate() {
                let at = row * bundles + b;
                let curvature = &curvature.data[at];
                let shift = &shift[b * BUNDLE..(b + 1) * BUNDLE];
                let totals = &mut totals[b * BUNDLE..(b + 1) * BUNDLE];
                match scale {
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
        });
        let mut hp = self.design.features(&sums);
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

impl<'a, R: Real> Inner<'a, R> {
    /// Starts from nothing towards `−gradient`. Problems whose `forcing` is 0 stay where they are.
    pub fn begin(
        gradient: &Block<R>,
        gradient_b: &PerLane,
        (inverse, inverse_b): (&'a Block<R>, PerLane),
        forcing: &'a PerLane,
    ) -> Self {
        let mut r = gradient.clone();
        let active: [R; LANES] = forcing.map(|f| R::of(if f > 0.0 { -1.0 } else { 0.0 }));
        let mut rho = r.sweep([inverse], |r, [inverse], lane, sums| {
            for l in 0..BUNDLE {
                r[l] = r[l] * active[lane + l];
                sums[l] += r[l].wide() * r[l].wide() * inverse[l].wide();
            }
        });
        let r_b = gradient_b.map(|g| -g);
        let mut p_b = [0f64; LANES];
        for k in 0..LANES {
            p_b[k] = r_b[k] * inverse_b[k];
            rho[k] += r_b[k] * p_b[k];
        }
        let mut p = r.clone();
        p.sweep([inverse], |p, [inverse], _, _| (0..BUNDLE).for_each(|l| p[l] = p[l] * inverse[l]));
        let d = Block::zeros(r.len(), r.bundles);
        let open = rho.map(|rho| rho > 0.0);
        Self { inverse, inverse_b, forcing, d, r, p, d_b: [0.0; LANES], r_b, p_b, rho, rho_first: rho, open }
    }

    pub fn run(mut self, hessian: &Hessian<'_, R>, most: usize, room: &mut Room<R>) -> (Block<R>, PerLane) {
        for _ in 0..most {
            if !self.open.contains(&true) {
                break;
            }
            self.step(hessian, room);
        }
        (self.d, self.d_b)
    }

    fn step(&mut self, hessian: &Hessian<'_, R>, room: &mut Room<R>) {
        let (hp, hp_b, bend) = hessian.times(&self.p, &self.p_b, room);
        let mut alpha = [0f64; LANES];
        for k in 0..LANES {
            self.open[k] = self.open[k] && bend[k] > 1e-16 * self.rho_first[k];
            if self.open[k] {
                alpha[k] = self.rho[k] / bend[k];
                self.d_b[k] += alpha[k] * self.p_b[k];
                self.r_b[k] -= alpha[k] * hp_b[k];
            }
        }
        let by: [R; LANES] = alpha.map(R::of);
        self.d.sweep([&self.p], |d, [p], lane, _| (0..BUNDLE).for_each(|l| d[l] += by[lane + l] * p[l]));
        let mut rho = self.r.sweep([&hp, self.inverse], |r, [hp, inverse], lane, sums| {
            for l in 0..BUNDLE {
                r[l] = r[l] - by[lane + l] * hp[l];
                sums[l] += r[l].wide() * r[l].wide() * inverse[l].wide();
            }
        });
        let mut beta = [0f64; LANES];
        for k in 0..LANES {
            let s_b = self.r_b[k] * self.inverse_b[k];
            rho[k] += self.r_b[k] * s_b;
            if self.open[k] {
                beta[k] = rho[k] / self.rho[k];
                self.open[k] = rho[k].sqrt() > self.forcing[k] * self.rho_first[k].sqrt();
                self.p_b[k] = s_b + beta[k] * self.p_b[k];
                self.rho[k] = rho[k];
            }
        }
        let by: [R; LANES] = beta.map(R::of);
        self.p.sweep([&self.r, self.inverse], |p, [r, inverse], lane, _| {
            (0..BUNDLE).for_each(|l| p[l] = r[l] * inverse[l] + by[lane + l] * p[l]);
        });
    }
}
