//! Dates and ages as sites write them beside names.

/// What months begin with, in the languages of the sites that were looked at.
const MONTHS: [&str; 22] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "fév", "avr", "mai", "juin",
    "juil", "aoû", "déc", "okt", "dez", "ene",
];

const UNITS: [&str; 18] = [
    "second", "minute", "min", "hour", "day", "week", "month", "year", "heure", "jour", "semaine", "an", "stunde",
    "stunden", "tag", "tagen", "hora", "día",
];

const DATE_WORDS: [&str; 32] = [
    "at", "on", "ago", "am", "pm", "a", "m", "p", "utc", "gmt", "est", "edt", "pst", "pdt", "cet", "edited", "posted",
    "an", "about", "t", "z", "à", "le", "il", "y", "um", "uhr", "vor", "hace", "de", "del", "las",
];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Days that a time of day stands behind.
const RELATIVE: [&str; 8] = ["today", "yesterday", "heute", "gestern", "aujourd", "hui", "hier", "hoy"];

/// `2:06 PM` and nothing else; `14:10` may be a score.
pub(super) fn is_clock(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let half = ["am", "pm"].iter().find_map(|half| lower.strip_suffix(half));
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    half.and_then(|time| time.trim_end().split_once(':')).is_some_and(|(hour, minute)| digits(hour) && digits(minute))
}

/// The words and numbers of a line, in lower case.
pub(super) fn words(line: &str) -> impl Iterator<Item = String> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// `3w`, `9y ago`, `5 h`.
fn is_age(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let bare = lower.strip_suffix("ago").unwrap_or(&lower).trim_end().trim_end_matches('.');
    let unit = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = bare.len() - unit.len();
    (1..=3).contains(&digits)
        && ["s", "m", "h", "d", "w", "mo", "y", "yr", "hr", "min", "hrs", "mins", "yrs", "std", "tg", "wo", "sem", "j"]
            .contains(&unit.trim())
}

/// `10h12`, as French sites write it.
fn is_hour(word: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('h').is_some_and(|(hour, minute)| digits(hour) && digits(minute))
}

/// Whether a line is a date and nothing else.
pub(super) fn is_date(line: &str) -> bool {
    if line.chars().count() > 60 {
        return false;
    }
    if is_age(line) {
        return true;
    }
    let (mut numbers, mut named) = (0, false);
    for word in words(line) {
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word);
        let month = MONTHS.iter().any(|month| word.starts_with(month)) && word.len() <= 9;
        let unit = UNITS.contains(&word.trim_end_matches('s'));
        if ordinal.chars().all(|c| c.is_ascii_digit() || "tz".contains(c))
            && ordinal.starts_with(|c: char| c.is_ascii_digit())
        {
            numbers += 1;
        } else if month || unit || is_age(&word) || (line.contains(':') && RELATIVE.contains(&word.as_str())) {
            named = true;
            numbers += u32::from(word.starts_with(|c: char| c.is_ascii_digit()));
        } else if !DATE_WORDS.contains(&word.as_str())
            && !is_hour(&word)
            && !WEEKDAYS.iter().any(|day| word.starts_with(day) && word.len() <= 9)
        {
            return false;
        }
    }
    let separated = line.contains(['-', '/', '.', ':']);
    (named && (numbers > 0 || line.contains("ago"))) || (numbers >= 3 && separated)
}
