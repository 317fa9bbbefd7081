//! Scoring one batch: what every thread shares, and what each has for itself.

use hustings::classifier::{Classifier, Prediction};
use hustings::lexical::Memory;

use super::line::{Format, Line};
use super::pipeline::Piece;

/// What the scoring threads share.
pub struct Scoring {
    pub classifier: Classifier,
    pub format: Box<dyn Format>,
    /// The target that takes the place of the rows' own.
    pub target: Option<String>,
    pub precision: Option<f64>,
    /// How many words to name for each prediction.
    pub reasons: usize,
}

impl Scoring {
    /// Scores the rows of a piece and formats them into its bytes.
    pub fn run(&self, piece: &mut Piece, memory: &mut Memory) -> std::io::Result<()> {
        let default = self.classifier.recipe.default_target.as_deref();
        for row in piece.rows.records() {
            let target = self.target.as_deref().or_else(|| row.target());
            let prediction = self.score(row.text(), target, memory);
            let reasons = (self.reasons > 0).then(|| self.reasons(row.text(), target, prediction.label));
            piece.tally.add(&prediction);
            let target = target.or(default).unwrap_or_default();
            let line = Line { row, target, prediction: &prediction, reasons: reasons.as_deref() };
            self.format.push(&line, &mut piece.bytes)?;
        }
        Ok(())
    }

    fn score(&self, text: &str, target: Option<&str>, memory: &mut Memory) -> Prediction {
        self.classifier.predict(text, target, self.precision, memory)
    }

    /// The words that speak most for a label, strongest first: `folly (+0.61); arm (+0.20)`.
    fn reasons(&self, text: &str, target: Option<&str>, label: usize) -> String {
        let mut tokens = self.classifier.explain(text, target).tokens;
        tokens.sort_by(|a, b| b.weights[label].total_cmp(&a.weights[label]));
        let strong = tokens.iter().take(self.reasons).filter(|t| t.weights[label] > 0.0);
        strong.map(|t| format!("{} ({:+.2})", t.text, t.weights[label])).collect::<Vec<_>>().join("; ")
    }
}
