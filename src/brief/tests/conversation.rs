//! The conversation part: who argues with whom, what divides and what bridges, attacks, questions, sarcasm, names.

use super::*;

/// Acts with these probabilities; from one half on they count as there.
pub(super) fn acted(acts: &[(&str, f64)]) -> Vec<Act> {
    acts.iter().map(|(name, p)| Act { name: (*name).into(), probability: *p, present: *p >= 0.5 }).collect()
}

/// The sample with acts for every comment: those named, and all others improbable.
fn with_acts(present: &[(&str, &[&str])]) -> Vec<Scored> {
    let mut rows = sample();
    for row in &mut rows {
        let own = present.iter().find(|(id, _)| *id == row.comment.id).map_or(&[][..], |(_, acts)| *acts);
        let all = ["agreement", "disagreement", "question", "answer", "sarcasm", "attack"];
        let p: Vec<(&str, f64)> = all.iter().map(|act| (*act, if own.contains(act) { 0.8 } else { 0.1 })).collect();
        row.acts = acted(&p);
    }
    rows
}

fn section(brief: &Brief, name: &str) -> Value {
    brief.section(name).unwrap().clone()
}

fn all_renderings(brief: &Brief) -> [String; 4] {
    [terminal(brief, 88, false), markdown(brief), html(brief), serde_json::to_string(brief).unwrap()]
}

#[test]
fn people_and_pairs() {
    let brief = compose(&sample());
    let people = section(&brief, "people");
    // a2→a1, a3→a2, a6→a5, a10→a9; a7 and a8 answer nobody.
    assert_eq!((&people["between_people"], &people["nameless"]), (&4.into(), &0.into()));
    assert_eq!(people["across"], serde_json::json!(["a2", "a3", "a6", "a10"]));
    let graph = &people["graphs"][0];
    let who = |at: &Value| graph["people"][at.as_u64().unwrap() as usize]["name"].as_str().unwrap().to_owned();
    let first = &graph["pairs"][0];
    assert_eq!((who(&first["one"]), who(&first["other"])), ("Ruth Ames".into(), "Tobias".into()));
    assert_eq!((&first["there"], &first["back"], &first["across"]), (&1.into(), &1.into(), &2.into()));
    assert_eq!(graph["pairs"].as_array().unwrap().len(), 3);
    let ruth = graph["people"].as_array().unwrap().iter().find(|p| p["name"] == "Ruth Ames").unwrap();
    assert_eq!((&ruth["side"]["name"], &ruth["comments"], &ruth["answers"]), (&"against".into(), &2.into(), &2.into()));
    let page = html(&brief);
    assert_eq!(page.matches("<path class=\"edge").count(), 3);
    assert_eq!(page.matches("class=\"person").count(), 5);
    assert!(page.contains("<desc id=\"g") && page.contains("Ruth Ames (against) and Tobias (favor): 2 answers."));
    assert!(terminal(&brief, 88, false).contains("Ruth Ames (against) ↔ Tobias (favor): 2 answers, 2 across sides"));
    assert!(markdown(&brief).contains("| Ruth Ames (against) – Tobias (favor) | 1 | 1 | 2 | a2, a3 |"));
}

#[test]
fn a_crowd_is_capped_and_the_rest_counted() {
    let mut rows: Vec<Scored> = (0..40).map(|i| scored(&format!("{i}"), "Well.", &[0.9, 0.1, 0.0])).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row.comment.author = Some(format!("name{i}"));
        row.comment.parent_id = i.checked_sub(1).map(|p| p.to_string());
    }
    let brief = compose(&rows);
    let graph = &section(&brief, "people")["graphs"][0];
    assert_eq!((graph["people"].as_array().unwrap().len(), &graph["others"]), (12, &28.into()));
    assert!(html(&brief).contains("28 people who answer less are not drawn."));
    assert_eq!(section(&brief, "people")["across"], serde_json::json!([]), "all are on one side");
}

#[test]
fn nobody_is_added_up_over_threads() {
    let mut rows = [sample(), sample()].concat();
    rows.iter_mut().enumerate().for_each(|(i, row)| row.comment.thread_id = Some(format!("t{}", i / 12)));
    let brief = compose(&rows);
    let graphs = section(&brief, "people")["graphs"].clone();
    assert_eq!(graphs.as_array().unwrap().len(), 2);
    for graph in graphs.as_array().unwrap() {
        let tobias: Vec<_> = graph["people"].as_array().unwrap().iter().filter(|p| p["name"] == "Tobias").collect();
        assert_eq!((tobias.len(), &tobias[0]["comments"]), (1, &2.into()), "two in each thread, not four");
    }
    pseudonymise(&mut rows);
    let names = |thread: usize| -> Vec<&str> {
        rows[thread * 12..][..12].iter().filter_map(|row| row.comment.author.as_deref()).collect()
    };
    assert!(names(0).iter().all(|name| !names(1).contains(name)), "{:?} {:?}", names(0), names(1));
}

#[test]
fn the_exchanges_that_divide() {
    let brief = compose(&sample());
    let divides = section(&brief, "divides");
    assert_eq!(divides["crossing"], serde_json::json!(["a2", "a3", "a6", "a10"]));
    assert_eq!(divides["chains"][0]["comments"], serde_json::json!(["a1", "a2", "a3"]));
    assert_eq!(divides["chains"][0]["people"], 2);
    assert_eq!(divides["chains"].as_array().unwrap().len(), 3);
    assert!(markdown(&brief).contains("### 3 comments by 2 people\n\n1. Ruth Ames, a1 (against 92%):"));
    assert!(terminal(&brief, 88, false).contains("    ↳ Tobias [a2] favor 90%"));
}

#[test]
fn bridges_by_wording_and_by_act() {
    let mut rows = sample();
    assert_eq!(section(&compose(&rows), "bridges"), serde_json::json!([]));
    rows[9].comment.text =
        "Fair point, they need to defend their streets. The civil war only got longer though.".into();
    let bridge = section(&compose(&rows), "bridges");
    assert_eq!(bridge, serde_json::json!([{"from": "a10", "to": "a9", "agreement": null, "known_by": "wording"}]));
    let acts = with_acts(&[("a6", &["agreement"]), ("a3", &["agreement", "sarcasm"]), ("a9", &["agreement"])]);
    let brief = compose(&acts);
    let bridge = section(&brief, "bridges");
    assert_eq!(
        bridge,
        serde_json::json!([{"from": "a6", "to": "a5", "agreement": 0.8, "known_by": "act"}]),
        "a3 mocks, a9 answers nobody"
    );
    for shown in all_renderings(&brief).iter().take(3) {
        assert!(shown.contains("robably agrees across sides (80%)"));
    }
}

#[test]
fn hostility_is_where_attacks_stand_close_together() {
    let brief =
        compose(&with_acts(&[("a1", &["attack"]), ("a3", &["attack"]), ("a5", &["attack"]), ("a11", &["attack"])]));
    let found = section(&brief, "hostility");
    // Reading order: a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11; five comments lie between a5 and a11.
    assert_eq!(found["clusters"].as_array().unwrap().len(), 1);
    assert_eq!(found["clusters"][0]["comments"], serde_json::json!(["a1", "a2", "a3", "a4", "a5"]));
    assert_eq!(found["attacks"], serde_json::json!(["a1", "a3", "a5", "a11"]));
    let expected = 4.0 * 0.8 + 7.0 * 0.1;
    assert!((found["expected"].as_f64().unwrap() - expected).abs() < 1e-9);
    let page = html(&brief);
    let part = page.split("<section id=\"hostility\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(part.contains("3 of 5 comments in reading order are marked") && part.contains("attack 80%"));
    assert!(!part.contains("Ruth Ames") && !part.contains("dana_k"), "it points at comments, not at people");
    let apart = compose(&with_acts(&[("a1", &["attack"]), ("a11", &["attack"])]));
    assert!(section(&apart, "hostility")["clusters"].as_array().unwrap().is_empty());
    assert!(terminal(&apart, 200, false).contains("nowhere do three of them come close together"));
}

#[test]
fn open_questions_with_acts_and_without() {
    // a4 and a7 end in a question and stand alone; a5 has an answer from somebody else.
    let brief = compose(&sample());
    let found = section(&brief, "unanswered");
    assert_eq!((&found["asked"], &found["known_by"]), (&3.into(), &"question mark".into()));
    assert_eq!(found["unanswered"], serde_json::json!(["a7", "a4"]), "who takes no side asks for the answer");
    assert!(markdown(&brief).contains("3 comments end in a question, and 2 got no reply from anybody else"));
    let mut rows = with_acts(&[
        ("a1", &["question"]),
        ("a5", &["question"]),
        ("a6", &["answer"]),
        ("a8", &["question", "sarcasm"]),
    ]);
    let found = section(&compose(&rows), "unanswered");
    assert_eq!((&found["asked"], &found["known_by"]), (&2.into(), &"act".into()));
    assert_eq!(found["unanswered"], serde_json::json!(["a1"]), "a2 replies and does not answer");
    rows[5].comment.author = Some("dana_k".into());
    assert_eq!(
        section(&compose(&rows), "unanswered")["unanswered"],
        serde_json::json!(["a5", "a1"]),
        "one's own answer"
    );
}

#[test]
fn sarcasm_and_the_shares_without_it() {
    let brief = compose(&with_acts(&[("a2", &["sarcasm"]), ("a8", &["sarcasm"])]));
    let found = section(&brief, "sarcasm");
    assert_eq!((&found["sarcastic"], &found["sides"][0]["sarcastic"]), (&2.into(), &serde_json::json!(["a2"])));
    let plain = SAMPLE[..11].iter().filter(|row| !["a2", "a8"].contains(&row.0));
    let share = plain.map(|row| row.3[0]).sum::<f64>() / 9.0;
    assert!((found["sides"][0]["without"]["share"].as_f64().unwrap() - share).abs() < 1e-4);
    assert!(markdown(&brief).contains("2 of the 11 comments (18%) are marked as sarcastic (2\\.5 expected"));
    let none = compose(&with_acts(&[]));
    assert!(terminal(&none, 200, false).contains("None of the 11 comments is marked as sarcastic (1.1 expected"));
}

#[test]
fn without_an_act_model_nothing_is_said_of_acts() {
    let brief = compose(&sample());
    assert_eq!((section(&brief, "hostility"), section(&brief, "sarcasm")), (Value::Null, Value::Null));
    for shown in all_renderings(&brief).iter().take(3) {
        assert!(!shown.to_lowercase().contains("sarcas") && !shown.to_lowercase().contains("hostile"));
    }
}

#[test]
fn links_of_the_conversation_lead_to_comments() {
    let acts: &[&str] = &["attack", "sarcasm", "question"];
    let page = html(&compose(&with_acts(&[("a1", acts), ("a2", acts), ("a3", &["attack"]), ("a6", &["agreement"])])));
    assert!(page.contains("class=\"cites\"") && page.contains("class=\"strip course\""));
    for link in page.split("href=\"#").skip(1) {
        let anchor = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    for drawn in page.split("aria-labelledby=\"").skip(1) {
        for id in drawn.split('"').next().unwrap().split(' ') {
            assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
    }
}

#[test]
fn replaced_names_stand_nowhere_and_the_brief_says_so() {
    let mut rows = sample();
    pseudonymise(&mut rows);
    let about = About { pseudonymised: true, ..about() };
    let brief = Brief::compose(&rows, &Background::default(), &about);
    assert!(brief.pseudonymised);
    for shown in all_renderings(&brief) {
        for name in ["Ruth", "Ames", "Tobias", "Okafor", "dana_k", "Lindqvist", "Pia", "Henning"] {
            assert!(!shown.contains(name), "{name}");
        }
        assert!(shown.contains("Reader B") && shown.contains("are replaced by letters"));
    }
    assert_eq!(section(&brief, "divides"), section(&compose(&sample()), "divides"), "who answers whom stays");
    assert!(terminal(&compose(&sample()), 400, false).contains("Names are those of the export."));
}

#[test]
fn the_small_print_counts_what_was_read_in_its_thread() {
    let mut rows = sample();
    let said = |rows: &[Scored]| terminal(&compose(rows), 400, false);
    assert!(said(&rows).contains("Every comment was read on its own words alone."));
    rows.iter_mut().take(4).for_each(|row| row.prediction.placed = true);
    assert!(said(&rows).contains("4 of the 11 comments were read together with those around them"));
    assert_eq!(section(&compose(&rows), "small_print")["placed"], 4);
}
