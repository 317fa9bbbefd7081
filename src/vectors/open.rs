//! Opening a source: what it is packed in is read off its first bytes.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};

use super::read::unreadable;
use crate::error::{Error, Place, Result};

/// Bytes read at a time.
const BLOCK: usize = 1 << 16;

/// What first bytes say of files that cannot be read, and what to do instead.
const FOREIGN: [(&[u8], &str, &str); 4] = [
    (b"PK\x03\x04", "a zip archive", "Unpack it, and give the text file in it."),
    (b"\xBA\x16\x4F\x2F", "a binary fastText model", "Give the .vec file that is published beside it."),
    (b"BZh", "compressed with bzip2", "Unpack it with `bunzip2` first."),
    (b"\xFD7zXZ", "compressed with xz", "Unpack it with `unxz` first."),
];

/// Opens a path, or standard input for `-`, plain, gzip or zstd.
///
/// # Errors
/// If it cannot be read, is a folder, or is packed in something else.
pub fn open(path: &str) -> Result<Box<dyn BufRead>> {
    if path == "-" {
        return unpack("standard input", Box::new(std::io::stdin()));
    }
    let file = File::open(path).map_err(Error::io("read", path))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(Error::input(Place::file(path), "it is a folder", "Name a file in it."));
    }
    unpack(path, Box::new(file))
}

fn unpack(name: &str, mut inner: Box<dyn Read>) -> Result<Box<dyn BufRead>> {
    let mut magic = Vec::new();
    inner.by_ref().take(8).read_to_end(&mut magic).map_err(|error| unreadable(name, error))?;
    if let Some((_, what, cure)) = FOREIGN.iter().find(|(start, ..)| magic.starts_with(start)) {
        return Err(Error::input(Place::file(name), format!("it is {what}"), *cure));
    }
    let (gz, zst) = (magic.starts_with(b"\x1F\x8B"), magic.starts_with(b"\x28\xB5\x2F\xFD"));
    let whole = BufReader::with_capacity(BLOCK, Cursor::new(magic).chain(inner));
    Ok(if gz {
        Box::new(BufReader::with_capacity(BLOCK, flate2::bufread::MultiGzDecoder::new(whole)))
    } else if zst {
        let decoder = zstd::stream::read::Decoder::with_buffer(whole).map_err(Error::io("read", name))?;
        Box::new(BufReader::with_capacity(BLOCK, decoder))
    } else {
        Box::new(whole)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &str = "the 1 2\nto 3 4\n";

    fn unpacked(bytes: Vec<u8>) -> String {
        let mut text = String::new();
        unpack("x", Box::new(Cursor::new(bytes))).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn plain_gzip_and_zstd_are_the_same() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(TEXT.as_bytes()).unwrap();
        let zst = zstd::stream::encode_all(TEXT.as_bytes(), 1).unwrap();
        for bytes in [TEXT.as_bytes().to_vec(), gz.finish().unwrap(), zst] {
            assert_eq!(unpacked(bytes), TEXT);
        }
    }

    #[test]
    fn archives_and_models_are_named() {
        let error = unpack("glove.zip", Box::new(&b"PK\x03\x04 and so on"[..])).err().unwrap();
        assert!(error.to_string().contains("glove.zip: it is a zip archive. Unpack it"), "{error}");
    }
}
