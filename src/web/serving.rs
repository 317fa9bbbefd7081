//! The model that is asked.

use crate::artifact;
use crate::classifier::{Acts, Classifier};
use crate::error::{Error, Result};
use crate::store::{Actor, ModelId, NewModel, Origin, Store};

/// A model that answers.
pub struct Serving {
    /// Its number in the store.
    pub id: ModelId,
    /// What it is called.
    pub name: String,
    /// The model.
    pub classifier: Classifier,
    /// What it tags beside stances: its own acts, or those inside the program.
    pub acts: Acts,
}

impl Serving {
    /// Takes a model out of the store.
    ///
    /// # Errors
    /// [`Error::Store`] if it is not there, [`Error::Model`] if it cannot be used.
    pub fn load(store: &Store, id: ModelId) -> Result<Self> {
        let (Some(row), Some(bytes)) = (store.model(id)?, store.model_bytes(id)?) else {
            let (cause, cure) = (format!("it has no model {id}"), "Promote another one".to_owned());
            return Err(Error::Store { file: store.path().display().to_string(), cause, cure });
        };
        let mut classifier = artifact::from_bytes(&bytes, &row.name)?;
        let acts = classifier.acts.take().map_or_else(artifact::shipped_acts, Ok)?;
        Ok(Self { id, name: row.name, classifier, acts })
    }

    /// The promoted model. Before there is one, the first of `named` is promoted, or that inside the program.
    ///
    /// # Errors
    /// As [`Serving::load`].
    pub fn begin(store: &Store, named: &[NewModel]) -> Result<Self> {
        let by = Actor::new("start");
        let added = named.iter().map(|model| store.add_model(&by, model)).collect::<Result<Vec<_>>>()?;
        if let Some(id) = store.promoted()? {
            return Self::load(store, id);
        }
        let first = match added.first() {
            Some(first) => *first,
            None => store.add_model(&by, &shipped())?,
        };
        // Only what can be used is promoted.
        let serving = Self::load(store, first)?;
        store.promote(&by, first)?;
        Ok(serving)
    }
}

fn shipped() -> NewModel {
    let bytes = artifact::shipped_stance().to_vec();
    NewModel { name: "arming-rebels".into(), origin: Origin::Shipped, bytes, parent: None, report: None }
}
