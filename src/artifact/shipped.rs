//! What is inside the program: its models, the data that its stance model was trained on, and a page to try them on.

use super::acts_from_bytes;
use crate::classifier::Acts;
use crate::error::Result;

/// `models/acts-en.hustings`; `models/README.md` says what it was trained on and under which terms it may be used.
static ACTS: &[u8] = include_bytes!("../../models/acts-en.hustings");
static STANCE: &[u8] = include_bytes!("../../models/arming-rebels.hustings");
static DATA: &str = include_str!("../../data/arming-rebels.csv");
static PAGE: &str = include_str!("../../data/demo-page.txt");

/// The English conversation acts inside the program.
///
/// # Errors
/// [`crate::Error::Model`] if this program was built with a file that it cannot read.
pub fn shipped_acts() -> Result<Acts> {
    acts_from_bytes(ACTS, "the conversation acts inside the program")
}

/// The stance model inside the program, `models/arming-rebels.hustings`, as its file.
#[must_use]
pub fn shipped_stance() -> &'static [u8] {
    STANCE
}

/// The labelled comments that it was trained on, `data/arming-rebels.csv`.
#[must_use]
pub fn shipped_data() -> &'static str {
    DATA
}

/// A page of comments pasted from a browser, `data/demo-page.txt`.
#[must_use]
pub fn shipped_page() -> &'static str {
    PAGE
}
