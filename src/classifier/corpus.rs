//! Labelled comments as training takes them.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::targets::{Targets, target_key};
use super::votes::{Voted, majority, shared, voted};
use super::{Conversation, Example, Place as Standing, Recipe};
use crate::error::{Error, Place, Result};
use crate::labels::LabelSet;
use crate::lexical::{Links, groups};
use crate::thread::Comment;

/// Examples with their labels and targets named.
#[derive(Debug, Clone)]
pub struct Corpus {
    /// The examples: one a comment, however many annotators labelled it.
    pub examples: Vec<Example>,
    /// For each example, the place of its comment (the first of its rows) in what was collected from.
    pub rows: Vec<usize>,
    /// The label set.
    pub labels: LabelSet,
    /// Names of the targets, sorted; one empty name if the data names none.
    pub targets: Vec<String>,
    /// Labels as spelled in the data, with the label that each became and how often.
    pub spellings: BTreeMap<String, (String, usize)>,
    /// Comments left out because they have no label or no text.
    pub skipped: usize,
    /// What the examples have to do with each other.
    pub conversation: Conversation,
}

/// Fewest examples of a label that training accepts.
const FEWEST: usize = 2;

impl Corpus {
    /// Collects the comments that have a text and a label.
    ///
    /// Where rows of one comment name different annotators, it is one example: layer 1 learns from each label by its
    /// share, and what comes after it, and the record, from the label that most gave. Of several such labels it is the
    /// one that is most frequent in the data, then the first of the set.
    ///
    /// # Errors
    /// [`Error::Input`] if fewer than two labels remain or one of them has a single example.
    pub fn collect(comments: &[Comment], recipe: &Recipe, place: &Place) -> Result<Self> {
        let mut corpus = Self::textless(comments, recipe, place)?;
        let texts = corpus.rows.par_iter().map(|row| comments[*row].text.clone());
        corpus.examples.par_iter_mut().zip(texts).for_each(|(example, text)| example.text = text);
        Ok(corpus)
    }

    /// The same of comments that nobody needs afterwards: their texts are moved, so that they are not there twice.
    ///
    /// # Errors
    /// As [`Corpus::collect`].
    pub fn collect_all(mut comments: Vec<Comment>, recipe: &Recipe, place: &Place) -> Result<Self> {
        let mut corpus = Self::textless(&comments, recipe, place)?;
        let texts = corpus.rows.iter().map(|row| std::mem::take(&mut comments[*row].text));
        corpus.examples.iter_mut().zip(texts).for_each(|(example, text)| example.text = text);
        // Letting go of a million strings takes a while, and nobody waits for it.
        rayon::spawn(move || drop(comments));
        Ok(corpus)
    }

    /// The corpus without the examples' texts.
    fn textless(comments: &[Comment], recipe: &Recipe, place: &Place) -> Result<Self> {
        let used: Vec<usize> = (0..comments.len()).into_par_iter().filter(|at| is_usable(&comments[*at])).collect();
        let usable: Vec<&Comment> = used.iter().map(|at| &comments[*at]).collect();
        let (everyone, (labels, targets)) = rayon::join(
            || Conversation::of(&comments.par_iter().map(Standing::of).collect::<Vec<_>>()),
            || {
                let labels = LabelSet::infer(usable.iter().filter_map(|c| label_of(c)));
                (labels, Targets::of(usable.iter().copied(), recipe))
            },
        );
        let mut spelled: HashMap<&str, (Option<usize>, usize)> = HashMap::new();
        let mut rows: Vec<(&Comment, usize)> = Vec::with_capacity(usable.len());
        let mut everywhere = vec![0u32; labels.len()];
        for comment in usable {
            let raw = label_of(comment).unwrap_or_default();
            let (label, times) = spelled.entry(raw).or_insert_with(|| (labels.index(raw), 0));
            *times += 1;
            let Some(label) = *label else { continue };
            everywhere[label] += 1;
            rows.push((comment, label));
        }
        let known = spelled.into_iter().filter_map(|(raw, (label, times))| Some((raw, label?, times)));
        let spellings = known.map(|(raw, k, times)| (raw.to_owned(), (labels.names()[k].clone(), times))).collect();
        let voted = voted(&rows);
        // A single fit holds nothing out, so nothing needs to be kept together.
        let groups: Vec<u32> = if recipe.folds == 0 {
            (0..voted.len() as u32).collect()
        } else {
            groups(&voted.iter().map(|v| Links::of(rows[v.row].0)).collect::<Vec<_>>())
        };
        let answered = |row: usize| {
            let said = everyone.said(used[row] as u32, |at| (&comments[at as usize]).into());
            said.parent.map(str::to_owned)
        };
        let example = |(Voted { row, labels }, group): (&Voted, u32)| Example {
            text: String::new(),
            target: targets.place(rows[*row].0),
            label: majority(labels, &everywhere),
            parent: answered(*row),
            group,
            votes: shared(labels),
        };
        let examples: Vec<Example> = voted.par_iter().zip(groups).map(example).collect();
        let corpus = Self {
            skipped: comments.len() - rows.len(),
            rows: voted.iter().map(|v| used[v.row]).collect(),
            conversation: Conversation::of(&voted.par_iter().map(|v| Standing::of(rows[v.row].0)).collect::<Vec<_>>()),
            examples,
            labels,
            targets: targets.into_names(),
            spellings,
        };
        corpus.check(place)?;
        corpus.check_aliases(recipe)?;
        Ok(corpus)
    }

    /// An alias of a target that the data does not have would never be answered for.
    fn check_aliases(&self, recipe: &Recipe) -> Result<()> {
        let known = |target: &str| self.targets.iter().any(|name| target_key(name) == target_key(target));
        match recipe.aliases.iter().find(|(_, target)| !known(target)) {
            None => Ok(()),
            Some((alias, target)) => {
                let cause = format!("`{alias}` stands for `{target}`, which no comment of the data is about");
                let cure = format!("The data's targets are {}", self.targets.join(", "));
                Err(Error::recipe("aliases", cause, cure))
            }
        }
    }

    fn check(&self, place: &Place) -> Result<()> {
        let refuse = |cause: String, cure: &str| Err(Error::input(place.clone(), cause, cure));
        if self.examples.is_empty() {
            return refuse(
                "no row has both a text and a label".into(),
                "Name the columns with --text-column and --label-column",
            );
        }
        if self.labels.len() < 2 {
            let only = self.labels.names().first().map_or("", String::as_str);
            return refuse(format!("every label is `{only}`"), "Training needs comments of at least two labels");
        }
        for (k, name) in self.labels.names().iter().enumerate() {
            let count = self.examples.iter().filter(|e| e.label == k).count();
            if count < FEWEST {
                return refuse(
                    format!("label `{name}` has {count} example"),
                    "Add examples of it, or leave its rows out, so that it can be learnt on one part and checked on another",
                );
            }
        }
        Ok(())
    }
}

fn is_usable(comment: &Comment) -> bool {
    !comment.text.trim().is_empty() && label_of(comment).is_some()
}

fn label_of(comment: &Comment) -> Option<&str> {
    comment.stance.as_deref().map(str::trim).filter(|l| !l.is_empty())
}
