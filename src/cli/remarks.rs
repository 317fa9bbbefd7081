//! What a person should know about labelled comments before a model is made of them.

use std::collections::{HashMap, HashSet};

use hustings::check::language;
use hustings::classifier::Recipe;
use hustings::text::LANGUAGES;
use hustings::thread::Comment;

use super::exit::warn;

/// Comments whose language is looked at.
const LOOKED_AT: usize = 400;

/// Says what is odd about the comments, if anything is.
pub fn on(comments: &[Comment], recipe: &Recipe) {
    if comments.len() <= recipe.large_rows {
        contradictions(comments);
    }
    foreign(comments, recipe);
}

/// The same words with several labels: somebody erred, or annotators are not named.
fn contradictions(comments: &[Comment]) {
    let mut labels: HashMap<(String, Option<&str>), HashSet<&str>> = HashMap::new();
    for comment in comments.iter().filter(|comment| comment.annotator.is_none()) {
        let Some(stance) = comment.stance.as_deref().map(str::trim).filter(|stance| !stance.is_empty()) else {
            continue;
        };
        let text = comment.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        labels.entry((text, comment.target.as_deref())).or_default().insert(stance);
    }
    let several = labels.iter().filter(|((text, _), labels)| !text.is_empty() && labels.len() > 1).count();
    if several > 0 {
        let these = if several == 1 { "1 text has".to_owned() } else { format!("{several} texts have") };
        warn(format!(
            "{these} different labels in different rows, and all are learnt; if several people labelled them, name \
             them in a column `annotator`"
        ));
    }
}

/// Another language than the stemmer's.
fn foreign(comments: &[Comment], recipe: &Recipe) {
    if recipe.language == "none" {
        return;
    }
    let step = (comments.len() / LOOKED_AT).max(1);
    let mut found: HashMap<String, usize> = HashMap::new();
    for told in comments.iter().step_by(step).filter_map(|comment| language(&comment.text)) {
        *found.entry(told).or_default() += 1;
    }
    let all: usize = found.values().sum();
    let most = found.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    if let Some((most, _)) = most.filter(|(most, n)| *most != recipe.language && 2 * n > all) {
        let cure = if LANGUAGES.contains(&most.as_str()) {
            format!("--language {most} cuts its words as they should be")
        } else {
            "--language none leaves its words whole".into()
        };
        warn(format!("most comments are in {most} and the recipe's language is {}: {cure}", recipe.language));
    }
}
