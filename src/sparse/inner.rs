//! The preconditioned conjugate gradient method, for several systems over one matrix.

use super::bend::Bend;
use super::block::{BUNDLE, LANES, PerLane, bundled};
use super::room::Room;
use super::{Block, Real};

/// The iterates: direction `d`, residual `r`, search `p`, each with its intercept.
pub(super) struct Inner<'a, R> {
    bend: &'a Bend<'a, R>,
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

impl<'a, R: Real> Inner<'a, R> {
    /// Starts from nothing towards `−gradient`. Problems whose `forcing` is 0 stay where they are.
    pub fn begin(
        gradient: &Block<R>,
        gradient_b: &PerLane,
        bend: &'a Bend<'a, R>,
        forcing: &'a PerLane,
        room: &mut Room<R>,
    ) -> Self {
        let mut block = || room.block(gradient.len(), gradient.bundles);
        let (mut r, mut p, mut d) = (block(), block(), block());
        let active: [R; LANES] = forcing.map(|f| R::of(if f > 0.0 { -1.0 } else { 0.0 }));
        let inverse = &bend.inverse;
        let mut rho = r.sweep([gradient, inverse], |r, [gradient, inverse], bundle, sums| {
            let active = &bundled(&active)[bundle];
            for l in 0..BUNDLE {
                r[l] = gradient[l] * active[l];
                sums[l] += r[l].wide() * r[l].wide() * inverse[l].wide();
            }
        });
        let r_b = gradient_b.map(|g| -g);
        let mut p_b = [0f64; LANES];
        for k in 0..LANES {
            p_b[k] = r_b[k] * bend.inverse_b[k];
            rho[k] += r_b[k] * p_b[k];
        }
        p.sweep([&r, inverse], |p, [r, inverse], _, _| (0..BUNDLE).for_each(|l| p[l] = r[l] * inverse[l]));
        d.sweep([], |d, [], _, _| *d = [R::default(); BUNDLE]);
        let open = rho.map(|rho| rho > 0.0);
        Self { bend, forcing, d, r, p, d_b: [0.0; LANES], r_b, p_b, rho, rho_first: rho, open }
    }

    /// Goes on for `most` iterations, or until no more than `lacking` of the systems are open.
    pub fn run(mut self, most: usize, lacking: usize, room: &mut Room<R>) -> (Block<R>, PerLane) {
        let still_open = |open: &[bool]| open.iter().filter(|open| **open).count();
        for _ in 0..most {
            if still_open(&self.open) <= lacking {
                break;
            }
            self.step(room);
        }
        room.give_back(self.r);
        room.give_back(self.p);
        (self.d, self.d_b)
    }

    fn step(&mut self, room: &mut Room<R>) {
        let (hp, hp_b, along) = self.bend.times(&self.p, &self.p_b, room);
        let mut alpha = [0f64; LANES];
        for k in 0..LANES {
            self.open[k] = self.open[k] && along[k] > 1e-16 * self.rho_first[k];
            if self.open[k] {
                alpha[k] = self.rho[k] / along[k];
                self.d_b[k] += alpha[k] * self.p_b[k];
                self.r_b[k] -= alpha[k] * hp_b[k];
            }
        }
        let by: [R; LANES] = alpha.map(R::of);
        self.d.sweep([&self.p], |d, [p], bundle, _| {
            let by = &bundled(&by)[bundle];
            (0..BUNDLE).for_each(|l| d[l] += by[l] * p[l]);
        });
        let mut rho = self.r.sweep([&hp, &self.bend.inverse], |r, [hp, inverse], bundle, sums| {
            let by = &bundled(&by)[bundle];
            for l in 0..BUNDLE {
                r[l] = r[l] - by[l] * hp[l];
                sums[l] += r[l].wide() * r[l].wide() * inverse[l].wide();
            }
        });
        let mut beta = [0f64; LANES];
        for k in 0..LANES {
            let s_b = self.r_b[k] * self.bend.inverse_b[k];
            rho[k] += self.r_b[k] * s_b;
            if self.open[k] {
                beta[k] = rho[k] / self.rho[k];
                self.open[k] = rho[k].sqrt() > self.forcing[k] * self.rho_first[k].sqrt();
                self.p_b[k] = s_b + beta[k] * self.p_b[k];
                self.rho[k] = rho[k];
            }
        }
        room.give_back(hp);
        let by: [R; LANES] = beta.map(R::of);
        self.p.sweep([&self.r, &self.bend.inverse], |p, [r, inverse], bundle, _| {
            let by = &bundled(&by)[bundle];
            (0..BUNDLE).for_each(|l| p[l] = r[l] * inverse[l] + by[l] * p[l]);
        });
    }
}
