//! Stems by the Snowball algorithms.

use std::borrow::Cow;

use rust_stemmers::Algorithm;

use crate::error::{Error, Result};

/// The languages that have a stemmer, as a recipe spells them.
pub const LANGUAGES: [&str; 18] = [
    "arabic",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hungarian",
    "italian",
    "norwegian",
    "portuguese",
    "romanian",
    "russian",
    "spanish",
    "swedish",
    "tamil",
    "turkish",
];

/// A Snowball stemmer of one language, or none.
pub struct Stemmer(Option<rust_stemmers::Stemmer>);

impl Stemmer {
    /// The stemmer of a language in [`LANGUAGES`], or `none` for forms as they are.
    ///
    /// # Errors
    /// [`Error::Recipe`] for a language without a stemmer.
    pub fn new(language: &str) -> Result<Self> {
        use Algorithm as A;
        let algorithm = match language {
            "none" => return Ok(Self(None)),
            "arabic" => A::Arabic,
            "danish" => A::Danish,
            "dutch" => A::Dutch,
            "english" => A::English,
            "finnish" => A::Finnish,
            "french" => A::French,
            "german" => A::German,
            "greek" => A::Greek,
            "hungarian" => A::Hungarian,
            "italian" => A::Italian,
            "norwegian" => A::Norwegian,
            "portuguese" => A::Portuguese,
            "romanian" => A::Romanian,
            "russian" => A::Russian,
            "spanish" => A::Spanish,
            "swedish" => A::Swedish,
            "tamil" => A::Tamil,
            "turkish" => A::Turkish,
            _ => {
                let cure = format!("Use `none` or one of {}", LANGUAGES.join(", "));
                return Err(Error::recipe("language", format!("there is no stemmer for `{language}`"), cure));
            }
        };
        Ok(Self(Some(rust_stemmers::Stemmer::create(algorithm))))
    }

    /// The stem of a lower-case form.
    #[must_use]
    pub fn stem<'a>(&self, form: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(stemmer) => stemmer.stem(form),
            None => Cow::Borrowed(form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_loads_and_others_say_which_do() {
        assert!(LANGUAGES.iter().all(|l| Stemmer::new(l).is_ok()));
        assert!(Stemmer::new("klingon").err().is_some_and(|e| e.to_string().contains("tamil")));
        assert_eq!(Stemmer::new("english").unwrap().stem("arming"), "arm");
    }
}
