"""From handing in to the feedback page, as `nbjudge serve` has it: `python -m benchmarks.arrivals`.

Submissions of the sample class arrive in an exchange, first one by one, then in a burst. It prints
how long each took until its page could be fetched, and whether any was lost.
"""

import argparse
import contextlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from nbgrader.utils import notebook_hash

from benchmarks.realistic_class import realistic_class

_SETTINGS = """
c.Exchange.root = "{exchange}"
c.ExchangeCollect.check_owner = False
c.Serve.release_feedback = True
"""
_MODELS = 12
_MOST = 1800  # seconds until a page counts as lost


def main() -> None:
    """Runs both and prints them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", nargs="?", default="tensors")
    parser.add_argument("--alone", type=int, default=20, help="so many one by one")
    parser.add_argument("--burst", type=int, default=200, help="so many within --seconds")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("-j", dest="workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _exchange(Path(folder), options) as exchange:
        students = (f"student{number:04}" for number in range(10**6))
        alone = [exchange.alone(student) for student in islice(students, options.alone)]
        _tell("one by one", alone)
        burst = exchange.burst(list(islice(students, options.burst)), options.seconds)
        _tell(f"{options.burst} within {options.seconds:g} s", burst)


def _tell(what: str, seconds: list[float]) -> None:
    """Prints how long submissions took, those that took longest last."""
    if seconds:
        found = sorted(seconds)
        late = found[int(0.95 * (len(found) - 1))]
        middle = statistics.median(found)
        print(f"{what}: median {middle:.2f} s, 95% within {late:.2f} s, slowest {found[-1]:.2f} s")


class _Exchange:
    """An exchange that a server watches, and what students hand in."""

    def __init__(self, root: Path, assignment: str, models: list[Path]):
        self._root, self._assignment = root / "pytorch", assignment
        self._models = cycle(models)
        (self._root / "inbound").mkdir(parents=True)

    def hand_in(self, student: str) -> Path:
        """Hands in; returns where the feedback page will be. The time comes last, as nbgrader's."""
        when = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
        folder = self._root / "inbound" / f"{student}+{self._assignment}+{when}+x"
        shutil.copytree(next(self._models), folder)
        secret = f"{abs(hash(folder)):0128x}"
        (folder / "submission_secret.txt").write_text(secret)
        (folder / "timestamp.txt").write_text(when)
        name = notebook_hash(secret=secret, notebook_id=self._assignment)
        return self._root / "feedback" / f"{name}.html"

    def alone(self, student: str) -> float:
        page, began = self.hand_in(student), time.monotonic()
        while not _is_feedback(page):
            time.sleep(0.01)
        return time.monotonic() - began

    def burst(self, students: list[str], seconds: float) -> list[float]:
        """How long each took; those that are lost are printed."""
        waiting: dict[Path, float] = {}
        took: list[float] = []
        began = time.monotonic()
        upcoming = list(reversed(students))
        while (upcoming or waiting) and time.monotonic() - began < _MOST:
            due = len(students) * (time.monotonic() - began) / seconds
            while upcoming and len(students) - len(upcoming) < due:
                waiting[self.hand_in(upcoming.pop())] = time.monotonic()
            for page in [page for page in waiting if _is_feedback(page)]:
                took.append(time.monotonic() - waiting.pop(page))
            time.sleep(0.05)
        print(f"{len(took)} of {len(students)} graded, {len(waiting)} lost")
        return took


def _is_feedback(page: Path) -> bool:
    """Whether a page is more than a receipt, which students get first."""
    with contextlib.suppress(FileNotFoundError):
        return "<title>Receipt" not in page.read_text(encoding="utf-8")
    return False


@contextlib.contextmanager
def _exchange(folder: Path, options: argparse.Namespace) -> Iterator[_Exchange]:
    """A server of the sample course and its exchange."""
    root = folder / "exchange"
    course = realistic_class(folder / "course", _MODELS, (options.assignment,))
    shutil.move(course / "submitted", folder / "models")
    (course / "submitted").mkdir()
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(_SETTINGS.format(exchange=root))
    models = sorted(folder.glob(f"models/*/{options.assignment}"))
    exchange = _Exchange(root, options.assignment, models)
    root.chmod(0o777)
    command = [sys.executable, "-m", "nbjudge", "serve", "-j", str(options.workers)]
    with subprocess.Popen(command, cwd=course, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        for line in server.stdout:
            if line.startswith("nbjudge: ready"):
                break
        try:
            yield exchange
        finally:
            server.terminate()
            print(server.stdout.read().splitlines()[-1])


if __name__ == "__main__":
    main()
