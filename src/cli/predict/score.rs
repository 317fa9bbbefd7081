//! Scoring one batch: what every thread shares, and what each has for itself.

use std::sync::Arc;

use hustings::classifier::{Acts, Classifier, Conversation, Place, Prediction, Question, Said};
use hustings::lexical::{Commons, Memory};
use hustings::thread::Record;

use super::line::{Format, Line};
use super::pipeline::Piece;

/// What the scoring threads share.
pub struct Scoring {
    pub classifier: Classifier,
    /// The conversation acts that are tagged beside stances.
    pub acts: Option<Acts>,
    /// Whether a piece holds whole threads, so that comments can be read in theirs.
    pub whole_threads: bool,
    pub format: Box<dyn Format>,
    /// The target that takes the place of the rows' own.
    pub target: Option<String>,
    pub precision: Option<f64>,
    /// How many words to name for each prediction.
    pub reasons: usize,
}

/// What one scoring thread has for itself.
pub struct Seat {
    memory: Memory,
    /// What the acts remember of words.
    acts: Memory,
    prediction: Prediction,
    /// The target asked for last, and its question.
    asked: Option<(Option<String>, Question)>,
}

/// What the threads tell each other of words: of those that stances are told by, and of those that acts are.
#[derive(Default)]
pub struct Shared {
    stances: Arc<Commons>,
    acts: Arc<Commons>,
}

impl Seat {
    /// A seat of a thread that shares what it learns.
    pub fn sharing(shared: &Shared) -> Self {
        Self {
            memory: Memory::sharing(&shared.stances),
            acts: Memory::sharing(&shared.acts),
            prediction: Prediction::default(),
            asked: None,
        }
    }
}

impl Scoring {
    /// Scores the rows of a piece and formats them into its bytes.
    pub fn run(&self, piece: &mut Piece, seat: &mut Seat) -> std::io::Result<()> {
        if self.whole_threads {
            return self.run_threads(piece, seat);
        }
        for row in piece.rows.records() {
            let said = said(row);
            self.score(said, self.target(row), seat);
            piece.tally.add(&seat.prediction);
            self.push(row, said, &seat.prediction, &mut seat.acts, &mut piece.bytes)?;
        }
        Ok(())
    }

    /// The same for a piece that holds whole threads: every comment in the light of those around it.
    fn run_threads(&self, piece: &mut Piece, seat: &mut Seat) -> std::io::Result<()> {
        let mut predictions: Vec<Prediction> = Vec::with_capacity(piece.rows.len());
        let rows: Vec<Record<'_>> = piece.rows.records().collect();
        let conversation = Conversation::of(&rows.iter().map(|row| Place::of_record(*row)).collect::<Vec<_>>());
        let in_place = |at: usize| conversation.said(at as u32, |at| said(rows[at as usize]));
        for (at, row) in rows.iter().enumerate() {
            self.score(in_place(at), self.target(*row), seat);
            predictions.push(seat.prediction.clone());
        }
        self.classifier.place(&conversation, self.precision, &mut predictions);
        for (at, (row, prediction)) in rows.iter().zip(&predictions).enumerate() {
            piece.tally.add(prediction);
            self.push(*row, in_place(at), prediction, &mut seat.acts, &mut piece.bytes)?;
        }
        Ok(())
    }

    fn target<'a>(&'a self, row: Record<'a>) -> Option<&'a str> {
        self.target.as_deref().or_else(|| row.target())
    }

    /// Appends one row of the output.
    fn push(
        &self,
        row: Record<'_>,
        said: Said<'_>,
        prediction: &Prediction,
        acts_memory: &mut Memory,
        out: &mut Vec<u8>,
    ) -> std::io::Result<()> {
        let target = self.target(row);
        let reasons = (self.reasons > 0).then(|| self.reasons(row.text(), target, prediction.label));
        let doing = self.acts.as_ref().map(|acts| acts.tag(said, acts_memory));
        let target = target.or(self.classifier.recipe.default_target.as_deref()).unwrap_or_default();
        self.format.push(&Line { row, target, prediction, acts: doing.as_ref(), reasons: reasons.as_deref() }, out)
    }

    fn score(&self, said: Said<'_>, target: Option<&str>, seat: &mut Seat) {
        if seat.asked.as_ref().is_none_or(|(asked, _)| asked.as_deref() != target) {
            seat.asked = Some((target.map(str::to_owned), self.classifier.question(target, self.precision)));
        }
        if let Some((_, question)) = &seat.asked {
            self.classifier.predict_into(said, question, &mut seat.memory, &mut seat.prediction);
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

/// What a row says by itself.
fn said(row: Record<'_>) -> Said<'_> {
    Said { text: row.text(), parent: row.parent_text() }
}
