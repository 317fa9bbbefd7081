//! Scoring one batch: what every thread shares, and what each has for itself.

use hustings::classifier::{Classifier, Prediction, Question};
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

/// What one scoring thread has for itself.
#[derive(Default)]
pub struct Seat {
    memory: Memory,
    prediction: Prediction,
    /// The target asked for last, and its question.
    asked: Option<(Option<String>, Question)>,
}

impl Scoring {
    /// Scores the rows of a piece and formats them into its bytes.
    pub fn run(&self, piece: &mut Piece, seat: &mut Seat) -> std::io::Result<()> {
        let default = self.classifier.recipe.default_target.as_deref();
        for row in piece.rows.records() {
            let target = self.target.as_deref().or_else(|| row.target());
            self.score(row.text(), target, seat);
            let prediction = &seat.prediction;
            let reasons = (self.reasons > 0).then(|| self.reasons(row.text(), target, prediction.label));
            piece.tally.add(prediction);
            let target = target.or(default).unwrap_or_default();
            let line = Line { row, target, prediction, reasons: reasons.as_deref() };
            self.format.push(&line, &mut piece.bytes)?;
        }
        Ok(())
    }

    fn score(&self, text: &str, target: Option<&str>, seat: &mut Seat) {
        if seat.asked.as_ref().is_none_or(|(asked, _)| asked.as_deref() != target) {
            seat.asked = Some((target.map(str::to_owned), self.classifier.question(target, self.precision)));
        }
        if let Some((_, question)) = &seat.asked {
            self.classifier.predict_into(text, question, &mut seat.memory, &mut seat.prediction);
        }
    }

    /// The words that speak most for a label, strongest first: `folly (+0.61); arm (+0.20)`.
    fn reasons(&self, text: &str, target: Option<&str>, label: usize) -> String {
        let mut tokens = self.classifier.explain(text, target).tokens;
        tokens.sort_by(|a, b| b.weights[label].total_cmp(&a.weights[label]));
        let strong = tokens.iter().take(self.reasons).filter(|t| t.weights[label] > 0.0);
        strong.map(|t| format!("{} ({:+.2})", t.text, t.weights[label])).collect::<Vec<_>>().join("; ")
    }
}
