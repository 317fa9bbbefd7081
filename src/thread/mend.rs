//! What exports hold that no JSON parser takes: half surrogate pairs, and Python's `NaN`.

use std::borrow::Cow;

use super::json::Scan;

/// JSON in which every `NaN` and `Infinity` outside strings has become `null`; nothing if there is none.
pub(super) fn no_numbers(json: &[u8]) -> Option<Vec<u8>> {
    let (mut mended, mut scan, mut skip) = (Vec::with_capacity(json.len()), Scan::default(), 0);
    for (at, &byte) in json.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let word = scan.step(byte).and_then(|_| {
            [&b"-Infinity"[..], b"Infinity", b"NaN"].into_iter().find(|word| json[at..].starts_with(word))
        });
        match word {
            Some(word) => {
                mended.extend_from_slice(b"null");
                skip = word.len() - 1;
            }
            None => mended.push(byte),
        }
    }
    (mended != json).then_some(mended)
}

/// JSON in which every escape of a lone surrogate has become that of U+FFFD, and how many there were.
pub(super) fn surrogates(json: &[u8]) -> (Cow<'_, [u8]>, u64) {
    let mut mended: Option<Vec<u8>> = None;
    let (mut at, mut count) = (0, 0);
    for found in memchr::memchr_iter(b'\\', json) {
        // The second backslash of a pair escapes nothing, and the second half of a pair is seen with its first.
        if found < at {
            continue;
        }
        at = found + 2;
        let Some(first) = escape(json, found) else { continue };
        at = found + 6;
        let paired = (0xD800..0xDC00).contains(&first)
            && escape(json, at).is_some_and(|second| (0xDC00..0xE000).contains(&second));
        if paired {
            at += 6;
        } else if (0xD800..0xE000).contains(&first) {
            count += 1;
            mended.get_or_insert_with(|| json.to_vec())[found + 2..found + 6].copy_from_slice(b"fffd");
        }
    }
    (mended.map_or(Cow::Borrowed(json), Cow::Owned), count)
}

/// The number of a `\uXXXX` that begins at `at`.
fn escape(json: &[u8], at: usize) -> Option<u32> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_no_number_are_null_outside_strings() {
        let mended = no_numbers(br#"{"a":NaN,"b":[-Infinity,1],"c":"NaN \" Infinity"}"#).expect("there are some");
        assert_eq!(mended, br#"{"a":null,"b":[null,1],"c":"NaN \" Infinity"}"#);
        assert_eq!(no_numbers(br#"{"a":"NaN"}"#), None);
    }

    #[test]
    fn only_lone_halves_change() {
        for (json, mended, count) in [
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#, 0),
            (r#""\ud83d!\uDE00""#, r#""\ufffd!\ufffd""#, 2),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#, 1),
            (r#""\\ud83d \\\ud83d""#, r#""\\ud83d \\\ufffd""#, 1),
            (r#""\ud8"#, r#""\ud8"#, 0),
        ] {
            assert_eq!(surrogates(json.as_bytes()), (Cow::Borrowed(mended.as_bytes()), count), "{json}");
        }
    }
}
