"""A desk of its own on loopback: started, asked, measured and ended by its process id."""

import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Of this program; none of them was written by somebody.
TEXTS = [
    "Send them what they ask for, and send it this week; they have waited long enough.",
    "No weapons. We did that once, and ten years later the same rifles were pointed at us.",
    "Has anybody here read the report, or are we only shouting at each other again?",
    "You are a fool if you think that they will give them back when it is over.",
    "The library closes at six on Thursdays, so the evening will have to be short.",
    "@Ada so your plan is to watch? People are dying while you count serial numbers.",
    "Boots and bandages yes, launchers no. That is not cowardice, it is memory.",
    "Oh sure, because training a few hundred men in secret has always gone so well.",
]


# Who ends this program ends its desk, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))


def say(text):
    print(text, file=sys.stderr, flush=True)


def binary():
    """The program that HUSTINGS names, or the release build, made if need be."""
    if given := os.environ.get("HUSTINGS"):
        return pathlib.Path(given)
    say("-- building hustings")
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    return ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release/hustings"


class Desk:
    """A desk that is open while this is entered."""

    def __init__(self, program=None, db=None, *options):
        self.program, self.options = program or binary(), options
        self.folder = None if db else tempfile.TemporaryDirectory()
        self.db = pathlib.Path(db) if db else pathlib.Path(self.folder.name) / "desk.db"

    def __enter__(self):
        begun = time.monotonic()
        command = [self.program, "serve", "--port", "0", "--db", self.db, *self.options]
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for line in self.process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                break
        else:
            raise SystemExit(f"the desk did not open: it ended with {self.process.wait()}")
        # The pipe must not fill up; an error that the desk tells is told here.
        self.errors = []
        threading.Thread(target=self._listen, daemon=True).start()
        self.seconds = time.monotonic() - begun
        return self

    def _listen(self):
        for line in self.process.stderr:
            self.errors.append(line)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.folder:
            self.folder.cleanup()

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path, body=None, timeout=10):
        """What is answered, as JSON."""
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def thread(self, comments):
        """Adds a thread of that many comments and tells its number."""
        lines = [json.dumps({"id": f"c{n}", "text": TEXTS[n % len(TEXTS)]}) for n in range(comments)]
        request = urllib.request.Request(
            f"{self.address}/api/v1/threads?from=jsonl&title=Bench", "\n".join(lines).encode(), method="POST",
            headers={"Content-Type": "application/octet-stream"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["thread"]["id"]

    def megabytes(self):
        """Memory that is held at this moment."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def processor(self):
        """Seconds of processor time that were used so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]
