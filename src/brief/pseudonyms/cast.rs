//! The people of one thread and the forms that they are named by.

use std::collections::{BTreeSet, HashMap};

use super::super::address;
use super::super::people::{named, pseudonym};
use super::super::stopwords::is_stopword;
use super::addressed::{addressed, in_word};
use crate::thread::Comment;
use crate::vectors::{self, Vectors};

/// Everybody who writes in a thread or is addressed in it.
pub(super) struct Cast {
    first: usize,
    /// No comment has an author.
    nameless: bool,
    /// Where each person wrote, in ascending order.
    wrote: Vec<Vec<usize>>,
    by_name: HashMap<String, usize>,
    /// The forms that begin with a word, in lower case; the longest first.
    forms: HashMap<String, Vec<Form>>,
}

/// One way to name somebody.
struct Form {
    name: String,
    people: Vec<usize>,
    /// Not to be taken for an ordinary word, so that it is a name wherever it stands.
    everywhere: bool,
    /// No word at all, so that it is a name in whatever case.
    coined: bool,
    /// Several words, one of them none that people use: side by side they are a name in whatever case.
    full: bool,
}

impl Cast {
    /// The authors of a thread; the first of them gets the letter of this number.
    pub fn of<'a>(comments: impl Iterator<Item = &'a Comment>, first: usize) -> Self {
        let mut cast =
            Self { first, nameless: true, wrote: Vec::new(), by_name: HashMap::new(), forms: HashMap::new() };
        let mut topics = BTreeSet::new();
        for (place, comment) in comments.enumerate() {
            let about = [&comment.title, &comment.target];
            let words = about.into_iter().flatten().flat_map(|text| text.split(|c: char| !in_word(c)));
            topics.extend(words.map(str::to_lowercase));
            let Some(name) = comment.author.as_deref().and_then(named) else { continue };
            let person = cast.person(name);
            cast.nameless = false;
            cast.wrote[person].push(place);
            cast.know(name, person, &topics);
        }
        for forms in cast.forms.values_mut() {
            forms.sort_by(|a, b| b.name.len().cmp(&a.name.len()).then_with(|| a.name.cmp(&b.name)));
        }
        cast
    }

    pub fn len(&self) -> usize {
        self.wrote.len()
    }

    /// An author's name, replaced if it is somebody's in particular.
    pub fn author(&mut self, author: &str) -> String {
        match named(author) {
            Some(name) => self.label(self.by_name.get(&name.to_lowercase()).copied().unwrap_or(0)),
            None => author.to_owned(),
        }
    }

    fn label(&self, person: usize) -> String {
        pseudonym(self.first + person)
    }

    fn person(&mut self, name: &str) -> usize {
        let next = self.wrote.len();
        let person = *self.by_name.entry(name.to_lowercase()).or_insert(next);
        if person == next {
            self.wrote.push(Vec::new());
        }
        person
    }

    fn know(&mut self, name: &str, person: usize, topics: &BTreeSet<String>) {
        let name = name.trim_start_matches(|c| !in_word(c));
        let first = name.split(char::is_whitespace).next().unwrap_or_default();
        let plain = name.to_lowercase();
        let odd = name.contains(|c: char| c.is_whitespace() || c.is_numeric() || c == '_');
        let capital = name.starts_with(char::is_uppercase);
        let word = is_stopword(&plain) || topics.contains(&plain) || plain.chars().count() < 3;
        self.form(name, person, odd || (capital && !word) || (!word && is_coined(&plain)));
        if first.len() < name.len() && !is_stopword(&first.to_lowercase()) {
            self.form(first, person, false);
        }
    }

    fn form(&mut self, name: &str, person: usize, everywhere: bool) {
        let forms = self.forms.entry(opening(name)).or_default();
        match forms.iter_mut().find(|form| form.name == name) {
            Some(form) if !form.people.contains(&person) => form.people.push(person),
            Some(_) => {}
            None if name.is_empty() => {}
            None => forms.push(Form {
                name: name.to_owned(),
                people: vec![person],
                everywhere,
                coined: everywhere && is_coined(name),
                full: everywhere && is_full(name),
            }),
        }
    }

    /// A text of the comment at this place, with every name in it replaced.
    pub fn rewrite(&mut self, text: &str, place: usize) -> String {
        // Where no author is known, `Name:` at the beginning names whoever was answered.
        if let Some(opening) = address::opening(text).filter(|opening| !opening.at && self.nameless) {
            for name in opening.names {
                let person = self.person(&name);
                self.know(&name, person, &BTreeSet::new());
            }
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let begins = !text[..at].ends_with(in_word);
            let call =
                [("@", begins), ("u/", begins)].into_iter().find(|(mark, ok)| *ok && text[at..].starts_with(mark));
            let found = match call {
                Some((mark, _)) => self.called(text, at + mark.len(), place).map(|(len, who)| (mark, len, who)),
                None if begins && in_word(c) => self.mentioned(text, at, place).map(|(len, who)| ("", len, who)),
                None => None,
            };
            if let Some((mark, len, person)) = found {
                out.extend([mark, &self.label(person)]);
                at += mark.len() + len;
            } else {
                out.push(c);
                at += c.len_utf8();
            }
        }
        out
    }

    /// Who is called by what stands behind a mark, known or not, and how many bytes it takes.
    fn called(&mut self, text: &str, at: usize, place: usize) -> Option<(usize, usize)> {
        let rest = &text[at..];
        let known = self.forms.get(&opening(rest)).into_iter().flatten().find_map(|form| {
            let len = begins_with(rest, &form.name, true)?;
            Some((len, self.latest(&form.people, place)))
        });
        known.or_else(|| {
            let handle = handle(rest);
            let somebody = handle.starts_with(in_word) && named(handle).is_some();
            somebody.then(|| (handle.len(), self.person(handle)))
        })
    }

    /// Whose name stands here without a mark, if it can only be a name.
    fn mentioned(&self, text: &str, at: usize, place: usize) -> Option<(usize, usize)> {
        let rest = &text[at..];
        self.forms.get(&opening(rest))?.iter().find_map(|form| {
            let shouted = |len: &usize| *len > 2 && !rest[..*len].contains(char::is_lowercase);
            let exact = begins_with(rest, &form.name, form.coined || form.full);
            let len = exact.or_else(|| begins_with(rest, &form.name, true).filter(shouted))?;
            let name = form.everywhere || addressed(&text[..at], &rest[len..]);
            name.then(|| (len, self.latest(&form.people, place)))
        })
    }

    /// Who of several wrote last before this place.
    fn latest(&self, people: &[usize], place: usize) -> usize {
        let last = |person: usize| {
            let wrote = &self.wrote[person];
            wrote[..wrote.partition_point(|&other| other < place)].last().copied()
        };
        people.iter().copied().max_by_key(|&person| (last(person), std::cmp::Reverse(person))).unwrap_or(0)
    }
}

/// Whether a name is of several words, and one of them is none that people use: `Margaret Aldrychson`, but not
/// `Common Sense`.
fn is_full(name: &str) -> bool {
    let mut words = name.split_whitespace().map(|word| word.trim_matches(|c| !in_word(c)));
    name.contains(char::is_whitespace) && words.any(|word| word.chars().count() > 2 && is_coined(word))
}

/// Whether a name is no word that people use: such a one means its bearer in whatever case it is written.
fn is_coined(name: &str) -> bool {
    let lower = name.to_lowercase();
    let one_word = !lower.contains(char::is_whitespace);
    one_word && Vectors::shipped().get(vectors::key(&lower)).is_none()
}

/// A name that nobody is known by: one word, and a second with a capital where an address ends behind it.
fn handle(rest: &str) -> &str {
    let word = |text: &str| text.find(|c| !in_word(c) && c != '-' && c != '.').unwrap_or(text.len());
    let first = rest[..word(rest)].trim_end_matches(['-', '.']);
    let Some(next) = rest[first.len()..].strip_prefix(' ') else { return first };
    let second = next[..word(next)].trim_end_matches(['-', '.']);
    let ends = next[second.len()..].is_empty() || next[second.len()..].starts_with([',', ':', '\n', '\r']);
    if second.starts_with(char::is_uppercase) && ends { &rest[..first.len() + 1 + second.len()] } else { first }
}

/// The first word of a text, in lower case.
fn opening(text: &str) -> String {
    text.split(|c| !in_word(c)).next().unwrap_or_default().to_lowercase()
}

/// How many bytes a name takes at the beginning of a text, if it stands there as a whole.
fn begins_with(text: &str, name: &str, any_case: bool) -> Option<usize> {
    let mut rest = text.chars();
    for expected in name.chars() {
        let c = rest.next()?;
        let same = c == expected || (any_case && c.to_lowercase().eq(expected.to_lowercase()));
        same.then_some(())?;
    }
    let whole = !name.ends_with(in_word) || !rest.as_str().starts_with(in_word);
    whole.then(|| text.len() - rest.as_str().len())
}
