//! The queue of comments to label: canonical rows, and beside them why each is there.

use super::{Pick, Why};

/// The columns of a queue behind the canonical ones.
///
/// `why` is `audit`, `uncertain` or `diverse`. `inclusion_probability` and `weight`, its inverse, are those of audited
/// comments and empty for others, which nobody drew at random. `parent_text` is what the comment answers.
pub const QUEUE_COLUMNS: [&str; 4] = ["why", "inclusion_probability", "weight", "parent_text"];

/// What a queue says of a comment beside its canonical row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queued {
    /// Why it is to be labelled.
    pub why: String,
    /// With which probability an audited comment was drawn.
    pub inclusion: String,
    /// The inverse of that.
    pub weight: String,
    /// The text of the comment that it answers.
    pub parent: Option<String>,
}

impl Queued {
    /// What a queue says of a comment that was picked.
    #[must_use]
    pub fn of(pick: &Pick, parent: Option<&str>) -> Self {
        let inclusion = pick.inclusion.filter(|_| pick.why == Why::Audit);
        Self {
            why: pick.why.name().into(),
            inclusion: inclusion.map(|p| p.to_string()).unwrap_or_default(),
            weight: inclusion.map(|p| (1.0 / p).to_string()).unwrap_or_default(),
            parent: parent.map(str::to_owned),
        }
    }

    /// Reads it from the cells of a row of any table; empty where a column is missing.
    #[must_use]
    pub fn read(headers: &[String], cells: &[String]) -> Self {
        let cell = |name: &str| {
            let at = headers.iter().position(|header| header.trim() == name);
            at.and_then(|at| cells.get(at)).cloned().unwrap_or_default()
        };
        let [why, inclusion, weight, parent] = QUEUE_COLUMNS.map(cell);
        Self { why, inclusion, weight, parent: Some(parent).filter(|text| !text.trim().is_empty()) }
    }

    /// The cells of [`QUEUE_COLUMNS`].
    #[must_use]
    pub fn cells(&self) -> [String; 4] {
        [self.why.clone(), self.inclusion.clone(), self.weight.clone(), self.parent.clone().unwrap_or_default()]
    }

    /// Whether the comment was drawn for the audit.
    #[must_use]
    pub fn is_audit(&self) -> bool {
        self.why == Why::Audit.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let pick = Pick { at: 0, why: Why::Audit, inclusion: Some(0.1) };
        let queued = Queued::of(&pick, Some("why?"));
        let headers: Vec<String> = ["text"].iter().chain(&QUEUE_COLUMNS).map(ToString::to_string).collect();
        let cells: Vec<String> = std::iter::once("a text".to_owned()).chain(queued.cells()).collect();
        assert_eq!(Queued::read(&headers, &cells), queued);
        assert!(queued.is_audit() && queued.weight == "10");
        let other = Queued::of(&Pick { why: Why::Diverse, inclusion: None, ..pick }, None);
        assert_eq!(other.cells(), ["diverse", "", "", ""]);
        assert_eq!(Queued::read(&headers[..1], &cells[..1]), Queued::default());
    }
}
