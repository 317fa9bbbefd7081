//! Which language comments are written in.

use std::collections::BTreeMap;

/// Characters below which a language is a guess.
const FEWEST_CHARACTERS: usize = 40;
/// Confidence from which on it is told: of 8,444 English comments of three public sets, 65 were then taken for another.
const CONFIDENT: f64 = 0.5;

/// The languages of the texts that are long and plain enough to tell, by the names that recipes use.
#[must_use]
pub(super) fn languages<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for language in texts.filter_map(language) {
        *found.entry(language).or_insert(0) += 1;
    }
    found
}

/// The language of a text by the name that recipes use; nothing if the text is too short or too mixed to tell.
#[must_use]
pub fn language(text: &str) -> Option<String> {
    let long = text.chars().nth(FEWEST_CHARACTERS - 1).is_some();
    let told = long.then(|| whatlang::detect(text)).flatten();
    told.filter(|info| info.confidence() >= CONFIDENT).map(|info| name(info.lang()))
}

/// A language as recipes name it.
fn name(language: whatlang::Lang) -> String {
    match language {
        whatlang::Lang::Nob => "norwegian".into(),
        other => other.eng_name().to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LANGUAGES;

    #[test]
    fn every_language_of_a_recipe_has_its_name_here() {
        let told: Vec<String> = whatlang::Lang::all().iter().map(|lang| name(*lang)).collect();
        for language in LANGUAGES.iter().filter(|language| **language != "none") {
            assert!(told.iter().any(|name| name == language), "{language} would always count as another language");
        }
    }

    #[test]
    fn plain_sentences_are_told_apart() {
        let found = languages(
            [
                "Nobody asked the people who live there what they think about all of this.",
                "Niemand hat die Leute gefragt, die dort wohnen, was sie von alledem halten.",
                "ok",
            ]
            .into_iter(),
        );
        assert_eq!(found, BTreeMap::from([("english".into(), 1), ("german".into(), 1)]));
    }
}
