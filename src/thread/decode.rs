//! From the bytes of a file to UTF-8, a block at a time, without being told the encoding.

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Turns bytes into UTF-8.
///
/// A byte-order mark decides at once, and so do the zero bytes of UTF-16. Otherwise ASCII passes
/// through undecided until the first block with another byte in it: a table whose first accent
/// stands on page one thousand is still read in its own encoding.
#[derive(Default)]
pub(super) struct Decode {
    decoder: Option<encoding_rs::Decoder>,
    encoding: Option<&'static Encoding>,
    started: bool,
    held: Vec<u8>,
    /// Byte sequences that are no text in the encoding and became U+FFFD.
    pub replaced: u64,
    /// Whether a byte-order mark was there.
    pub bom: bool,
}

impl Decode {
    /// The encoding's name; UTF-8 as long as all was ASCII.
    pub fn encoding(&self) -> &'static str {
        self.encoding.unwrap_or(UTF_8).name()
    }

    /// Appends the text of the next block to `out`; `last` says that no more follows.
    ///
    /// What is appended is whole characters: a sequence cut by the block's end waits for the next.
    pub fn push(&mut self, block: &[u8], last: bool, out: &mut String) {
        let held = std::mem::take(&mut self.held);
        let joined;
        let mut bytes = if held.is_empty() {
            block
        } else {
            joined = [&held, block].concat();
            &joined
        };
        if !self.started {
            self.started = true;
            bytes = self.start(bytes);
        }
        if self.decoder.is_none() {
            let ascii = Encoding::ascii_valid_up_to(bytes);
            out.push_str(std::str::from_utf8(&bytes[..ascii]).unwrap_or_default()); // ASCII is UTF-8
            bytes = &bytes[ascii..];
            let Some(encoding) = judge(bytes, last) else {
                self.held = bytes.to_vec();
                return;
            };
            self.decide(encoding);
        }
        self.run(bytes, last, out);
    }

    fn decide(&mut self, encoding: &'static Encoding) {
        self.encoding = Some(encoding);
        self.decoder = Some(encoding.new_decoder_without_bom_handling());
    }

    /// Looks at the first block for a byte-order mark or the zero bytes of UTF-16.
    fn start<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if let Some((encoding, length)) = Encoding::for_bom(bytes) {
            self.bom = true;
            self.decide(encoding);
            return &bytes[length..];
        }
        let sample = &bytes[..bytes.len().min(4096)];
        let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let many = sample.len() / 5; // of the half of the bytes that can be zero in mostly Latin UTF-16
        if sample.len() >= 4 && odd > many && even * 8 < odd {
            self.decide(UTF_16LE);
        } else if sample.len() >= 4 && even > many && odd * 8 < even {
            self.decide(UTF_16BE);
        }
        bytes
    }

    /// Appends what is UTF-8, nearly always all of it.
    fn check(&mut self, bytes: &[u8], last: bool, out: &mut String) {
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            out.push_str(text);
            return;
        }
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            out.push_str(chunk.valid());
            let odd = chunk.invalid();
            let cut = || std::str::from_utf8(odd).is_err_and(|error| error.error_len().is_none());
            if chunks.peek().is_none() && !last && cut() {
                self.held = odd.to_vec();
            } else if !odd.is_empty() {
                self.replaced += 1;
                out.push('\u{FFFD}');
            }
        }
    }

    fn run(&mut self, mut bytes: &[u8], last: bool, out: &mut String) {
        if self.encoding == Some(UTF_8) {
            return self.check(bytes, last, out);
        }
        let Some(decoder) = self.decoder.as_mut() else { return };
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
            out.reserve(room);
            let (result, read) = decoder.decode_to_string_without_replacement(bytes, out, last);
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.replaced += 1;
                    out.push('\u{FFFD}');
                }
            }
        }
    }
}

/// UTF-8 or Windows-1252, from bytes that start at the first non-ASCII one; nothing if they do
/// not tell yet.
fn judge(bytes: &[u8], last: bool) -> Option<&'static Encoding> {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_by_block = chunks.peek().is_none() && !last && chunk.invalid().len() < 4;
        bad += usize::from(!chunk.invalid().is_empty() && !cut_by_block);
    }
    // One broken byte in a long UTF-8 text must not turn all its accents into two letters each.
    match (good, bad) {
        (0, 0) => None,
        (good, bad) if good >= 4 * bad => Some(UTF_8),
        _ => Some(WINDOWS_1252),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(blocks: &[&[u8]]) -> (String, &'static str, u64) {
        let (mut decode, mut out) = (Decode::default(), String::new());
        for block in blocks {
            decode.push(block, false, &mut out);
        }
        decode.push(&[], true, &mut out);
        (out, decode.encoding(), decode.replaced)
    }

    #[test]
    fn every_encoding_is_found_wherever_the_blocks_are_cut() {
        let text = "id,text\n1,\u{201C}naïve\u{201D} café 😀\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let with_bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for (bytes, name) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (with_bom, "UTF-8"),
            (utf16(u16::to_le_bytes), "UTF-16LE"),
            (utf16(u16::to_be_bytes), "UTF-16BE"),
        ] {
            for cut in 8..bytes.len() {
                assert_eq!(decode(&[&bytes[..cut], &bytes[cut..]]), (text.to_owned(), name, 0), "cut at {cut}");
            }
        }
    }

    #[test]
    fn what_is_not_utf8_is_replaced_as_everywhere() {
        let odd = b"\xC3\xA9 \xF0\x9F\x98 \xE2\x82 \xED\xA0\x80 \xC0\xAF \xF4\x90 \x80 \xE2\x82\xAC \xF0\x9F\x98\x80 \xF0\x9F";
        let (theirs, _) = UTF_8.decode_without_bom_handling(odd);
        let replaced = theirs.matches('\u{FFFD}').count() as u64;
        for cut in 0..odd.len() {
            // A beginning from which the encoding is known.
            let blocks = [b"\xEF\xBB\xBF".as_slice(), &odd[..cut], &odd[cut..]];
            assert_eq!(decode(&blocks), (theirs.clone().into_owned(), "UTF-8", replaced), "cut at {cut}");
        }
    }

    #[test]
    fn windows_1252_is_found_late_and_a_broken_byte_is_only_that() {
        let (text, name, replaced) = decode(&[&vec![b'a'; 70_000], b"caf\xE9", b" \x93so\x94"]);
        assert!(text.ends_with("café \u{201C}so\u{201D}"));
        assert_eq!((name, replaced), ("windows-1252", 0));
        let (text, name, replaced) = decode(&["é ü ö ñ ß".as_bytes(), b" \xFF end"]);
        assert_eq!((text.as_str(), name, replaced), ("é ü ö ñ ß \u{FFFD} end", "UTF-8", 1));
        assert_eq!(decode(&[b"end \xE9"]).0, "end é");
    }
}
