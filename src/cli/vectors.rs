//! `hustings vectors`

use hustings::vectors::{Made, Vectors, open, read};
use hustings::{Error, artifact};
use serde_json::json;

use super::args;
use super::exit::warn;
use super::{output, progress};

/// Reads a source, writes the table, and says what was kept.
pub fn run(args: &args::Vectors) -> anyhow::Result<()> {
    let name = if args.source == "-" { "standard input" } else { &args.source };
    let source = open(&args.source)?;
    let bar = progress::Bar::new();
    let made = read(name, source, args.words, &mut |words| {
        bar.at(&format!("{words} words"), words as f64 / args.words as f64);
    });
    bar.finish();
    let made = made?;
    artifact::write_then_rename(&args.output, |writer| {
        writer.write_all(&made.bytes).map_err(Error::io("write", &args.output))
    })?;
    tell(args, made)
}

fn tell(args: &args::Vectors, made: Made) -> anyhow::Result<()> {
    let size = made.bytes.len();
    let Made { format, words, dimensions, read, no_token, repeated, bytes } = made;
    let table = Vectors::from_bytes(bytes, &args.output.display().to_string())?;
    if args.json {
        let value = json!({
            "output": args.output.display().to_string(), "bytes": size, "sha256": table.hash(), "format": format,
            "words": words, "dimensions": dimensions, "read": read, "no_token": no_token, "repeated": repeated,
        });
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    if words < args.words {
        warn(format!("the source has {words} usable words, fewer than the {} asked for", args.words));
    }
    warn(format!("of {read} words, {no_token} are not one token of a comment and {repeated} repeat a token: left out"));
    warn(format!(
        "{} written: {words} words of {dimensions} dimensions, {:.2} MB, content {}",
        args.output.display(),
        size as f64 / 1e6,
        table.hash()
    ));
    Ok(())
}
