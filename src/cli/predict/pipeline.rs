//! Reading, scoring and writing at the same time, in order and in bounded memory.
//!
//! A fixed number of pieces goes round: one thread fills them with rows, any number of threads
//! turn rows into bytes, the caller's thread writes the bytes in the rows' order and hands the
//! piece back. A slow disk leaves the reader without pieces, so memory cannot grow.
//!
//! The threads are not joined when writing fails: one may be waiting for input that never comes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::{io, panic, thread};

use hustings::thread::{Batch, Reader};
use hustings::{Error, Result};

use super::tally::Tally;

/// Some consecutive rows of the input and what they become.
#[derive(Default)]
pub struct Piece {
    pub rows: Batch,
    pub bytes: Vec<u8>,
    pub tally: Tally,
}

/// The far end of a piece at work; it hangs up if the thread at work dies.
type Done = Receiver<io::Result<Piece>>;
/// A piece to work on, and where to hand it in.
type Work = (Piece, SyncSender<io::Result<Piece>>);

/// Takes every row of `reader` through one of `workers` to `write`; with `whole_threads` no thread is cut
/// between two pieces. Gives the reader back, for its report.
pub fn run<W>(
    reader: Reader,
    whole_threads: bool,
    workers: Vec<W>,
    mut write: impl FnMut(&Piece) -> anyhow::Result<()>,
) -> anyhow::Result<Reader>
where
    W: FnMut(&mut Piece) -> io::Result<()> + Send + 'static,
{
    let pieces = 2 * workers.len() + 2;
    let (recycle, free) = sync_channel(pieces);
    let (submit, work) = sync_channel(pieces);
    let (promise, order) = sync_channel(pieces);
    for _ in 0..pieces {
        recycle.send(Piece::default())?;
    }
    let work = Arc::new(Mutex::new(work));
    for worker in workers {
        let work = Arc::clone(&work);
        thread::spawn(move || labour(worker, &work));
    }
    let reading = thread::spawn(move || read(reader, whole_threads, &free, &submit, &promise));
    for done in order {
        let piece = done?.recv().map_err(|_| anyhow::anyhow!("a scoring thread has died"))??;
        write(&piece)?;
        let _ = recycle.send(piece); // at the end nobody takes pieces any more
    }
    reading.join().map_err(|cause| panic::resume_unwind(cause))
}

/// Fills pieces with rows until there are none, or nobody takes them.
fn read(
    mut reader: Reader,
    whole_threads: bool,
    free: &Receiver<Piece>,
    submit: &SyncSender<Work>,
    promise: &SyncSender<Result<Done, Error>>,
) -> Reader {
    while let Ok(mut piece) = free.recv() {
        let (hand_in, done) = sync_channel(1);
        let rows = &mut piece.rows;
        let next = match if whole_threads { reader.read_threads(rows) } else { reader.read_batch(rows) } {
            Ok(true) => Ok(done),
            Ok(false) => break,
            Err(error) => Err(error),
        };
        let stop = next.is_err();
        if promise.send(next).is_err() || stop || submit.send((piece, hand_in)).is_err() {
            break;
        }
    }
    reader
}

/// Works on one piece after the other until there are no more.
fn labour(mut worker: impl FnMut(&mut Piece) -> io::Result<()>, work: &Mutex<Receiver<Work>>) {
    loop {
        let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((mut piece, hand_in)) = next else { return };
        piece.bytes.clear();
        piece.tally = Tally::default();
        let outcome = worker(&mut piece).map(|()| piece);
        let _ = hand_in.send(outcome); // nobody waits for it if writing has failed
    }
}
