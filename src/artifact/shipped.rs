//! The models inside the program.

use super::acts_from_bytes;
use crate::classifier::Acts;
use crate::error::Result;

/// `models/acts-en.hustings`; `models/README.md` says what it was trained on and under which terms it may be used.
static ACTS: &[u8] = include_bytes!("../../models/acts-en.hustings");

/// The English conversation acts inside the program.
///
/// # Errors
/// [`crate::Error::Model`] if this program was built with a file that it cannot read.
pub fn shipped_acts() -> Result<Acts> {
    acts_from_bytes(ACTS, "the conversation acts inside the program")
}
