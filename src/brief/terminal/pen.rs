//! Lines of text on a terminal: wrapping, padding, colour.

use anstyle::{AnsiColor, Style};

/// Columns that a text takes: two for East Asian wide characters and emoji, none for marks that combine.
pub(super) fn width_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(c: char) -> usize {
    match c as u32 {
        0x300..=0x36f | 0x200c..=0x200d | 0xfe00..=0xfe0f | 0x1_f3fb..=0x1_f3ff => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1_f300..=0x1_faff
        | 0x2_0000..=0x3_fffd => 2,
        _ => 1,
    }
}

/// A text with spaces up to a width.
pub(super) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(width_of(text))))
}

/// Collects lines.
pub(super) struct Pen {
    out: String,
    width: usize,
    colour: bool,
}

impl Pen {
    pub fn new(width: usize, colour: bool) -> Self {
        Self { out: String::new(), width, colour }
    }

    pub fn finish(self) -> String {
        self.out
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn bold(&self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub fn dim(&self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// A text in a side's colour: blue and yellow differ for every sort of colour vision.
    pub fn side(&self, tone: usize, text: &str) -> String {
        const COLOURS: [AnsiColor; super::super::side::TONES] = [
            AnsiColor::Blue,
            AnsiColor::Yellow,
            AnsiColor::White,
            AnsiColor::Cyan,
            AnsiColor::Yellow,
            AnsiColor::Magenta,
            AnsiColor::Green,
            AnsiColor::Red,
            AnsiColor::Blue,
        ];
        self.paint(Style::new().fg_color(Some(COLOURS[tone % COLOURS.len()].into())), text)
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// A line as it is.
    pub fn line(&mut self, indent: usize, text: &str) {
        self.out.extend([&" ".repeat(indent), text, "\n"]);
    }

    /// An empty line, unless there is one or nothing yet.
    pub fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph whose first line and following lines are indented so far.
    pub fn wrap(&mut self, first: usize, rest: usize, text: &str) {
        for (indent, line) in self.lines(first, rest, text) {
            self.line(indent, &line);
        }
    }

    /// A paragraph, every line of it in a style.
    pub fn styled(&mut self, indent: usize, text: &str, style: fn(&Self, &str) -> String) {
        for (indent, line) in self.lines(indent, indent, text) {
            let line = style(self, &line);
            self.line(indent, &line);
        }
    }

    fn lines(&self, first: usize, rest: usize, text: &str) -> Vec<(usize, String)> {
        let mut lines = Vec::new();
        let (mut indent, mut line) = (first, String::new());
        let mut used = 0;
        for word in text.split(' ').flat_map(|word| self.pieces(word, rest)) {
            let wide = width_of(&word);
            if used > 0 && indent + used + 1 + wide > self.width {
                lines.push((indent, std::mem::take(&mut line)));
                (indent, used) = (rest, 0);
            }
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&word);
            used += wide;
        }
        lines.push((indent, line));
        lines
    }

    /// A word, cut where it is wider than a line.
    fn pieces(&self, word: &str, indent: usize) -> Vec<String> {
        let room = self.width.saturating_sub(indent).max(4);
        let mut pieces = vec![String::new()];
        let mut used = 0;
        for c in word.chars() {
            if used + columns(c) > room {
                pieces.push(String::new());
                used = 0;
            }
            used += columns(c);
            if let Some(last) = pieces.last_mut() {
                last.push(c);
            }
        }
        pieces
    }
}
