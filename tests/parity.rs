//! Our solver against LIBLINEAR, our decision layer and figures against scikit-learn, the agreement of annotators against
//! the package krippendorff and scikit-learn: same data, same costs, same
//! optimum. The recipe of the fixtures is `notebooks/03-parity.ipynb`.

use hustings::decision::Decision;
use hustings::metrics::{Confusion, alpha, argmax, brier, kappa, log_loss};
use hustings::sparse::{Block, Csr, Factored, Options, Problem, Solution, solve};
use ndarray::Array2;
use serde::Deserialize;

/// What the project promises of coefficients and probabilities.
const PROMISED: f64 = 1e-3;
/// What two tight solvers of one convex problem owe each other; `--nocapture` prints what was measured.
const EXPECTED: f64 = 1e-5;

#[derive(Deserialize)]
struct Fixture {
    features: usize,
    documents: Vec<Vec<(u32, f32)>>,
    tokens: Vec<Vec<(u32, f32)>>,
    classes: Vec<usize>,
    solutions: Vec<Theirs>,
}

/// One class against the rest, as LIBLINEAR solved it.
#[derive(Deserialize)]
struct Theirs {
    class: usize,
    c: f64,
    balanced: bool,
    weights: Vec<f64>,
    bias: f64,
    probabilities: Vec<f64>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("fixtures/liblinear.json")).expect("the fixture is valid JSON")
}

fn csr(rows: &[Vec<(u32, f32)>], cols: usize) -> Csr {
    let mut matrix = Csr::with_cols(cols);
    for row in rows {
        matrix.push_row(row.iter().copied());
    }
    matrix
}

/// `D · T` written out, times the identity.
fn written_out(fixture: &Fixture) -> Factored {
    let mut x = Csr::with_cols(fixture.features);
    for document in &fixture.documents {
        let mut dense = vec![0f32; fixture.features];
        for (token, count) in document {
            for (feature, value) in &fixture.tokens[*token as usize] {
                dense[*feature as usize] += count * value;
            }
        }
        x.push_row((0u32..).zip(dense).filter(|(_, value)| *value != 0.0));
    }
    let mut identity = Csr::with_cols(fixture.features);
    (0..fixture.features as u32).for_each(|feature| identity.push_row([(feature, 1.0)]));
    Factored::new(x, &identity)
}

/// The largest differences of coefficients (intercept among them) and of probabilities.
fn differences(design: &Factored, ours: &Solution<f64>, theirs: &Theirs) -> (f64, f64) {
    let largest = |pairs: &mut dyn Iterator<Item = (f64, f64)>| pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let mut block = Block::zeros(design.cols(), 1);
    block.set(0, ours.weights.iter().copied());
    let z = design.forward(&block).lane(0);
    let probabilities = z.iter().map(|z| 1.0 / (1.0 + (-(z + ours.bias)).exp()));
    assert_eq!(ours.weights.len(), theirs.weights.len());
    assert_eq!(z.len(), theirs.probabilities.len());
    let mut weights = ours.weights.iter().copied().zip(theirs.weights.iter().copied());
    (
        largest(&mut weights).max((ours.bias - theirs.bias).abs()),
        largest(&mut probabilities.zip(theirs.probabilities.iter().copied())),
    )
}

fn agrees(name: &str, design: &Factored, fixture: &Fixture) {
    let problem = |t: &Theirs| Problem::one_vs_rest(&fixture.classes, t.class, t.c, t.balanced);
    let problems: Vec<Problem> = fixture.solutions.iter().map(problem).collect();
    let options = Options { tolerance: 1e-8, max_steps: 200, max_inner: 500 };
    let (mut worst_weight, mut worst_probability) = (0f64, 0f64);
    for (ours, theirs) in solve(design, &problems, &options, None).iter().zip(&fixture.solutions) {
        let at = format!("{name}, class {}, C {}, balanced {}", theirs.class, theirs.c, theirs.balanced);
        assert!(ours.convergence.converged, "{at}: {:?}", ours.convergence);
        let (weight, probability) = differences(design, ours, theirs);
        assert!(weight < EXPECTED, "{at}: a coefficient is off by {weight:.1e}");
        assert!(probability < EXPECTED, "{at}: a probability is off by {probability:.1e}");
        (worst_weight, worst_probability) = (worst_weight.max(weight), worst_probability.max(probability));
    }
    println!("{name}: coefficients within {worst_weight:.1e}, probabilities within {worst_probability:.1e}");
}

#[test]
fn agrees_with_liblinear_written_out() {
    let fixture = fixture();
    agrees("written out", &written_out(&fixture), &fixture);
}

#[test]
fn agrees_with_liblinear_factored() {
    let fixture = fixture();
    let documents = csr(&fixture.documents, fixture.tokens.len());
    let tokens = csr(&fixture.tokens, fixture.features);
    agrees("factored", &Factored::new(documents, &tokens), &fixture);
}

/// The report and the fixture both notice a solver that stops early: neither check passes by itself.
#[test]
fn says_when_it_did_not_converge() {
    let fixture = fixture();
    let problem = Problem::one_vs_rest(&fixture.classes, 0, 3.0, true);
    let hurried = Options { tolerance: 1e-8, max_steps: 1, max_inner: 1 };
    let solution = &solve(&written_out(&fixture), &[problem], &hurried, None)[0];
    assert!(!solution.convergence.converged);
    assert!(differences(&written_out(&fixture), solution, &fixture.solutions[0]).0 > PROMISED);
}

/// linfa stops at a gradient of 1e-4 a row, so its probabilities end near the optimum, not on it.
const DECIDED: f64 = 5e-4;
/// Figures are sums in another order over probabilities of ten digits.
const COUNTED: f64 = 1e-8;

#[derive(Deserialize)]
struct Scikit {
    columns: Vec<Vec<f64>>,
    gold: Vec<usize>,
    decisions: Vec<Counted>,
}

/// One multinomial model as scikit-learn fitted it, and what `sklearn.metrics` says of it.
#[derive(Deserialize)]
struct Counted {
    alpha: f64,
    probabilities: Vec<Vec<f64>>,
    confusion: Vec<Vec<u64>>,
    accuracy: f64,
    macro_f1: f64,
    f_avg: f64,
    log_loss: f64,
    brier: f64,
}

fn scikit() -> Scikit {
    serde_json::from_str(include_str!("fixtures/sklearn.json")).expect("the fixture is valid JSON")
}

#[test]
fn the_decision_layer_agrees_with_scikit_learn() {
    let fixture = scikit();
    let width = fixture.columns[0].len();
    let values = Array2::from_shape_fn((fixture.columns.len(), width), |(row, col)| fixture.columns[row][col]);
    for theirs in &fixture.decisions {
        let picked = (0..width).collect();
        let ours = Decision::fit(&values, picked, &fixture.gold, 3, theirs.alpha, None);
        let ours = ours.expect("the numbers are finite");
        let mut worst = 0f64;
        for (row, expected) in values.rows().into_iter().zip(&theirs.probabilities) {
            let apart = ours.probabilities(row).into_iter().zip(expected).map(|(a, b)| (a - b).abs());
            worst = apart.fold(worst, f64::max);
        }
        println!("alpha {}: probabilities within {worst:.1e}", theirs.alpha);
        assert!(worst < DECIDED, "alpha {}: a probability is off by {worst:.1e}", theirs.alpha);
    }
}

#[test]
fn figures_agree_with_scikit_learn() {
    let Scikit { gold, decisions, .. } = scikit();
    for theirs in &decisions {
        let said = theirs.probabilities.iter().map(|p| argmax(p));
        let confusion = Confusion::count(3, gold.iter().copied().zip(said));
        assert_eq!(confusion.rows(), theirs.confusion);
        for (name, ours, theirs) in [
            ("accuracy", confusion.accuracy(), theirs.accuracy),
            ("macro_f1", confusion.macro_f1(), theirs.macro_f1),
            ("f_avg", confusion.mean_f1(&[0, 1]), theirs.f_avg),
            ("log_loss", log_loss(&gold, &theirs.probabilities), theirs.log_loss),
            ("brier", brier(&gold, &theirs.probabilities), theirs.brier),
        ] {
            assert!((ours - theirs).abs() < COUNTED, "{name}: {ours} and scikit-learn's {theirs}");
        }
    }
}

#[derive(Deserialize)]
struct Agreements {
    agreements: Vec<Agreed>,
}

/// Labels of several annotators (one row each, -1 where a comment was skipped) and what others say of them.
#[derive(Deserialize)]
struct Agreed {
    labels: usize,
    said: Vec<Vec<i64>>,
    alpha: f64,
    pairs: Vec<Both>,
}

#[derive(Deserialize)]
struct Both {
    a: usize,
    b: usize,
    n: u64,
    kappa: f64,
}

#[test]
fn agreement_agrees_with_krippendorff_and_scikit_learn() {
    let fixture: Agreements =
        serde_json::from_str(include_str!("fixtures/agreement.json")).expect("the fixture is valid JSON");
    assert!(fixture.agreements.len() >= 4);
    for theirs in &fixture.agreements {
        let counts: Vec<Vec<u64>> = (0..theirs.said[0].len())
            .map(|unit| {
                let given = |k: usize| theirs.said.iter().filter(|row| usize::try_from(row[unit]) == Ok(k)).count();
                (0..theirs.labels).map(|k| given(k) as u64).collect()
            })
            .collect();
        let ours = alpha(counts.iter().map(Vec::as_slice)).expect("labels meet and differ");
        assert!((ours - theirs.alpha).abs() < 1e-10, "alpha: {ours} and krippendorff's {}", theirs.alpha);
        for pair in &theirs.pairs {
            let both = theirs.said[pair.a].iter().zip(&theirs.said[pair.b]);
            let given = both.filter_map(|(a, b)| Some((usize::try_from(*a).ok()?, usize::try_from(*b).ok()?)));
            let confusion = Confusion::count(theirs.labels, given);
            assert_eq!(confusion.total(), pair.n);
            let ours = kappa(&confusion).expect("labels differ");
            assert!((ours - pair.kappa).abs() < 1e-10, "kappa: {ours} and scikit-learn's {}", pair.kappa);
        }
    }
}
