"""Writes tests/fixtures/liblinear.json, which tests/parity.rs holds our solver to.

    python3 -m venv /tmp/liblinear && /tmp/liblinear/bin/pip install liblinear-official==2.50.0 numpy==2.4.6 scipy==1.17.1
    /tmp/liblinear/bin/python notebooks/liblinear_fixture.py

The data is synthetic: X = D·T with D rows × tokens and T tokens × features, both sparse, so that the same matrix can
be solved written out and factored. D holds whole numbers and T sixteenths, so every product is exact in f32 and
the two programs see the same bits. Three classes, one against the rest, of very unequal size.
"""

import json
import pathlib

import numpy as np
from liblinear.liblinearutil import train
from scipy import sparse

ROWS, TOKENS, FEATURES, SEED = 200, 40, 60, 20261123
TOLERANCE = 1e-8  # LIBLINEAR's -e; the objective is strictly convex but for the intercept, so both end in one place

rng = np.random.default_rng(SEED)


def random_sparse(rows, cols, density, draw):
    """At least one value a row, so that no row is empty."""
    keep = rng.random((rows, cols)) < density
    keep[np.arange(rows), rng.integers(0, cols, rows)] = True
    return np.where(keep, draw((rows, cols)), 0)


documents = random_sparse(ROWS, TOKENS, 0.10, lambda size: rng.integers(1, 4, size))
tokens = random_sparse(TOKENS, FEATURES, 0.10, lambda size: rng.choice([-1, 1], size) * rng.integers(1, 9, size) / 16)
x = documents @ tokens

scores = x @ rng.normal(0, 1.2, (FEATURES, 3)) + np.array([0.8, 0.0, -1.0]) + rng.gumbel(0, 1, (ROWS, 3))
classes = scores.argmax(axis=1)


def solve(class_, c, balanced):
    """One class against the rest, as `Problem::one_vs_rest` poses it; labels are +1 and -1."""
    y = np.where(classes == class_, 1, -1)
    # LIBLINEAR takes the first label it meets as the positive side: a sign that is put right here.
    p = int((y == 1).sum())
    yes, no = (ROWS / (2 * p), ROWS / (2 * (ROWS - p))) if balanced else (1, 1)
    options = f"-s 0 -c {c!r} -e {TOLERANCE!r} -B 1 -R -w1 {yes!r} -w-1 {no!r} -q"
    model = train(y, sparse.csr_matrix(x), options)
    weights, bias = model.get_decfun(label_idx=0)
    sign = 1 if model.get_labels()[0] == 1 else -1
    weights, bias = sign * np.array(weights), sign * bias
    probabilities = 1 / (1 + np.exp(-(x @ weights + bias)))
    # With a free intercept the residuals sum to zero: this is how we know that -R was heeded.
    cost = c * np.where(y == 1, yes, no)
    residual = cost * np.where(y == 1, 1 - probabilities, -probabilities)
    assert abs(residual.sum()) < 1e-5, f"the intercept is not at its optimum: {residual.sum():.2e}"
    slack = np.abs(weights - x.T @ residual).max()
    assert slack < 1e-5, f"the weights are not at their optimum: {slack:.2e}"
    return {
        "class": class_,
        "c": c,
        "balanced": balanced,
        "weights": [round(float(w), 10) for w in weights],
        "bias": round(float(bias), 10),
        "probabilities": [round(float(p), 10) for p in probabilities],
    }


def rows(matrix):
    return [[[int(col), float(row[col])] for col in np.flatnonzero(row)] for row in matrix]


fixture = {
    "recipe": "notebooks/liblinear_fixture.py",
    "liblinear": "liblinear-official 2.50.0, -s 0 -e 1e-8 -B 1 -R",
    "features": FEATURES,
    "documents": rows(documents),
    "tokens": rows(tokens),
    "classes": classes.tolist(),
    "solutions": [solve(k, c, balanced) for c in (3.0, 0.5) for balanced in (True, False) for k in range(3)],
}
path = pathlib.Path(__file__).parent.parent / "tests/fixtures/liblinear.json"
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
print(f"{path}: {path.stat().st_size:,} bytes, classes {np.bincount(classes)}, {np.count_nonzero(x)} values in X")
