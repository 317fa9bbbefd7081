//! Comments and the threads that they stand in, whatever program exported them.
//!
//! [`Reader::open`] takes a path (or `-`), finds out what the input is (compression, encoding,
//! [`Source`], which column serves what) and yields one [`Row`] for every row of the input, each
//! with its [`Comment`] and, where something is wrong with it, the [`Problem`]. What was found out
//! is in the [`Report`]. Memory stays constant for tables and JSON lines of any length.
//! [`Reader::read_batch`] gives the same rows many at a time, without an allocation a row, and [`Reader::comments`] all
//! comments, made by all threads.
//!
//! ```
//! use hustings::thread::{ReadOptions, Reader};
//!
//! let table = "id,text,label\n7,Arm them,pro\n8,Stay out,con\n";
//! let reader = Reader::from_read("table.csv", Box::new(table.as_bytes()), &ReadOptions::default())?;
//! let rows = reader.collect::<hustings::Result<Vec<_>>>()?;
//! assert_eq!(rows[1].comment.text, "Stay out");
//! assert_eq!(rows[1].number, 3); // the header is row 1, as in a spreadsheet
//! # Ok::<(), hustings::Error>(())
//! ```

mod batch;
mod beside;
mod columns;
mod comment;
mod comment_list;
mod decode;
mod defuse;
mod delimiter;
mod documents;
mod fields;
mod forest;
mod guard;
mod ids;
mod inflate;
mod input;
mod json;
mod limits;
mod markup;
mod mend;
mod moment;
mod nested;
mod objects;
mod open;
mod page;
mod pieces;
mod quote;
mod read;
mod records;
mod replies;
mod report;
mod roles;
mod served;
mod shelf;
pub mod sources;
mod table;
mod together;
mod tree;
mod whole;
mod whole_threads;
mod write;
mod xml;

pub use batch::{Batch, Record};
pub use columns::{ColumnNames, Columns};
pub use comment::{Comment, Status};
pub use defuse::comment as defuse;
pub use forest::{Faults, Forest, Links};
pub use guard::{guard, unguard};
pub use input::Input;
pub use limits::Limits;
pub use markup::plain as html_text;
pub use open::ReadOptions;
pub use read::{Reader, Row, read_all};
pub use replies::Replies;
pub use report::{Problem, Reason, Report, Tally};
pub use roles::Role;
pub use sources::{Layout, Rows, SOURCES, Source};
pub use write::{CsvWriter, HEADER, JsonlWriter, cells};
