//! Threads as a forest: who answers whom, with what an export gets wrong put right and counted.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3;

use super::comment::Comment;
use super::report::Tally;

/// No parent.
const NONE: u64 = 0;

/// The links of comments, gathered one after the other in sixteen bytes each.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Fingerprints of a comment's own place and of the one that it answers.
    links: Vec<(u64, u64)>,
}

impl Links {
    /// Notes the next comment.
    pub fn push(&mut self, comment: &Comment) {
        let own = print(comment, &comment.id);
        self.links.push((own, comment.parent_id.as_ref().map_or(NONE, |parent| print(comment, parent))));
    }

    /// How many are noted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether none is noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// The forest that they make.
    #[must_use]
    pub fn forest(&self) -> Forest {
        Forest::of(&self.links)
    }
}

/// A comment's place: its id counts within its thread.
fn print(comment: &Comment, id: &str) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(comment.thread_id.as_deref().unwrap_or_default().as_bytes());
    hasher.update(b"\0");
    hasher.update(id.as_bytes());
    hasher.digest().max(NONE + 1)
}

/// What an export gets wrong about its threads. Comments are numbered from 1, in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// They answer a comment that is not there, and begin a thread of their own.
    pub orphans: Tally,
    /// They answer themselves, or one that in the end answers them: each circle is opened at its first comment.
    pub circles: Tally,
    /// Their id stands in the thread already; answers go to the first.
    pub duplicates: Tally,
}

impl Faults {
    /// A sentence for each kind of fault that there is, but for duplicates, which the reader tells.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let orphans = (self.orphans.count > 0)
            .then(|| format!("{} answer a comment that is not here, and are read as beginning a thread", self.orphans));
        let circles = (self.circles.count > 0)
            .then(|| format!("answers go in a circle, which is opened at its first comment: {}", self.circles));
        orphans.into_iter().chain(circles).collect()
    }
}

/// Comments by their places: every one has at most one parent, and none is its own ancestor.
///
/// ```
/// use hustings::thread::{Comment, Forest};
///
/// let comment = |id: &str, parent: &str| Comment {
///     id: id.into(),
///     parent_id: Some(parent.to_owned()).filter(|parent| !parent.is_empty()),
///     ..Comment::default()
/// };
/// let comments = [comment("a", "c"), comment("b", "a"), comment("c", "b"), comment("d", "gone")];
/// let forest = Forest::grow(&comments);
/// assert_eq!(forest.parents(), [None, Some(0), Some(1), None]);
/// assert_eq!((forest.faults().circles.count, forest.faults().orphans.count), (1, 1));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forest {
    parents: Vec<Option<usize>>,
    depths: Vec<u32>,
    faults: Faults,
}

impl Forest {
    /// The forest of some comments. Nothing recurses: a chain may be as long as memory allows.
    pub fn grow<'a>(comments: impl IntoIterator<Item = &'a Comment>) -> Self {
        let mut links = Links::default();
        comments.into_iter().for_each(|comment| links.push(comment));
        links.forest()
    }

    fn of(links: &[(u64, u64)]) -> Self {
        let mut faults = Faults::default();
        let mut places = HashMap::with_capacity(links.len());
        for (at, (own, _)) in links.iter().enumerate() {
            if *places.entry(*own).or_insert(at) != at {
                faults.duplicates.add(at as u64 + 1);
            }
        }
        let mut parents = Vec::with_capacity(links.len());
        for (at, (_, parent)) in links.iter().enumerate() {
            let found = places.get(parent).copied();
            if *parent != NONE && found.is_none() {
                faults.orphans.add(at as u64 + 1);
            }
            parents.push(found);
        }
        let depths = settle(&mut parents, &mut faults);
        Self { parents, depths, faults }
    }

    /// The comment that each answers, by its place among those given.
    #[must_use]
    pub fn parents(&self) -> &[Option<usize>] {
        &self.parents
    }

    /// How many comments stand above each.
    #[must_use]
    pub fn depths(&self) -> &[u32] {
        &self.depths
    }

    /// What was wrong with them.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.faults
    }
}

/// Opens every circle and gives how deep each comment stands.
fn settle(parents: &mut [Option<usize>], faults: &mut Faults) -> Vec<u32> {
    const UNKNOWN: u32 = u32::MAX;
    const ON_THE_WAY: u32 = u32::MAX - 1;
    let mut depths = vec![UNKNOWN; parents.len()];
    let mut way = Vec::new();
    for start in 0..parents.len() {
        let mut next = Some(start);
        while let Some(at) = next.filter(|at| depths[*at] == UNKNOWN) {
            depths[at] = ON_THE_WAY;
            way.push(at);
            next = parents[at];
        }
        if let Some(met) = next.filter(|at| depths[*at] == ON_THE_WAY) {
            let from = way.iter().position(|at| *at == met).unwrap_or_default();
            // The first of a circle in the order given begins it.
            let first = way[from..].iter().copied().min().unwrap_or(met);
            let turned = way[from..].iter().position(|at| *at == first).unwrap_or_default();
            let circle = &mut way[from..];
            circle.rotate_left((turned + 1) % circle.len());
            parents[first] = None;
            faults.circles.add(first as u64 + 1);
        }
        // From the top down; what hangs below a circle comes after it.
        while let Some(at) = way.pop() {
            depths[at] = parents[at].map_or(0, |above| depths[above] + 1);
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest(parents: &[Option<usize>]) -> Forest {
        let print = |at: usize| at as u64 + 1;
        let link = |(at, parent): (usize, &Option<usize>)| (print(at), parent.map_or(NONE, print));
        Forest::of(&parents.iter().enumerate().map(link).collect::<Vec<_>>())
    }

    #[test]
    fn a_chain_of_any_length_is_no_recursion() {
        let mut chain: Vec<Option<usize>> = (0..200_000).map(|at: usize| at.checked_sub(1)).collect();
        assert_eq!(forest(&chain).depths()[199_999], 199_999);
        chain.reverse();
        let down: Vec<Option<usize>> = (0..200_000).map(|at| Some(at + 1).filter(|at| *at < 200_000)).collect();
        assert_eq!(forest(&down).depths()[0], 199_999);
    }

    #[test]
    fn circles_are_opened_once_and_orphans_counted() {
        // 3 → 1 → 2 → 3 is a circle with 0 hanging from it; 4 answers itself; 5 answers nobody here.
        let found = forest(&[Some(3), Some(2), Some(3), Some(1), Some(4), Some(9)]);
        assert_eq!(found.parents(), [Some(3), None, Some(3), Some(1), None, None]);
        assert_eq!(found.depths(), [2, 0, 2, 1, 0, 0]);
        assert_eq!((&found.faults.circles.first[..], found.faults.circles.count), (&[2, 5][..], 2));
        assert_eq!(found.faults.orphans.first, [6]);
        assert_eq!(found.faults.notes().len(), 2);
    }

    #[test]
    fn an_id_counts_within_its_thread() {
        let comment = |thread: &str, id: &str, parent: Option<&str>| Comment {
            id: id.into(),
            thread_id: Some(thread.into()),
            parent_id: parent.map(str::to_owned),
            ..Comment::default()
        };
        let comments =
            [comment("x", "1", None), comment("y", "1", None), comment("y", "2", Some("1")), comment("y", "2", None)];
        let forest = Forest::grow(&comments);
        assert_eq!(forest.parents(), [None, None, Some(1), None]);
        assert_eq!(forest.faults().duplicates.first, [4]);
    }
}
