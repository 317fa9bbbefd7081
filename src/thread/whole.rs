//! Records that stand whole in what was read, cut without the parser.
//!
//! `csv-core` alone decides what is a cell wherever there is a doubt: a record is cut here only if each of its cells is
//! either without a quotation mark or in quotation marks from end to end, and if the byte behind it is there to be seen.

use wide::u8x16;

/// Cuts the record at the start of `input`, if there is no doubt about it: appends its cells, one behind the other, and
/// where each ends. Returns how many bytes of the input it took, with its line end.
pub(super) fn cut(delimiter: u8, input: &str, cells: &mut String, ends: &mut Vec<usize>) -> Option<usize> {
    let bytes = input.as_bytes();
    // Empty lines are no records, and the parser leaves the second half of a line end where it is.
    let mut at = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    loop {
        if *bytes.get(at)? == b'"' {
            at += 1;
            loop {
                let quote = at + memchr::memchr(b'"', &bytes[at..])?;
                let twice = usize::from(*bytes.get(quote + 1)? == b'"');
                cells.push_str(&input[at..quote + twice]);
                at = quote + 1 + twice;
                if twice == 0 {
                    break;
                }
            }
        } else {
            let run = ordinary(delimiter, &bytes[at..]);
            cells.push_str(&input[at..at + run]);
            at += run;
        }
        ends.push(cells.len());
        match *bytes.get(at)? {
            b'\n' => return Some(at + 1),
            b'\r' => return Some(at + 1 + usize::from(*bytes.get(at + 1)? == b'\n')),
            byte if byte == delimiter => at += 1,
            _ => return None,
        }
    }
}

/// How many bytes come before the first that may end a cell, sixteen looked at together.
fn ordinary(delimiter: u8, bytes: &[u8]) -> usize {
    const BLOCK: usize = 16;
    let special = [delimiter, b'"', b'\r', b'\n'];
    let [delimiter, quote, carriage, line] = special.map(u8x16::splat);
    let (blocks, tail) = bytes.as_chunks::<BLOCK>();
    for (at, block) in blocks.iter().enumerate() {
        let block = u8x16::new(*block);
        let ends = block.simd_eq(delimiter) | block.simd_eq(quote) | block.simd_eq(carriage) | block.simd_eq(line);
        let ends = ends.to_bitmask();
        if ends != 0 {
            return at * BLOCK + ends.trailing_zeros() as usize;
        }
    }
    let end = tail.iter().position(|byte| special.contains(byte)).unwrap_or(tail.len());
    blocks.len() * BLOCK + end
}
