//! What the model was trained on: for copies in the data, and for the learning curve.

use hustings::Error;
use hustings::classifier::{Classifier, Given, Recipe};
use hustings::evaluate::{Gold, Leak, Lesson, Report, leaked, learning_curve};
use hustings::thread::{Comment, Row};

use super::super::args::Evaluate;
use super::super::exit::warn;
use super::super::{progress, train};

/// The training file.
pub struct Taught {
    name: String,
    comments: Vec<Comment>,
    given: Given,
    same_file: bool,
}

impl Taught {
    /// Reads it, and says so if it is not the one that the model names.
    pub fn read(path: &str, args: &Evaluate, classifier: &Classifier) -> anyhow::Result<Self> {
        if path == "-" && args.data == "-" {
            let cause = "the data and the training data cannot both come from standard input";
            return Err(Error::recipe("train", cause, "Name a file for one of them").into());
        }
        let (bytes, name) = train::slurp(path)?;
        // Word vectors are only needed where something is trained.
        let recipe = if args.learning_curve { classifier.recipe.clone() } else { Recipe::default() };
        let (comments, given) = train::read(bytes, &name, &args.reading, &recipe)?;
        let same_file = given.data_sha256 == classifier.training.data_sha256;
        if !same_file {
            warn(format!("{name} is not the file that the model was trained on: its SHA-256 is another one"));
        }
        Ok(Self { name, comments, given, same_file })
    }

    /// Adds what follows from it to a report.
    pub fn report(&self, classifier: &Classifier, gold: &Gold, rows: &[Row], args: &Evaluate, report: &mut Report) {
        let texts = gold.rows.iter().map(|row| rows[*row as usize].comment.text.as_str());
        let seen = leaked(self.comments.iter().map(|comment| comment.text.as_str()), texts);
        let leak = Leak::of(&classifier.labels, gold, &seen, &self.name, self.same_file, args.seed);
        if leak.rows > 0 {
            warn(format!("{} of {} rows have the text of a row of {}", leak.rows, gold.len(), self.name));
        }
        report.leak = Some(leak);
        if args.learning_curve {
            let ask = |classifier: &Classifier| {
                let fresh = Gold::of(classifier, rows, &args.data)?.without(&seen);
                let cause = "every row has the text of a row of the training data";
                let refuse = || Error::input(hustings::Place::file(&args.data), cause, "Evaluate on other comments");
                if fresh.is_empty() { Err(refuse()) } else { Ok(fresh) }
            };
            let lesson =
                Lesson { comments: &self.comments, name: &self.name, recipe: &classifier.recipe, given: &self.given };
            let bar = progress::Bar::new();
            let shown = |share: f64, done: f64| bar.at(&format!("training on {:.0} %", 100.0 * share), done);
            report.learning_curve = learning_curve(lesson, &ask, args.seed, &shown);
            bar.finish();
        }
    }
}
