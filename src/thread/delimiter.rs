//! What stands between the cells of a table, guessed from its first rows.

use super::roles;

/// What can stand between cells, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What the first rows look like with one delimiter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    pub delimiter: u8,
    /// Header cells whose name means something to us.
    pub known: usize,
    /// Header cells.
    pub width: usize,
    /// The share of rows that are as wide as the header.
    pub even: f64,
    /// Rows looked at.
    pub rows: usize,
}

/// The delimiter under which most header names mean something, then most rows are as wide as
/// the header.
pub(super) fn sniff(head: &str) -> Guess {
    let guesses = DELIMITERS.map(|delimiter| guess(head, delimiter));
    let better = |a: &Guess, b: &Guess| {
        let wide = |g: &Guess| g.width > 1;
        b.known.cmp(&a.known).then(b.even.total_cmp(&a.even)).then(wide(b).cmp(&wide(a)))
    };
    guesses.into_iter().min_by(better).unwrap_or(guesses[0])
}

fn guess(head: &str, delimiter: u8) -> Guess {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(head.as_bytes());
    let mut widths = Vec::new();
    let mut header: Vec<String> = Vec::new();
    for record in reader.records().take(100).filter_map(std::result::Result::ok) {
        if widths.is_empty() {
            header = record.iter().map(str::to_owned).collect();
        }
        widths.push(record.len());
    }
    // The last row of a long head is likely cut in two.
    if widths.len() > 2 && !head.ends_with('\n') {
        widths.pop();
    }
    let (width, rows) = (header.len(), widths.len());
    let even = widths.iter().filter(|w| **w == width).count() as f64 / rows.max(1) as f64;
    Guess { delimiter, known: roles::known(&header), width, even, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found_by_names_then_by_even_rows() {
        for (head, delimiter) in [
            ("id,text\n1,a;b\n", b','),
            ("id\ttext\n1\ta, b, c\n", b'\t'),
            ("id;text;label\n1;\"a, b\";x\n", b';'),
            ("nr|words\n1|a\n2|b, c\n", b'|'),
        ] {
            assert_eq!(sniff(head).delimiter, delimiter, "{head}");
        }
        assert_eq!(sniff("text\nHello, world\nOne, two, three\n").width, 1);
    }
}
