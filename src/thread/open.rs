//! Opening a file or standard input: what it is packed in is read off its first bytes.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use super::columns::ColumnNames;
use super::inflate;
use super::input::Input;
use super::limits::Limits;
use super::sources::SOURCES;
use crate::error::{Error, Place, Result};

/// How to read an input, as far as the reader is not to find out by itself.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The name of the source format; found out if not given.
    pub from: Option<String>,
    /// The byte between cells; found out if not given.
    pub delimiter: Option<u8>,
    /// The columns that the user named.
    pub columns: ColumnNames,
    /// How large things may be.
    pub limits: Limits,
    /// Whether every line of a pasted page is one comment.
    pub one_per_line: bool,
}

/// The longest window that is accepted, as a power of two: dumps of Reddit are packed with `--long=31`, which takes up
/// to 2 GiB of memory to unpack and cannot be unpacked with less.
const WINDOW_LOG: u32 = 31;

/// What a file's first bytes say about formats that cannot be read, and what to do instead.
const FOREIGN: [(&[u8], &str, &str); 6] = [
    (b"PK\x03\x04", "a zip archive or a spreadsheet (.xlsx, .ods)", "Unpack it, or export the sheet as CSV."),
    (b"\xD0\xCF\x11\xE0", "an old Office file (.xls, .doc)", "Export the sheet as CSV."),
    (b"%PDF", "a PDF", "Copy the page's text into a .txt file."),
    (b"BZh", "compressed with bzip2", "Unpack it with `bunzip2` first."),
    (b"\xFD7zXZ", "compressed with xz", "Unpack it with `unxz` first."),
    (b"PAR1", "a Parquet file", "Convert it to CSV or JSON lines first."),
];

/// Opens a path, or standard input for `-`.
pub(super) fn open(path: &str, limits: Limits) -> Result<Input> {
    if path == "-" {
        return unpack("standard input", Box::new(std::io::stdin()), limits);
    }
    let file = File::open(path).map_err(Error::io("read", path))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return open(&main_file(path)?, limits);
    }
    unpack(path, Box::new(file), limits)
}

/// The file in a folder that a source knows to hold the comments.
fn main_file(folder: &str) -> Result<String> {
    let names = || SOURCES.iter().filter_map(|source| source.main_file());
    let found = names().map(|name| Path::new(folder).join(name)).find(|path| path.is_file());
    found.map(|path| path.to_string_lossy().into_owned()).ok_or_else(|| {
        let known = names().collect::<Vec<_>>().join(", ");
        Error::input(Place::file(folder), format!("it is a folder without any of {known}"), "Name a file in it.")
    })
}

/// Wraps `inner` in what its first bytes ask for.
pub(super) fn unpack(name: &str, mut inner: Box<dyn Read + Send>, limits: Limits) -> Result<Input> {
    let mut magic = Vec::new();
    inner.by_ref().take(8).read_to_end(&mut magic).map_err(Error::io("read", name))?;
    if let Some((_, what, cure)) = FOREIGN.iter().find(|(start, ..)| magic.starts_with(start)) {
        return Err(Error::input(Place::file(name), format!("it is {what}"), *cure));
    }
    let (gz, zst) = (magic.starts_with(b"\x1F\x8B"), magic.starts_with(b"\x28\xB5\x2F\xFD"));
    let whole = Cursor::new(magic).chain(inner);
    if gz {
        let unpacked = inflate::bounded(whole, name, limits, |packed| Ok(flate2::read::MultiGzDecoder::new(packed)));
        return Input::new(name, "gzip", unpacked.map_err(Error::io("read", name))?, limits);
    }
    if zst {
        let unpacked = inflate::bounded(whole, name, limits, |packed| {
            let mut decoder = zstd::stream::read::Decoder::new(packed)?;
            decoder.window_log_max(WINDOW_LOG)?;
            Ok(decoder)
        });
        return Input::new(name, "zstd", unpacked.map_err(Error::io("read", name))?, limits);
    }
    Input::new(name, "none", Box::new(whole), limits)
}
