//! A table that grows row by row and loses none: every row is on disk before the next is asked for.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Place, Result};

/// Largest journal that is read: a year of one person's labels is far below it.
const LARGEST: u64 = 1 << 30;

/// A CSV table that rows are appended to.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// Where every row begins.
    starts: Vec<u64>,
    /// Where the next row goes.
    end: u64,
}

/// A journal as it was found.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// Bytes of a row that was being written when the program was stopped, and that are cut off now.
    pub torn: u64,
}

impl Journal {
    /// Opens a journal of these columns, or begins one. `is_whole` tells whether the last cell of a row is complete:
    /// a row that was cut short in it looks like any other.
    ///
    /// A torn last row is cut off; a whole one that lacks only its line end is kept.
    ///
    /// # Errors
    /// [`Error::Input`] if the file has other columns or a damaged row before the last, in which case nothing is changed;
    /// [`Error::Limit`] above 1 GiB; [`Error::Io`] if it cannot be read or written.
    pub fn open(path: &Path, header: &[String], is_whole: impl Fn(&str) -> bool) -> Result<Opened> {
        let io = |action| Error::io(action, path);
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(io("write"))?;
        let size = file.metadata().map_err(io("read"))?.len();
        if size > LARGEST {
            return Err(Error::Limit {
                place: Place::file(path.display().to_string()),
                what: format!("a file of {size} bytes"),
                limit: "journal",
                allowed: "1 GiB".into(),
                cure: "Begin a new file".into(),
            });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io("read"))?;
        let first = line(header);
        let mut journal = Self { file, path: path.to_owned(), starts: Vec::new(), end: bytes.len() as u64 };
        if bytes.len() < first.len() && first.starts_with(&bytes) {
            let torn = bytes.len() as u64;
            journal.cut(0)?;
            journal.write(&first)?;
            return Ok(Opened { journal, rows: Vec::new(), torn });
        }
        let found = read(&bytes, header, path, &is_whole)?;
        journal.starts = found.starts;
        let torn = bytes.len() as u64 - found.end;
        if torn > 0 {
            journal.cut(found.end)?;
        }
        if !found.rows.is_empty() && bytes[found.end as usize - 1] != b'\n' {
            journal.write(b"\n")?;
        }
        Ok(Opened { journal, rows: found.rows, torn })
    }

    /// Appends a row and waits until it is on disk.
    ///
    /// # Errors
    /// [`Error::Io`] if that fails, and [`Error::Input`] if another program has changed the file meanwhile.
    pub fn append(&mut self, cells: &[String]) -> Result<()> {
        self.check()?;
        let start = self.end;
        self.write(&line(cells))?;
        self.starts.push(start);
        Ok(())
    }

    /// Takes the last row back.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub fn pop(&mut self) -> Result<()> {
        self.check()?;
        match self.starts.pop() {
            Some(start) => self.cut(start),
            None => Ok(()),
        }
    }

    /// Nobody else may have written: what they wrote would be torn apart.
    fn check(&self) -> Result<()> {
        let there = std::fs::metadata(&self.path).map_err(Error::io("read", &self.path))?.len();
        if there == self.end {
            return Ok(());
        }
        let cause = "another program has changed it meanwhile";
        let cure = "Start again: what is in it stays, and the work is taken up from there";
        Err(Error::input(Place::file(self.path.display().to_string()), cause, cure))
    }

    fn cut(&mut self, end: u64) -> Result<()> {
        self.file.set_len(end).and_then(|()| self.file.sync_all()).map_err(Error::io("write", &self.path))?;
        self.end = end;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self
            .file
            .seek(SeekFrom::Start(self.end))
            .and_then(|_| self.file.write_all(bytes))
            .and_then(|()| self.file.sync_all());
        written.map_err(Error::io("write", &self.path))?;
        self.end += bytes.len() as u64;
        Ok(())
    }
}

/// A row as CSV, with its line end.
fn line(cells: &[String]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory does not fail.
    writer.write_record(cells).ok();
    writer.into_inner().unwrap_or_default()
}

/// What a journal's bytes hold.
struct Found {
    rows: Vec<Vec<String>>,
    starts: Vec<u64>,
    /// Where the last whole row ends.
    end: u64,
}

fn read(bytes: &[u8], header: &[String], path: &Path, is_whole: &dyn Fn(&str) -> bool) -> Result<Found> {
    let place = || Place::file(path.display().to_string());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut found = Found { rows: Vec::new(), starts: Vec::new(), end: 0 };
    let mut record = csv::ByteRecord::new();
    let mut number = 0;
    loop {
        let start = reader.position().byte();
        // Parsing bytes in memory does not fail.
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            return Ok(found);
        }
        number += 1;
        let end = reader.position().byte();
        let cells: Option<Vec<String>> =
            record.iter().map(|cell| std::str::from_utf8(cell).ok().map(str::to_owned)).collect();
        if number == 1 {
            if cells.as_deref() != Some(header) {
                let cause = "it was not begun by this command: its columns are others";
                return Err(Error::input(place().row(1), cause, "Name another file; this one is left as it is"));
            }
            found.end = end;
            continue;
        }
        let whole = cells.filter(|c| c.len() == header.len() && c.last().is_some_and(|last| is_whole(last)));
        let is_last = end == bytes.len() as u64;
        match whole {
            Some(cells) => {
                found.rows.push(cells);
                found.starts.push(start);
                found.end = end;
            }
            None if is_last => return Ok(found),
            None => {
                let cause = "the row is damaged, and it is not the last, so it was not torn by a stop";
                return Err(Error::input(place().row(number), cause, "Mend or delete the row; nothing was changed"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Vec<String> {
        ["id", "text", "at"].map(String::from).to_vec()
    }

    fn row(id: &str, text: &str) -> Vec<String> {
        [id, text, "now."].map(String::from).to_vec()
    }

    fn open(path: &Path) -> Result<Opened> {
        Journal::open(path, &header(), |last| last.ends_with('.'))
    }

    #[test]
    fn whatever_a_stop_leaves_no_whole_row_is_lost_and_none_is_made_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.csv");
        let rows = [row("1", "plain"), row("2", "two\nlines, \"quoted\""), row("3", "na\u{ef}ve \u{1f642}")];
        let mut whole = Vec::new();
        {
            let mut journal = open(&path).unwrap().journal;
            for row in &rows {
                journal.append(row).unwrap();
                whole.push(std::fs::read(&path).unwrap().len());
            }
        }
        let bytes = std::fs::read(&path).unwrap();
        for cut in 0..=bytes.len() {
            std::fs::write(&path, &bytes[..cut]).unwrap();
            let opened = open(&path).unwrap();
            // A row is whole once its last cell is, with or without its line end.
            let expected = whole.iter().filter(|end| cut + 1 >= **end).count();
            assert_eq!(opened.rows, rows[..expected], "cut at {cut}");
            let mut journal = opened.journal;
            journal.append(&rows[2]).unwrap();
            let after = open(&path).unwrap();
            assert_eq!((after.rows.len(), after.torn), (expected + 1, 0), "cut at {cut}");
            assert_eq!(after.rows.last(), Some(&rows[2]));
        }
    }

    #[test]
    fn rows_are_taken_back_and_strangers_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.csv");
        let mut journal = open(&path).unwrap().journal;
        journal.append(&row("1", "a")).unwrap();
        let before = std::fs::read(&path).unwrap();
        journal.append(&row("2", "b")).unwrap();
        journal.pop().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), before);
        std::fs::write(&path, [&before[..], b"9,z,now.\n"].concat()).unwrap();
        assert!(journal.append(&row("3", "c")).is_err() && journal.pop().is_err());
        assert_eq!(open(&path).unwrap().rows.len(), 2);
        std::fs::write(&path, "id,text,at\n1,a\n2,b,now.\n").unwrap();
        assert!(open(&path).unwrap_err().to_string().contains("row 2"));
        std::fs::write(&path, "id,stance\n1,favor\n").unwrap();
        assert!(open(&path).unwrap_err().to_string().contains("columns"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "id,stance\n1,favor\n");
    }
}
