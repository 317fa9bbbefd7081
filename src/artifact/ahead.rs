//! A file that is brought to the disk while it is still being written, so that little is left to wait for at the end.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Bytes after which what was written is brought to the disk.
const STRIDE: usize = 8 << 20;

/// Writes to a file; another thread sees to it that the disk follows.
pub(super) struct Ahead<W> {
    inner: W,
    written: usize,
    /// Small files need no thread.
    follower: Option<(SyncSender<()>, JoinHandle<io::Result<()>>)>,
    open: fn(&W) -> io::Result<File>,
}

impl<W: Write> Ahead<W> {
    /// `open` gives another handle of the file.
    pub fn new(inner: W, open: fn(&W) -> io::Result<File>) -> Self {
        Self { inner, written: 0, follower: None, open }
    }

    /// Waits until the disk has followed, and gives the file back; what was written last may not be there yet.
    pub fn finish(self) -> io::Result<W> {
        if let Some((tell, thread)) = self.follower {
            drop(tell);
            thread.join().map_err(|_| io::Error::other("the thread that syncs has died"))??;
        }
        Ok(self.inner)
    }

    fn follow(&mut self) -> io::Result<()> {
        if self.follower.is_none() {
            let file = (self.open)(&self.inner)?;
            let (tell, told) = sync_channel::<()>(1);
            // A failure is told once only, and so must not be lost here.
            let thread = std::thread::spawn(move || told.iter().try_for_each(|()| file.sync_data()));
            self.follower = Some((tell, thread));
        }
        if let Some((tell, _)) = &self.follower {
            let _ = tell.try_send(()); // it is at it already, or has failed
        }
        Ok(())
    }
}

impl<W: Write> Write for Ahead<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let wrote = self.inner.write(bytes)?;
        self.written += wrote;
        if self.written >= STRIDE {
            self.written = 0;
            self.follow()?;
        }
        Ok(wrote)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_there_and_a_failure_to_sync_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long");
        let bytes: Vec<u8> = (0..STRIDE * 3 + 5).map(|at| (at % 251) as u8).collect();
        let mut ahead = Ahead::new(File::create(&path).unwrap(), File::try_clone);
        bytes.chunks(1 << 20).for_each(|part| ahead.write_all(part).unwrap());
        assert!(ahead.follower.is_some());
        ahead.finish().unwrap();
        assert!(std::fs::read(&path).unwrap() == bytes);
        // A socket's other end cannot be synced.
        #[cfg(unix)]
        {
            let handle = |_: &Vec<u8>| {
                let (end, _) = std::os::unix::net::UnixStream::pair()?;
                Ok(File::from(std::os::fd::OwnedFd::from(end)))
            };
            let mut ahead = Ahead::new(Vec::new(), handle);
            ahead.write_all(&bytes).unwrap();
            assert!(ahead.finish().is_err());
        }
    }
}
