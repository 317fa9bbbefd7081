//! Where results go: a file that is replaced whole, or standard output.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;

use hustings::{Error, artifact};

/// Writes to standard output through one buffer.
pub fn stdout(fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    let mut writer = BufWriter::new(std::io::stdout().lock());
    fill(&mut writer)?;
    writer.flush()?;
    Ok(())
}

/// Writes to a file, whole or not at all, or to standard output for `-`; gives on what `fill` gives.
///
/// A device, a pipe or a link is written to as it is.
pub fn to<T>(path: &str, fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>) -> anyhow::Result<T> {
    if path == "-" {
        return filled(std::io::stdout().lock(), fill);
    }
    if is_no_plain_file(path) {
        return filled(std::fs::File::create(path).map_err(Error::io("write", path))?, fill);
    }
    let stopped = || Error::Io { action: "write", path: path.into(), source: std::io::Error::other("stopped") };
    let mut outcome = None;
    let written = artifact::write_then_rename(Path::new(path), |writer| {
        let filled = outcome.insert(fill(writer));
        filled.as_ref().map(|_| ()).map_err(|_| stopped())
    });
    match (outcome, written) {
        (Some(Err(error)), _) => Err(error),
        (_, Err(error)) => Err(error.into()),
        (filled, Ok(())) => filled.unwrap_or_else(|| Err(stopped().into())),
    }
}

/// The same for rows, whose cells hold what people wrote: on a terminal nothing of it acts.
pub fn rows<T>(path: &str, fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>) -> anyhow::Result<T> {
    if path == "-" && std::io::stdout().is_terminal() {
        return filled(Harmless { below: std::io::stdout().lock(), begun: Vec::new() }, fill);
    }
    to(path, fill)
}

/// Fills a buffer before a writer.
fn filled<T>(writer: impl Write, fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let mut writer = BufWriter::new(writer);
    let filled = fill(&mut writer)?;
    writer.flush()?;
    Ok(filled)
}

/// A terminal that rows are shown on: nothing that somebody wrote into an id or a text acts on it. Pipes and files get
/// every byte as it is.
struct Harmless<W> {
    below: W,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let acts = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let text = String::from_utf8_lossy(&self.begun[..whole]);
        let shown: String = text.chars().map(|c| if acts(c) { '\u{FFFD}' } else { c }).collect();
        self.below.write_all(shown.as_bytes())?;
        self.begun.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.below.flush()
    }
}

/// Whether something is there that a finished file must not be put in the place of: a device, a pipe, a link.
fn is_no_plain_file(path: &str) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// The ending of a path, lower case.
pub fn ending(path: &str) -> String {
    Path::new(path).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}
