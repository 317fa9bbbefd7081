//! The model file: a safetensors container with one JSON `manifest`, written atomically and checked before use.

mod ahead;
mod atomic;
mod load;
mod manifest;
mod save;

pub use atomic::write_then_rename;
pub use load::{from_bytes, load};
pub use manifest::{FORMAT, Manifest};
pub use save::{save, to_bytes};
