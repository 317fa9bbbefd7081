//! Models, which of them is asked, and the way back.

use std::fmt::Write as _;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::audit::note;
use super::{Actor, Store, now};
use crate::error::Result;

/// Names a model of a store.
pub type ModelId = i64;

/// Where a model came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It is inside the program.
    Shipped,
    /// It was named on the command line.
    File,
    /// It was trained here.
    Trained,
}

impl Origin {
    /// Its name in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::File => "file",
            Self::Trained => "trained",
        }
    }
}

/// A model to be added.
#[derive(Debug, Clone)]
pub struct NewModel {
    /// What it is called.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// The whole model file.
    pub bytes: Vec<u8>,
    /// The model that it was trained to follow.
    pub parent: Option<ModelId>,
    /// What changed from that, as JSON.
    pub report: Option<String>,
}

/// What is known of a model beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ModelRow {
    /// Its number.
    pub id: ModelId,
    /// What it is called.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was added, in UTC.
    pub added_at: String,
    /// Who added it.
    pub added_by: String,
    /// The model that it was trained to follow.
    pub parent: Option<ModelId>,
    /// What changed from that, as JSON.
    pub report: Option<String>,
    /// Whether it is the one that is asked.
    pub promoted: bool,
}

const PROMOTED: &str = "(SELECT model FROM promotion ORDER BY id DESC LIMIT 1)";

impl Store {
    /// Adds a model; one of the same bytes keeps its number and its name.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn add_model(&self, by: &Actor, new: &NewModel) -> Result<ModelId> {
        let sha256 = Sha256::digest(&new.bytes).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}"); // a string takes all
            hex
        });
        self.change(|t| {
            let known = t
                .prepare_cached("SELECT id FROM model WHERE sha256 = ?1")?
                .query_row([&sha256], |row| row.get(0))
                .optional()?;
            if let Some(known) = known {
                return Ok(known);
            }
            t.prepare_cached(
                "INSERT INTO model (name, origin, sha256, bytes, added_at, added_by, parent, report)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                new.name,
                new.origin.name(),
                sha256,
                new.bytes,
                now(),
                by.name,
                new.parent,
                new.report
            ])?;
            let id = t.last_insert_rowid();
            note(t, by, "model.add", &format!("model {id}"), &format!("{} ({})", new.name, new.origin.name()))?;
            Ok(id)
        })
    }

    /// All models, the newest first.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn models(&self) -> Result<Vec<ModelRow>> {
        self.read(|c| c.prepare_cached(&described("TRUE ORDER BY id DESC"))?.query_map([], model)?.collect())
    }

    /// One model, if there is one of this number.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn model(&self, id: ModelId) -> Result<Option<ModelRow>> {
        self.read(|c| c.prepare_cached(&described("id = ?1"))?.query_row([id], model).optional())
    }

    /// The whole file of a model.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn model_bytes(&self, id: ModelId) -> Result<Option<Vec<u8>>> {
        self.read(|c| {
            c.prepare_cached("SELECT bytes FROM model WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
        })
    }

    /// Makes a model the one that is asked.
    ///
    /// # Errors
    /// [`crate::Error::Store`], also if there is no such model.
    pub fn promote(&self, by: &Actor, id: ModelId) -> Result<()> {
        self.change(|t| promote(t, by, id, "model.promote"))
    }

    /// Makes the model the one that is asked that was so before the present one; a second time undoes the first.
    /// Nothing if there was none.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn roll_back(&self, by: &Actor) -> Result<Option<ModelId>> {
        self.change(|t| {
            let before = t
                .query_row(
                    &format!("SELECT model FROM promotion WHERE model <> {PROMOTED} ORDER BY id DESC LIMIT 1"),
                    [],
                    |row| row.get(0),
                )
                .optional()?;
            before.map(|id| promote(t, by, id, "model.roll_back").map(|()| id)).transpose()
        })
    }

    /// The model that is asked.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn promoted(&self) -> Result<Option<ModelId>> {
        self.read(|c| c.query_row(&format!("SELECT {PROMOTED}"), [], |row| row.get(0)))
    }
}

fn promote(t: &Connection, by: &Actor, id: ModelId, action: &str) -> rusqlite::Result<()> {
    t.execute("INSERT INTO promotion (model, at, who) VALUES (?1, ?2, ?3)", params![id, now(), by.name])?;
    note(t, by, action, &format!("model {id}"), "")
}

fn described(which: &str) -> String {
    format!(
        "SELECT id, name, origin, sha256, length(bytes), added_at, added_by, parent, report, id IS {PROMOTED}
         FROM model WHERE {which}"
    )
}

fn model(row: &Row<'_>) -> rusqlite::Result<ModelRow> {
    let origin: String = row.get(2)?;
    let known = [Origin::Shipped, Origin::File, Origin::Trained].into_iter().find(|known| known.name() == origin);
    Ok(ModelRow {
        id: row.get(0)?,
        name: row.get(1)?,
        origin: known.ok_or_else(|| rusqlite::Error::InvalidColumnType(2, "origin".into(), Type::Text))?,
        sha256: row.get(3)?,
        bytes: row.get(4)?,
        added_at: row.get(5)?,
        added_by: row.get(6)?,
        parent: row.get(7)?,
        report: row.get(8)?,
        promoted: row.get(9)?,
    })
}
