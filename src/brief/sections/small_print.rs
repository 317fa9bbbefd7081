//! How the figures were made, and what they cannot say.

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::Block;
use crate::brief::clean::{count, percent};
use crate::brief::material::Material;
use crate::prevalence::{DRAWS, Method};

pub(super) struct SmallPrint;

impl Section for SmallPrint {
    fn name(&self) -> &'static str {
        "small_print"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let notes: Vec<(String, String)> = [
            labels(),
            model(m),
            placed(m),
            unsure(m),
            fit(m),
            shares(m),
            terms(m),
            quotes(),
            replies(),
            acts(m),
            names(m),
            left_out(m),
            readers(),
        ]
        .into_iter()
        .map(|(term, note)| (term.to_owned(), note))
        .collect();
        let notes: Vec<(String, String)> = notes.into_iter().filter(|(_, note)| !note.is_empty()).collect();
        let placed = m.items.iter().filter(|item| item.placed).count();
        let data = json!({"placed": placed, "pseudonymised": m.about.pseudonymised, "model": m.about.model, "record": m.about.record, "precision": m.about.precision,
            "seed": m.about.seed, "draws": DRAWS, "left_out": m.left_out, "notes": notes.iter()
                .map(|(term, note)| json!({"about": term, "note": note})).collect::<Vec<_>>()});
        Part::new(self, "Small print", data, vec![Block::Notes(notes)])
    }
}

type Note = (&'static str, String);

fn labels() -> Note {
    ("Labels", "The labels are a program’s, not an editor’s. Check a comment before you quote it under a side.".into())
}

fn model(m: &Material<'_>) -> Note {
    let name = if m.about.model.is_empty() { "The model has no name".into() } else { m.about.model.clone() };
    let record = if m.about.record.is_empty() { "no record is known".into() } else { m.about.record.clone() };
    ("Model", format!("{name}; {record}."))
}

fn placed(m: &Material<'_>) -> Note {
    let (n, placed) = (m.items.len(), m.items.iter().filter(|item| item.placed).count());
    let said = match placed {
        0 => "Every comment was read on its own words alone.".to_owned(),
        all if all == n => format!("All {n} comments were read together with those around them in the thread."),
        some => format!("{some} of the {n} comments were read together with those around them, the others alone."),
    };
    let around =
        " Those around a comment are what it answers, its answers and its author’s other comments in this thread.";
    ("In the thread", format!("{said}{}", if placed > 0 { around } else { "" }))
}

fn acts(m: &Material<'_>) -> Note {
    const NAMES: [&str; 5] = ["agreement", "question", "answer", "sarcasm", "attack"];
    let known: Vec<&str> = NAMES.into_iter().filter(|act| m.looks_for(act)).collect();
    let note = format!(
        "A program marks what comments do ({}): each with a probability, and marked where that reaches the threshold \
         which did best on comments it had not seen. A mark says what to read, never what somebody is like.",
        known.join(", ")
    );
    ("Marks", if known.is_empty() { String::new() } else { note })
}

fn names(m: &Material<'_>) -> Note {
    let note = if m.about.pseudonymised {
        "Names of those who write or are addressed are replaced by letters, the same throughout a thread, and nobody \
         is followed from one thread to another. What a comment tells of a person otherwise, and links, stand as \
         they were written: read it before you share it."
    } else {
        "Names are those of the export. Opinions are sensitive personal data: `--pseudonymise` replaces names before \
         you share this."
    };
    ("Names", note.into())
}

fn unsure(m: &Material<'_>) -> Note {
    let rule = match m.about.precision {
        Some(p) => format!(
            "A comment is unsure if its most probable label is below the confidence at which the model, \
            on comments it had not seen, was right {} of the time.",
            percent(p)
        ),
        None => "A comment is unsure if the model marked it so.".into(),
    };
    ("Unsure", format!("{rule} Unsure comments count in the shares, by their probabilities, but speak for no side."))
}

fn fit(m: &Material<'_>) -> Note {
    let Some(fit) = m.about.examined.as_ref().map(|examined| &examined.fit) else { return ("Fit", String::new()) };
    let found = match fit.findings.len() {
        0 => "Nothing was found that stands between the model and these comments.".to_owned(),
        1 => "One thing stands between the model and these comments; it is at the top.".to_owned(),
        n => format!("{n} things stand between the model and these comments; they are at the top."),
    };
    let untold = if fit.untold.is_empty() { String::new() } else { format!(" Not known: {}.", fit.untold.join("; ")) };
    ("Fit", format!("{found}{untold}"))
}

fn shares(m: &Material<'_>) -> Note {
    let how = match m.headline.method {
        Method::Map => {
            "Shares are the most probable ones given the probabilities of all visible comments, if the model errs here as \
             it did out of fold and shares are thought to be near those of its record (expectation maximisation, Saerens \
             et al. 2002, with a prior that weighs a third as many comments as the thread has)"
        }
        _ => "A share is the mean probability of the side over all visible comments (Bella et al. 2010)",
    };
    let range = if m.about.examined.is_some() {
        "of the comments and of the record of the model’s errors, and of every comment’s label"
    } else {
        "of every comment’s label from its probabilities"
    };
    let note = format!(
        "{how}. Its range is the middle 95% of {DRAWS} draws {range} (seed {}). It assumes that comments of a side look \
         like those of the training data and that errors on different comments are independent; if this thread is unlike \
         the training data, the true range is wider.",
        m.about.seed
    );
    ("Shares", note)
}

fn terms(m: &Material<'_>) -> Note {
    let prior = if m.background.is_empty() { "this thread itself" } else { "the model’s training data" };
    (
        "Words",
        format!(
            "Words and pairs of words by log-odds of use on one side against all others, with an \
        informative prior from {prior}, over their standard deviation (z; Monroe, Colaresi & Quinn 2008). A comment \
        counts by its probability of the side, and counts a word once; quoted passages are left out. Many words are \
        compared at once, so a z above 1.96 is a hint, not a proof."
        ),
    )
}

fn quotes() -> Note {
    (
        "Quotations",
        "Comments in their own words are those the model is sure of whose words are nearest to the \
        words of their side; near-duplicates are shown once. Quotations are verbatim but for replaced names; “…” marks a cut; control \
        characters are shown as symbols."
            .into(),
    )
}

fn replies() -> Note {
    (
        "Answers",
        "Who answers whom is taken from the export, from replies recovered with a probability, and from \
        names at the beginning of a comment, which stand for the latest earlier comment by that author."
            .into(),
    )
}

fn left_out(m: &Material<'_>) -> Note {
    let left = m.left_out;
    let parts = [(left.deleted, "deleted"), (left.spam, "spam"), (left.pending, "waiting for a moderator")];
    let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let total = count(left.total(), "comment", "comments");
    ("Left out", if said.is_empty() { "Nothing.".into() } else { format!("{total}: {}.", said.join(", ")) })
}

fn readers() -> Note {
    (
        "Readers",
        "Those who comment are not a sample of those who read, and one person may write several comments.".into(),
    )
}
