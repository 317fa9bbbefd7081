//! The brief in one sentence, and what must be known before it is believed.

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::Block;
use crate::brief::clean::{count, interval, round};
use crate::brief::material::Material;
use crate::metrics::Interval;

/// Below this, shares say nothing and comments are counted instead.
const FEW: usize = 5;
/// Below this many comments, `4 of the 7` reads better than `6 in 10`.
const TENS: usize = 10;
/// From this share on, a lead is more than a leaning.
const LARGELY: f64 = 0.75;
/// Labels of a set other than stances that are named.
const NAMED: usize = 3;

pub(super) struct Headline;

impl Section for Headline {
    fn name(&self) -> &'static str {
        "headline"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let (said, figures) = sentence(m);
        let sentence = figures.as_ref().map_or_else(|| said.clone(), |figures| format!("{said}: {figures}"));
        let mut blocks = vec![Block::Lead { said, figures }];
        let fit = m.about.examined.as_ref().map(|examined| &examined.fit);
        let found = fit.iter().flat_map(|fit| &fit.findings).map(|finding| &finding.sentence);
        let warnings: Vec<&String> = found.chain(&m.about.warnings).collect();
        blocks.extend(warnings.iter().map(|w| Block::Warning((*w).clone())));
        let told = m.items.len() >= FEW && m.unsure() < m.items.len() && m.unquotable().is_none();
        let lead = leader(m).filter(|_| told);
        let lead = lead.map(|(side, clear)| {
            json!({"side": m.sides[side].name, "clear": clear,
            "share": round(m.shares[side].value)})
        });
        let data = json!({"sentence": sentence, "lead": lead, "warnings": warnings, "fit": fit});
        Part::new(self, "", data, blocks)
    }
}

fn sentence(m: &Material<'_>) -> (String, Option<String>) {
    if let Some(whole) = unsplit(m) {
        return (whole, None);
    }
    let doubt = match m.unsure() {
        0 => ".".into(),
        1 => "; the program is unsure of 1 comment.".into(),
        unsure => format!("; the program is unsure of {unsure} comments."),
    };
    (opening(m), Some(format!("{}{doubt}", figures(m))))
}

/// What there is to say if there are no shares worth a headline.
fn unsplit(m: &Material<'_>) -> Option<String> {
    let n = m.items.len();
    if n == 0 {
        return Some(match m.left_out.total() {
            0 => "There are no comments to read.".into(),
            1 => "There is nothing to read: the only comment is not visible.".to_owned(),
            hidden => format!("There is nothing to read: none of the {} is visible.", comments(hidden)),
        });
    }
    if m.sides.is_empty() {
        return Some(format!("The model names no labels, so the {} cannot be placed.", comments(n)));
    }
    let subject = m.about.subject();
    if m.unsure() == n {
        let these = if n == 1 { "the one comment".into() } else { format!("all {n} comments") };
        return Some(format!("The program cannot tell where readers stand on {subject}: it is unsure of {these}."));
    }
    if n < FEW {
        return Some(few(m));
    }
    m.unquotable().map(|reason| format!("On {subject}: {}", lower(reason)))
}

/// A sentence in the middle of another.
fn lower(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map(|first| first.to_lowercase().chain(rest).collect()).unwrap_or_default()
}

fn comments(n: usize) -> String {
    count(n, "comment", "comments")
}

fn few(m: &Material<'_>) -> String {
    let mut said: Vec<String> = Vec::new();
    for (index, side) in m.sides.iter().enumerate() {
        let sure = m.on_side(index, false);
        if sure > 0 {
            let object = if said.is_empty() { m.about.subject() } else { "it" };
            said.push(format!("{sure} {}", side.verb(sure, object)));
        }
    }
    if m.unsure() > 0 {
        said.push(format!("of {} the program is unsure", m.unsure()));
    }
    let verb = if m.items.len() == 1 { "is" } else { "are" };
    let objection = m.about.examined.as_ref().and_then(|examined| examined.fit.objection());
    if let Some(objection) = objection {
        return format!("Only {} {verb} visible, and no sides are told: {objection}.", comments(m.items.len()));
    }
    format!("Only {} {verb} visible, too few for shares: {}.", comments(m.items.len()), said.join(", "))
}

/// The label that argues and has the largest share, and whether its interval lies above that of every other such label.
fn leader(m: &Material<'_>) -> Option<(usize, bool)> {
    let arguing = || (0..m.sides.len()).filter(|&s| m.sides[s].argues);
    let lead = arguing().max_by(|&a, &b| m.shares[a].value.total_cmp(&m.shares[b].value).then(b.cmp(&a)))?;
    let others = arguing().filter(|&s| s != lead).all(|s| m.shares[lead].low > m.shares[s].high);
    Some((lead, others && arguing().count() > 1))
}

/// A label beside the leader that takes no side, if it clearly has more than the leader.
fn abstains(m: &Material<'_>, lead: usize) -> bool {
    (0..m.sides.len()).any(|s| !m.sides[s].argues && m.shares[s].low > m.shares[lead].high)
}

fn opening(m: &Material<'_>) -> String {
    let subject = m.about.subject();
    let Some((lead, clear)) = leader(m) else { return format!("On {subject}") };
    let (side, share) = (&m.sides[lead], m.shares[lead].value);
    if !side.stance {
        return if clear { format!("Most often “{}”", side.name) } else { "No label clearly leads".into() };
    }
    if abstains(m, lead) {
        return format!("Most comments take no side on {subject}");
    }
    let arguing = m.sides.iter().filter(|s| s.argues).count();
    let towards = if side.tone == 0 { "in favor of" } else { "against" };
    match (clear, share) {
        (false, _) if arguing < 2 => format!("On {subject}"),
        (false, _) => format!("No clear lead on {subject}"),
        (true, LARGELY..) => format!("Commenters are largely {towards} {subject}"),
        (true, 0.5..) => format!("Commenters lean {} {subject}", if side.tone == 0 { "towards" } else { towards }),
        (true, _) if side.tone == 0 => format!("More comments favor {subject} than oppose it"),
        (true, _) => format!("More comments oppose {subject} than favor it"),
    }
}

fn figures(m: &Material<'_>) -> String {
    let n = m.items.len();
    let mut order: Vec<usize> = (0..m.sides.len()).filter(|&s| m.sides[s].argues).collect();
    order.sort_by(|&a, &b| m.shares[b].value.total_cmp(&m.shares[a].value));
    let stance = m.sides.iter().all(|s| s.stance);
    let hidden = order.len().saturating_sub(NAMED);
    order.truncate(NAMED);
    let mut said = Vec::new();
    for (place, &side) in order.iter().enumerate() {
        let share = m.shares[side];
        let whole = if place == 0 { format!(" of the {n} comments") } else { String::new() };
        let (amount, number) = amount(share, n);
        let verb = m.sides[side].verb(number, "it");
        let about = if place == 0 && number > 0 && number < n.min(TENS) { "about " } else { "" };
        said.push(format!("{about}{amount}{whole} {verb} ({})", interval(share.low, share.high)));
    }
    let rest = m.sides.iter().position(|s| !s.argues).map(|s| m.shares[s].value);
    match (rest, hidden) {
        (Some(rest), _) if rest * n as f64 >= 0.5 => said.push("the rest take no side".into()),
        (None, 1..) if !stance => said.push(format!("the rest {}", count(hidden, "other label", "other labels"))),
        _ => {}
    }
    said.join(", ")
}

/// A share in words, and the number that its verb agrees with.
fn amount(share: Interval, n: usize) -> (String, usize) {
    if n < TENS {
        let number = (share.value * n as f64).round() as usize;
        return match number {
            0 => ("none".into(), 0),
            all if all == n => (format!("all {n}"), n),
            some => (some.to_string(), some),
        };
    }
    match share.value {
        x if x < 0.05 => ("hardly any".into(), 0),
        x if x >= 0.95 => ("nearly all".into(), TENS),
        x => match (x * 10.0).round() as usize {
            0 | 1 => ("1 in 10".into(), 2),
            _ if (0.225..0.275).contains(&x) => ("a quarter".into(), 2),
            5 => ("half".into(), 5),
            tenths => (format!("{tenths} in 10"), tenths),
        },
    }
}
