//! Names of people replaced by letters: the same person by the same letter throughout a thread, and nowhere else.

mod addressed;
mod cast;

use std::collections::HashMap;

use super::Scored;
use cast::Cast;

/// Replaces the names of authors, and of whomever comments address, by `Reader A`, `Reader B` and so on; says how many
/// people were renamed.
///
/// In a text a name is replaced after `@` or `u/`, where it opens a line before `:` or `,`, beside words like `wrote`,
/// after a dash at the end of a line, and everywhere if it cannot be taken for an ordinary word. Letters go on from
/// thread to thread and never come back, so that nobody can be followed from one thread into another. What a comment
/// tells of a person in other words stands as it was written.
pub fn pseudonymise(scored: &mut [Scored]) -> usize {
    let mut threads: Vec<Vec<usize>> = Vec::new();
    let mut number: HashMap<Option<String>, usize> = HashMap::new();
    for (at, one) in scored.iter().enumerate() {
        let thread = *number.entry(one.comment.thread_id.clone()).or_insert_with(|| {
            threads.push(Vec::new());
            threads.len() - 1
        });
        threads[thread].push(at);
    }
    let mut renamed = 0;
    for items in threads {
        let mut cast = Cast::of(items.iter().map(|&at| &scored[at].comment), renamed);
        for (place, &at) in items.iter().enumerate() {
            let comment = &mut scored[at].comment;
            comment.text = cast.rewrite(&comment.text, place);
            comment.author = comment.author.as_deref().map(|author| cast.author(author));
        }
        renamed += cast.len();
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::Comment;

    fn renamed(rows: &[(&str, &str, &str)]) -> (Vec<(String, String)>, usize) {
        let scored = |(thread, author, text): &(&str, &str, &str)| Scored {
            comment: Comment {
                thread_id: Some((*thread).into()),
                author: Some((*author).into()),
                text: (*text).into(),
                title: Some("Bridge closed, says Mill".into()),
                ..Comment::default()
            },
            ..Scored::default()
        };
        let mut rows: Vec<Scored> = rows.iter().map(scored).collect();
        let people = pseudonymise(&mut rows);
        let told = rows.into_iter().map(|row| (row.comment.author.unwrap_or_default(), row.comment.text));
        (told.collect(), people)
    }

    fn texts(rows: &[(&str, &str, &str)]) -> Vec<String> {
        renamed(rows).0.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn the_same_person_has_the_same_letter() {
        let rows = [
            ("t", "Ruth Ames", "No."),
            ("t", "tom_99", "@Ruth Ames, why? @ruth: @nobody7 knows, and /u/tom_99 asks."),
            ("t", "RUTH AMES", "tom_99: see what Ruth Ames said.\n> Ruth wrote: No."),
            ("t", "Guest", "\"No.\" — Ruth\nTom is not tom_99x."),
        ];
        let (told, people) = renamed(&rows);
        let authors: Vec<&str> = told.iter().map(|(author, _)| author.as_str()).collect();
        assert_eq!(authors, ["Reader A", "Reader B", "Reader A", "Guest"]);
        assert_eq!(told[1].1, "@Reader A, why? @Reader A: @Reader C knows, and /u/Reader B asks.");
        assert_eq!(told[2].1, "Reader B: see what Reader A said.\n> Reader A wrote: No.");
        assert_eq!(told[3].1, "\"No.\" — Reader A\nTom is not tom_99x.");
        assert_eq!(people, 3);
    }

    #[test]
    fn ordinary_words_stay_where_nobody_is_addressed() {
        let rows = [
            ("t", "truth", "The truth is a bridge."),
            ("t", "Mill", "The Mill stands; the town of Mill pays."),
            ("t", "The Realist", "Mill, the truth: The bridge. truth, you say"),
            ("t", "Okafor", "A reader. Realist that I am, Okafor's view counts."),
        ];
        assert_eq!(
            texts(&rows),
            [
                "The truth is a bridge.",
                "The Mill stands; the town of Mill pays.",
                "Reader B, the truth: The bridge. truth, you say",
                "A reader. Realist that I am, Reader D's view counts.",
            ]
        );
    }

    #[test]
    fn full_names_and_shouted_ones_are_names_in_any_case() {
        let rows = [
            ("t", "Margaret Quillhurst", "No."),
            ("t", "Bob", "margaret quillhurst is wrong, MARGARET QUILLHURST is wrong. It is common sense."),
            ("t", "Common Sense", "Yes."),
            ("t", "The Realist", "BOB says no. Bob bobs. I am the realist here."),
        ];
        let told = texts(&rows);
        assert_eq!(told[1], "Reader A is wrong, Reader A is wrong. It is common sense.");
        assert_eq!(told[3], "Reader B says no. Reader B bobs. I am the realist here.");
    }

    #[test]
    fn a_handle_that_is_no_word_is_a_name_in_any_case() {
        let rows =
            [("t", "dollyknot", "No."), ("t", "Ann", "dollyknot you are wrong. DOLLYKNOT, I said, or Dollyknots?")];
        assert_eq!(texts(&rows)[1], "Reader A you are wrong. Reader A, I said, or Dollyknots?");
    }

    #[test]
    fn who_shares_a_first_name_is_the_one_who_spoke_last() {
        let rows = [("t", "Mike Brown", "a"), ("t", "Mike Hill", "b"), ("t", "Ann", "@Mike no"), ("t", "Bo", "@Mike")];
        assert_eq!(texts(&rows)[2..], ["@Reader B no", "@Reader B"]);
    }

    #[test]
    fn without_authors_those_addressed_are_renamed() {
        let rows =
            [("t", "", "Ann Lee: no."), ("t", "", "@Bo Hill, Ann Lee is right."), ("t", "", "Fact: @Bo she said")];
        let told = texts(&rows);
        assert_eq!(told[..2], ["Reader A: no.", "@Reader B, Reader A is right."]);
        assert_eq!(told[2], "Fact: @Reader C she said", "Bo may be Bo Hill or not");
    }

    #[test]
    fn nobody_is_followed_into_another_thread() {
        let rows = [("a", "Ann", "@Bo"), ("a", "Bo", "no"), ("b", "Ann", "@Bo"), ("b", "Bo", "ok")];
        let (told, people) = renamed(&rows);
        let authors: Vec<&str> = told.iter().map(|(author, _)| author.as_str()).collect();
        assert_eq!(authors, ["Reader A", "Reader B", "Reader C", "Reader D"]);
        assert_eq!((told[2].1.as_str(), people), ("@Reader D", 4));
    }

    #[test]
    fn odd_names_and_texts_lose_nothing_else() {
        let rows = [
            ("t", "@", "é @ @. @@ u/ 武@é"),
            ("t", " ", "a@b.org"),
            ("t", "İ", "@İ i̇ x"),
            ("t", "Ann (no, really)", "é Ann (no, really)!"),
        ];
        let told = texts(&rows);
        assert_eq!(told[0], "é @ @. @@ u/ 武@é");
        assert_eq!(told[1], "a@b.org");
        assert!(told[2].starts_with("@Reader ") && told[2].ends_with(" x"));
        assert_eq!(told[3], "é Reader C!");
    }
}
