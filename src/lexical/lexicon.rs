//! The features' names and fingerprints.

use crate::features::FingerprintMap;

/// Many short strings in one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// The strings of one text, each ending where `ends` says; nothing if the ends are not in order and in bounds.
    #[must_use]
    pub fn from_parts(text: String, ends: Vec<u32>) -> Option<Self> {
        let ordered = ends.windows(2).all(|w| w[0] <= w[1]) && ends.last().is_none_or(|e| *e as usize == text.len());
        let bounded = ends.iter().all(|e| text.is_char_boundary(*e as usize));
        (ordered && bounded && (!ends.is_empty() || text.is_empty())).then_some(Self { text, ends })
    }

    /// The text and where each string ends in it.
    #[must_use]
    pub fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    /// Appends a string.
    pub fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
    }

    /// The `i`-th string.
    #[must_use]
    pub fn get(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }

    /// How many strings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Things that are known by fingerprint and have a family and a name: features, or units.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    index: FingerprintMap<u32>,
    fingerprints: Vec<u64>,
    families: Vec<&'static str>,
    names: Names,
}

impl Lexicon {
    /// The number of a fingerprint, given one if it is new.
    pub fn intern(&mut self, fingerprint: u64, family: &'static str, name: &str) -> u32 {
        let next = self.families.len() as u32;
        *self.index.entry(fingerprint).or_insert_with(|| {
            self.fingerprints.push(fingerprint);
            self.families.push(family);
            self.names.push(name);
            next
        })
    }

    /// Takes in another lexicon's entries in their order; returns the number that each has here.
    pub fn absorb(&mut self, other: &Self) -> Vec<u32> {
        let entries = other.fingerprints.iter().enumerate();
        entries
            .map(|(at, fingerprint)| {
                let (family, name) = other.entry(at);
                self.intern(*fingerprint, family, name)
            })
            .collect()
    }

    /// Family and name of an entry.
    #[must_use]
    pub fn entry(&self, number: usize) -> (&'static str, &str) {
        (self.families[number], self.names.get(number))
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.families.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.families.is_empty()
    }
}
