//! The text of HTML as it is put together: paragraphs apart, quoted lines behind `>`.

use super::sink::Tag;

/// What stands between what was written and what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
    Paragraph,
}

/// How deeply a quotation in a quotation is marked.
const DEEPEST_QUOTE: usize = 8;

/// A text in the making.
pub(in crate::thread) struct Text {
    out: String,
    gap: Gap,
    /// How many quotations are open, and in how many the last character stood.
    quotes: usize,
    written_in: usize,
    pre: usize,
    /// How many elements are open of which nothing is shown.
    hidden: usize,
    keep_lines: bool,
}

/// Whether nothing in an element of this name is shown as text.
pub(in crate::thread) fn hidden(name: &str) -> bool {
    matches!(name, "svg" | "math" | "template" | "object" | "select" | "button" | "audio" | "video" | "canvas" | "head")
}

impl Text {
    /// An empty text, in which line breaks of the source count or not.
    pub fn new(keep_lines: bool) -> Self {
        Self { out: String::new(), gap: Gap::None, quotes: 0, written_in: 0, pre: 0, hidden: 0, keep_lines }
    }

    /// An element opens.
    pub fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            name if hidden(name) => self.hidden += 1,
            "blockquote" => {
                self.apart(Gap::Paragraph);
                self.quotes += 1;
            }
            "q" => self.push("\u{201C}"),
            "li" => {
                self.apart(Gap::Line);
                self.push("- ");
            }
            "img" if tag.classes().any(|class| class.contains("emoji") || class.contains("smiley")) => {
                self.push(tag.attribute("alt"));
            }
            name => {
                self.pre += usize::from(name == "pre");
                self.apart(gap(name));
            }
        }
    }

    /// An element closes.
    pub fn close(&mut self, name: &str) {
        match name {
            name if hidden(name) => self.hidden = self.hidden.saturating_sub(1),
            "blockquote" => {
                self.apart(Gap::Paragraph);
                self.quotes = self.quotes.saturating_sub(1);
            }
            "q" => self.push("\u{201D}"),
            "br" => self.apart(Gap::Line),
            name => {
                self.pre = self.pre.saturating_sub(usize::from(name == "pre"));
                self.apart(gap(name));
            }
        }
    }

    /// Text stands here.
    pub fn push(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let (keep, mut breaks) = (self.keep_lines || self.pre > 0, 0);
        for c in text.chars() {
            match c {
                '\n' if keep => {
                    breaks += 1;
                    self.apart(if breaks > 1 { Gap::Paragraph } else { Gap::Line });
                }
                '\r' => {}
                ' ' | '\t' | '\n' | '\u{c}' => self.apart(Gap::Space),
                c => {
                    breaks = 0;
                    self.write(c);
                }
            }
        }
    }

    /// Text on a line of its own.
    pub fn line(&mut self, text: &str) {
        self.apart(Gap::Paragraph);
        self.push(text);
        self.apart(Gap::Paragraph);
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// The text, without white space at its ends.
    pub fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }

    fn apart(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn write(&mut self, c: char) {
        let first = self.out.is_empty();
        // A quotation begins and ends with a line, whatever the tags around it are.
        let moved = !first && self.quotes != self.written_in;
        match if moved { self.gap.max(Gap::Line) } else { self.gap } {
            Gap::None => {}
            Gap::Space if first => {}
            Gap::Space => self.out.push(' '),
            // Between paragraphs of one quotation, and between one and the next inside it, a line is enough.
            gap if !first => {
                let apart = gap == Gap::Paragraph && (self.quotes == 0 || self.written_in == 0);
                self.out.push_str(if apart { "\n\n" } else { "\n" });
            }
            _ => {}
        }
        if first || self.out.ends_with('\n') {
            (0..self.quotes.min(DEEPEST_QUOTE)).for_each(|_| self.out.push_str("> "));
        }
        self.gap = Gap::None;
        self.written_in = self.quotes;
        self.out.push(c);
    }
}

fn gap(name: &str) -> Gap {
    match name {
        "p" | "div" | "ul" | "ol" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "section"
        | "article" | "figure" | "details" | "dl" | "hr" | "header" | "footer" | "form" => Gap::Paragraph,
        "br" | "li" | "tr" | "dt" | "dd" | "summary" | "figcaption" | "option" => Gap::Line,
        "td" | "th" => Gap::Space,
        _ => Gap::None,
    }
}
