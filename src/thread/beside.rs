//! Files that stand beside an input and tell what it leaves out: titles of conversations, names of stories.

use std::path::Path;

use super::input::Input;
use super::open;

/// Opens the file `name` in the folder of the input, if the input is a file and there is one.
pub(super) fn open(input: &Input, name: &str) -> Option<Input> {
    let path = Path::new(input.name());
    let other = path.with_file_name(name);
    let both = path.is_file() && other.is_file() && other != path;
    if both { open::open(other.to_str()?, input.limits()).ok() } else { None }
}
