//! A short verbatim passage around a stretch of a comment.

use crate::text::Span;

/// A passage is about this many bytes long, unless one word is longer.
const ABOUT: usize = 130;

/// The words before the stretch, the stretch, and the words after it: within its sentence, cut at words with `…`.
pub(super) fn around(text: &str, span: Span) -> [String; 3] {
    let (start, end) = (span.start as usize, span.end as usize);
    let (Some(before), Some(hit), Some(after)) = (text.get(..start), text.get(start..end), text.get(end..)) else {
        return [String::new(), text.to_owned(), String::new()];
    };
    let before = &before[sentence_start(before)..];
    let after = &after[..sentence_end(after)];
    let room = ABOUT.saturating_sub(hit.len());
    let left = room.saturating_sub(after.len().min(room / 2));
    let right = room.saturating_sub(before.len().min(left));
    [tail(before, left), hit.to_owned(), head(after, right)]
}

fn sentence_start(before: &str) -> usize {
    let ends = before.char_indices().zip(before.chars().skip(1));
    let start = ends.filter(|&((_, c), next)| c == '\n' || (ends_sentence(c) && next.is_whitespace())).last();
    let from = start.map_or(0, |((at, c), _)| at + c.len_utf8());
    before.len() - before[from..].trim_start().len()
}

fn sentence_end(after: &str) -> usize {
    let mut chars = after.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let last = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        if c == '\n' {
            return at;
        }
        if ends_sentence(c) && last {
            return at + c.len_utf8();
        }
    }
    after.len()
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn tail(text: &str, room: usize) -> String {
    if text.len() <= room {
        return text.to_owned();
    }
    let from = text.ceil_char_boundary(text.len() - room);
    let from = text[from..].find(char::is_whitespace).map_or(text.len(), |space| from + space);
    format!("… {}", text[from..].trim_start())
}

fn head(text: &str, room: usize) -> String {
    if text.len() <= room {
        return text.to_owned();
    }
    let to = text.floor_char_boundary(room);
    let to = text[..to].rfind(char::is_whitespace).unwrap_or(0);
    format!("{} …", text[..to].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn within_the_sentence() {
        let text = "Hello there. Who pays for the weapons now? Not me.";
        let at = text.find("weapons").unwrap() as u32;
        let found = around(text, Span { start: at, end: at + 7 });
        assert_eq!(found, ["Who pays for the ", "weapons", " now?"]);
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let text = format!("{}weapons{}", "é word ".repeat(40), " ends é".repeat(40));
        let at = text.find("weapons").unwrap() as u32;
        let found = around(&text, Span { start: at, end: at + 7 });
        assert!(found[0].starts_with("… ") && found[2].ends_with(" …"), "{found:?}");
        assert!(found.concat().len() < 160);
    }
}
