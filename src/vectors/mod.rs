//! Word vectors: a compact table of what words mean, and the vector of a comment.
//!
//! [`Vectors`] is the table: a fingerprint, a weight and a row of `i8` for every word. [`Vectors::shipped`] is inside
//! the program; [`read`] makes one from the text or JSON that word vectors are published in; [`key`] is
//! what a token is found by, and [`mean`] a comment's vector.
//!
//! ```
//! use hustings::vectors::{Vectors, key, mean, read};
//!
//! let source = "the 0.5 -1.0\nrebels 0.25 1.0\n";
//! let made = read("two.txt", source.as_bytes(), 10, &mut |_| {})?;
//! let table = Vectors::from_bytes(made.bytes, "two.safetensors")?;
//! let (weight, row) = table.get(key("rebels")).expect("a word of the table");
//! assert_eq!((weight, row), ((1.0f32 + 2.0).ln(), &[64i8, 127][..]));
//! let mut vector = [0.0; 2];
//! mean(&table, [(key("rebels"), 1), (key("unheard-of"), 1)], &mut vector);
//! assert!((vector[0].hypot(vector[1]) - 1.0).abs() < 1e-6);
//! # Ok::<(), hustings::Error>(())
//! ```

mod form;
mod load;
mod mean;
mod open;
mod quantise;
mod read;
mod readout;
mod save;
mod sources;
mod table;
mod words;

pub use form::key;
pub use mean::mean;
pub use open::open;
pub use read::{DEFAULT_WORDS, Made, read};
pub use readout::Readout;
pub use save::FORMAT;
pub use sources::{SOURCES, Source};
pub use table::Vectors;
pub use words::{MOST_DIMENSIONS, MOST_VALUES, Words};
