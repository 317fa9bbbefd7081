//! Plots in SVG, written by hand: every mark has a title, every plot a caption that says how to read it.

use std::fmt::Write as _;

use super::super::report::{Matrix, Report};
use super::escape;

/// The side of a square plot and the room for its labels, in user units.
const SIDE: f64 = 300.0;
const LEFT: f64 = 56.0;
const BELOW: f64 = 44.0;
const ABOVE: f64 = 8.0;

/// Axes from 0 to `x_most` and 0 to `y_most`, with what is drawn on them.
struct Axes {
    x_most: f64,
    y_most: f64,
}

impl Axes {
    fn x(&self, value: f64) -> f64 {
        LEFT + SIDE * (value / self.x_most).clamp(0.0, 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        ABOVE + SIDE * (1.0 - (value / self.y_most).clamp(0.0, 1.0))
    }

    fn figure(&self, id: &str, title: &str, axes: [&str; 2], marks: &str, caption: &str) -> String {
        let mut grid = String::new();
        for step in 0..=4 {
            let (x, y) = (self.x_most * f64::from(step) / 4.0, self.y_most * f64::from(step) / 4.0);
            let (at_x, at_y) = (self.x(x), self.y(y));
            let _ = write!(
                grid,
                "<line class=\"grid\" x1=\"{at_x:.1}\" x2=\"{at_x:.1}\" y1=\"{ABOVE}\" y2=\"{foot:.1}\"/>\
                 <line class=\"grid\" x1=\"{LEFT}\" x2=\"{right:.1}\" y1=\"{at_y:.1}\" y2=\"{at_y:.1}\"/>\
                 <text x=\"{at_x:.1}\" y=\"{below:.1}\" class=\"middle\">{x:.2}</text>\
                 <text x=\"{before:.1}\" y=\"{level:.1}\" class=\"end\">{y:.2}</text>",
                foot = ABOVE + SIDE,
                right = LEFT + SIDE,
                below = ABOVE + SIDE + 16.0,
                before = LEFT - 6.0,
                level = at_y + 4.0,
            );
        }
        let middle = ABOVE + SIDE / 2.0;
        format!(
            "<figure class=\"plot\">\n<svg role=\"img\" aria-labelledby=\"{id}-t\" viewBox=\"0 0 {width} {height}\">\
             <title id=\"{id}-t\">{title}</title>{grid}{marks}\
             <text x=\"{center}\" y=\"{foot}\" class=\"middle axis\">{x_axis}</text>\
             <text x=\"12\" y=\"{middle}\" class=\"middle axis\" transform=\"rotate(-90 12 {middle})\">{y_axis}</text></svg>\n\
             <figcaption>{caption}</figcaption>\n</figure>\n",
            width = LEFT + SIDE + 14.0,
            height = ABOVE + SIDE + BELOW,
            center = LEFT + SIDE / 2.0,
            foot = ABOVE + SIDE + 36.0,
            x_axis = axes[0],
            y_axis = axes[1],
        )
    }
}

/// Accuracy by confidence; the gap to the diagonal is what cannot be believed.
pub(super) fn reliability(report: &Report) -> String {
    let axes = Axes { x_most: 1.0, y_most: 1.0 };
    let mut marks = format!(
        "<line class=\"ideal\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
        axes.x(0.0),
        axes.y(0.0),
        axes.x(1.0),
        axes.y(1.0)
    );
    for bin in &report.reliability {
        let (x, y) = (axes.x(bin.confidence), axes.y(bin.accuracy));
        let _ = write!(
            marks,
            "<line class=\"gap\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{ideal:.1}\" y2=\"{y:.1}\"/>\
             <line class=\"spread\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"><title>{n} rows, confidence {c:.3} on average, \
             accuracy {a:.3}</title></circle>",
            ideal = axes.y(bin.confidence),
            from = axes.x(bin.low),
            to = axes.x(bin.high),
            n = bin.n,
            c = bin.confidence,
            a = bin.accuracy,
        );
    }
    let ece = report.metrics["ece"];
    let title = format!("Reliability: expected calibration error {:.3}", ece.value);
    let caption = format!(
        "Each point is a tenth of the rows, by confidence. On the dashed line, 70&nbsp;% sure means right in 70&nbsp;% of \
         cases; below it the model is too sure. The mean gap (ECE) is {:.3} ({:.3} to {:.3}).",
        ece.value, ece.low, ece.high
    );
    axes.figure("reliability", &title, ["confidence", "accuracy"], &marks, &caption)
}

/// Errors among the answers, by how many rows are answered.
pub(super) fn risk_coverage(report: &Report) -> String {
    let curve = &report.risk_coverage;
    let guess = report.baselines.get("majority_per_target").and_then(|b| b.get("accuracy")).map(|a| 1.0 - a);
    let highest = curve.risk.iter().copied().chain(guess).fold(0.0, f64::max);
    let axes = Axes { x_most: 1.0, y_most: (highest * 10.0).ceil().max(1.0) / 10.0 };
    let points: Vec<(f64, f64)> =
        curve.coverage.iter().zip(&curve.risk).map(|(c, r)| (axes.x(*c), axes.y(*r))).collect();
    let corner = |(x, y): &(f64, f64)| format!("{x:.1},{y:.1} ");
    let line: String = points.iter().map(corner).collect();
    let ends = points.first().zip(points.last()).map(|(first, last)| (first.0, last.0));
    let mut marks = String::new();
    if let Some((first, last)) = ends {
        let foot = axes.y(0.0);
        let _ = write!(
            marks,
            "<polygon class=\"area\" points=\"{line}{last:.1},{foot:.1} {first:.1},{foot:.1}\"/>\
             <polyline class=\"curve\" points=\"{}\"/>",
            line.trim_end()
        );
    }
    if let Some(guess) = guess {
        let y = axes.y(guess);
        let _ = write!(
            marks,
            "<line class=\"ideal\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
            axes.x(0.0),
            axes.x(1.0)
        );
    }
    let area = report.metrics["aurc"];
    let title = format!("Risk and coverage: area {:.3}", area.value);
    let caption = format!(
        "If only the surest answers are given (towards the left), fewer of them are wrong. The dashed line is always \
         answering each target’s most frequent label. The area (AURC) is {:.3} ({:.3} to {:.3}).",
        area.value, area.low, area.high
    );
    axes.figure("coverage", &title, ["share of rows answered", "share of answers that is wrong"], &marks, &caption)
}

/// Labels of which a matrix can still be read.
const MOST_LABELS: usize = 24;
/// A cell of the matrix, and the room for the labels.
const CELL: (f64, f64) = (64.0, 40.0);
const NAME: f64 = 130.0;
/// Characters of a label beside the matrix.
const NAME_LENGTH: usize = 16;

/// Gold × predicted, the darker the larger the share of its row.
pub(super) fn confusion(matrix: &Matrix) -> String {
    let k = matrix.labels.len();
    if k > MOST_LABELS {
        return format!("<p class=\"n\">{k} labels are too many for a picture.</p>\n");
    }
    let mut marks = String::new();
    for (i, (label, row)) in matrix.labels.iter().zip(&matrix.rows_gold).enumerate() {
        let (total, y) = (row.iter().sum::<u64>().max(1) as f64, 40.0 + CELL.1 * i as f64);
        let _ = write!(
            marks,
            "<text x=\"{:.0}\" y=\"{:.0}\" class=\"end\">{2}</text><text x=\"{3:.0}\" y=\"30\" class=\"middle\">{2}</text>",
            NAME - 8.0,
            y + CELL.1 / 2.0 + 4.0,
            escape(&short(label)),
            NAME + CELL.0 * (i as f64 + 0.5),
        );
        for (j, count) in row.iter().enumerate() {
            let (x, share) = (NAME + CELL.0 * j as f64, *count as f64 / total);
            let class = if i == j { "cell right" } else { "cell" };
            let _ = write!(
                marks,
                "<rect class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{w}\" height=\"{h}\" fill-opacity=\"{heat:.2}\">\
                 <title>{gold} taken for {told}: {count}, {share:.0} % of the row</title></rect>\
                 <text x=\"{cx:.0}\" y=\"{cy:.0}\" class=\"middle\">{count}</text>",
                w = CELL.0 - 2.0,
                h = CELL.1 - 2.0,
                heat = 0.06 + 0.5 * share,
                gold = escape(label),
                told = escape(&matrix.labels[j]),
                share = 100.0 * share,
                cx = x + CELL.0 / 2.0 - 1.0,
                cy = y + CELL.1 / 2.0 + 4.0,
            );
        }
    }
    let (width, height) = (NAME + CELL.0 * k as f64, 40.0 + CELL.1 * k as f64);
    format!(
        "<figure class=\"plot matrix\">\n<svg role=\"img\" aria-labelledby=\"confusion-t\" viewBox=\"0 0 {width:.0} {height:.0}\">\
         <title id=\"confusion-t\">Confusion matrix</title><text x=\"{:.0}\" y=\"12\" class=\"middle axis\">predicted</text>\
         {marks}</svg>\n<figcaption>Rows are the true labels, columns the predicted ones; the darker, the larger the share \
         of its row.</figcaption>\n</figure>\n",
        NAME + CELL.0 * k as f64 / 2.0
    )
}

fn short(label: &str) -> String {
    if label.chars().count() <= NAME_LENGTH {
        return label.to_owned();
    }
    label.chars().take(NAME_LENGTH - 1).chain(['…']).collect()
}
