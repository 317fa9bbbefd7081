//! The one error type of the library: what went wrong, where, and what to do about it.

use std::fmt;
use std::path::PathBuf;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Where in the outside world something happened.
///
/// Rows count from 1 and the header is row 1, as a spreadsheet shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, or `standard input`.
    pub file: Option<String>,
    /// The row, counted from 1 with the header as row 1.
    pub row: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
}

impl Place {
    /// A place that is a whole file.
    #[must_use]
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: Some(name.into()), ..Self::default() }
    }

    /// The same place, narrowed to a row.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same place, narrowed to a column.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file.as_deref().unwrap_or("input"))?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        Ok(())
    }
}

/// Everything that can go wrong in the library. Each message is one sentence of cause and one of cure.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data that was read cannot be used as asked.
    #[error("{place}: {cause}. {cure}")]
    Input {
        /// Where.
        place: Place,
        /// What is wrong, without a full stop.
        cause: String,
        /// What to do, as a sentence.
        cure: String,
    },
    /// Something from outside is larger than a named limit allows.
    #[error("{place}: {what} is over the limit `{limit}` of {allowed}. {cure}")]
    Limit {
        /// Where.
        place: Place,
        /// What was measured, e.g. `a cell of 1,200,000 bytes`.
        what: String,
        /// The limit's name.
        limit: &'static str,
        /// Its value, with a unit.
        allowed: String,
        /// How to raise it, as a sentence.
        cure: String,
    },
    /// A parameter of a recipe is out of range or unknown.
    #[error("setting `{parameter}`: {cause}. {cure}")]
    Recipe {
        /// The parameter's name in the recipe.
        parameter: String,
        /// What is wrong, without a full stop.
        cause: String,
        /// What to do, as a sentence.
        cure: String,
    },
    /// A model file is truncated, foreign, damaged, or newer than this program.
    #[error("model {file}: {cause}. {cure}")]
    Model {
        /// The file.
        file: String,
        /// What is wrong, without a full stop.
        cause: String,
        /// What to do, as a sentence.
        cure: String,
    },
    /// A table of word vectors is truncated, foreign, damaged, or newer than this program.
    #[error("word vectors {file}: {cause}. {cure}")]
    Vectors {
        /// The file.
        file: String,
        /// What is wrong, without a full stop.
        cause: String,
        /// What to do, as a sentence.
        cure: String,
    },
    /// The store of the moderator's desk cannot be used.
    #[error("store {file}: {cause}. {cure}")]
    Store {
        /// The file.
        file: String,
        /// What is wrong, without a full stop.
        cause: String,
        /// What to do, as a sentence.
        cure: String,
    },
    /// The operating system refused to read or write.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// `read`, `write`, `replace` …
        action: &'static str,
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// An [`Error::Input`].
    pub fn input(place: Place, cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Input { place, cause: cause.into(), cure: cure.into() }
    }

    /// An [`Error::Model`].
    pub fn model(file: impl Into<String>, cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Model { file: file.into(), cause: cause.into(), cure: cure.into() }
    }

    /// An [`Error::Vectors`].
    pub fn vectors(file: impl Into<String>, cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Vectors { file: file.into(), cause: cause.into(), cure: cure.into() }
    }

    /// An [`Error::Recipe`].
    pub fn recipe(parameter: &str, cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Recipe { parameter: parameter.into(), cause: cause.into(), cure: cure.into() }
    }

    /// The same error, with the file named where it names none.
    #[must_use]
    pub fn at(self, file: &str) -> Self {
        match self {
            Self::Input { mut place, cause, cure } => {
                place.file.get_or_insert_with(|| file.to_owned());
                Self::Input { place, cause, cure }
            }
            other => other,
        }
    }

    /// A closure for `map_err` on reading or writing `path`.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { action, path, source }
    }
}
