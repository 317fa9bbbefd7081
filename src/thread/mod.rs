//! Comments and the threads that they stand in, whatever program exported them.

mod comment;

pub use comment::{Comment, Status};
