"""Labelled CSV in, the files that each system reads out."""

import csv
import gzip
import random
import re

csv.field_size_limit(1 << 30)
MARKS = re.compile(r"([^\w\s'])")


def opened(path):
    if str(path).endswith(".gz"):
        return gzip.open(path, "rt", newline="", encoding="utf-8")
    return open(path, newline="", encoding="utf-8")


def rows(path, text, label):
    """The header, then every row that has a text and a label."""
    with opened(path) as lines:
        reader = csv.reader(lines)
        header = next(reader)
        for name in (text, label):
            if name not in header:
                raise SystemExit(f"{path} has no column `{name}`; it has {', '.join(header)}: see --text and --label")
        t, l = header.index(text), header.index(label)
        yield header
        for row in reader:
            if len(row) == len(header) and row[t].strip() and row[l].strip():
                yield row


def texts(path, text, label):
    """Texts and labels of a file that `prepare` wrote."""
    table = rows(path, text, label)
    header = next(table)
    t, l = header.index(text), header.index(label)
    pairs = [(row[t], row[l]) for row in table]
    return [t for t, _ in pairs], [l for _, l in pairs]


def spaced(text):
    """A text as fastText's guide asks for it: one line, lower case, marks apart from words. Without, it is worse."""
    return " ".join(MARKS.sub(r" \1 ", text.lower()).split())


def prepare(source, name, folder, text, label, numbers, repeat=0):
    """Writes NAME.csv as it is, NAME.txt as fastText takes it and, if asked, NAME-repeated.csv. Returns the row count.

    `numbers` gives every label the number that stands for it in the text file, in order of appearance.
    """
    table = rows(source, text, label)
    header = next(table)
    t, l = header.index(text), header.index(label)
    count = 0
    plain = folder / f"{name}.csv"
    with open(plain, "w", newline="", encoding="utf-8") as out, \
            open(folder / f"{name}.txt", "w", encoding="utf-8") as lines:
        writer = csv.writer(out)
        writer.writerow(header)
        for row in table:
            writer.writerow(row)
            number = numbers.setdefault(row[l], len(numbers))
            lines.write(f"__label__{number} {spaced(row[t])}\n")
            count += 1
    if repeat:
        # Writing rows again and not bytes: the header stands once.
        with open(plain, "rb") as whole:
            head = whole.readline()
            with open(folder / f"{name}-repeated.csv", "wb") as out:
                out.write(head)
                for _ in range(repeat):
                    whole.seek(len(head))
                    while block := whole.read(1 << 20):
                        out.write(block)
    return count


def resample(source, out, text, label, count, seed, splice):
    """Writes `count` rows drawn with replacement. `splice` joins halves of two comments of one label, so that no more
    rows are copies than in the source."""
    table = rows(source, text, label)
    header = next(table)
    t, l = header.index(text), header.index(label)
    kept = list(table)
    alike = {}
    for row in kept:
        alike.setdefault(row[l], []).append(row[t])
    draw = random.Random(f"{seed} {count}")
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for _ in range(count):
            row = list(draw.choice(kept))
            if splice:
                first, second = row[t].split(), draw.choice(alike[row[l]]).split()
                row[t] = " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])
            writer.writerow(row)
