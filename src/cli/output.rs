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

/// Writes to a file, whole or not at all, or to standard output for `-`.
pub fn to(path: &str, fill: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>) -> anyhow::Result<()> {
    if path == "-" {
        let mut writer = BufWriter::new(std::io::stdout().lock());
        fill(&mut writer)?;
        writer.flush()?;
        return Ok(());
    }
    let mut failed = None;
    let written = artifact::write_then_rename(Path::new(path), |writer| {
        fill(writer).map_err(|error| {
            let stop = Error::Io { action: "write", path: path.into(), source: std::io::Error::other("stopped") };
            failed = Some(error);
            stop
        })
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(written?),
    }
}

/// The ending of a path, lower case.
pub fn ending(path: &str) -> String {
    Path::new(path).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}
