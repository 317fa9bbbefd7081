//! The model file: a safetensors container with one JSON `manifest`, written atomically and checked before use.

mod ahead;
mod atomic;
mod digest;
mod journal;
mod load;
mod manifest;
mod save;
mod shipped;
mod sound;
mod tables;

pub use atomic::write_then_rename;
pub use journal::{Journal, Opened};
pub use load::{acts_from_bytes, from_bytes, load, load_acts};
pub use manifest::{ActsHead, FORMAT, Head, Manifest};
pub use save::{save, save_acts, to_bytes};
pub use shipped::{shipped_acts, shipped_data, shipped_page, shipped_stance};
