//! What all sections draw on: the visible comments, read once, with their sides, terms and threads.

use std::collections::HashMap;

use serde::Serialize;

use super::address::{self, Opening};
use super::asks;
use super::block::{End, Quote};
use super::clean::round;
use super::conversation::Cite;
use super::input::{About, Background, Scored};
use super::people;
use super::side::{self, Side};
use super::terms::{self, Use};
use crate::check::Examined;
use crate::metrics::Interval;
use crate::prevalence::{Headline, Prevalence};
use crate::text::analyse;
use crate::thread::{Comment, Forest, Status};

/// Comments that readers could not see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Removed by their author or a moderator.
    pub deleted: usize,
    /// Marked as spam.
    pub spam: usize,
    /// Waiting for a moderator.
    pub pending: usize,
}

impl LeftOut {
    /// All of them.
    #[must_use]
    pub fn total(self) -> usize {
        self.deleted + self.spam + self.pending
    }
}

/// A visible comment.
pub(super) struct Item<'a> {
    pub comment: &'a Comment,
    /// One a label, finite, not negative.
    pub probabilities: Vec<f64>,
    pub label: usize,
    pub unsure: bool,
    /// Number of its thread in [`Material::threads`].
    pub thread: usize,
    /// The comment that it answers, by the export.
    pub parent: Option<usize>,
    pub opening: Option<Opening>,
    pub uses: Vec<Use>,
    /// Whether its own words, not those it quotes, end in a question.
    pub asks: bool,
    /// Whether it was read together with those around it.
    pub placed: bool,
    scored: &'a Scored,
}

/// Comments that share a thread id, in order.
pub(super) struct Thread<'a> {
    pub id: &'a str,
    pub title: Option<String>,
    pub items: Vec<usize>,
}

/// Everything a section may ask.
pub(super) struct Material<'a> {
    pub about: &'a About,
    pub background: &'a Background,
    pub sides: Vec<Side>,
    nowhere: Side,
    pub items: Vec<Item<'a>>,
    pub threads: Vec<Thread<'a>>,
    pub left_out: LeftOut,
    /// The shares of all items.
    pub shares: Vec<Interval>,
    /// How they were estimated, and whether they should be quoted.
    pub headline: Headline,
    prevalence: Prevalence,
}

impl<'a> Material<'a> {
    pub fn gather(scored: &'a [Scored], background: &'a Background, about: &'a About) -> Self {
        let sides = side::of(&about.labels);
        let mut left_out = LeftOut::default();
        let mut items = Vec::new();
        let stemmer = about.stemmer();
        for one in scored {
            match one.comment.status {
                Status::Visible => items.push(Item::read(one, sides.len(), stemmer.as_ref())),
                Status::Deleted => left_out.deleted += 1,
                Status::Spam => left_out.spam += 1,
                Status::Pending => left_out.pending += 1,
            }
        }
        let threads = threads(&mut items);
        parents(&mut items);
        let prevalence = match &about.examined {
            Some(examined) => examined.prevalence.clone(),
            None => Prevalence::of(None, sides.len(), about.seed),
        };
        let headline = asked(about.examined.as_ref(), &prevalence, &items, 0..items.len(), 0);
        let (nowhere, shares) = (Side::nowhere(), headline.shares.clone());
        Self { about, background, sides, nowhere, items, threads, left_out, shares, headline, prevalence }
    }

    /// The shares of some items; `stream` sets their draws apart from those of others.
    pub fn shares_of(&self, items: impl Iterator<Item = usize>, stream: u64) -> Vec<Interval> {
        asked(self.about.examined.as_ref(), &self.prevalence, &self.items, items, stream).shares
    }

    /// Why no share should be quoted, if the model was asked and none should.
    pub fn unquotable(&self) -> Option<&str> {
        Some(self.headline.reason.as_str()).filter(|_| self.about.examined.is_some() && !self.headline.quotable)
    }

    pub fn unsure(&self) -> usize {
        self.items.iter().filter(|i| i.unsure).count()
    }

    /// The side that a comment most probably takes.
    pub fn side(&self, item: usize) -> &Side {
        self.sides.get(self.items[item].label).unwrap_or(&self.nowhere)
    }

    /// How many comments most probably take a side: those the model is sure of, or those it is not.
    pub fn on_side(&self, side: usize, unsure: bool) -> usize {
        self.items.iter().filter(|i| i.label == side && i.unsure == unsure).count()
    }

    pub fn quote(&self, item: usize, why: Option<String>) -> Quote {
        let End { id, anchor, author, side, unsure } = self.end(item);
        let text = self.items[item].comment.text.trim().to_owned();
        Quote { id, anchor, author, side, unsure, probabilities: self.rounded(item), why, text }
    }

    pub fn end(&self, item: usize) -> End {
        let it = &self.items[item];
        let author = it.comment.author.clone().filter(|a| !a.trim().is_empty());
        End { id: it.comment.id.clone(), anchor: item, author, side: self.side(item).clone(), unsure: it.unsure }
    }

    pub fn cite(&self, item: usize) -> Cite {
        let comment = self.items[item].comment;
        Cite::of(&comment.id, comment.thread_id.as_deref(), item)
    }

    pub fn cites<'i>(&self, items: impl IntoIterator<Item = &'i usize>) -> Vec<Cite> {
        items.into_iter().map(|&item| self.cite(item)).collect()
    }

    /// Whether two comments surely take sides, and not the same one.
    pub fn opposed(&self, one: usize, other: usize) -> bool {
        let takes = |item: usize| self.side(item).argues && !self.items[item].unsure;
        takes(one) && takes(other) && self.items[one].label != self.items[other].label
    }

    /// Whether an act was looked for at all.
    pub fn looks_for(&self, act: &str) -> bool {
        self.items.iter().any(|item| item.act(act).is_some())
    }

    pub fn rounded(&self, item: usize) -> Vec<f64> {
        self.items[item].probabilities.iter().copied().map(round).collect()
    }
}

/// The headline of some items: what somebody said of them counts as it is.
fn asked(
    examined: Option<&Examined>,
    prevalence: &Prevalence,
    all: &[Item<'_>],
    items: impl Iterator<Item = usize>,
    stream: u64,
) -> Headline {
    let (given, rest): (Vec<usize>, Vec<usize>) = items.partition(|item| all[*item].scored.by_hand);
    let label = |item: &usize| all[*item].label;
    let rows: Vec<&[f64]> = rest.iter().map(|item| all[*item].probabilities.as_slice()).collect();
    let (given, told): (Vec<usize>, Vec<usize>) = (given.iter().map(label).collect(), rest.iter().map(label).collect());
    match examined {
        Some(examined) => examined.with_labels(&given, &rows, &told, stream),
        None => prevalence.headline(&rows, &told, stream),
    }
}

impl<'a> Item<'a> {
    fn read(one: &'a Scored, labels: usize, stemmer: Option<&crate::text::Stemmer>) -> Self {
        let comment = &one.comment;
        let given = &one.prediction.probabilities;
        let known = |p: &f64| if p.is_finite() { p.clamp(0.0, 1.0) } else { 0.0 };
        let probabilities: Vec<f64> = (0..labels).map(|i| given.get(i).map_or(0.0, known)).collect();
        let top = (0..labels).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]).then(b.cmp(&a)));
        let label = if one.prediction.label < labels { one.prediction.label } else { top.unwrap_or(0) };
        let opening = address::opening(&comment.text);
        let from = opening.as_ref().map_or(0, |o| o.end);
        let read = analyse(&comment.text);
        let uses = stemmer.map(|s| terms::read(&comment.text, &read, s, from)).unwrap_or_default();
        let asks = asks::asks(&comment.text, &read);
        let (unsure, placed) = (one.prediction.unsure, one.prediction.placed);
        Self {
            comment,
            probabilities,
            label,
            unsure,
            thread: 0,
            parent: None,
            opening,
            uses,
            asks,
            placed,
            scored: one,
        }
    }

    /// How probable an act is, if it was looked for in this comment, and whether it counts as there.
    pub fn act(&self, name: &str) -> Option<(f64, bool)> {
        let known = |p: f64| if p.is_finite() { p.clamp(0.0, 1.0) } else { 0.0 };
        self.scored.acts.iter().find(|act| act.name == name).map(|act| (known(act.probability), act.present))
    }

    /// Whether an act counts as there.
    pub fn does(&self, name: &str) -> bool {
        self.act(name).is_some_and(|(_, present)| present)
    }

    /// Its author, if it has one who goes by a name of their own.
    pub fn author(&self) -> Option<&'a str> {
        self.comment.author.as_deref().and_then(people::named)
    }

    /// The probability of the most probable label less that of the next: 0 is a coin toss.
    pub fn margin(&self) -> f64 {
        let mut sorted = self.probabilities.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        sorted.first().copied().unwrap_or(0.0) - sorted.get(1).copied().unwrap_or(0.0)
    }

    /// The probability of a side.
    pub fn p(&self, side: usize) -> f64 {
        self.probabilities.get(side).copied().unwrap_or(0.0)
    }
}

fn threads<'a>(items: &mut [Item<'a>]) -> Vec<Thread<'a>> {
    let mut found: Vec<Thread<'a>> = Vec::new();
    let mut number = HashMap::new();
    for (index, item) in items.iter_mut().enumerate() {
        let id = item.comment.thread_id.as_deref().unwrap_or_default();
        item.thread = *number.entry(id).or_insert_with(|| {
            found.push(Thread { id, title: None, items: Vec::new() });
            found.len() - 1
        });
        let thread = &mut found[item.thread];
        thread.items.push(index);
        if thread.title.is_none() {
            thread.title = item.comment.title.clone().filter(|t| !t.trim().is_empty());
        }
    }
    found
}

fn parents(items: &mut [Item<'_>]) {
    let forest = Forest::grow(items.iter().map(|item| item.comment));
    items.iter_mut().zip(forest.parents()).for_each(|(item, parent)| item.parent = *parent);
}
