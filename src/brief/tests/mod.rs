//! Briefs of small threads written for these tests.

mod conversation;
mod hostile_input;

use super::*;
use crate::classifier::Prediction;
use crate::text::Stemmer;
use crate::thread::{Comment, Status};

/// Id, author, parent, probabilities of favor, against and none, text.
type Row = (&'static str, &'static str, &'static str, [f64; 3], &'static str);

const SAMPLE: &[Row] = &[
    (
        "a1",
        "Ruth Ames",
        "",
        [0.03, 0.92, 0.05],
        "Every crate of weapons we ship ends up on the black market. We tried shipping weapons to militias before and paid for it twice.",
    ),
    (
        "a2",
        "Tobias",
        "a1",
        [0.90, 0.05, 0.05],
        "So we watch? These people asked for help against barrel bombs. They have a right to defend their families.",
    ),
    (
        "a3",
        "Ruth Ames",
        "a2",
        [0.04, 0.90, 0.06],
        "@Tobias helping is medicine and visas. Sending weapons is joining a civil war.",
    ),
    (
        "a4",
        "Okafor",
        "",
        [0.10, 0.80, 0.10],
        "It is a civil war, not ours. Whose weapons will kill whose children in five years?",
    ),
    (
        "a5",
        "dana_k",
        "",
        [0.85, 0.08, 0.07],
        "A dictator drops barrel bombs on bakeries, and they may not even defend themselves?",
    ),
    (
        "a6",
        "Lindqvist",
        "a5",
        [0.06, 0.88, 0.06],
        "dana_k: and when the weapons change hands? They always do, on the black market, for cash.",
    ),
    ("a7", "M.", "", [0.10, 0.12, 0.78], "Does anybody have a link to the full text of the resolution?"),
    ("a8", "Pia", "", [0.42, 0.44, 0.14], "Oh sure, what could possibly go wrong, hand out rockets like candy."),
    (
        "a9",
        "Tobias",
        "",
        [0.88, 0.06, 0.06],
        "Nobody asks for troops. Let them defend their own streets, that is all they want.",
    ),
    (
        "a10",
        "Henning",
        "a9",
        [0.05, 0.91, 0.04],
        "“Let them defend their own streets” is what was said last time. The civil war only got longer, and the weapons are still there.",
    ),
    ("a11", "Pia", "", [0.30, 0.33, 0.37], "Both of you are guessing."),
    ("a12", "gone", "", [0.0, 1.0, 0.0], "BUY CHEAP WATCHES"),
];

fn about() -> About {
    About {
        target: "arming the rebels".into(),
        model: "arming-rebels 1".into(),
        record: "out of fold macro-F1 0.71 (0.67–0.75)".into(),
        labels: ["favor", "against", "none"].map(String::from).to_vec(),
        precision: Some(0.8),
        seed: 7,
        ..About::default()
    }
}

fn scored(id: &str, text: &str, p: &[f64]) -> Scored {
    let label = (0..p.len()).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap_or(0);
    let confidence = p.get(label).copied().unwrap_or(0.0);
    let prediction =
        Prediction { label, probabilities: p.to_vec(), confidence, unsure: confidence < 0.6, ..Prediction::default() };
    Scored {
        comment: Comment { id: id.into(), text: text.into(), ..Comment::default() },
        prediction,
        acts: Vec::new(),
        by_hand: false,
    }
}

fn sample() -> Vec<Scored> {
    let mut rows: Vec<Scored> = SAMPLE
        .iter()
        .map(|(id, author, parent, p, text)| {
            let mut one = scored(id, text, p);
            one.comment.author = Some((*author).into());
            one.comment.parent_id = Some((*parent).to_owned()).filter(|p| !p.is_empty());
            one.comment.title = Some("Should weapons go to the rebels?".into());
            one
        })
        .collect();
    rows[11].comment.status = Status::Spam;
    rows[5].comment.reply_confidence = Some(0.83);
    rows
}

fn compose(rows: &[Scored]) -> Brief {
    let stemmer = Stemmer::new("english").unwrap();
    let background = Background::learn(SAMPLE.iter().map(|row| row.4), &stemmer, 1);
    Brief::compose(rows, &background, &about())
}

#[test]
fn the_numbers_of_a_sample() {
    let brief = compose(&sample());
    assert_eq!((brief.comments, brief.unsure, brief.threads, brief.left_out.spam), (11, 2, 1, 1));
    let sides = &brief.section("shares").unwrap()["sides"];
    let against: f64 = SAMPLE[..11].iter().map(|row| row.3[1]).sum::<f64>() / 11.0;
    assert!((sides[1]["share"].as_f64().unwrap() - against).abs() < 1e-4);
    assert!(sides[1]["low"].as_f64() < sides[1]["share"].as_f64());
    assert_eq!((sides[1]["sure"].as_u64(), sides[1]["unsure"].as_u64()), (Some(5), Some(1)));
    let exchanges = brief.section("exchanges").unwrap();
    assert_eq!(exchanges["counts"][1][0], 3, "a3→a2, a6→a5, a10→a9");
    assert_eq!(exchanges["counts"][0][1], 1, "a2→a1");
    assert_eq!(exchanges["list"][2]["confidence"], 0.83);
    let contested = brief.section("contested").unwrap();
    assert_eq!(contested["close"][0]["id"], "a8");
    assert_eq!(brief.section("thread").unwrap().as_array().unwrap().len(), 11);
    assert!(brief.headline().starts_with("No clear lead") || brief.headline().contains("oppose"));
}

#[test]
fn terms_are_those_of_their_side_and_quoted_where_they_stand() {
    let brief = compose(&sample());
    let sides = &brief.section("arguments").unwrap()["sides"];
    let terms = |side: usize| -> Vec<String> {
        let list = sides[side]["terms"].as_array().unwrap();
        list.iter().map(|t| t["term"].as_str().unwrap().to_owned()).collect()
    };
    assert!(terms(1).iter().any(|t| t.contains("weapons")), "{:?}", terms(1));
    assert!(terms(0).iter().any(|t| t == "defend"), "{:?}", terms(0));
    for term in sides.as_array().unwrap().iter().flat_map(|s| s["terms"].as_array().unwrap()) {
        let source = SAMPLE.iter().find(|row| row.0 == term["id"].as_str().unwrap()).unwrap();
        assert!(source.4.contains(term["passage"][1].as_str().unwrap()));
        assert_ne!((term["term"].as_str(), source.0), (Some("defend"), "a10"), "a10 only quotes it");
    }
}

#[test]
fn voices_are_sure_and_of_their_side() {
    let brief = compose(&sample());
    let voices = &brief.section("voices").unwrap()["sides"];
    assert_eq!(voices[1]["comments"].as_array().unwrap().len(), 3);
    assert!(
        voices.as_array().unwrap().iter().flat_map(|s| s["comments"].as_array().unwrap()).all(|c| c["unsure"] == false)
    );
}

fn headline(rows: &[Scored], about: &About) -> String {
    Brief::compose(rows, &Background::default(), about).headline().to_owned()
}

#[test]
fn honest_headlines() {
    let about = about();
    let many = |n: usize, p: &[f64]| (0..n).map(|i| scored(&i.to_string(), "text", p)).collect::<Vec<_>>();
    assert_eq!(headline(&[], &about), "There are no comments to read.");
    let few = headline(&many(3, &[0.1, 0.9, 0.0]), &about);
    assert_eq!(few, "Only 3 comments are visible, too few for shares: 3 oppose arming the rebels.");
    let one = headline(&many(1, &[0.9, 0.1, 0.0]), &about);
    assert_eq!(one, "Only 1 comment is visible, too few for shares: 1 favors arming the rebels.");
    let split = [many(10, &[0.9, 0.1, 0.0]), many(11, &[0.1, 0.9, 0.0])].concat();
    assert!(headline(&split, &about).starts_with("No clear lead on arming the rebels: about half of the 21 comments"));
    let lean = [many(6, &[0.95, 0.03, 0.02]), many(20, &[0.02, 0.95, 0.03]), many(6, &[0.02, 0.03, 0.95])].concat();
    let said = headline(&lean, &about);
    assert!(
        said.starts_with("Commenters lean against arming the rebels: about 6 in 10 of the 32 comments oppose it (")
    );
    assert!(said.ends_with("the rest take no side."), "{said}");
    let unsure = headline(&many(9, &[0.4, 0.3, 0.3]), &about);
    assert_eq!(
        unsure,
        "The program cannot tell where readers stand on arming the rebels: it is unsure of all 9 comments."
    );
    let aside = [many(5, &[0.9, 0.1, 0.0]), many(40, &[0.0, 0.05, 0.95])].concat();
    assert!(headline(&aside, &about).starts_with("Most comments take no side on arming the rebels"));
    let labels = About { labels: vec!["literal".into(), "sarcastic".into()], ..about };
    let said = headline(&many(20, &[0.1, 0.9]), &labels);
    assert!(said.starts_with("Most often “sarcastic”: about 9 in 10 of the 20 comments are “sarcastic” ("), "{said}");
}

#[test]
fn broken_predictions_and_circles_do_not_panic() {
    let mut rows: Vec<Scored> = (0..7).map(|i| scored(&i.to_string(), "@9 é", &[f64::NAN, 2.0])).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row.prediction.label = i;
        row.comment.parent_id = Some(((i + 1) % 7).to_string());
    }
    for labels in [0, 1, 2, 3, 14] {
        let about = About { labels: (0..labels).map(|i| format!("label {i}")).collect(), ..about() };
        let brief = Brief::compose(&rows, &Background::default(), &about);
        assert!(html(&brief).ends_with("</html>\n"));
        assert!(!terminal(&brief, 0, true).is_empty() && !markdown(&brief).is_empty());
        let nodes = brief.section("thread").unwrap().as_array().unwrap().len();
        assert_eq!(nodes, if labels == 0 { 0 } else { 7 });
    }
}

#[test]
fn several_threads_get_a_line_each() {
    let mut rows = sample();
    rows.iter_mut().enumerate().for_each(|(i, r)| {
        r.comment.thread_id = Some(format!("t{}", i / 6));
        r.comment.title = None;
    });
    let brief = compose(&rows);
    assert_eq!(brief.threads, 2);
    assert_eq!(brief.section("threads").unwrap()[1]["comments"], 5);
    assert!(markdown(&brief).contains("| t1 | 5 |"));
    assert!(html(&brief).contains("<h3>t1</h3>"));
}

#[test]
fn same_bytes_and_within_the_width() {
    let (one, two) = (compose(&sample()), compose(&sample()));
    assert_eq!(html(&one), html(&two));
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&two).unwrap());
    let text = terminal(&one, 72, false);
    let widest = text.lines().max_by_key(|l| l.chars().count()).unwrap();
    assert!(widest.chars().count() <= 72, "{widest}");
    assert!(terminal(&one, 72, true).contains("\u{1b}["));
}

#[test]
fn every_link_in_the_page_has_its_anchor() {
    let page = html(&compose(&sample()));
    for link in page.split("href=\"#").skip(1) {
        let anchor = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    assert!(!page.contains("src=") && !page.contains("url(http") && !page.contains("<link"));
}
