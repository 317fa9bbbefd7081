//! HTML as comment systems keep it, turned into the text that a reader saw.
//!
//! Built on html5ever's tokenizer, not on its tree: a comment needs no tree, and so no input can be deep or crossed
//! enough to cost more than its length. Nothing of a tag reaches the text: no script, no link target, no handler.

mod sink;
mod text;

pub(super) use sink::{Tag, Visit, walk};
pub(super) use text::{Text, hidden};

use sink::attribute;

/// Who is quoted at the head of a Discourse post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The name of who is quoted.
    pub user: Option<String>,
    /// The post's number in its topic.
    pub post: Option<String>,
    /// The topic, where the quotation names it.
    pub topic: Option<String>,
}

/// A comment's text, and the first that it quotes in a Discourse aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub text: String,
    pub quoted: Option<Quoted>,
}

/// The text of an HTML fragment as a reader sees it. Line breaks of the source count only where no tag makes any.
///
/// Nothing of a tag reaches the text. Any input is read, in time that its length bounds.
#[must_use]
pub fn plain(html: &str) -> String {
    let breaks = ["<p", "<br", "<div", "<li", "<blockquote", "<P", "<BR"];
    text_of(html, !breaks.iter().any(|tag| html.contains(tag)))
}

/// The text of an HTML fragment in which line breaks count, as `WordPress` keeps it.
pub(super) fn lines(html: &str) -> String {
    text_of(html, true)
}

/// The text on one line, as of a title.
pub(super) fn line(html: &str) -> String {
    text_of(html, false).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text_of(html: &str, keep_lines: bool) -> String {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() && (keep_lines || !html.contains('\n')) {
        return html.trim().replace("\r\n", "\n");
    }
    read(html, keep_lines).text
}

/// The text of an HTML fragment without asides that quote, and who the first of them quotes.
pub(super) fn read(html: &str, keep_lines: bool) -> Read {
    let fragment = walk(html, Fragment { text: Text::new(keep_lines), aside: 0, quoted: None });
    Read { text: fragment.text.finish(), quoted: fragment.quoted }
}

struct Fragment {
    text: Text,
    /// How many asides are open.
    aside: usize,
    quoted: Option<Quoted>,
}

impl Visit for Fragment {
    fn open(&mut self, tag: &Tag) {
        if &*tag.name == "aside" {
            self.aside += 1;
            self.aside(tag);
        } else if self.aside == 0 {
            self.text.open(tag);
        }
    }

    fn close(&mut self, name: &str) {
        if name == "aside" {
            self.aside = self.aside.saturating_sub(1);
        } else if self.aside == 0 {
            self.text.close(name);
        }
    }

    fn text(&mut self, text: &str) {
        if self.aside == 0 {
            self.text.push(text);
        }
    }
}

impl Fragment {
    /// A quotation names whom it quotes; the preview of a link leaves its address.
    fn aside(&mut self, tag: &Tag) {
        let given = |name: &str| attribute(tag, name).map(str::to_owned).filter(|value| !value.is_empty());
        if tag.has_class("quote") && self.quoted.is_none() {
            self.quoted =
                Some(Quoted { user: given("data-username"), post: given("data-post"), topic: given("data-topic") });
        }
        if tag.has_class("onebox")
            && let Some(address) = given("data-onebox-src")
        {
            self.text.line(&address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_quotes_and_links() {
        let html = "<p>One <a href=\"javascript:alert(1)\" onclick=\"x()\">two</a>\nthree &amp; four<br>five</p>\
            <blockquote><p>old words</p>\n<blockquote>older</blockquote><p>again</p></blockquote>\n<p>No.</p>";
        assert_eq!(plain(html), "One two three & four\nfive\n\n> old words\n> > older\n> again\n\nNo.");
        assert_eq!(plain("a\n\nb &lt;i&gt;"), "a\n\nb <i>");
        assert_eq!(lines("a\nb <b>c</b>\n\n<blockquote>d\ne</blockquote>f"), "a\nb c\n\n> d\n> e\n\nf");
        assert_eq!(line(" A <em>title</em>\n &#8211; b"), "A title \u{2013} b");
    }

    #[test]
    fn nothing_active_is_left() {
        let html = "a<script>alert('</p>')</script>b<style>p{}</style><img src=x onerror=alert(1)>c\
            <iframe src=//x>d</iframe><svg onload=y()><text>e</text></svg><!-- f --><noscript>g</noscript>";
        let text = plain(html);
        assert!(text.starts_with("ab") && text.contains('c'), "{text}");
        for active in ["alert", "p{}", "onload", "f", "g", "<"] {
            assert!(!text.contains(active), "{active} in {text}");
        }
        assert_eq!(plain("open <script>never closed"), "open");
    }

    #[test]
    fn quoting_asides_go_and_who_was_quoted_stays() {
        let html = "<aside class=\"quote no-group\" data-username=\"ann\" data-post=\"3\" data-topic=\"57\">\
            <div class=\"title\">ann:</div><blockquote><p>Build it.</p></blockquote></aside><p>Why?</p>\
            <aside class=\"onebox\" data-onebox-src=\"https://example.org/a\"><p>preview</p></aside>";
        let read = read(html, false);
        assert_eq!(read.text, "Why?\n\nhttps://example.org/a");
        let quoted = read.quoted.unwrap();
        assert_eq!((quoted.user.as_deref(), quoted.post.as_deref()), (Some("ann"), Some("3")));
    }

    #[test]
    fn crossed_and_deep_tags_cost_no_more_than_their_length() {
        let deep = format!("{}x{}", "<div><b>".repeat(50_000), "</i></p>".repeat(50_000));
        assert_eq!(plain(&deep), "x");
    }
}
