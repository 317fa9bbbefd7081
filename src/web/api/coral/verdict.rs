//! A policy applied to one comment.

use std::fmt::Write as _;

use serde::Serialize;
use utoipa::ToSchema;

use crate::classifier::{Act, Doing, Prediction};
use crate::labels::LabelSet;
use crate::web::api::policy::{AuthorRole, Policy, Reason, Rule, Status, Tag};

/// What Coral is to do with a comment.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Verdict {
    /// Flags to raise, one a reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Flag>,
    /// Tags to add.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// The status to give; with one, Coral asks nobody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// A flag.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Flag {
    /// Always `FLAG`.
    pub action_type: &'static str,
    /// Why, in Coral's words.
    pub reason: Reason,
    /// Why, in ours. Coral keeps the reason alone.
    pub additional_details: String,
}

/// What is known of a comment.
pub struct Known<'a> {
    /// The labels of the model.
    pub labels: &'a LabelSet,
    /// What the model says.
    pub prediction: &'a Prediction,
    /// The acts that are looked for, and which were found.
    pub acts: Option<(&'a [Act], &'a Doing)>,
    /// Who wrote it, if Coral said a role that is known.
    pub role: Option<AuthorRole>,
}

impl Verdict {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What a policy says of a comment.
    pub fn of(policy: &Policy, known: &Known<'_>) -> Self {
        let mut verdict = Self::default();
        for (rule, probability) in policy.rules.iter().filter_map(|rule| Some((rule, known.fits(rule)?))) {
            if let Some(reason) = rule.flag {
                verdict.flag(reason, rule, probability);
            }
            rule.tags.iter().for_each(|tag| {
                if !verdict.tags.contains(tag) {
                    verdict.tags.push(*tag);
                }
            });
            // No comment is approved or withheld for the side that it takes, whatever the policy says.
            let opinion = rule.label.is_some() && known.labels.is_stance();
            verdict.status = verdict.status.or(rule.status.filter(|_| !opinion));
        }
        verdict
    }

    fn flag(&mut self, reason: Reason, rule: &Rule, probability: f64) {
        let what = rule.act.as_deref().or(rule.label.as_deref()).unwrap_or_default();
        let why = format!("{}: {what} {probability:.2}", rule.name);
        if let Some(flag) = self.actions.iter_mut().find(|flag| flag.reason == reason) {
            let _ = write!(flag.additional_details, "; {why}"); // a string takes all
        } else {
            self.actions.push(Flag { action_type: "FLAG", reason, additional_details: why });
        }
    }
}

impl Known<'_> {
    /// The probability of what the rule looks for, if the rule fits.
    fn fits(&self, rule: &Rule) -> Option<f64> {
        if !rule.roles.is_empty() && !self.role.is_some_and(|role| rule.roles.contains(&role)) {
            return None;
        }
        let (probability, by_default) = match (&rule.act, &rule.label) {
            (Some(act), _) => self.act(act)?,
            (None, Some(label)) => self.label(label)?,
            (None, None) => return None,
        };
        rule.at_least.map_or(by_default, |least| probability >= least).then_some(probability)
    }

    fn act(&self, name: &str) -> Option<(f64, bool)> {
        let (acts, doing) = self.acts?;
        let tag = acts.iter().position(|act| act.name == name).and_then(|at| doing.tags.get(at))?;
        Some((tag.probability, tag.present))
    }

    fn label(&self, name: &str) -> Option<(f64, bool)> {
        let at = self.labels.index(name)?;
        Some((*self.prediction.probabilities.get(at)?, self.prediction.label == at && !self.prediction.unsure))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(labels: &'a LabelSet, prediction: &'a Prediction, role: Option<AuthorRole>) -> Known<'a> {
        Known { labels, prediction, acts: None, role }
    }

    fn said() -> Prediction {
        Prediction { label: 1, probabilities: vec![0.1, 0.9], confidence: 0.9, ..Prediction::default() }
    }

    fn policy(rules: &str) -> Policy {
        Policy::read(rules, "p.toml").unwrap()
    }

    #[test]
    fn no_comment_is_withheld_for_its_side() {
        let rule =
            "[[rule]]\nname = \"x\"\nlabel = \"against\"\nstatus = \"REJECTED\"\nflag = \"COMMENT_DETECTED_SPAM\"\n";
        let sides = LabelSet::infer(["favor", "against"]);
        let verdict = Verdict::of(&policy(rule), &known(&sides, &said(), None));
        assert_eq!((verdict.status, verdict.actions.len()), (None, 1));
        let other = LabelSet::of(vec!["fine".into(), "spam".into()]);
        let verdict = Verdict::of(&policy(&rule.replace("against", "spam")), &known(&other, &said(), None));
        assert_eq!(verdict.status, Some(Status::Rejected));
    }

    #[test]
    fn the_first_status_stands_and_flags_of_one_reason_are_one() {
        let one = |name: &str, status: &str| {
            format!(
                "[[rule]]\nname = \"{name}\"\nlabel = \"spam\"\nat_least = 0.5\nstatus = \"{status}\"\n\
                 flag = \"COMMENT_DETECTED_SPAM\"\ntags = [\"STAFF\"]\n"
            )
        };
        let labels = LabelSet::of(vec!["fine".into(), "spam".into()]);
        let both = policy(&(one("first", "PREMOD") + &one("second", "APPROVED")));
        let verdict = Verdict::of(&both, &known(&labels, &said(), None));
        assert_eq!(verdict.status, Some(Status::Premod));
        assert_eq!(verdict.tags, [Tag::Staff]);
        assert_eq!(verdict.actions.len(), 1);
        assert_eq!(verdict.actions[0].additional_details, "first: spam 0.90; second: spam 0.90");
    }

    #[test]
    fn a_rule_fits_only_the_roles_that_it_names_and_what_the_model_knows() {
        let labels = LabelSet::of(vec!["fine".into(), "spam".into()]);
        let staff = policy("[[rule]]\nname = \"x\"\nlabel = \"spam\"\nroles = [\"STAFF\"]\ntags = [\"STAFF\"]\n");
        let by = |role| Verdict::of(&staff, &known(&labels, &said(), role)).tags.len();
        assert_eq!((by(Some(AuthorRole::Staff)), by(Some(AuthorRole::Commenter)), by(None)), (1, 0, 0));
        let unsure = Prediction { unsure: true, ..said() };
        assert!(Verdict::of(&staff, &known(&labels, &unsure, Some(AuthorRole::Staff))).is_empty());
        assert!(Verdict::of(&Policy::default(), &known(&labels, &said(), None)).is_empty());
    }
}
