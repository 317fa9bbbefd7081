//! The report as one page that needs nothing else: no script, no font, no request.

mod plots;
mod tables;

use super::figures::FIGURES;
use super::report::Report;

/// The page's style sheet: the colours and faces of a brief.
const STYLE: &str = include_str!("style.css");

/// The report as a self-contained HTML page. `model` and `data` are names; whatever a name holds is shown as text.
#[must_use]
pub fn html(report: &Report, model: &str, data: &str) -> String {
    let name = escape(&format!("{model} on {data}"));
    let sections: Vec<(&str, &str, String)> = [
        ("figures", "Figures", tables::figures(report)),
        ("leak", "What the training data had, too", report.leak.as_ref().map(tables::leak).unwrap_or_default()),
        ("comparison", "Beside another model", report.comparison.as_ref().map(tables::comparison).unwrap_or_default()),
        ("reliability", "Can its confidence be believed?", plots::reliability(report) + &tables::reliability(report)),
        ("coverage", "What if it may keep silent?", plots::risk_coverage(report)),
        ("confusion", "What is taken for what", plots::confusion(&report.confusion) + &tables::confusion(report)),
        ("labels", "Each label", tables::labels(report)),
        ("targets", "Each target", tables::targets(report)),
        ("subgroups", "Each subgroup", report.subgroups.as_ref().map(tables::subgroups).unwrap_or_default()),
        ("curve", "What more labels would be worth", tables::learning_curve(report)),
        ("record", "What the model says of itself", tables::record(report)),
        ("words", "What the figures mean", definitions()),
    ]
    .into_iter()
    .filter(|(.., body)| !body.is_empty())
    .collect();
    let link = |(id, title, _): &(&str, &str, String)| format!("<li><a href=\"#{id}\">{title}</a></li>");
    let links: String = sections.iter().map(link).collect();
    let bodies = sections.iter().map(|(id, title, body)| {
        format!("<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">{title}</h2>\n{body}</section>\n")
    });
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{name}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<header>\n<p class=\"kicker\">{name}</p>\n{lead}</header>\n\
         <nav aria-label=\"Sections\"><ul>{links}</ul></nav>\n{bodies}</main>\n</body>\n</html>\n",
        lead = lead(report),
        bodies = bodies.collect::<String>(),
    )
}

/// The one figure that counts most, beside what a guess would reach.
fn lead(report: &Report) -> String {
    let f = &report.metrics["macro_f1"];
    let guess = |name: &str| report.baselines.get(name).and_then(|b| b.get("macro_f1")).copied().unwrap_or(0.0);
    let best = guess("majority_per_target").max(guess("target_only")).max(guess("shuffled"));
    let note = |notes: String, note: &String| {
        notes + &format!("<p class=\"facts\"><strong>Note:</strong> {}.</p>\n", escape(note))
    };
    let notes = report.warnings.iter().fold(String::new(), note);
    format!(
        "<h1>macro-F1 {:.3}, where the best guess reaches {best:.3}</h1>\n\
         <p class=\"facts\">95&nbsp;% interval {:.3} to {:.3} · {} comments in {} threads</p>\n{notes}",
        f.value, f.low, f.high, report.n, report.threads
    )
}

fn definitions() -> String {
    let one = |figure: &super::Figure| {
        let better = if figure.more_is_better { "more" } else { "less" };
        format!("<dt>{}</dt><dd>{}; {better} is better</dd>\n", figure.name, escape(figure.means))
    };
    let list: String = FIGURES.iter().map(one).collect();
    format!(
        "<dl class=\"notes\">\n{list}</dl>\n<p class=\"n\">Intervals are percentiles of 1,000 resamples of whole threads. \
         <code>docs/metrics.md</code> of hustings has formulas and sources.</p>\n"
    )
}

/// Text for element content and quoted attributes, on one line, without characters that hide or turn what follows.
fn escape(raw: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let line: String = raw.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !acts(*c)).collect();
    htmlize::escape_all_quotes(line).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::example;
    use super::super::{Comparison, Leak, Subgroups};
    use super::*;

    #[test]
    fn a_page_is_whole_and_asks_for_nothing() {
        let (labels, mut gold) = example(120);
        gold.targets[0] = "<script>alert(1)</script>\u{202e}".into();
        let mut report = Report::of(&labels, &gold, 1);
        report.subgroups = Some(Subgroups::of(&labels, &gold, "a\"b", &["<i>"; 120], 1));
        report.comparison = Some(Comparison::of(&labels, &gold, &labels, &gold, "m&2", 1).unwrap());
        report.leak = Some(Leak::of(&labels, &gold, &[false; 120], "t.csv", false, 1));
        let page = html(&report, "m<1>", "d.csv");
        for foreign in ["<script", "http://", "https://", "url(", "src=", "\u{202e}", "<i>", "m<1>", "NaN", "inf"] {
            assert!(!page.contains(foreign), "{foreign} is in the page");
        }
        assert!(page.contains("&lt;script&gt;") && page.contains("m&amp;2"));
        assert_eq!(page.matches("<svg").count(), 3);
        assert_eq!(page.matches("<table").count(), page.matches("<caption>").count(), "every table has a caption");
        for name in FIGURES.map(|figure| figure.name) {
            assert!(page.contains(name), "{name} is missing");
        }
        for tag in ["table", "section", "svg", "tr", "td", "th", "figure", "details"] {
            let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}
