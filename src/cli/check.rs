//! `hustings check`

use std::fmt::Write as _;
use std::process::ExitCode;

use hustings::check::Fit;
use serde_json::json;

use super::args::Check;
use super::exit::of_finding;
use super::judged::Judged;
use super::{input, output};

/// Says whether a model fits a thread; the exit code is that of the most serious finding.
pub fn run(args: &Check) -> anyhow::Result<ExitCode> {
    let fit = Judged::open(&args.model, &args.thread, &args.reading)?.examine(args.seed).fit;
    let code = fit.findings.first().map_or(0, |finding| of_finding(finding.kind));
    if args.json {
        let mut value = json!(fit);
        value["fits"] = json!(fit.is_good());
        value["exit_code"] = json!(code);
        output::stdout(|w| writeln!(w, "{value:#}"))?;
    } else {
        output::stdout(|w| w.write_all(text(&fit).as_bytes()))?;
    }
    Ok(ExitCode::from(code))
}

fn text(fit: &Fit) -> String {
    let mut out = match fit.objection() {
        None if fit.is_good() => {
            format!("Nothing was found that stands between the model and these {} comments.\n", fit.n)
        }
        None => format!("The model can read these {} comments, but know this:\n", fit.n),
        Some(_) => format!("The model does not fit these {} comments:\n", fit.n),
    };
    for finding in &fit.findings {
        let _ = writeln!(out, "- {}", finding.sentence);
    }
    for what in &fit.untold {
        let _ = writeln!(out, "Not known: {what}.");
    }
    for copies in fit.copies.iter().take(5) {
        let ids: Vec<String> = copies.ids.iter().take(8).map(|id| input::shown(id)).collect();
        let more = if copies.ids.len() > 8 { ", …" } else { "" };
        let _ = writeln!(out, "  {} copies: {}{more}", copies.ids.len(), ids.join(", "));
    }
    out
}
