//! The figures of `evaluate` against scikit-learn, `SciPy` and numpy. `scripts/metrics-fixture` writes the fixture.

use hustings::metrics::{Confusion, FEW_DISCORDANT, answers, argmax, aurc, brier, ece, log_loss, mcnemar, reliability};
use serde::Deserialize;

/// Sums of a hundred numbers in another order differ by less than this.
const CLOSE: f64 = 1e-9;

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
    mcnemar: Vec<Pair>,
}

/// Labelled probabilities and what others say of them; the predicted label is the most probable one.
#[derive(Deserialize)]
struct Case {
    gold: Vec<usize>,
    probabilities: Vec<Vec<f64>>,
    confusion: Vec<Vec<u64>>,
    accuracy: f64,
    precision: Vec<f64>,
    recall: Vec<f64>,
    f1: Vec<f64>,
    support: Vec<u64>,
    macro_f1: f64,
    f_avg: f64,
    log_loss: f64,
    brier: f64,
    ece: f64,
    bins: Vec<TheirBin>,
    aurc: f64,
}

#[derive(Deserialize)]
struct TheirBin {
    n: usize,
    low: f64,
    high: f64,
    confidence: f64,
    accuracy: f64,
}

#[derive(Deserialize)]
struct Pair {
    only_first: u64,
    only_second: u64,
    exact: bool,
    p: f64,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/metrics.json")).expect("the fixture is valid JSON")
}

fn close(name: &str, ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() < CLOSE, "{name}: {ours} and theirs {theirs}");
}

#[test]
fn counts_agree_with_scikit_learn() {
    for theirs in fixture().cases {
        let classes = theirs.confusion.len();
        let said = theirs.probabilities.iter().map(|p| argmax(p));
        let ours = Confusion::count(classes, theirs.gold.iter().copied().zip(said));
        assert_eq!(ours.rows(), theirs.confusion);
        close("accuracy", ours.accuracy(), theirs.accuracy);
        close("macro_f1", ours.macro_f1(), theirs.macro_f1);
        close("f_avg", ours.mean_f1(&[0, 1]), theirs.f_avg);
        for k in 0..classes {
            let one = ours.f1(k);
            close("precision", one.precision, theirs.precision[k]);
            close("recall", one.recall, theirs.recall[k]);
            close("F1", one.f1, theirs.f1[k]);
            assert_eq!(one.support, theirs.support[k]);
        }
    }
}

#[test]
fn figures_of_probabilities_agree_with_scikit_learn_and_numpy() {
    for theirs in fixture().cases {
        close("log_loss", log_loss(&theirs.gold, &theirs.probabilities), theirs.log_loss);
        close("brier", brier(&theirs.gold, &theirs.probabilities), theirs.brier);
        close("ece", ece(&theirs.gold, &theirs.probabilities), theirs.ece);
        let said: Vec<usize> = theirs.probabilities.iter().map(|p| argmax(p)).collect();
        let sorted = answers(&theirs.gold, &said, &theirs.probabilities);
        close("aurc", aurc(&sorted), theirs.aurc);
        let bins = reliability(&sorted);
        assert_eq!(bins.iter().map(|b| b.n).collect::<Vec<_>>(), theirs.bins.iter().map(|b| b.n).collect::<Vec<_>>());
        for (ours, theirs) in bins.iter().zip(&theirs.bins) {
            close("lowest confidence", ours.low, theirs.low);
            close("highest confidence", ours.high, theirs.high);
            close("mean confidence", ours.confidence, theirs.confidence);
            close("accuracy of a bin", ours.accuracy, theirs.accuracy);
        }
    }
}

#[test]
fn mcnemar_agrees_with_scipy_in_both_forms() {
    let pairs = fixture().mcnemar;
    assert!(pairs.iter().any(|pair| pair.exact) && pairs.iter().any(|pair| !pair.exact));
    for Pair { only_first, only_second, exact, p } in pairs {
        let ours = mcnemar(only_first, only_second);
        assert_eq!(only_first + only_second < FEW_DISCORDANT, exact);
        assert_eq!(ours.statistic.is_none(), exact);
        // Small probabilities count by their ratio.
        assert!((ours.p / p - 1.0).abs() < CLOSE, "{only_first}, {only_second}: {} and SciPy's {p}", ours.p);
    }
}
