//! A thread's shares as one JSON object, the same from the command line and from the server.

use serde_json::{Map, Value, json};

use super::Examined;
use crate::metrics::Interval;
use crate::prevalence::{Audit, Estimators};

/// What an audit's interval rests on.
pub const AUDIT: &str = "The interval is valid, asymptotically, for a random sample of this thread only.";

/// The headline, every estimator's shares and what stands between model and thread; the audit where there was one.
/// `labels` are the model's, in the order of all shares.
#[must_use]
pub fn shares_json(labels: &[String], examined: &Examined, estimators: &Estimators, audit: Option<&Audit>) -> Value {
    let Examined { headline, fit, prevalence } = examined;
    let all: Map<String, Value> = estimators
        .iter()
        .map(|(method, shares)| (method.name().to_owned(), Value::Object(by_label(labels, shares))))
        .collect();
    let reference = prevalence.reference().map(|(scope, rows)| json!({ "scope": scope, "comments": rows }));
    let mut value = json!({
        "n": fit.n,
        "headline": headline.method,
        "quotable": headline.quotable,
        "reason": headline.reason,
        "shares": by_label(labels, &headline.shares),
        "estimators": all,
        "reference": reference,
        "shift": {
            "scores": fit.scores,
            "wording": fit.wording,
            "unseen_target": fit.unseen_target,
            "languages": fit.languages,
            "findings": fit.findings,
            "untold": fit.untold,
        },
    });
    if let Some(audit) = audit {
        value["audit"] = json!({
            "labelled": audit.labelled,
            "power": audit.power,
            "shares": by_label(labels, &audit.shares),
            "valid": AUDIT,
        });
    }
    value
}

fn by_label(labels: &[String], shares: &[Interval]) -> Map<String, Value> {
    labels.iter().zip(shares).map(|(label, share)| (label.clone(), json!(share))).collect()
}
