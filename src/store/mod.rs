//! What the moderator's desk keeps: threads, what people said of their comments, models, people, and the books.
//!
//! One `SQLite` file holds everything. Changes are transactions that are on disk before they return, and what people say
//! is only ever added to: taking something back is a row of its own. Every change that a person makes is written into
//! the audit log in the same transaction.

mod audit;
mod growing;
mod marks;
mod models;
mod people;
mod queue;
mod schema;
#[cfg(test)]
mod tests;
mod threads;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::error::{Error, Result};

pub use audit::AuditRow;
pub use marks::{Kind, MarkId, MarkRow, NewMark};
pub use models::{ModelId, ModelRow, NewModel, Origin};
pub use people::{Key, Role, Session, User, UserId};
pub use queue::QueueState;
pub use threads::{CommentId, NewThread, Stored, ThreadId, ThreadRow};

/// How long a change waits for another program that writes to the same file.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections for reading that are kept open.
const READERS: usize = 8;

/// Who did something, as it stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name of a person or of an API key; `local` while there are no users.
    pub name: String,
}

impl Actor {
    /// An actor of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }
}

/// The store. Cheap to clone; every call blocks until it is done.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    write: Mutex<Connection>,
    /// Connections that nobody is using.
    idle: Mutex<Vec<Connection>>,
    /// Removes the file of a store that was only for a while.
    _folder: Option<tempfile::TempDir>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in a file, which is made if it is not there and brought up to date if it is older.
    ///
    /// # Errors
    /// [`Error::Store`] if the file cannot be opened, is something else, or is of a newer program.
    pub fn open(path: &Path) -> Result<Self> {
        Self::with(path, None)
    }

    /// A store that goes when its last clone goes.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn temporary() -> Result<Self> {
        let folder = tempfile::tempdir().map_err(Error::io("create", std::env::temp_dir()))?;
        let path = folder.path().join("desk.db");
        Self::with(&path, Some(folder))
    }

    fn with(path: &Path, folder: Option<tempfile::TempDir>) -> Result<Self> {
        let at = |error| failed(path, &error);
        let mut write = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).map_err(at)?;
        // Readers do not wait for a writer; and a change is on disk before anybody hears of it.
        write.pragma_update(None, "journal_mode", "WAL").map_err(at)?;
        write.pragma_update(None, "synchronous", "FULL").map_err(at)?;
        schema::migrate(&mut write, path)?;
        let inner = Inner { path: path.to_owned(), write: Mutex::new(write), idle: Mutex::default(), _folder: folder };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Reads, beside whoever is writing.
    fn read<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let at = |error| failed(&self.inner.path, &error);
        let idle = self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = idle.map_or_else(|| connect(&self.inner.path, OpenFlags::SQLITE_OPEN_READ_ONLY), Ok);
        let connection = connection.map_err(at)?;
        let answer = ask(&connection).map_err(at);
        let mut idle = self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS {
            idle.push(connection);
        }
        answer
    }

    /// Changes something, wholly or not at all. Once this returns, it is on disk.
    fn change<T>(&self, change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T> {
        let mut connection = self.inner.write.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = change(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        whole().map_err(|error| failed(&self.inner.path, &error))
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{DatabaseBusy, DiskFull, NotADatabase, ReadOnly};
    let cure = match error.sqlite_error_code() {
        Some(NotADatabase) => "It is no store of hustings: name another file",
        Some(DatabaseBusy) => "Another program holds it: end that one, or try again",
        Some(DiskFull) => "Make room on the disk; nothing that was acknowledged is lost",
        Some(ReadOnly) => "Allow writing to the file and to its folder",
        _ => "Check that its folder exists and can be written to",
    };
    Error::Store { file: path.display().to_string(), cause: error.to_string(), cure: cure.into() }
}

/// Now, to the millisecond in UTC, always in as many characters: such times sort as texts.
fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}
