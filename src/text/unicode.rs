//! The tokeniser for everything beyond ASCII: Unicode word bounds (UAX #29), emoji, scripts without spaces.

use unicode_properties::{EmojiStatus, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::ascii;
use super::cut::{Cutter, Sink};
use super::token::{Kind, Span};

/// Longest token in a script that writes no spaces, in bytes; a longer run is several tokens.
const LONGEST_UNSPACED: usize = 96;

impl<S: Sink> Cutter<'_, S> {
    /// Cuts one stretch without white space into tokens.
    pub fn unicode(&mut self, chunk: Span) {
        let text = &self.text[chunk.range()];
        let base = chunk.start as usize;
        if ascii::is_url(text) {
            let length = ascii::url_length(text);
            self.sink.form(Kind::Url, Span::new(base, base + length), false, ascii::URL);
            if length < text.len() {
                self.unicode(Span::new(base + length, chunk.end as usize));
            }
            return;
        }
        let mut unspaced: Option<(Kind, Span)> = None;
        let mut sigil: Option<(Kind, Span)> = None;
        for (offset, piece) in text.split_word_bound_indices() {
            let span = Span::new(base + offset, base + offset + piece.len());
            let Some(first) = piece.chars().next() else { continue };
            if is_unspaced(first) {
                unspaced = Some(self.grow(unspaced.or(sigil.take()), span));
                continue;
            }
            self.flush(&mut unspaced);
            match (piece, sigil.take()) {
                ("#", _) => sigil = Some((Kind::Hashtag, span)),
                ("@", _) => sigil = Some((Kind::Mention, span)),
                (_, Some((kind, at))) if first.is_alphanumeric() => {
                    self.push(kind, Span { start: at.start, end: span.end });
                }
                _ => self.single(span, first),
            }
        }
        self.flush(&mut unspaced);
    }

    fn single(&mut self, span: Span, first: char) {
        let piece = &self.text[span.range()];
        if first.is_ascii_digit() && piece.chars().all(|c| !c.is_alphabetic()) {
            self.push(Kind::Number, span);
        } else if first.is_alphanumeric() {
            self.push(Kind::Word, span);
        } else if is_emoji(first) {
            self.push(Kind::Emoji, span);
        } else if piece.is_ascii() {
            let end = span.end as usize;
            self.signs(span.start as usize, end, end);
        } else if first.general_category_group() == GeneralCategoryGroup::Punctuation {
            if matches!(first, '！' | '？' | '؟') {
                self.push(Kind::Mark, span);
            }
            self.sink.end_clause();
        }
    }

    fn grow(&mut self, run: Option<(Kind, Span)>, next: Span) -> (Kind, Span) {
        match run {
            Some((kind, run)) if (next.end - run.start) as usize <= LONGEST_UNSPACED => {
                (kind, Span { start: run.start, end: next.end })
            }
            Some((kind, run)) => {
                self.push(kind, run);
                (Kind::Word, next)
            }
            None => (Kind::Word, next),
        }
    }

    fn flush(&mut self, run: &mut Option<(Kind, Span)>) {
        if let Some((kind, span)) = run.take() {
            self.push(kind, span);
        }
    }
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii()
        && !matches!(
            c.emoji_status(),
            EmojiStatus::NonEmoji | EmojiStatus::NonEmojiButEmojiComponent | EmojiStatus::EmojiOtherAndEmojiComponent
        )
}

/// Scripts that write words without spaces between them: Thai to Khmer, kana, Han.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3134F)
}
