//! Which conversation acts are tagged beside stances.

use std::path::Path;

use hustings::artifact;
use hustings::classifier::{Acts, Classifier};

/// The acts that the user asked for: those of a file, those inside the program, or none. Where nothing in particular was
/// asked for, the stance model's own come before those inside the program.
pub fn of(asked: &str, classifier: &mut Classifier) -> anyhow::Result<Option<Acts>> {
    Ok(match asked {
        "none" => None,
        "" => Some(classifier.acts.take().map_or_else(artifact::shipped_acts, Ok)?),
        "shipped" => Some(artifact::shipped_acts()?),
        path => Some(artifact::load_acts(Path::new(path))?),
    })
}
