//! `--at-least` and `--at-most`: figures that a release of a model must reach.

use hustings::Error;
use hustings::evaluate::{FIGURES, Figure, Report, figure};

use super::super::args::Evaluate;
use super::super::exit::warn;

/// A figure that must not be below a value, or not above it.
pub struct Gate {
    figure: &'static Figure,
    value: f64,
    least: bool,
}

/// The gates that were asked for.
pub fn of(args: &Evaluate) -> anyhow::Result<Vec<Gate>> {
    let least = args.at_least.iter().map(|text| read(text, true));
    Ok(least.chain(args.at_most.iter().map(|text| read(text, false))).collect::<Result<_, Error>>()?)
}

fn read(text: &str, least: bool) -> Result<Gate, Error> {
    let flag = if least { "at-least" } else { "at-most" };
    let number = |value: &str| value.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    let parsed = text.split_once('=').and_then(|(name, value)| Some((name.trim(), number(value)?)));
    let (name, value) =
        parsed.ok_or_else(|| Error::recipe(flag, format!("`{text}` is not FIGURE=VALUE"), "Write e.g. f_avg=0.7"))?;
    let figure = figure(name).ok_or_else(|| {
        let known = FIGURES.map(|figure| figure.name).join(", ");
        Error::recipe(flag, format!("there is no figure `{name}`"), format!("Use one of {known}"))
    })?;
    Ok(Gate { figure, value, least })
}

impl Gate {
    /// Whether the report passes; says so if not.
    pub fn holds(&self, report: &Report) -> bool {
        let Figure { name, .. } = self.figure;
        let found = report.metrics[*name].value;
        let (holds, side) = if self.least { (found >= self.value, "below") } else { (found <= self.value, "above") };
        if !holds {
            warn(format!("gate failed: {name} is {found:.4}, {side} {}", self.value));
        }
        holds
    }
}
