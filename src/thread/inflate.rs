//! Unpacking that stops when a small input turns out to be a very large one.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::limits::Limits;
use crate::error::Place;

/// What may come out whatever went in: a table of one repeated row is no attack.
const FREE: u64 = 64 << 20;

/// The unpacked bytes of `packed`, refused once they are more than the limit `inflation` allows.
pub(super) fn bounded<R, D>(
    packed: R,
    name: &str,
    limits: Limits,
    unpack: impl FnOnce(Counted<R>) -> io::Result<D>,
) -> io::Result<Box<dyn Read + Send>>
where
    R: Read + Send + 'static,
    D: Read + Send + 'static,
{
    let taken = Arc::new(AtomicU64::new(0));
    let inner = unpack(Counted { inner: packed, taken: Arc::clone(&taken) })?;
    Ok(Box::new(Bounded { inner, taken, given: 0, place: Place::file(name), limits }))
}

/// Counts what is read from an input.
pub(super) struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

struct Bounded<D> {
    inner: D,
    taken: Arc<AtomicU64>,
    given: u64,
    place: Place,
    limits: Limits,
}

impl<D: Read> Read for Bounded<D> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.given += read as u64;
        let taken = self.taken.load(Ordering::Relaxed);
        if self.given > FREE.saturating_add(taken.saturating_mul(self.limits.inflation)) {
            let what = format!("{} MiB unpacked from {taken} bytes", self.given >> 20);
            return Err(io::Error::other(self.limits.exceeded("inflation", self.place.clone(), what)));
        }
        Ok(read)
    }
}
