//! Figures and moments as people read them.

use crate::metrics::Interval;

/// A fraction as whole per cent, on one line.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", 100.0 * share)
}

/// An interval of fractions, e.g. `12 to 40 %`.
pub(super) fn range(interval: &Interval) -> String {
    format!("{:.0} to {:.0}\u{a0}%", 100.0 * interval.low, 100.0 * interval.high)
}

/// A figure between 0 and 1, or a loss.
pub(super) fn figure(value: f64) -> String {
    format!("{value:.3}").replace('-', "\u{2212}")
}

/// An interval of such figures.
pub(super) fn span(interval: &Interval) -> String {
    format!("{} to {}", figure(interval.low), figure(interval.high))
}

/// A difference with its sign: a minus as wide as the plus, and no negative zero.
pub(super) fn signed(value: f64, digits: usize) -> String {
    let written = format!("{value:+.digits$}");
    let is_zero = !written.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    written.replace('-', if is_zero { "+" } else { "\u{2212}" })
}

/// A count with its noun.
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    let digits = n.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    format!("{shown} {}", if n == 1 { one } else { many })
}

/// A moment to the minute, as it stands in the store or, where it is no moment, as it is.
pub(super) fn moment(at: &str) -> String {
    match at.parse::<jiff::Timestamp>() {
        Ok(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => at.chars().take(40).collect(),
    }
}

/// Bytes in the unit that suits them.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.0} kB", (bytes as f64 / 1e3).ceil()),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// The first characters of a text, on one line.
pub(super) fn clip(text: &str, most: usize) -> String {
    let mut line = text.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c });
    let clipped: String = line.by_ref().take(most).collect();
    if line.next().is_some() { clipped.trim_end().to_owned() + "…" } else { clipped }
}

/// A number for an attribute of a drawing.
pub(super) fn number(value: f64) -> String {
    format!("{value:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        assert_eq!(
            (count(1, "comment", "comments"), count(1_234_567, "", "x")),
            ("1 comment".into(), "1,234,567 x".into())
        );
        assert_eq!(
            (percent(0.256), range(&Interval { value: 0.3, low: 0.1, high: 0.5 })),
            ("26\u{a0}%".into(), "10 to 50\u{a0}%".into())
        );
        assert_eq!((moment("2026-11-27T20:15:59.123Z"), moment("3 May")), ("2026-11-27 20:15".into(), "3 May".into()));
        assert_eq!((size(900), size(2_500_000)), ("1 kB".into(), "2.5 MB".into()));
        assert_eq!(
            (signed(-0.001, 2), signed(-1.5, 2), figure(-0.2)),
            ("+0.00".into(), "\u{2212}1.50".into(), "\u{2212}0.200".into())
        );
        assert_eq!((clip("a\nb c", 3), clip("ab", 2)), ("a b…".into(), "ab".into()));
    }
}
