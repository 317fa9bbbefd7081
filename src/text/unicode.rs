//! The tokeniser for everything beyond ASCII: Unicode word bounds (UAX #29), emoji, scripts without spaces.

use unicode_properties::{EmojiStatus, GeneralCategoryGroup, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

use super::ascii;
use super::token::{Kind, Sink, Span};

/// Longest token in a script that writes no spaces, in bytes; a longer run is several tokens.
const LONGEST_UNSPACED: usize = 96;

/// Cuts one stretch without white space into tokens.
pub(super) fn cut(sink: &mut Sink<'_>, chunk: Span) {
    let text = &sink.text[chunk.range()];
    let base = chunk.start as usize;
    if ascii::is_url(text) {
        let length = ascii::url_length(text);
        sink.push_class(Kind::Url, Span::new(base, base + length), "<url>");
        if length < text.len() {
            cut(sink, Span::new(base + length, chunk.end as usize));
        }
        return;
    }
    let mut unspaced: Option<(Kind, Span)> = None;
    let mut sigil: Option<(Kind, Span)> = None;
    for (offset, piece) in text.split_word_bound_indices() {
        let span = Span::new(base + offset, base + offset + piece.len());
        let Some(first) = piece.chars().next() else { continue };
        if is_unspaced(first) {
            unspaced = Some(grow(sink, unspaced.or(sigil.take()), span));
            continue;
        }
        flush(sink, &mut unspaced);
        match (piece, sigil.take()) {
            ("#", _) => sigil = Some((Kind::Hashtag, span)),
            ("@", _) => sigil = Some((Kind::Mention, span)),
            (_, Some((kind, at))) if first.is_alphanumeric() => {
                sink.push(kind, Span { start: at.start, end: span.end });
            }
            _ => single(sink, span, first),
        }
    }
    flush(sink, &mut unspaced);
}

fn single(sink: &mut Sink<'_>, span: Span, first: char) {
    let piece = &sink.text[span.range()];
    if first.is_ascii_digit() && piece.chars().all(|c| !c.is_alphabetic()) {
        sink.push(Kind::Number, span);
    } else if first.is_alphanumeric() {
        sink.push(Kind::Word, span);
    } else if is_emoji(first) {
        sink.push(Kind::Emoji, span);
    } else if piece.is_ascii() {
        ascii::cut_signs(sink, span);
    } else if first.general_category_group() == GeneralCategoryGroup::Punctuation {
        if matches!(first, '！' | '？' | '؟') {
            sink.push(Kind::Mark, span);
        }
        sink.end_clause();
    }
}

fn grow(sink: &mut Sink<'_>, run: Option<(Kind, Span)>, next: Span) -> (Kind, Span) {
    match run {
        Some((kind, run)) if (next.end - run.start) as usize <= LONGEST_UNSPACED => {
            (kind, Span { start: run.start, end: next.end })
        }
        Some((kind, run)) => {
            sink.push(kind, run);
            (Kind::Word, next)
        }
        None => (Kind::Word, next),
    }
}

fn flush(sink: &mut Sink<'_>, run: &mut Option<(Kind, Span)>) {
    if let Some((kind, span)) = run.take() {
        sink.push(kind, span);
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
