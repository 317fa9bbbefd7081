//! Records that stand whole in what was read, cut without the parser.
//!
//! `csv-core` alone decides what is a cell wherever there is a doubt: a record is cut here only if each of its cells is
//! either without a quotation mark or in quotation marks from end to end, and if the byte behind it is there to be seen.

/// Where a record was cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// Bytes of the input that it took, with its line end.
    pub used: usize,
    /// Bytes that its cells take.
    pub filled: usize,
    /// How many cells it has.
    pub cells: usize,
}

/// Cuts the record at the start of `input` into `bytes` and the `ends` of its cells, if there is no doubt about it and
/// room for it.
pub(super) fn cut(delimiter: u8, input: &[u8], bytes: &mut [u8], ends: &mut [usize]) -> Option<Cut> {
    // Empty lines are no records, and the parser leaves the second half of a line end where it is.
    let mut at = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let (mut filled, mut cells) = (0, 0);
    let mut copy = |part: &[u8]| {
        bytes.get_mut(filled..filled + part.len())?.copy_from_slice(part);
        filled += part.len();
        Some(filled)
    };
    loop {
        let end = if *input.get(at)? == b'"' {
            at += 1;
            loop {
                let quote = at + memchr::memchr(b'"', &input[at..])?;
                let twice = usize::from(*input.get(quote + 1)? == b'"');
                let end = copy(&input[at..quote + twice])?;
                at = quote + 1 + twice;
                if twice == 0 {
                    break end;
                }
            }
        } else {
            let run = ordinary(delimiter, &input[at..]);
            at += run;
            copy(&input[at - run..at])?
        };
        *ends.get_mut(cells)? = end;
        cells += 1;
        let line_end = match *input.get(at)? {
            b'\n' => 1,
            b'\r' => 1 + usize::from(*input.get(at + 1)? == b'\n'),
            byte if byte == delimiter => 0,
            _ => return None,
        };
        if line_end > 0 {
            return Some(Cut { used: at + line_end, filled, cells });
        }
        at += 1;
    }
}

/// How many bytes come before the first that may end a cell. Eight at a time: of a word without a zero byte,
/// `word - 1…1 & !word` has no high bit.
fn ordinary(delimiter: u8, bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    let special = [delimiter, b'"', b'\r', b'\n'];
    let (words, tail) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let zeros = |byte: u8| {
            let word = word ^ (u64::from(byte) * ONES);
            word.wrapping_sub(ONES) & !word
        };
        let found = special.into_iter().fold(0, |found, byte| found | zeros(byte)) & (ONES << 7);
        if found != 0 {
            return at * 8 + (found.trailing_zeros() / 8) as usize;
        }
    }
    let end = tail.iter().position(|byte| special.contains(byte)).unwrap_or(tail.len());
    words.len() * 8 + end
}
