"""Running a command and seeing what it took; printing what came of it."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Failed(Exception):
    """A command that did not succeed, with the end of what it said."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*command):
    """Seconds, peak memory in MB and standard output of a command.

    A child's peak begins with what its parent held when it was started, so this process must stay small.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        begun = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], stdout=out, stderr=errors)
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            raise
        seconds = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if child.returncode:
            end = errors.read().decode(errors="replace")[-600:].strip()
            raise Failed(f"{pathlib.Path(command[0]).name} ended with {child.returncode}: {end}")
        # macOS counts in bytes, Linux in KiB.
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return seconds, used.ru_maxrss / unit, out.read().decode()


def hustings():
    """The release build, made if need be."""
    say("-- building hustings")
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    folder = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target"))
    return ROOT / folder / "release/hustings"


def megabytes(*paths):
    return sum(pathlib.Path(path).stat().st_size for path in paths) / 2**20


def table(headers, rows):
    """Prints a Markdown table whose columns also line up on a terminal."""
    cells = [headers, *rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(headers))]
    line = lambda row: "| " + " | ".join(
        cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))
    ) + " |"
    print(line(headers))
    print("|" + "|".join("-" * (w + 1) + (":" if at else "-") for at, w in enumerate(widths)) + "|")
    for row in rows:
        print(line(row))
    sys.stdout.flush()
