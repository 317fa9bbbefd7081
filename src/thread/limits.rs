//! Every named limit on what comes from outside.

use crate::error::{Error, Place, Result};

/// The largest JSON nesting that can be asked for: the parser itself stops a little above.
const DEEPEST: u64 = 120;

/// How large each thing from outside may be. Every refusal says how to raise the limit it met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// `cell`: bytes in one cell or one JSON value.
    pub cell_bytes: u64,
    /// `row`: bytes in all cells of one row, or in one JSON object.
    pub row_bytes: u64,
    /// `columns`: columns of a table, or keys of an object.
    pub columns: u64,
    /// `json-depth`: how deeply a JSON value may be nested.
    pub json_depth: u64,
    /// `page`: bytes in one pasted or saved page, which is held in memory whole.
    pub page_bytes: u64,
    /// `document`: bytes in one nested JSON document (a topic, an API's answer), which is held in memory whole.
    pub document_bytes: u64,
    /// `nesting`: how deeply replies and other values may be nested in such a document, in brackets.
    pub nesting: u64,
    /// `xml-depth`: how deeply XML elements may be nested.
    pub xml_depth: u64,
    /// `inflation`: how many times its compressed size an input may be; the first 64 MiB are free.
    pub inflation: u64,
    /// `thread`: comments of one thread that are read together; a longer thread is read in parts.
    pub thread: u64,
    /// `ids`: distinct ids remembered to find duplicates; later ids are not compared.
    pub ids: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_bytes: 1 << 20,
            row_bytes: 1 << 24,
            columns: 4096,
            json_depth: 64,
            page_bytes: 1 << 23,
            document_bytes: 1 << 27,
            nesting: 1 << 20,
            xml_depth: 256,
            inflation: 2000,
            thread: 50_000,
            ids: 1 << 21,
        }
    }
}

impl Limits {
    /// The names that [`Limits::set`] knows.
    pub const NAMES: [&'static str; 11] = [
        "cell",
        "row",
        "columns",
        "json-depth",
        "page",
        "document",
        "nesting",
        "xml-depth",
        "inflation",
        "thread",
        "ids",
    ];

    /// Sets one limit from what a user writes: `cell` and `4MiB`, `columns` and `10000`.
    ///
    /// # Errors
    /// If there is no limit of that name, or the value is no positive number with an optional
    /// unit of `KiB`, `MiB` or `GiB`.
    pub fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let Some(slot) = self.slot(name) else {
            return Err(Error::recipe(
                "limit",
                format!("there is no limit `{name}`"),
                format!("The limits are {}.", Self::NAMES.join(", ")),
            ));
        };
        let wanted = parse(value).ok_or_else(|| {
            Error::recipe(
                "limit",
                format!("`{value}` is no size for the limit `{name}`"),
                "Write a positive whole number, with KiB, MiB or GiB behind it if you like: `cell=4MiB`.",
            )
        })?;
        if name == "json-depth" && wanted > DEEPEST {
            let cause = format!("a JSON depth of {wanted} is more than the {DEEPEST} that the parser can follow");
            return Err(Error::recipe("limit", cause, "Flatten the data first, for example with jq."));
        }
        *slot = wanted;
        Ok(())
    }

    /// The refusal of `what`, found at `place`, by the limit `name`.
    #[must_use]
    pub fn exceeded(&self, name: &'static str, place: Place, what: impl Into<String>) -> Error {
        let now = { *self }.slot(name).map_or(0, |slot| *slot);
        let bytes = ["cell", "row", "page", "document"].contains(&name);
        let (allowed, raised) = if bytes { (size(now), size(now * 4)) } else { (count(now), count(now * 4)) };
        let raised =
            if name == "json-depth" { (now * 4).min(DEEPEST).to_string() } else { raised.replace([' ', ','], "") };
        let allowed = if bytes { allowed } else { format!("{allowed} {}", unit(name)) };
        Error::Limit {
            place,
            what: what.into(),
            limit: name,
            allowed,
            cure: if name == "json-depth" && now >= DEEPEST {
                "It cannot be raised further: flatten the data first, for example with jq.".into()
            } else {
                format!("Raise it with `--limit {name}={raised}`.")
            },
        }
    }

    fn slot(&mut self, name: &str) -> Option<&mut u64> {
        Some(match name {
            "cell" => &mut self.cell_bytes,
            "row" => &mut self.row_bytes,
            "columns" => &mut self.columns,
            "json-depth" => &mut self.json_depth,
            "page" => &mut self.page_bytes,
            "document" => &mut self.document_bytes,
            "nesting" => &mut self.nesting,
            "xml-depth" => &mut self.xml_depth,
            "inflation" => &mut self.inflation,
            "thread" => &mut self.thread,
            "ids" => &mut self.ids,
            _ => return None,
        })
    }
}

/// What a limit that is no size counts.
fn unit(name: &str) -> &'static str {
    match name {
        "columns" => "columns",
        "inflation" => "times the compressed size",
        _ => "levels",
    }
}

fn parse(value: &str) -> Option<u64> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let unit: u64 = match value[digits.len()..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return None,
    };
    digits.replace(['_', ','], "").parse::<u64>().ok()?.checked_mul(unit).filter(|n| (1..=1 << 40).contains(n))
}

fn size(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let exact = units.iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    exact.map_or_else(|| format!("{} bytes", count(bytes)), |(unit, name)| format!("{} {name}", bytes / unit))
}

/// A count with commas between the thousands, as messages show it.
pub(super) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_reads_units_and_refuses_the_rest() {
        let mut limits = Limits::default();
        for name in Limits::NAMES {
            assert!(limits.slot(name).is_some(), "`{name}` is in NAMES; add it to `slot`");
        }
        limits.set("cell", "4MiB").unwrap();
        limits.set("columns", "10_000").unwrap();
        assert_eq!((limits.cell_bytes, limits.columns), (4 << 20, 10_000));
        for (name, value) in [("cel", "1"), ("cell", "0"), ("cell", "many"), ("cell", "1 TiB"), ("json-depth", "999")] {
            assert!(limits.set(name, value).is_err(), "{name}={value}");
        }
    }

    #[test]
    fn a_refusal_tells_how_to_raise_the_limit() {
        let error = Limits::default().exceeded("cell", Place::file("a.csv").row(3).column("text"), "a cell of 9 MiB");
        let told = "a.csv, row 3, column `text`: a cell of 9 MiB is over the limit `cell` of 1 MiB. Raise it with `--limit cell=4MiB`.";
        assert_eq!(error.to_string(), told);
    }
}
