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

/// One thread in this many is held out.
const PARTS: usize = 5;

/// Trains on four fifths of the shipped threads, evaluates on the rest, scores a page and writes its brief.
pub fn run(args: &Demo) -> anyhow::Result<()> {
    std::fs::create_dir_all(&args.dir).map_err(Error::io("create", &args.dir))?;
    let at = |name: &str| args.dir.join(name);
    let rows = read("data/arming-rebels.csv", artifact::shipped_data())?;
    let (kept, held) = split(&rows);
    println!("1. train on {} comments, hold out {} comments from other threads", kept.len(), held.len());
    let model = train::fit(
        table(&kept)?,
        "the shipped data",
        &Reading::default(),
        &mut Recipe { acts: false, ..Recipe::default() },
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

/// Rows of four fifths of the threads, and of the rest.
fn split(rows: &[Row]) -> (Vec<Row>, Vec<Row>) {
    let links: Vec<Links<'_>> = rows.iter().map(|r| Links::of(&r.comment)).collect();
    let folds = Folds::deal(&groups(&links), &vec![0; rows.len()], PARTS, 42);
    let (kept, held) = folds.split(0);
    let pick = |at: Vec<usize>| at.into_iter().map(|at| rows[at].clone()).collect();
    (pick(kept), pick(held))
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
