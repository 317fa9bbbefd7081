//! Characters that act on whoever shows a text, taken out of what comes from outside.
//!
//! An escape character lets a name recolour a terminal or rewrite a line above; an override of the writing direction
//! lets it pose as another. Line breaks and tabs stay in texts, and nothing that a reader could see is lost.

use super::comment::Comment;

/// Takes control characters and overrides of the writing direction out of a comment's text, names and title.
pub fn comment(comment: &mut Comment) {
    if active(&comment.text, true) {
        comment.text.retain(|c| !acts(c, true));
    }
    let fields = [
        &mut comment.thread_id,
        &mut comment.parent_id,
        &mut comment.author,
        &mut comment.created_at,
        &mut comment.title,
        &mut comment.target,
    ];
    fields.into_iter().flatten().for_each(one_line);
    one_line(&mut comment.id);
}

/// A name or a title: one line, no control characters.
fn one_line(field: &mut String) {
    if active(field, false) {
        *field = field.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !acts(*c, false)).collect();
    }
}

fn active(text: &str, lines: bool) -> bool {
    let ascii = |byte: u8| byte >= b' ' && byte != 0x7f || lines && matches!(byte, b'\n' | b'\t' | b'\r');
    if text.bytes().all(|byte| byte.is_ascii() && ascii(byte)) {
        return false;
    }
    text.chars().any(|c| acts(c, lines))
}

fn acts(c: char, lines: bool) -> bool {
    match c {
        '\n' | '\t' | '\r' => !lines,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_and_nothing_seen_is_lost() {
        let mut one = Comment {
            id: "7\u{7}".into(),
            author: Some("An\u{1b}[31mn\u{9b}\u{202e}\nLee".into()),
            text: "a\tb\nc\u{1b}]0;x\u{7} d\u{e9}".into(),
            ..Comment::default()
        };
        comment(&mut one);
        assert_eq!((one.id.as_str(), one.author.as_deref()), ("7", Some("An[31mn Lee")));
        assert_eq!(one.text, "a\tb\nc]0;x d\u{e9}");
    }
}
