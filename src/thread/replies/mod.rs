//! Who answers whom, where the export does not say: a comment that repeats an earlier one's words answers it, and so
//! does one that turns to its author by name.
//!
//! Comments are looked at in their order, and each only at those before it, so that a stream of any length is read in
//! constant memory.

mod names;
mod words;

use std::collections::{HashMap, VecDeque};

use super::comment::Comment;
use names::Called;
use words::{Passage, Words};

/// How far back an answered comment is looked for, in comments of the thread.
const LOOK_BACK: usize = 400;

/// How many threads are kept open at a time; the one longest without a comment is forgotten.
const THREADS: usize = 32;

/// Below this a parent is a guess that does more harm than good.
const LEAST: f32 = 0.35;

/// Looks for the comment that each answers.
#[derive(Default)]
pub struct Replies {
    threads: HashMap<String, Window>,
    turn: u64,
    /// How many were found.
    found: u64,
}

/// The last comments of a thread.
#[derive(Default)]
struct Window {
    comments: VecDeque<Earlier>,
    touched: u64,
}

/// What is kept of an earlier comment.
struct Earlier {
    id: String,
    /// The author's name as names are compared.
    author: String,
    words: Words,
}

impl Replies {
    /// Notes the next comment; if it names no parent and one can be told, names it with how sure that is.
    pub fn recover(&mut self, comment: &mut Comment) {
        self.turn += 1;
        let thread = comment.thread_id.clone().unwrap_or_default();
        if !self.threads.contains_key(&thread) && self.threads.len() >= THREADS {
            self.forget_one();
        }
        let window = self.threads.entry(thread).or_default();
        window.touched = self.turn;
        let own = Earlier {
            id: comment.id.clone(),
            author: names::plain(comment.author.as_deref().unwrap_or_default()),
            words: Words::of(&comment.text),
        };
        if comment.parent_id.is_none()
            && let Some((parent, sure)) = window.parent(&own, &comment.text)
        {
            comment.parent_id = Some(parent);
            comment.reply_confidence = Some(sure);
            self.found += 1;
        }
        window.comments.push_back(own);
        if window.comments.len() > LOOK_BACK {
            window.comments.pop_front();
        }
    }

    /// How many parents were found.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.found
    }

    fn forget_one(&mut self) {
        let oldest = self.threads.iter().min_by_key(|(_, window)| window.touched).map(|(thread, _)| thread.clone());
        if let Some(thread) = oldest {
            self.threads.remove(&thread);
        }
    }
}

impl Window {
    /// The comment that one answers, and how sure that is: by its quotations, else by a name.
    fn parent(&self, own: &Earlier, text: &str) -> Option<(String, f32)> {
        let quoted = own.words.passages().iter().filter_map(|passage| self.source(passage));
        let quoted = quoted.max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let called = names::called(text);
        let named = called.iter().find_map(|called| self.author(called, own));
        let (at, sure) = match (quoted, named) {
            // Words and name agree: whoever is named wrote what is quoted.
            (Some((at, sure)), Some((by, _))) if self.comments[at].author == self.comments[by].author => {
                (at, sure.max(0.95))
            }
            (Some(quoted), _) => quoted,
            (None, named) => named?,
        };
        (sure >= LEAST).then(|| (self.comments[at].id.clone(), sure))
    }

    /// The comment that a quotation was taken from.
    ///
    /// Words that a comment only quotes itself may come from the same third place; words that several wrote tell less.
    fn source(&self, passage: &Passage) -> Option<(usize, f32)> {
        let mut best: Option<(usize, f32)> = None;
        let mut wrote = 0;
        for (at, earlier) in self.comments.iter().enumerate().rev() {
            let Some((sure, own)) = earlier.words.holds(passage) else { continue };
            wrote += usize::from(own);
            if best.is_none_or(|(_, known)| sure > known) {
                best = Some((at, sure));
            }
        }
        best.map(|(at, sure)| (at, if wrote > 1 { sure * 0.8 } else { sure }))
    }

    /// The last comment of whoever is called by name.
    fn author(&self, called: &Called, own: &Earlier) -> Option<(usize, f32)> {
        let mut best: Option<(usize, f32)> = None;
        for (at, earlier) in self.comments.iter().enumerate().rev() {
            let sure = if earlier.author == own.author { 0.0 } else { called.is(&earlier.author) };
            if sure > best.map_or(0.0, |(_, known)| known) {
                best = Some((at, sure));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parent that the last comment of a thread gets, by its number, and how sure it is.
    fn last(thread: &[(&str, &str)]) -> Option<(usize, f32)> {
        let mut replies = Replies::default();
        let mut parent = None;
        for (number, (author, text)) in thread.iter().enumerate() {
            let mut comment = Comment {
                id: number.to_string(),
                author: Some((*author).to_owned()).filter(|author| !author.is_empty()),
                text: (*text).to_owned(),
                ..Comment::default()
            };
            replies.recover(&mut comment);
            parent = comment.parent_id.map(|id| (id.parse().unwrap(), comment.reply_confidence.unwrap()));
        }
        parent
    }

    const BRIDGE: [(&str, &str); 3] = [
        ("Ann Lee", "The bridge belongs to the people who walk, and to nobody else."),
        ("Tom", "My mother waits for the bus in the rain every single morning of the winter."),
        ("karla_7", "High time. The council slept through all of it."),
    ];

    fn answer(author: &str, text: &str) -> Option<(usize, f32)> {
        last(&[&BRIDGE[..], &[(author, text)]].concat())
    }

    #[test]
    fn quotations_lead_to_whoever_wrote_the_words() {
        for text in [
            "\u{201C}waits for the bus in the rain\u{201D} \u{2014} there is a shelter.",
            "> My mother waits for the bus in the rain every single morning\n\nShe could take a taxi.",
            "You wrote \"the bus in the rain every single morning\" but it rarely rains.",
            "<blockquote>waits for the bus in the rain</blockquote>Poor woman.",
        ] {
            let (parent, sure) = answer("Eve", text).expect(text);
            assert_eq!(parent, 1, "{text}");
            assert!(sure >= 0.85, "{text}: {sure}");
        }
        // Not word for word.
        let (parent, sure) =
            answer("Eve", "> My mother waits for a bus in the rain each single morning of the winter\nOh.").unwrap();
        assert!(parent == 1 && (0.4..0.85).contains(&sure), "{parent} {sure}");
    }

    #[test]
    fn names_lead_to_their_last_comment() {
        for (text, parent) in [
            ("@Tom take a taxi.", 1),
            ("@ann lee: no.", 0),
            ("@karla_7 Indeed!", 2),
            ("Ann Lee: you mean the new one.", 0),
            ("Tom, it is not that far.", 1),
            ("Hi Tom, it is not that far.", 1),
            ("Ann \u{2014} no.", 0),
            ("I agree with @Tom on this.", 1),
        ] {
            assert_eq!(answer("Eve", text).map(|(at, _)| at), Some(parent), "{text}");
        }
        let twice = [&BRIDGE[..], &[("Tom", "And another thing."), ("Eve", "@Tom which?")]].concat();
        assert_eq!(last(&twice).map(|(at, _)| at), Some(3));
    }

    #[test]
    fn what_tells_nothing_stays_without_a_parent() {
        for text in [
            "Tomorrow, we shall see.",
            "The \"people\" again.",
            "@nobody here said so.",
            "One thing: no.",
            "Write to tom@example.org about it.",
            "\"Words that nobody in this thread has written before\"",
        ] {
            assert_eq!(answer("Eve", text), None, "{text}");
        }
        assert_eq!(answer("Tom", "Tom: that was me."), None, "nobody answers himself by name");
    }

    #[test]
    fn words_and_name_together_are_surer_and_copies_less() {
        let both = answer("Eve", "@Tom \"waits for the bus in the rain\"? Really.").unwrap();
        assert!(both.0 == 1 && both.1 >= 0.95);
        let copies = [("A", "nothing but empty words from them"), ("B", "nothing but empty words from them")];
        let (_, sure) = last(&[&copies[..], &[("C", "> nothing but empty words from them\nyes")]].concat()).unwrap();
        assert!(sure < 0.8, "{sure}");
        let quoting = [
            ("A", "I begin."),
            ("B", "> a line from the article itself\nIndeed."),
            ("C", "> a line from the article itself\nNo."),
        ];
        let (parent, sure) = last(&quoting).unwrap();
        assert!(parent == 1 && sure <= 0.5, "{sure}");
    }

    #[test]
    fn memory_is_bounded() {
        let mut replies = Replies::default();
        for number in 0..2000 {
            let thread_id = Some(format!("t{}", number % 100));
            let mut comment = Comment { id: number.to_string(), thread_id, text: "words".into(), ..Comment::default() };
            replies.recover(&mut comment);
        }
        assert!(replies.threads.len() <= THREADS);
    }
}
