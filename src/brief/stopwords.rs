//! English words that are in every comment and argue nothing.

/// Sorted, lower case, straight apostrophes.
#[rustfmt::skip]
const STOPWORDS: &[&str] = &[
    "a", "about", "actually", "after", "again", "all", "also", "am", "an", "and", "another", "any", "anyone", "are",
    "aren't", "as", "at", "be", "because", "been", "before", "being", "but", "by", "can", "can't", "cannot", "come",
    "could", "couldn't", "did", "didn't", "do", "does", "doesn't", "doing", "don't", "done", "dont", "even", "ever",
    "every", "few", "for", "from", "get", "gets", "getting", "go", "goes", "going", "gonna", "got", "had", "has",
    "hasn't", "have", "haven't", "having", "he", "he's", "her", "here", "hers", "him", "his", "how", "i", "i'd",
    "i'll", "i'm", "i've", "if", "im", "in", "into", "is", "isn't", "it", "it's", "its", "just", "know", "let",
    "let's", "like", "lol", "made", "make", "makes", "many", "may", "maybe", "me", "might", "mine", "more", "most",
    "much", "must", "my", "need", "never", "no", "nor", "not", "now", "of", "off", "oh", "ok", "on", "once", "one",
    "only", "or", "other", "others", "our", "ours", "out", "over", "own", "people", "put", "quite", "rather",
    "really", "said", "same", "say", "saying", "says", "see", "she", "should", "shouldn't", "so", "some", "someone",
    "something", "still", "such", "take", "than", "that", "that's", "thats", "the", "their", "theirs", "them",
    "then", "there", "there's", "these", "they", "they'd", "they'll", "they're", "they've", "thing", "things",
    "think", "this", "those", "through", "to", "too", "until", "up", "us", "very", "want", "was", "wasn't", "way",
    "we", "we'd", "we'll", "we're", "we've", "well", "went", "were", "weren't", "what", "what's", "when", "where",
    "which", "while", "who", "who's", "whom", "whose", "why", "will", "with", "without", "won't", "would",
    "wouldn't", "yeah", "yes", "yet", "you", "you'd", "you'll", "you're", "you've", "your", "yours",
];

/// Words that say nothing alone but turn what follows: `no weapons` is an argument.
const TURNING: &[&str] = &["cannot", "can't", "don't", "dont", "never", "no", "not", "without", "won't"];

/// Whether a form argues nothing by itself.
pub(super) fn is_stopword(form: &str) -> bool {
    form.chars().count() < 2 || STOPWORDS.binary_search(&form).is_ok()
}

/// Whether a form turns the meaning of the word after it.
pub(super) fn turns(form: &str) -> bool {
    TURNING.contains(&form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(STOPWORDS.is_sorted());
        assert!(is_stopword("wouldn't") && is_stopword("a") && !is_stopword("weapons") && turns("no"));
    }
}
