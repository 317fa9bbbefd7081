//! What the comments are about, and whether the model knows it.

use std::collections::BTreeMap;

use super::Fit;
use super::fit::Kind;
use crate::classifier::Classifier;
use crate::thread::Comment;

/// From this share of comments about other targets on, the shares of all are of no target.
const GUESTS: f64 = 0.05;
impl Fit {
    /// Comments about what the model was not trained on.
    pub(super) fn target(&mut self, classifier: &Classifier) {
        let (unseen, n) = (self.unseen_target, self.n);
        if unseen > 0 {
            let whose =
                if unseen == n { "The comments are".into() } else { format!("{unseen} of the {n} comments are") };
            let targets = &classifier.layout.targets;
            let more = if targets.len() > 3 { " …" } else { "" };
            let known = targets.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let sentence = format!(
                "{whose} about a target that the model was not trained on, or name none; it knows {known}{more}; \
                 name one with --target if that is what they are about."
            );
            self.find(Kind::UnseenTarget, 2 * unseen > n, sentence);
        }
    }

    /// Sides on one question and sides on another make no share together.
    pub(super) fn several(&mut self, classifier: &Classifier, comments: &[&Comment]) {
        let mut about: BTreeMap<&str, usize> = BTreeMap::new();
        for comment in comments {
            if let Some(target) = classifier.target(comment.target.as_deref()) {
                *about.entry(&classifier.layout.targets[target]).or_default() += 1;
            }
        }
        let unnamed = comments.iter().filter(|comment| comment.target.is_none()).count();
        if let (true, Some(assumed)) = (classifier.layout.by_target() && unnamed > 0, classifier.target(None)) {
            let assumed = &classifier.layout.targets[assumed];
            let none =
                if unnamed == self.n { "none names a target".into() } else { format!("{unnamed} name no target") };
            self.untold.push(format!("whether the comments are about {assumed}: {none}, and so they are read"));
        }
        let mut about: Vec<(&str, usize)> = about.into_iter().collect();
        about.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let [(first, most), rest @ ..] = &about[..] else { return };
        if rest.is_empty() {
            return;
        }
        let others: usize = rest.iter().map(|(_, times)| times).sum();
        let shown: Vec<String> = rest.iter().take(3).map(|(target, times)| format!("{times} about {target}")).collect();
        let more = if rest.len() > 3 { " …" } else { "" };
        let sentence = format!(
            "The comments are about several targets: {most} about {first}, {}{more}; shares of all of them together say \
             nothing of any, so give the comments of one target at a time.",
            shown.join(", ")
        );
        self.find(Kind::SeveralTargets, others as f64 >= GUESTS * self.n as f64, sentence);
    }
}
