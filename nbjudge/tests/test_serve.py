"""`nbjudge serve`: what students hand in is graded as it arrives, and nothing is lost."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash

from nbjudge.process.locks import is_taken

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")

SETTINGS = """
c.Exchange.root = "{exchange}"
c.ExchangeCollect.check_owner = False
c.Serve.release_feedback = True
c.Serve.graded_per_day = 2
c.Serve.patience_seconds = 3
"""
LONG = 120  # seconds until a test gives up


class Served:
    """A course with an exchange of its own, and the server of both."""

    def __init__(self, course: Path, exchange: Path):
        self.course, self.exchange = course, exchange
        self.inbound = exchange / "pytorch" / "inbound"
        self.log = exchange / "server.log"
        self._minutes = 0
        self.process: subprocess.Popen | None = None

    def start(self):
        with self.log.open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "nbjudge", "serve", "-j", "1"],
                cwd=self.course, stdout=said, stderr=said,
            )  # fmt: skip
        self.wait_for(lambda: self.log.read_text().count("ready. It grades") == self._starts())

    def _starts(self):
        self._started = getattr(self, "_started", 0) + 1 if not self.said("nothing") else 0
        return self._started

    def said(self, text):
        return text in self.log.read_text()

    def wait_for(self, condition):
        end = time.monotonic() + LONG
        while not condition():
            assert time.monotonic() < end, self.log.read_text()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def hand_in(self, student, notebook, name="warmup.ipynb"):
        """As `nbgrader submit` does it: a folder, then the time, then the secret."""
        self._minutes += 1
        when = datetime(2026, 1, 1, 12, tzinfo=timezone.utc) + timedelta(minutes=self._minutes)
        text = f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"
        folder = self.inbound / f"{student}+warmup+{text}+cmFuZG9t{self._minutes:03}"
        folder.mkdir()
        (folder / name).write_text(
            notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        )
        (folder / "timestamp.txt").write_text(text)
        (folder / "submission_secret.txt").write_text(f"{self._minutes:0128x}")
        return folder

    def receipts(self, student, state=None):
        path = self.course / ".nbjudge" / "receipts.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        found = [json.loads(line) for line in lines if line.endswith("}")]
        return [r for r in found if r["student"] == student and state in (None, r["state"])]

    def page(self, folder):
        """What `nbgrader fetch_feedback` gives the student for a submission."""
        secret = (folder / "submission_secret.txt").read_text()
        name = notebook_hash(secret=secret, notebook_id="warmup")
        return self.exchange / "pytorch" / "feedback" / f"{name}.html"

    def total(self, student):
        with Gradebook(f"sqlite:///{self.course}/gradebook.db") as gradebook:
            return gradebook.find_submission("warmup", student).score


@pytest.fixture(scope="module")
def served(tmp_path_factory, copy_course):
    exchange = tmp_path_factory.mktemp("exchange")
    exchange.chmod(0o777)
    course = copy_course(tmp_path_factory.mktemp("served") / "course")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(SETTINGS.format(exchange=exchange))
    found = Served(course, exchange)
    found.inbound.mkdir(parents=True)
    found.start()
    yield found
    found.process.terminate()
    found.process.wait(LONG)


def test_what_a_student_hands_in_is_graded_and_the_feedback_is_handed_out(served, hand_in):
    folder = served.hand_in("ada", hand_in(total="total = torch.tensor(1.0)"))
    served.wait_for(lambda: served.receipts("ada", "graded"))
    assert served.total("ada") == 3.0
    served.wait_for(lambda: "What to do next" in served.page(folder).read_text())
    assert (served.course / "submitted" / "ada" / "warmup" / "timestamp.txt").read_text() == (
        folder / "timestamp.txt"
    ).read_text()
