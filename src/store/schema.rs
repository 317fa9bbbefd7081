//! The tables, and how a file of an older program becomes one of this.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::failed;
use crate::error::{Error, Result};

/// What makes each version of the schema from the one before: a file's version is how many of these it has seen. A step
/// that was released is never changed, only followed.
const STEPS: &[&str] = &[include_str!("schema/1.sql")];
/// Marks the file as ours (`hust` in ASCII), so that no other program's database is ever migrated.
const APPLICATION: i32 = 0x6875_7374;

/// Brings a file up to date, all steps or none.
pub fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    let (version, application) = look(connection).map_err(|error| failed(path, &error))?;
    let refuse =
        |cause: String, cure: &str| Err(Error::Store { file: path.display().to_string(), cause, cure: cure.into() });
    if application != APPLICATION && (application != 0 || version != 0) {
        return refuse("it is a database of another program".into(), "Name another file");
    }
    if version > STEPS.len() {
        let cause = format!("it has the version {version}, and this program knows {}", STEPS.len());
        return refuse(cause, "Open it with the newer program that wrote it");
    }
    let mut whole = || {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have done it while this one waited.
        let done: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for step in STEPS.iter().skip(done) {
            transaction.execute_batch(step)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", STEPS.len())?;
        transaction.commit()
    };
    if version < STEPS.len() { whole().map_err(|error| failed(path, &error)) } else { Ok(()) }
}

fn look(connection: &Connection) -> rusqlite::Result<(usize, i32)> {
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok((version, application))
}
