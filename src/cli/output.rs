//! Where results go: a file that is replaced whole, or standard output.

use std::io::{BufWriter, Write};
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
        let mut writer = BufWriter::new(std::io::stdout().lock());
        let filled = fill(&mut writer)?;
        writer.flush()?;
        return Ok(filled);
    }
    if is_no_plain_file(path) {
        let file = std::fs::File::create(path).map_err(Error::io("write", path))?;
        let mut writer = BufWriter::new(file);
        let filled = fill(&mut writer)?;
        writer.flush()?;
        return Ok(filled);
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

/// Whether something is there that a finished file must not be put in the place of: a device, a pipe, a link.
fn is_no_plain_file(path: &str) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// The ending of a path, lower case.
pub fn ending(path: &str) -> String {
    Path::new(path).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}
