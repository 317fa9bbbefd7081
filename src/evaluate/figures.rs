//! The figures that a report gives, each with its meaning in one line. `docs/metrics.md` has the formulas and sources.

/// A figure by which predictions are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Its name in reports, JSON and gates.
    pub name: &'static str,
    /// What it is, in one line.
    pub means: &'static str,
    /// Whether more is better.
    pub more_is_better: bool,
}

/// Every figure that comes with an interval, in the order of reports.
pub const FIGURES: [Figure; 9] = [
    Figure { name: "f_avg", means: "mean F1 of the labels but `none`, over all rows together", more_is_better: true },
    Figure { name: "macro_f1", means: "mean F1 of all labels, over all rows together", more_is_better: true },
    Figure { name: "accuracy", means: "share of rows whose predicted label is right", more_is_better: true },
    Figure { name: "f_avg_over_targets", means: "f_avg of each target, then their mean", more_is_better: true },
    Figure { name: "macro_f1_over_targets", means: "macro_f1 of each target, then their mean", more_is_better: true },
    Figure {
        name: "ece",
        means: "mean gap between confidence and accuracy over ten bins of equal mass",
        more_is_better: false,
    },
    Figure {
        name: "log_loss",
        means: "mean of minus the log of the probability given to the true label, in nats",
        more_is_better: false,
    },
    Figure {
        name: "brier",
        means: "mean squared distance of the probabilities from the truth, summed over labels (0 to 2)",
        more_is_better: false,
    },
    Figure {
        name: "aurc",
        means: "area under the risk-coverage curve: share of errors, averaged over how many of the surest are answered",
        more_is_better: false,
    },
];

/// The figure of a name.
#[must_use]
pub fn figure(name: &str) -> Option<&'static Figure> {
    FIGURES.iter().find(|figure| figure.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_explained_in_the_document() {
        let document =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/metrics.md")).expect("it is there");
        for Figure { name, .. } in FIGURES {
            assert!(
                document.contains(&format!("| `{name}` |")),
                "docs/metrics.md: add a row `| `{name}` | definition | source |` for this figure"
            );
        }
    }
}
