//! `hustings demo`: the main job on the shipped data.

use std::path::Path;

use anstream::println;
use hustings::brief::{Ask, html, terminal};
use hustings::classifier::Recipe;
use hustings::evaluate::Report;
use hustings::lexical::{Folds, Links, groups};
use hustings::thread::{CsvWriter, ReadOptions, Reader, Row};
use hustings::{Error, Result, artifact};

use super::args::{Demo, Reading};
use super::{evaluate, input, output, summarize, train};

/// The shipped threads are dealt into parts of about so many comments: one is held out,
const PART: usize = 2_000;
/// and so many are learnt from, which is enough to see what it does and takes seconds; the shipped model learns from all.
const LEARNT: usize = 3;

/// Trains on some of the shipped threads, evaluates on others, scores a page and writes its brief.
pub fn run(args: &Demo) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.dir).map_err(Error::io("create", &args.dir))?;
    let at = |name: &str| args.dir.join(name);
    let rows = read("data/arming-rebels.csv", artifact::shipped_data())?;
    let (kept, held) = split(&rows);
    let all = rows.len();
    println!("1. train on {} of {all} comments, hold out {} from other threads", kept.len(), held.len());
    let model = train::fit(
        table(&kept)?,
        "the shipped data",
        &Reading::default(),
        &mut Recipe { acts: false, folds: 5, ..Recipe::default() },
    )?;
    artifact::save(&model, &at("demo.hustings"))?;
    let gold = evaluate::gold(&model, &held, "the held-out threads")?;
    let report = Report::of(&model.labels, &gold, 42);
    println!("\n2. evaluate on the held-out threads\n\n{}", evaluate::text(&report));
    let page = read("data/demo-page.txt", artifact::shipped_page())?;
    println!("3. score the {} comments of a pasted page that the model has not seen", page.len());
    let target = "arming the rebels";
    let page: Vec<Row> = page
        .into_iter()
        .map(|mut row| {
            row.comment.target = Some(target.into());
            row
        })
        .collect();
    predictions(&model, &page, &at("predictions.csv"))?;
    let ask = Ask { precision: None, seed: 42, pseudonymise: true };
    let brief = summarize::compose(&model, Some(&artifact::shipped_acts()?), "demo", page, ask)?;
    println!("\n{}", terminal(&brief, 88, false));
    output::to(&at("brief.html").to_string_lossy(), |w| Ok(w.write_all(html(&brief).as_bytes())?))?;
    println!("4. open {} in a browser; the model is {}", at("brief.html").display(), at("demo.hustings").display());
    Ok(())
}

fn read(name: &str, text: &'static str) -> Result<Vec<Row>> {
    let mut reader = Reader::from_read(name, Box::new(text.as_bytes()), &ReadOptions::default())?;
    let rows = reader.by_ref().collect::<Result<Vec<_>>>()?;
    input::tell(reader.report());
    Ok(rows)
}

/// Rows of the threads to learn from, and of those that are held out.
fn split(rows: &[Row]) -> (Vec<Row>, Vec<Row>) {
    let links: Vec<Links<'_>> = rows.iter().map(|r| Links::of(&r.comment)).collect();
    let parts = (rows.len() / PART).max(LEARNT + 1);
    let folds = Folds::deal(&groups(&links), &vec![0; rows.len()], parts, 42);
    let pick = |wanted: std::ops::RangeInclusive<usize>| {
        rows.iter().enumerate().filter(|(at, _)| wanted.contains(&folds.of(*at))).map(|(_, row)| row.clone()).collect()
    };
    (pick(1..=LEARNT), pick(0..=0))
}

fn table(rows: &[Row]) -> anyhow::Result<Vec<u8>> {
    let mut writer = CsvWriter::new(Vec::new())?;
    for row in rows {
        writer.write(&row.comment)?;
    }
    Ok(writer.finish()?)
}

fn predictions(model: &hustings::classifier::Classifier, page: &[Row], path: &Path) -> anyhow::Result<()> {
    let predictions = model.predict_all(page.iter().map(|row| &row.comment), None);
    output::to(&path.to_string_lossy(), |w| {
        writeln!(w, "id,stance,confidence")?;
        for (row, p) in page.iter().zip(&predictions) {
            writeln!(w, "{},{},{:.6}", row.comment.id, model.labels.names()[p.label], p.confidence)?;
        }
        Ok(())
    })
}
