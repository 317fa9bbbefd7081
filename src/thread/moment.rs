//! Moments as exports write them, as RFC 3339 where they are counted in seconds.

use jiff::Timestamp;

/// Above this a count is of milliseconds: in seconds it would lie beyond the year 5138.
const MILLISECONDS: f64 = 1e11;

/// A moment as one exports it: a count of seconds or milliseconds since 1970 becomes RFC 3339, another text stays.
pub(super) fn rfc3339(written: &str) -> Option<String> {
    let written = written.trim();
    if written.is_empty() {
        return None;
    }
    Some(counted(written).unwrap_or_else(|| written.to_owned()))
}

/// `2014-01-14 17:32:12`, known to be UTC, as RFC 3339; another text stays, and a zero date is none.
pub(super) fn utc(written: &str) -> Option<String> {
    let written = written.trim();
    if written.is_empty() || written.starts_with("0000") {
        return None;
    }
    let joined = format!("{}Z", written.replacen(' ', "T", 1));
    Some(joined.parse::<Timestamp>().map_or_else(|_| written.to_owned(), |moment| moment.to_string()))
}

/// The same of a cell of any table, where a count is one of seconds only if it has nine or ten digits, or thirteen of milliseconds: `20150214` is a day.
pub(super) fn likely(written: &str) -> String {
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 9 | 10 | 13) { counted(written) } else { None }.unwrap_or_else(|| written.to_owned())
}

fn counted(written: &str) -> Option<String> {
    // A year alone (`2015`) is a date, not the first hour of 1970.
    if written.len() <= 4 {
        return None;
    }
    let count: f64 = written.parse().ok().filter(|count: &f64| count.is_finite())?;
    let milliseconds = if count.abs() >= MILLISECONDS { count } else { count * 1000.0 };
    let moment = Timestamp::from_millisecond(milliseconds.round() as i64).ok()?;
    Some(moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_become_moments_and_the_rest_stays() {
        for (written, read) in [
            ("1492558603.0", Some("2017-04-18T23:36:43Z")),
            ("1500282615559", Some("2017-07-17T09:10:15.559Z")),
            ("2022-12-17T04:19:11Z", Some("2022-12-17T04:19:11Z")),
            ("2005-02-24 04:03:37", Some("2005-02-24 04:03:37")),
            ("1e999", Some("1e999")),
            ("-86400", Some("1969-12-31T00:00:00Z")),
            ("2015", Some("2015")),
            (" ", None),
        ] {
            assert_eq!(rfc3339(written).as_deref(), read, "{written}");
        }
        assert_eq!(likely("1709363106"), "2024-03-02T07:05:06Z");
        assert_eq!(
            ["20150214", "20150214103000", "2024-03-02"].map(likely),
            ["20150214", "20150214103000", "2024-03-02"]
        );
        assert_eq!(utc("2014-01-14 17:32:12").as_deref(), Some("2014-01-14T17:32:12Z"));
        assert_eq!(utc("0000-00-00 00:00:00"), None);
        assert_eq!(utc("yesterday").as_deref(), Some("yesterday"));
    }
}
