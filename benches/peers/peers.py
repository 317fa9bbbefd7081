"""The other systems: what to install, and how each is trained and asked.

Run as a program inside their environment: `peers.py NAME train|test FOLDER TEXT LABEL`. It prints one line of JSON;
the seconds are those of the system's own work, as favourable to it as can be (no file is parsed and no model saved on
its clock, except what fastText itself reads).
"""

import json
import os
import pathlib
import pickle
import subprocess
import sys
import time

import tables
from measure import Failed, say

# What today's figures were made with; a peer whose pins do not install is reported and left out.
PINS = {
    "fasttext": ["fasttext-wheel==0.9.2", "numpy==2.4.6"],
    "sklearn": ["scikit-learn==1.9.1", "scipy==1.17.1", "numpy==2.4.6"],
    "liblinear": ["liblinear-official==2.50.0", "scikit-learn==1.9.1", "scipy==1.17.1", "numpy==2.4.6"],
}
TITLES = {
    "fasttext": "fastText",
    "sklearn": "scikit-learn",
    "liblinear": "LIBLINEAR",
    "hustings": "hustings",
    "single": "hustings --folds 0",
    "vectors": "hustings, vectors",
}
THREADS = 2
# How often fastText is tested: once is over in half a second, too soon to be told from the machine's moods.
TESTS = 4


def environment():
    """The folder of the peers' own Python environment, made if it is not there."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
    folder = cache / "hustings-peers" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not (folder / "bin/python").exists():
        say(f"-- making {folder}")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


def install(name):
    """The environment's Python once the peer is installed in it."""
    python = environment() / "bin/python"
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINS[name]]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"it cannot be installed: {done.stderr.strip()[-300:]}")
    return python


def fasttext_train(folder, text, label):
    import fasttext

    begun = time.perf_counter()
    model = fasttext.train_supervised(
        str(folder / "train.txt"), wordNgrams=2, dim=10, epoch=5, lr=0.5, thread=THREADS, verbose=0
    )
    seconds = time.perf_counter() - begun
    model.save_model(str(folder / "fasttext.model"))
    return {"seconds": seconds}


def fasttext_test(folder, text, label):
    import fasttext

    # load_model warns about itself on standard error.
    model = fasttext.load_model(str(folder / "fasttext.model"))
    begun = time.perf_counter()
    for _ in range(TESTS):
        rows, *_ = model.test(str(folder / "test.txt"))
    seconds = (time.perf_counter() - begun) / TESTS
    gold, lines = [], []
    for line in open(folder / "test.txt", encoding="utf-8"):
        number, _, rest = line.rstrip("\n").partition(" ")
        gold.append(number)
        lines.append(rest)
    said = [labels[0] if labels else "" for labels in model.predict(lines)[0]]
    return {"seconds": seconds, "rows": rows, **figures(gold, said)}


def vectorised(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    return vectorizer, vectorizer.fit_transform(texts)


def sklearn_train(folder, text, label):
    import warnings

    from sklearn.linear_model import LogisticRegression

    warnings.simplefilter("ignore")  # twenty epochs are what is compared, converged or not
    texts, gold = tables.texts(folder / "train.csv", text, label)
    begun = time.perf_counter()
    vectorizer, matrix = vectorised(texts)
    vectorising = time.perf_counter() - begun
    model = LogisticRegression(solver="saga", max_iter=20, C=10).fit(matrix, gold)
    seconds = time.perf_counter() - begun
    with open(folder / "sklearn.model", "wb") as file:
        pickle.dump((vectorizer, model), file)
    return {"seconds": seconds, "vectorising": vectorising, "columns": matrix.shape[1]}


def sklearn_test(folder, text, label):
    texts, gold = tables.texts(folder / "test.csv", text, label)
    with open(folder / "sklearn.model", "rb") as file:
        vectorizer, model = pickle.load(file)
    begun = time.perf_counter()
    said = model.predict(vectorizer.transform(texts))
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "rows": len(texts), **figures(gold, said)}


def liblinear_train(folder, text, label):
    from liblinear.liblinearutil import parameter, problem, train

    texts, gold = tables.texts(folder / "train.csv", text, label)
    begun = time.perf_counter()
    vectorizer, matrix = vectorised(texts)
    vectorising = time.perf_counter() - begun
    names = sorted(set(gold))
    number = {name: at for at, name in enumerate(names)}
    data = problem([number[name] for name in gold], matrix)  # its glue to Python is off the clock
    begun = time.perf_counter()
    model = train(data, parameter("-s 0 -c 1 -q"))
    seconds = time.perf_counter() - begun + vectorising
    # The weights as an array: the library's text format would take minutes and say nothing more.
    import numpy

    classes = model.get_nr_class()
    scores = 1 if classes == 2 else classes
    weights = numpy.ctypeslib.as_array(model.w, (matrix.shape[1] * scores,)).reshape(-1, scores).copy()
    order = [names[int(at)] for at in model.get_labels()]
    with open(folder / "liblinear.model", "wb") as file:
        pickle.dump((vectorizer, weights, order), file)
    return {"seconds": seconds, "vectorising": vectorising, "columns": matrix.shape[1]}


def liblinear_test(folder, text, label):
    texts, gold = tables.texts(folder / "test.csv", text, label)
    with open(folder / "liblinear.model", "rb") as file:
        vectorizer, weights, order = pickle.load(file)
    begun = time.perf_counter()
    scores = vectorizer.transform(texts) @ weights
    best = scores.argmax(axis=1) if len(order) > 2 else (scores[:, 0] < 0).astype(int)
    said = [order[at] for at in best]
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "rows": len(texts), **figures(gold, said)}


def figures(gold, said):
    """Accuracy, and the mean of F1 over the labels that stand in either list."""
    hit, have, claim = {}, {}, {}
    for g, s in zip(gold, said):
        have[g] = have.get(g, 0) + 1
        claim[s] = claim.get(s, 0) + 1
        hit[g] = hit.get(g, 0) + (g == s)
    labels = set(have) | set(claim)
    f1 = [2 * hit.get(k, 0) / (have.get(k, 0) + claim.get(k, 0)) for k in labels]
    return {"accuracy": sum(hit.values()) / len(gold), "macro_f1": sum(f1) / len(f1)}


if __name__ == "__main__":
    name, step, folder, text, label = sys.argv[1:]
    print(json.dumps(globals()[f"{name}_{step}"](pathlib.Path(folder), text, label)))
