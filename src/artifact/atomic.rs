//! Writing a file so that it is there whole or not at all.

use std::io::{BufWriter, Write};
use std::path::Path;

use super::ahead::Ahead;
use crate::error::{Error, Result};

/// Writes beside `path` and renames over it when `fill` has succeeded; on any failure `path` is as it was.
///
/// # Errors
/// Those of `fill`, and [`Error::Io`] if the folder cannot be written to.
pub fn write_then_rename(path: &Path, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // Else the error would name the temporary file, which nobody knows.
    std::fs::metadata(folder).map_err(Error::io("write", path))?;
    let beside = tempfile::Builder::new().prefix(".hustings-").tempfile_in(folder).map_err(Error::io("write", path))?;
    let mut writer = BufWriter::new(Ahead::new(beside, |file| file.as_file().try_clone()));
    fill(&mut writer)?;
    let ahead = writer.into_inner().map_err(|e| Error::io("write", path)(e.into_error()))?;
    let file = ahead.finish().map_err(Error::io("write", path))?;
    make_readable(&file, path)?;
    file.as_file().sync_all().map_err(Error::io("write", path))?;
    file.persist(path).map_err(|e| Error::io("replace", path)(e.error))?;
    Ok(())
}

/// A temporary file is private to its owner; what replaces a user's file keeps that file's permissions, or the usual ones.
#[cfg(unix)]
fn make_readable(file: &tempfile::NamedTempFile, path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0o644, |m| m.permissions().mode());
    file.as_file().set_permissions(std::fs::Permissions::from_mode(mode)).map_err(Error::io("write", path))
}

#[cfg(not(unix))]
fn make_readable(_: &tempfile::NamedTempFile, _: &Path) -> Result<()> {
    Ok(())
}
