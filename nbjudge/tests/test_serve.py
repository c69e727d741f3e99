"""`nbjudge serve`: what students hand in is graded as it arrives, and nothing is lost."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
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
READY = "nbjudge: ready."
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
        before = self.log.read_text().count(READY) if self.log.exists() else 0
        with self.log.open("a") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "nbjudge", "serve", "-j", "1"],
                cwd=self.course, stdout=said, stderr=said,
            )  # fmt: skip
        self.wait_for(lambda: self.log.read_text().count(READY) > before)

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
        when = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(minutes=self._minutes)
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

    def let_a_day_pass(self):
        """Moves all that the record says to the day before; only while no server runs."""
        path = self.course / ".nbjudge" / "receipts.jsonl"
        today = datetime.now().date()
        path.write_text(path.read_text().replace(f"{today}", f"{today - timedelta(days=1)}"))

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
    try:
        found.start()
        yield found
    finally:
        found.process.kill()
        found.process.wait(LONG)


def test_what_a_student_hands_in_is_graded_and_the_feedback_is_handed_out(served, hand_in):
    folder = served.hand_in("ada", hand_in(total="total = 1.0"))
    served.wait_for(lambda: served.receipts("ada", "graded"))
    assert served.total("ada") == 3.0
    assert "What to do next" in served.page(folder).read_text()
    collected = served.course / "submitted" / "ada" / "warmup"
    for name in ("timestamp.txt", "warmup.ipynb"):
        assert (collected / name).read_text() == (folder / name).read_text()


def test_a_receipt_tells_time_hash_and_version(served):
    received, graded = served.receipts("ada")
    version = sha256(next(served.inbound.glob("ada+*/warmup.ipynb")).read_bytes()).hexdigest()
    assert received["versions"] == graded["versions"] == {"warmup.ipynb": version}
    assert (received["state"], received["handed_in"]) == (
        "received",
        "2026-01-01 12:01:00.000000 UTC",
    )
    for time_of in (received["received"], graded["settled"]):
        assert abs(datetime.now().astimezone() - datetime.fromisoformat(time_of)) < timedelta(
            hours=1
        )
    page = served.course / ".nbjudge" / "receipts" / "ada" / "warmup" / "warmup.html"
    assert f"was graded, and counts (version {version[:12]})" in page.read_text()
    assert version in page.read_text()


def test_a_notebook_that_is_still_being_written_is_not_graded(served, hand_in):
    text = nbformat.writes(hand_in())
    folder = served.hand_in("bob", text[: len(text) // 2])
    by_hand = served.course / "submitted" / "eve" / "warmup" / "warmup.ipynb"
    by_hand.parent.mkdir(parents=True)
    by_hand.write_text("")
    served.hand_in("cyd", hand_in())  # comes later, and does not wait
    served.wait_for(lambda: served.receipts("cyd", "graded"))
    assert served.receipts("bob") + served.receipts("eve") == []
    (folder / "warmup.ipynb").write_text(text)
    by_hand.write_text(text)
    for student in ("bob", "eve"):
        served.wait_for(lambda: served.receipts(student, "graded"))  # noqa: B023
        assert served.total(student) == 6.0


def test_a_copy_that_stays_half_is_refused_and_the_receipt_says_why(served, hand_in):
    folder = served.hand_in("dan", "{", name="warmup (1).ipynb")
    served.wait_for(lambda: served.receipts("dan", "refused"))
    (receipt,) = served.receipts("dan", "refused")
    assert "submitted/dan/warmup needs a notebook called warmup.ipynb" in receipt["why"]
    assert "rename the right one" in served.page(folder).read_text()
    assert str(served.course) not in served.page(folder).read_text()


def test_links_to_what_others_own_are_not_taken(served, hand_in):
    folder = served.hand_in("flo", hand_in())
    (folder / "answers.txt").symlink_to(served.course / "source" / "warmup" / "warmup.ipynb")
    (served.inbound / "..+warmup+2026-01-01 12:00:00.000000 UTC+x").mkdir()
    served.wait_for(lambda: served.receipts("flo", "graded"))
    collected = served.course / "submitted" / "flo" / "warmup"
    assert not os.path.lexists(collected / "answers.txt")
    assert (collected / "warmup.ipynb").is_file()
    assert not (served.course / "warmup").exists()


def test_submissions_over_the_limit_of_a_day_are_kept_and_told_which_one_counts(served, hand_in):
    solutions = ("total = 1", "total = sum(doubled)", "total = 2")
    folders = []
    for times, solution in enumerate(solutions[:2], start=1):
        folders.append(served.hand_in("gil", hand_in(total=solution)))
        served.wait_for(lambda: len(served.receipts("gil", "graded")) == times)  # noqa: B023
    folders.append(served.hand_in("gil", hand_in(total=solutions[2])))
    served.wait_for(lambda: served.receipts("gil", "waiting"))
    assert served.total("gil") == 6.0
    assert (folders[2] / "warmup.ipynb").is_file()
    (waiting,) = served.receipts("gil", "waiting")
    _, second = served.receipts("gil", "graded")
    version = second["versions"]["warmup.ipynb"][:12]
    counts = f"The one that counts now is version {version}, handed in at {second['handed_in']}."
    assert waiting["counts"] == counts
    page = served.page(folders[2]).read_text()
    assert "2 submissions of yours are graded in a day, and no more" in page
    assert counts in page


def test_the_former_grade_of_who_hands_in_again_is_kept(served):
    with (served.course / ".nbjudge" / "changes.csv").open() as file:
        rows = [
            (row["student"], row["from"], row["to"], row["why"]) for row in csv.DictReader(file)
        ]
    assert ("gil", "0", "4", "handed in anew") in rows


def test_nothing_is_graded_by_broken_checks_and_nothing_is_lost(served, hand_in):
    module = served.course / "tests" / "warmup" / "test_total.py"
    right = module.read_text()
    module.write_text(right.replace("### END HIDDEN TESTS", ""))
    served.wait_for(lambda: served.said("nothing is graded until this is mended"))
    served.hand_in("hal", hand_in())
    module.write_text(right)
    served.wait_for(lambda: served.receipts("hal", "graded"))
    assert served.total("hal") == 6.0


@pytest.mark.parametrize(
    "name",
    ["nbgrader_config.py", "own_settings.py", "tests/shared.py", "tests/unseen/x", "data/x"],
)
def test_a_change_of_whatever_decides_a_grade_is_taken_in(served, name):
    before = served.log.read_text().count(READY)
    path = served.course / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write("# a change\n")
    served.wait_for(lambda: served.log.read_text().count(READY) > before)


def test_what_the_settings_import_is_imported_anew(served, hand_in):
    own = served.course / "own_settings.py"
    own.write_text("PER_DAY = 1\n")
    settings = served.course / "nbgrader_config.py"
    known = settings.read_text()
    first = f"import sys\nsys.path.insert(0, {str(served.course)!r})\nimport own_settings\n"
    settings.write_text(f"{first}{known}\nc.Serve.graded_per_day = own_settings.PER_DAY\n")
    served.hand_in("jan", hand_in())
    served.wait_for(lambda: served.receipts("jan", "graded"))
    served.hand_in("jan", hand_in(total="total = 1"))
    served.wait_for(lambda: served.receipts("jan", "waiting"))
    own.write_text("PER_DAY = 2\n")
    served.wait_for(lambda: len(served.receipts("jan", "graded")) == 2)
    settings.write_text(known)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("c.Serve.", "nbgrader_config.py, line {last}: SyntaxError: invalid syntax"),
        ("c.Serve.grade_per_day = 1", "c.Serve has no grade_per_day. It has graded_per_day, "),
        ("c.Judge.cell_timeuot = 1", "c.Judge has no cell_timeuot: did you mean cell_timeout?"),
    ],
)
def test_a_fault_in_the_settings_is_told_in_a_line_and_the_server_goes_on(served, fault, said):
    settings = served.course / "nbgrader_config.py"
    known = settings.read_text()
    ready = served.log.read_text().count(READY)
    settings.write_text(f"{known}{fault}\n")
    told = said.format(last=known.count("\n") + 1)
    served.wait_for(lambda: served.said(told))
    settings.write_text(known)
    served.wait_for(lambda: served.log.read_text().count(READY) > ready)


def test_what_is_graded_while_the_checks_get_a_fault_is_graded_again_and_not_refused(
    served, hand_in
):
    module = served.course / "tests" / "warmup" / "test_total.py"
    right, log = module.read_text(), served.log.read_text()
    served.hand_in("kim", hand_in(total="import time\ntime.sleep(3)\ntotal = sum(doubled)"))
    served.wait_for(lambda: is_taken(served.course / ".nbjudge" / "arrivals.lock"))
    module.write_text("def test(")
    served.wait_for(lambda: "nothing is graded until" in served.log.read_text().removeprefix(log))
    assert [receipt["state"] for receipt in served.receipts("kim")] == ["received"]
    module.write_text(right)
    served.wait_for(lambda: served.receipts("kim", "graded"))
    assert [receipt["state"] for receipt in served.receipts("kim")] == ["received", "graded"]
    assert served.total("kim") == 6.0


def test_a_fault_that_is_mended_in_the_release_is_noticed(served, run):
    notebook = served.course / "source" / "warmup" / "warmup.ipynb"
    known = notebook.read_text()
    log = served.log.read_text()
    changed = nbformat.reads(known, as_version=4)
    changed.cells[0].source += " Changed."
    notebook.write_text(nbformat.writes(changed))
    served.wait_for(
        lambda: "it has changed since its release" in served.log.read_text().removeprefix(log)
    )
    done = run(served.course, "nbgrader", "generate_assignment", "warmup", "--force")
    assert done.returncode == 0, done.stderr
    served.wait_for(lambda: READY in served.log.read_text().removeprefix(log))


def test_after_a_kill_a_burst_is_graded_once_each_and_students_come_before_a_batch(
    served, hand_in, submit
):
    burst = [f"burst{number}" for number in range(8)]
    for student in burst:
        served.hand_in(student, hand_in())
    served.wait_for(lambda: sum(bool(served.receipts(s, "graded")) for s in burst) >= 2)
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(LONG)
    batch = [f"batch{number}" for number in range(6)]
    slow = hand_in(total="import time\ntime.sleep(2)\ntotal = sum(doubled)")
    for student in batch:
        submit(served.course, student, slow)
    served.let_a_day_pass()
    served.start()
    served.wait_for(lambda: served.receipts(batch[0]))  # it has begun with the batch
    served.hand_in("ida", hand_in())
    served.wait_for(lambda: all(served.receipts(s, "graded") for s in (*burst, *batch, "ida")))
    for student in (*burst, *batch):
        assert len(served.receipts(student, "graded")) == 1
        assert len(served.receipts(student, "received")) == 1
        assert served.total(student) == 6.0
    path = served.course / ".nbjudge" / "receipts.jsonl"
    graded = [r["student"] for r in map(json.loads, path.read_text().splitlines()) if r["settled"]]
    assert graded.index("ida") < graded.index(batch[-1])


def test_what_was_over_the_limit_is_graded_on_the_next_day(served):
    served.wait_for(lambda: len(served.receipts("gil", "graded")) == 3)
    assert served.total("gil") == 2.0


def test_a_batch_waits_while_arrivals_are_graded(served):
    """The lock by which a `nbjudge grade` elsewhere knows that."""
    lock = served.course / ".nbjudge" / "arrivals.lock"
    served.wait_for(lambda: not is_taken(lock))
    assert is_taken(served.course / ".nbjudge" / "serve.lock")


def test_sigterm_ends_it_in_one_line(served):
    before = served.log.read_text()
    served.process.terminate()
    assert served.process.wait(LONG) == 0
    (line,) = served.log.read_text().removeprefix(before).splitlines()
    assert line.startswith("nbjudge: stopped; ")
