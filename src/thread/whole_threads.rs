//! Reading a table in pieces that do not cut threads.

use xxhash_rust::xxh3::xxh3_64;

use super::batch::Batch;
use super::ids::Ids;
use super::limits::{Limits, count};
use super::read::{Reader, Row};
use super::report::Tally;
use super::roles::Role;
use crate::error::Result;

/// A piece ends with the first thread that ends behind so many rows.
const ENOUGH: usize = 1 << 10;

/// What is known of the threads that went by.
pub(super) struct Threads {
    most: usize,
    /// The fingerprint of the thread that the last row stands in.
    last: Option<u64>,
    met: Ids,
    /// Rows with which a thread goes on that was handed over before.
    late: Tally,
}

impl Threads {
    pub fn new(limits: Limits) -> Self {
        let most = usize::try_from(limits.thread).unwrap_or(usize::MAX).max(1);
        Self { most, last: None, met: Ids::new(limits.ids), late: Tally::default() }
    }

    /// Whether a row begins another thread than the row before it.
    fn begins(&mut self, row: &Row) -> bool {
        let thread = row.comment.thread_id.as_deref().map(|thread| xxh3_64(thread.as_bytes()));
        let begins = thread != self.last;
        if begins && thread.is_some_and(|print| self.met.again(print)) {
            self.late.add(row.number);
        }
        self.last = thread;
        begins
    }

    /// What is worth telling.
    pub fn notes(&self) -> Option<String> {
        (self.late.count > 0).then(|| {
            format!(
                "{} go on with a thread that other rows had interrupted; what stands further apart than {} rows is not read together. Sort by thread",
                self.late,
                count(ENOUGH as u64)
            )
        })
    }
}

impl Reader {
    /// Whether rows say where they stand in a conversation: whom they answer, or who wrote what in which thread.
    #[must_use]
    pub fn has_threads(&self) -> bool {
        let has = |role| self.layout.columns.at(role).is_some();
        has(Role::Parent) || (has(Role::Thread) && has(Role::Author))
    }

    /// As [`Reader::read_batch`], but a batch holds whole threads where the rows of a thread follow each other and are
    /// not more than the limit `thread`.
    ///
    /// # Errors
    /// As [`Reader::read_batch`].
    pub fn read_threads(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.begin(&self.layout);
        if self.done {
            return Ok(false);
        }
        while batch.len() < self.threads.most {
            let next = self.first.take().map(Ok).or_else(|| self.failed.take().map(Err));
            match next.or_else(|| self.rows.next_row()) {
                Some(Ok(row)) => {
                    if self.threads.begins(&row) && batch.len() >= ENOUGH {
                        self.first = Some(row);
                        break;
                    }
                    batch.push(row);
                }
                Some(Err(error)) => {
                    self.failed = Some(error);
                    break;
                }
                None => break,
            }
        }
        self.hand_over(batch)
    }
}
