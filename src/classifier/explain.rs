//! Exactly why: what every token and cue adds to each label's log-odds.

use ndarray::aview1;
use serde::Serialize;

use super::Classifier;
use crate::lexical::Memory;
use crate::text::Span;

/// What one token adds to the log-odds of each label.
#[derive(Debug, Clone, Serialize)]
pub struct TokenReason {
    /// The token's bytes in the text.
    #[serde(skip)]
    pub span: Span,
    /// The text of the token as written.
    pub text: String,
    /// One number a label, centred so that they sum to 0.
    pub weights: Vec<f64>,
}

/// What one column that is not a word adds.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnReason {
    /// The column's name.
    pub name: String,
    /// One number a label, centred so that they sum to 0.
    pub weights: Vec<f64>,
}

/// The whole of a prediction in parts. Base, tokens and columns add up to the log-odds of each label.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// Log-odds of each label, centred.
    pub logits: Vec<f64>,
    /// What holds before a word is read.
    pub base: Vec<f64>,
    /// Tokens in reading order.
    pub tokens: Vec<TokenReason>,
    /// Cues and other columns.
    pub columns: Vec<ColumnReason>,
}

impl Classifier {
    /// Explains the prediction of a comment. Nothing is approximated: both layers are linear, so the parts add up.
    #[must_use]
    pub fn explain(&self, text: &str, target: Option<&str>) -> Explanation {
        let question = self.question(target, None);
        let decision = self.decide(question.seen);
        let mut memory = Memory::default();
        self.columns(text.into(), &question, &mut memory);
        let Memory { read, row, .. } = &memory;
        let slots: Vec<usize> = question.slots.iter().cloned().flatten().collect();
        let names: Vec<String> = self.layout.groups().into_iter().flat_map(|g| g.columns).collect();
        debug_assert_eq!(names.len(), row.len());
        let mut base = centred(&decision.intercept);
        let mut tokens: Vec<TokenReason> = read
            .tokens()
            .iter()
            .map(|t| TokenReason {
                span: t.span,
                text: text[t.span.range()].to_owned(),
                weights: vec![0.0; base.len()],
            })
            .collect();
        let per_token = self.scorer.contributions(read, &self.phrases, &self.stemmer);
        let mut columns = Vec::new();
        for (at, column) in decision.columns.iter().enumerate() {
            let weights = centred(&decision.weights[at]);
            let scale = 1.0 / decision.deviation[at];
            if let Some(slot) = slots.get(*column) {
                add(&mut base, &weights, (self.scorer.intercept(*slot) - decision.mean[at]) * scale);
                tokens.iter_mut().zip(&per_token).for_each(|(token, sums)| {
                    add(&mut token.weights, &weights, sums.get(*slot).unwrap_or(&0.0) * scale);
                });
            } else {
                let value = (row[*column] - decision.mean[at]) * scale;
                columns.push(ColumnReason {
                    name: names[*column].clone(),
                    weights: weights.iter().map(|w| w * value).collect(),
                });
            }
        }
        Explanation { logits: centred(&decision.logits(aview1(row))), base, tokens, columns }
    }

    /// What a word alone adds to each label's log-odds: the mean over the targets, each by its labelled comments.
    #[must_use]
    pub fn word_weights(&self, word: &str) -> Vec<f64> {
        let sums = self.scorer.alone(word, &self.stemmer);
        let decision = &self.decision;
        let rows =
            |target: usize| self.training.per_target.get(target).map_or(0, |counts| counts.iter().sum::<u64>()) as f64;
        let all: f64 = (0..self.layout.targets.len()).map(rows).sum();
        let mut weights = vec![0.0; self.labels.len()];
        for target in 0..self.layout.targets.len() {
            let share = if all > 0.0 { rows(target) / all } else { 1.0 / self.layout.targets.len() as f64 };
            let slots: Vec<usize> = self.slots(Some(target)).into_iter().flatten().collect();
            for (at, column) in decision.columns.iter().enumerate() {
                if let Some(sum) = slots.get(*column).and_then(|slot| sums.get(*slot)) {
                    add(&mut weights, &centred(&decision.weights[at]), share * sum / decision.deviation[at]);
                }
            }
        }
        weights
    }
}

fn centred(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|v| v - mean).collect()
}

fn add(sum: &mut [f64], weights: &[f64], factor: f64) {
    sum.iter_mut().zip(weights).for_each(|(s, w)| *s += w * factor);
}
