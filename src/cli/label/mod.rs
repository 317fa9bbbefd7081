//! `hustings label`

mod books;
mod keys;
mod show;

use std::collections::HashMap;
use std::io::IsTerminal;

use hustings::annotate::{Desk, Item, Mark, Queued};
use hustings::labels::STANCES;
use hustings::thread::{Comment, Reader, defuse};
use hustings::{Error, Place};

use super::args::Label;
use super::exit::warn;
use super::input;
use books::Books;
use keys::{Key, Keys};

/// Shows comment after comment and writes down what is said of each.
pub fn run(args: &Label) -> anyhow::Result<()> {
    if args.annotator.trim().is_empty() {
        return Err(Error::recipe("annotator", "the name is empty", "Give a name that stays the same").into());
    }
    let labels = labels(&args.labels)?;
    let items = items(args)?;
    let (mut books, earlier) = Books::open(args)?;
    let mut desk = Desk::take_up(items, args.annotator.trim(), &earlier);
    let (done, of) = desk.progress();
    if done > 0 {
        warn(format!("{done} of {of} are marked already; the work is taken up there"));
    }
    let mut keys = Keys::new(&labels);
    show::help(&labels);
    work(&mut desk, &mut books, &mut keys, &labels)?;
    let (done, of) = desk.progress();
    warn(format!(
        "{done} of {of} are marked, in {}{}",
        args.output.display(),
        if done < of { "; the same command takes the work up again" } else { "" }
    ));
    Ok(())
}

/// Until all is marked, or the annotator stops.
fn work(desk: &mut Desk, books: &mut Books, keys: &mut Keys, labels: &[String]) -> anyhow::Result<()> {
    let mut note = String::new();
    let mut shown = false;
    while let Some(item) = desk.next() {
        if !shown {
            show::item(item, desk.progress());
            shown = true;
        }
        let mark = match keys.next()? {
            None | Some(Key::Quit) => return Ok(()),
            Some(Key::Label(k)) => Mark { label: Some(labels[k].clone()), note: std::mem::take(&mut note) },
            Some(Key::Skip) => Mark { label: None, note: std::mem::take(&mut note) },
            Some(Key::Note(text)) => {
                note = text;
                show::said(&format!("noted: {}", input::clip(&note, 60)));
                continue;
            }
            Some(Key::Undo) => {
                match desk.last() {
                    None => warn("there is nothing to take back"),
                    Some(last) if books.take_back(last)? => {
                        desk.undo();
                        shown = false;
                    }
                    Some(_) => warn("another annotator's row stands behind yours, so it cannot be taken back here"),
                }
                continue;
            }
            Some(Key::Help) => {
                show::help(labels);
                continue;
            }
            Some(Key::Unknown(key)) => {
                warn(format!("`{}` is no key; h shows those that are", input::clip(&key, 20)));
                continue;
            }
        };
        // On disk first: only then is it marked, and the next one shown.
        books.write(item, &desk.row(&mark, &books::now()))?;
        show::said(mark.label.as_deref().unwrap_or("skipped"));
        desk.mark();
        shown = false;
    }
    Ok(())
}

/// The labels that there are keys for.
fn labels(asked: &[String]) -> anyhow::Result<Vec<String>> {
    let labels: Vec<String> = asked.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    match labels.len() {
        0 => Ok(STANCES.map(String::from).to_vec()),
        2..=9 => Ok(labels),
        n => Err(Error::recipe("labels", format!("{n} labels have no keys"), "Give 2 to 9 of them").into()),
    }
}

/// The comments of the queue that have a text, each with what it answers.
fn items(args: &Label) -> anyhow::Result<Vec<Item>> {
    if args.queue == "-" && !std::io::stdin().is_terminal() {
        let cure = "Write it to a file first; standard input is where the keys come from";
        return Err(Error::recipe("queue", "it cannot be standard input", cure).into());
    }
    let mut reader = Reader::open(&args.queue, &input::options(&args.reading)?)?;
    let headers = reader.headers().to_vec();
    let (mut items, mut empty): (Vec<Item>, usize) = (Vec::new(), 0);
    for row in reader.by_ref() {
        let row = row?;
        let mut comment = row.comment;
        comment.target = args.reading.target.clone().or(comment.target);
        defuse(&mut comment);
        if comment.text.trim().is_empty() {
            empty += 1;
            continue;
        }
        items.push(Item { queued: Queued::read(&headers, &row.cells), comment });
    }
    input::tell(reader.report());
    if empty > 0 {
        warn(format!("{empty} comments have no text and are not shown"));
    }
    if items.is_empty() {
        return Err(Error::input(Place::file(&args.queue), "there is nothing to label in it", "Draw some first").into());
    }
    parents(&mut items);
    Ok(items)
}

/// Where the queue itself holds the comment that one answers, its text is shown.
fn parents(items: &mut [Item]) {
    let place = |comment: &Comment, id: &str| (comment.thread_id.clone(), id.to_owned());
    let texts: HashMap<_, _> =
        items.iter().map(|item| (place(&item.comment, &item.comment.id), item.comment.text.clone())).collect();
    for item in items.iter_mut().filter(|item| item.queued.parent.is_none()) {
        let parent = item.comment.parent_id.as_deref();
        item.queued.parent = parent.and_then(|id| texts.get(&place(&item.comment, id)).cloned());
    }
}
