//! What Coral is told: rules that lead from what a comment does to a flag, a status or a tag.
//!
//! Without a file the policy flags attacks and explains the flag. It never rejects by itself.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Error, Place, Result};

/// Rules of one policy at most.
pub const MOST_RULES: usize = 64;
/// Milliseconds that an answer may take, as Coral itself allows them.
pub const DEADLINES: std::ops::RangeInclusive<u64> = 10..=10_000;
/// Milliseconds after which a comment is passed on, if the policy says nothing: well within Coral's own 1,000.
const DEADLINE: u64 = 400;
/// Parents that are remembered, if the policy says nothing.
const PARENTS: usize = 10_000;
/// Parents that a policy may ask to be remembered.
const MOST_PARENTS: usize = 1_000_000;

/// What is said to Coral of each comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Milliseconds after which nothing is said of a comment.
    pub deadline_ms: u64,
    /// Which comments are kept in the store, in a thread for each story.
    pub keep: Keep,
    /// How many comments are remembered for those that answer them.
    pub parents: usize,
    /// The rules, in order: every one that fits adds its flag and its tags; the first with a status decides that.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
}

/// Which of Coral's comments are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// None: their text is read, answered and forgotten.
    #[default]
    None,
    /// Those of which something was said.
    Flagged,
    /// All.
    All,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// What the rule is called in explanations.
    pub name: String,
    /// It fits comments that do this: an act of the model.
    pub act: Option<String>,
    /// It fits comments with this label.
    pub label: Option<String>,
    /// The probability from which on it fits. Without it an act counts from its own threshold on, and a label where it
    /// is the most probable one and the model is sure.
    pub at_least: Option<f64>,
    /// It fits authors of these roles only; of all if there are none.
    pub roles: Vec<AuthorRole>,
    /// The flag that it raises.
    pub flag: Option<Reason>,
    /// The status that it gives. Rules on a side of a question cannot give one: see [`Policy`]'s documentation.
    pub status: Option<Status>,
    /// The tags that it adds.
    pub tags: Vec<Tag>,
}

/// Who wrote a comment, in Coral's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum AuthorRole {
    /// A reader.
    Commenter,
    /// A reader with a membership.
    Member,
    /// Staff.
    Staff,
    /// A moderator.
    Moderator,
    /// An administrator.
    Admin,
}

/// The reasons of a flag that Coral knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// Shown to Coral's moderators as toxic.
    CommentDetectedToxic,
    /// Shown to Coral's moderators as spam.
    CommentDetectedSpam,
}

/// A comment's status in Coral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Published, and nobody has looked at it.
    None,
    /// Approved.
    Approved,
    /// Rejected.
    Rejected,
    /// Waits for a moderator.
    Premod,
    /// Withheld by the system.
    SystemWithheld,
}

/// A tag that Coral takes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Tag {
    /// Featured.
    Featured,
    /// By staff.
    Staff,
}

impl Default for Policy {
    /// Attacks are flagged, nothing is rejected, nothing is kept.
    fn default() -> Self {
        let attacks = Rule {
            name: "attack on another commenter".into(),
            act: Some("attack".into()),
            flag: Some(Reason::CommentDetectedToxic),
            ..Rule::default()
        };
        Self { deadline_ms: DEADLINE, keep: Keep::None, parents: PARENTS, rules: vec![attacks] }
    }
}

impl Policy {
    /// Reads a policy file; `name` stands in messages.
    ///
    /// # Errors
    /// [`Error::Input`] if it is no TOML, has a key that no policy has, or a rule that cannot be obeyed.
    pub fn read(text: &str, name: &str) -> Result<Self> {
        let cure = "docs/api.md lists what a policy may say";
        let policy: Self = toml::from_str(text).map_err(|error| {
            Error::input(Place::file(name), error.message().replace('\n', " ").trim_end_matches('.').to_owned(), cure)
        })?;
        policy.checked(name)
    }

    fn checked(self, name: &str) -> Result<Self> {
        let refuse = |cause: String, cure: &str| Err(Error::input(Place::file(name), cause, cure));
        if !DEADLINES.contains(&self.deadline_ms) {
            let cause = format!("`deadline_ms` is {}", self.deadline_ms);
            return refuse(cause, "Write 10 to 10000, and less than the timeout that stands in Coral");
        }
        if !(1..=MOST_PARENTS).contains(&self.parents) {
            return refuse(format!("`parents` is {}", self.parents), "Write 1 to 1000000");
        }
        if self.rules.len() > MOST_RULES {
            let cause = format!("there are {} rules, more than {MOST_RULES}", self.rules.len());
            return refuse(cause, "Leave some out");
        }
        for (at, rule) in self.rules.iter().enumerate() {
            if let Some((cause, cure)) = rule.fault() {
                return refuse(format!("rule {} (`{}`) {cause}", at + 1, rule.name), cure);
            }
        }
        Ok(self)
    }
}

impl Rule {
    /// Why it cannot be obeyed, and what to write instead.
    fn fault(&self) -> Option<(String, &'static str)> {
        if self.name.trim().is_empty() {
            return Some(("has no name".into(), "Name it: the name stands in the explanation"));
        }
        if self.act.is_some() == self.label.is_some() {
            return Some(("must fit either an act or a label".into(), "Write `act = \"attack\"` or `label = \"…\"`"));
        }
        if self.at_least.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
            return Some(("has an `at_least` that is no probability".into(), "Write a number from 0 to 1"));
        }
        if self.flag.is_none() && self.status.is_none() && self.tags.is_empty() {
            return Some(("does nothing".into(), "Give it a `flag`, a `status` or `tags`"));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_flags_and_never_decides() {
        let policy = Policy::default();
        assert!(policy.rules.iter().all(|rule| rule.status.is_none() && rule.tags.is_empty() && rule.flag.is_some()));
        assert_eq!(policy.keep, Keep::None);
        assert_eq!(policy.clone().checked("p").unwrap(), policy);
        assert_eq!(Policy::read(&toml::to_string(&policy).unwrap(), "p.toml").unwrap(), policy);
    }

    #[test]
    fn every_fault_is_named_with_its_cure() {
        let says = |text: &str, word: &str| {
            let error = Policy::read(text, "p.toml").unwrap_err().to_string();
            assert!(error.starts_with("p.toml: ") && error.contains(word), "{text}: {error}");
        };
        says("deadline_ms = 9", "10 to 10000");
        says("parents = 0", "1 to 1000000");
        says("dead_line = 10", "dead_line");
        says("keep = \"some\"", "some");
        let rule = "[[rule]]\nname = \"x\"\n";
        says(&format!("{rule}flag = \"COMMENT_DETECTED_TOXIC\""), "either an act or a label");
        says(&format!("{rule}act = \"attack\""), "does nothing");
        says(&format!("{rule}act = \"attack\"\nat_least = 1.5\nstatus = \"PREMOD\""), "0 to 1");
        says(&format!("{rule}act = \"attack\"\nflag = \"RUDE\""), "COMMENT_DETECTED_TOXIC");
        says(&format!("{rule}act = \"attack\"\nstatuss = \"PREMOD\""), "statuss");
        says("[[rule]]\nact = \"attack\"\nstatus = \"PREMOD\"", "no name");
        says(&format!("{rule}act = \"attack\"\ntags = [\"STAFF\"]\n").repeat(MOST_RULES + 1), "more than 64");
    }
}
