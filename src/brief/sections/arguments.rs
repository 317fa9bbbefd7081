//! The terms by which each side's comments differ most from all others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::{Block, Term};
use crate::brief::clean::round;
use crate::brief::material::Material;
use crate::brief::{passage, terms};

/// Weight of the whole prior, in uses of terms: some three comments' worth, so that a long thread outweighs it.
const ALPHA_0: f64 = 100.0;
/// In a short thread it weighs at most this part of the thread, or the thread could say nothing.
const ALPHA_0_PART: f64 = 0.2;
/// No term's prior is less: below half a use the variance formula breaks down (Haldane and Anscombe's correction).
const ALPHA_LEAST: f64 = 0.5;
/// Terms below this are noise even as pointers.
const Z_LEAST: f64 = 0.8;
/// From here on, one term looked at alone would rarely differ as much by chance.
const Z_MARKED: f64 = 1.96;
/// A term of one comment is that comment's, not the side's.
const COMMENTS_LEAST: usize = 2;
/// Terms shown a side, at most, and at most one for two comments of the side.
const MOST: usize = 8;
/// Sides shown of label sets with many.
const SIDES: usize = 6;

pub(super) struct Arguments;

impl Section for Arguments {
    fn name(&self) -> &'static str {
        "arguments"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let tally = Tally::count(m);
        let mut blocks = Vec::new();
        let mut data = Vec::new();
        let arguing = (0..m.sides.len()).filter(|&s| m.sides[s].argues).take(SIDES);
        for side in arguing {
            let found = tally.strongest(m, side);
            data.push(json!({"side": m.sides[side].name, "terms": found}));
            if !found.is_empty() {
                blocks.push((side, found));
            }
        }
        let marked = blocks.iter().flat_map(|(_, terms)| terms).any(|t| t.z >= Z_MARKED);
        let mut shown = Vec::new();
        if !blocks.is_empty() {
            shown.push(Block::Prose(reading(marked).into()));
        } else if !m.items.is_empty() {
            shown.push(Block::Prose("No word is used by one side often enough to be called its argument.".into()));
        }
        shown.extend(blocks.into_iter().map(|(side, terms)| Block::Terms { side: m.sides[side].clone(), terms }));
        Part::new(self, "What each side argues with", json!({"marked": marked, "sides": data}), shown)
    }
}

fn reading(marked: bool) -> &'static str {
    if marked {
        "Words that one side uses more than all others, the most one-sided first, each with a passage."
    } else {
        "Words that one side uses more than all others. With so few comments none stands out beyond chance: read them \
         as pointers."
    }
}

/// Who uses which term. A comment counts a term once, so that nobody's refrain becomes everybody's argument.
struct Tally<'a> {
    users: BTreeMap<&'a str, Vec<usize>>,
    alpha: BTreeMap<&'a str, f64>,
    alpha_0: f64,
    /// Σ over terms and comments of the probability of a side.
    mass: Vec<f64>,
    total: f64,
}

impl<'a> Tally<'a> {
    fn count(m: &'a Material<'_>) -> Self {
        let mut users: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut mass = vec![0.0; m.sides.len()];
        let mut total = 0.0;
        for (index, item) in m.items.iter().enumerate() {
            let keys = terms::distinct(&item.uses);
            total += keys.len() as f64;
            mass.iter_mut().enumerate().for_each(|(side, sum)| *sum += item.p(side) * keys.len() as f64);
            for key in keys {
                users.entry(key).or_default().push(index);
            }
        }
        // Without training counts the thread's own are the prior, as in Monroe et al.'s first examples.
        let own = m.background.total() <= 0.0;
        let whole = if own { total } else { m.background.total() }.max(1.0);
        let ordinary = |key: &str, users: &[usize]| if own { users.len() as f64 } else { m.background.count(key) };
        let weight = ALPHA_0.min(ALPHA_0_PART * total);
        let alpha: BTreeMap<&str, f64> =
            users.iter().map(|(key, users)| (*key, (weight * ordinary(key, users) / whole).max(ALPHA_LEAST))).collect();
        let alpha_0 = alpha.values().sum();
        Self { users, alpha, alpha_0, mass, total }
    }

    /// Log-odds of the term on this side against all others, over its standard deviation.
    ///
    /// Monroe, Colaresi & Quinn 2008, *Fightin' Words*, equations 16, 18, 20 and 22; a comment counts towards a side
    /// by its probability of it.
    fn z(&self, m: &Material<'_>, key: &str, side: usize) -> f64 {
        let users = self.users.get(key).map_or(&[][..], Vec::as_slice);
        let here: f64 = users.iter().map(|&i| m.items[i].p(side)).sum();
        let there = (users.len() as f64 - here).max(0.0);
        let alpha = self.alpha.get(key).copied().unwrap_or(ALPHA_LEAST);
        let odds = |uses: f64, all: f64| ((uses + alpha) / (all + self.alpha_0 - uses - alpha).max(0.5)).ln();
        let delta = odds(here, self.mass[side]) - odds(there, self.total - self.mass[side]);
        delta / (1.0 / (here + alpha) + 1.0 / (there + alpha)).sqrt()
    }

    fn strongest(&self, m: &Material<'_>, side: usize) -> Vec<Term> {
        let on_side = m.items.iter().filter(|i| i.label == side).count();
        let most = on_side.div_ceil(2).min(MOST);
        let mine = |users: &[usize]| users.iter().filter(|&&i| m.items[i].label == side).count();
        let mut found: Vec<(&str, f64)> = self
            .users
            .iter()
            .filter(|(_, users)| mine(users) >= COMMENTS_LEAST)
            .map(|(key, _)| (*key, self.z(m, key, side)))
            .filter(|(_, z)| *z >= Z_LEAST)
            .collect();
        // A pair says more than its words: let it win where it is nearly as strong.
        let rank = |(key, z): &(&str, f64)| if key.contains(' ') { z * 1.4 } else { *z };
        found.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.0.cmp(b.0)));
        let mut stems: BTreeSet<&str> = BTreeSet::new();
        let mut quoted: BTreeSet<usize> = BTreeSet::new();
        let mut terms = Vec::new();
        for (key, z) in found {
            if terms.len() >= most || key.split(' ').any(|stem| stems.contains(stem)) {
                continue;
            }
            stems.extend(key.split(' '));
            terms.extend(self.term(m, key, side, z, &mut quoted));
        }
        terms.sort_by(|a: &Term, b: &Term| b.z.total_cmp(&a.z));
        terms
    }

    fn term(&self, m: &Material<'_>, key: &str, side: usize, z: f64, quoted: &mut BTreeSet<usize>) -> Option<Term> {
        let users = self.users.get(key)?;
        let here = users.iter().filter(|&&i| m.items[i].label == side).count();
        let fresh = |i: usize| !quoted.contains(&i);
        let best = users.iter().copied().filter(|&i| m.items[i].label == side).max_by(|&a, &b| {
            let p = |i: usize| m.items[i].p(side);
            fresh(a).cmp(&fresh(b)).then(p(a).total_cmp(&p(b))).then(b.cmp(&a))
        })?;
        quoted.insert(best);
        let item = &m.items[best];
        let one = item.uses.iter().find(|u| u.key == key)?;
        let passage = passage::around(&item.comment.text, one.span);
        let id = item.comment.id.clone();
        let elsewhere = users.len() - here;
        Some(Term { written: written(m, key, users), z: round(z), here, elsewhere, id, anchor: best, passage })
    }
}

/// A term as most of its users write it; in lower case if any of them does.
fn written(m: &Material<'_>, key: &str, users: &[usize]) -> String {
    let mut forms: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for &user in users {
        let item = &m.items[user];
        for one in item.uses.iter().filter(|u| u.key == key) {
            let form = item.comment.text.get(one.span.range()).unwrap_or(key);
            *forms.entry(form.to_lowercase()).or_default().entry(form).or_insert(0) += 1;
        }
    }
    let Some((lower, variants)) = forms.iter().max_by_key(|(_, v)| v.values().sum::<usize>()) else {
        return key.to_owned();
    };
    let shouted = |form: &str| !form.chars().any(char::is_lowercase);
    if variants.contains_key(lower.as_str()) || variants.keys().all(|form| shouted(form)) {
        return lower.clone();
    }
    let best = variants.iter().filter(|(form, _)| !shouted(form)).max_by_key(|(_, n)| **n);
    best.map_or_else(|| lower.clone(), |(form, _)| (*form).to_owned())
}
