//! Nothing active in a comment, a name, an id or a title reaches a page, a terminal or a Markdown reader.

use super::conversation::acted;
use super::*;

const EVIL: &str = "<script>alert(1)</script> <img src=x onerror='x'> [a](javascript:alert(1)) ![b](http://x.org/p.png) <a href=\"javascript:alert(1)\">q</a> \u{1b}[31mred\u{1b}]8;;http://x.org\u{7}link\u{202e}live\u{9b}31m\r\n# heading\n> quote\n| a | b |\n```\n<!-- &lt;script&gt; &#60;script&#62; --> http://x.org @ann";

fn brief() -> Brief {
    let mut rows: Vec<Scored> = (0..12)
        .map(|i| scored(&format!("{EVIL}{i}"), EVIL, if i % 2 == 0 { &[0.9, 0.05, 0.05] } else { &[0.05, 0.9, 0.05] }))
        .collect();
    for i in 0..rows.len() {
        rows[i].acts = acted(&[
            ("attack", 0.9),
            ("sarcasm", 0.9 * f64::from(u8::from(i < 3))),
            ("question", 0.9),
            ("agreement", 0.95),
            ("answer", 0.0),
        ]);
        rows[i].comment.author = Some(format!("{EVIL} {}", i % 3));
        rows[i].comment.title = Some(EVIL.into());
        rows[i].comment.parent_id = i.checked_sub(1).map(|parent| rows[parent].comment.id.clone());
    }
    let about = About { target: EVIL.into(), model: EVIL.into(), warnings: vec![EVIL.into()], ..about() };
    Brief::compose(&rows, &Background::default(), &about)
}

#[test]
fn all_sections_are_put_to_the_test() {
    let brief = brief();
    for part in &brief.parts {
        let lone = ["threads", "arguments", "contested"].contains(&part.name);
        assert!(lone || !part.blocks.is_empty(), "{} says nothing of the odd thread", part.name);
    }
    for key in ["chains", "crossing"] {
        assert!(!brief.section("divides").unwrap()[key].as_array().unwrap().is_empty(), "{key}");
    }
    assert!(!brief.section("hostility").unwrap()["clusters"].as_array().unwrap().is_empty());
    assert!(!brief.section("people").unwrap()["graphs"][0]["pairs"].as_array().unwrap().is_empty());
}

#[test]
fn a_page_shows_it_as_text() {
    let page = html(&brief());
    for bad in
        ["<script", "<img", "<!--", "onerror='", "javascript:alert(1)\"", "\u{1b}", "\u{9b}", "\u{202e}", "\u{7}"]
    {
        assert!(!page.contains(bad), "HTML has {bad:?}");
    }
    for link in page.split("href=\"").skip(1) {
        assert!(link.starts_with('#'), "a link leads out of the page: {}", link.split('"').next().unwrap_or_default());
    }
    assert!(!page.contains(" src=\"") && !page.contains("url(http"), "the page asks for something");
    // An attribute that a stranger's quotation mark had ended would let its words out as attributes.
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        let outside: String = tag.split('"').step_by(2).collect();
        assert!(!outside.contains("alert") && !outside.contains("onerror"), "<{tag}>");
    }
}

#[test]
fn a_terminal_is_sent_no_control_characters() {
    let text = terminal(&brief(), 80, false);
    let odd = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(odd, None);
    assert!(text.contains('\u{241b}') && !text.contains('\u{202e}'), "escape is shown as a symbol");
    let coloured = terminal(&brief(), 80, true);
    for escape in coloured.split('\u{1b}').skip(1) {
        let code = escape.split('m').next().unwrap_or_default();
        assert!(code.starts_with('[') && code[1..].bytes().all(|b| b.is_ascii_digit() || b == b';'), "{code:?}");
    }
}

#[test]
fn markdown_has_no_markup_of_theirs() {
    let md = markdown(&brief());
    for bad in [
        "<script",
        "<img",
        "<!--",
        "<a ",
        "[a](",
        "![b]",
        "\u{1b}",
        "\n# heading",
        "\n| a |",
        "\n> quote",
        "\n```",
        " http://",
        " @ann",
    ] {
        assert!(!md.contains(bad), "Markdown has {bad:?}");
    }
    let bytes = md.as_bytes();
    let open = (1..bytes.len()).filter(|&at| matches!(bytes[at], b'[' | b'<') && bytes[at - 1] != b'\\');
    for at in open {
        // Our own brackets hold an id behind a passage and are never followed by an address.
        let rest = &md[at..];
        assert!(
            rest.starts_with('[') && !rest.split(']').nth(1).is_some_and(|after| after.starts_with('(')),
            "{rest:.60}"
        );
    }
}

#[test]
fn json_is_verbatim_and_escaped() {
    let json = serde_json::to_string(&brief()).unwrap();
    assert!(json.contains("\\u001b") && !json.contains('\u{1b}'));
}
