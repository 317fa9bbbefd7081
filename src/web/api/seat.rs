//! Scoring one comment where the request is answered: what a worker thread remembers between requests.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use crate::classifier::{Doing, Prediction, Question, Said};
use crate::lexical::Memory;
use crate::web::Serving;

/// What one thread keeps for one model.
#[derive(Default)]
pub struct Seat {
    memory: Memory,
    acts: Memory,
    prediction: Prediction,
    /// The target asked for last, and its question.
    asked: Option<(Option<String>, Question)>,
}

thread_local! {
    /// A memory belongs to one scorer, so it goes with the model. The weak pointer keeps the model's address from being
    /// used again, and nothing else of it.
    static SEAT: RefCell<(Weak<Serving>, Seat)> = RefCell::default();
}

impl Seat {
    /// Scores a comment; `acts` asks for what it does as well.
    pub fn score(
        &mut self,
        serving: &Serving,
        said: Said<'_>,
        target: Option<&str>,
        acts: bool,
    ) -> (&Prediction, Option<Doing>) {
        if self.asked.as_ref().is_none_or(|(asked, _)| asked.as_deref() != target) {
            self.asked = Some((target.map(str::to_owned), serving.classifier.question(target, None)));
        }
        if let Some((_, question)) = &self.asked {
            serving.classifier.predict_into(said, question, &mut self.memory, &mut self.prediction);
        }
        let doing = acts.then(|| serving.acts.tag(said, &mut self.acts));
        (&self.prediction, doing)
    }
}

/// Works with this thread's seat. `work` must not ask for it again.
pub fn seated<T>(serving: &Arc<Serving>, work: impl FnOnce(&mut Seat) -> T) -> T {
    SEAT.with_borrow_mut(|(of, seat)| {
        if of.as_ptr() != Arc::as_ptr(serving) {
            (*of, *seat) = (Arc::downgrade(serving), Seat::default());
        }
        work(seat)
    })
}
