"""Whether grading stays fast and small in a large class: `python -m benchmarks.endurance`."""

import argparse
import os
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.memory import held_bytes
from benchmarks.realistic_class import LESSONS, realistic_class
from benchmarks.tables import number_table
from nbjudge.grading.entering import enter_assignments
from nbjudge.grading.ledger import pending
from nbjudge.grading.workers import Outcome, grade, on_this_machine
from nbjudge.submission.submissions import open_course

_PARTS = 10


@dataclass(frozen=True)
class Moment:
    """A submission was done: at which second, how many it took, and the memory held (in bytes)."""

    second: float
    took: float
    memory: int


def main() -> None:
    """Grades a large class in one run, and prints how time and memory went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        moments = _graded(Path(folder), options.submissions)
    Console(width=100).print(_table(moments))


def _graded(folder: Path, submissions: int) -> list[Moment]:
    """Grades the class in a random order, so that each part of it has all kinds."""
    course = open_course(realistic_class(folder, submissions // len(LESSONS)))
    enter_assignments(course, LESSONS)
    chosen = [found for name in LESSONS for found in course.submissions(name)]
    random.Random(0).shuffle(chosen)
    look_at = max(1, len(chosen) // (5 * _PARTS))
    moments: list[Moment] = []
    began = time.perf_counter()
    with Progress() as progress:
        task = progress.add_task("grading", total=len(chosen))

        def note(outcome: Outcome) -> None:
            if outcome.error:
                raise RuntimeError(outcome.error)
            memory = held_bytes(os.getpid()) if len(moments) % look_at == 0 else 0
            moments.append(Moment(time.perf_counter() - began, outcome.seconds, memory))
            progress.advance(task)

        grade(
            course, pending(course, chosen), pool=on_this_machine(os.cpu_count() or 1), report=note
        )
    return moments


def _table(moments: list[Moment]) -> Table:
    title = f"{len(moments)} submissions on {os.cpu_count()} cores"
    headings = ("submissions", "s per submission", "median s of one", "memory, MB")
    shown = number_table(title, *headings)
    size = len(moments) // _PARTS
    parts = [moments[place : place + size] for place in range(0, size * _PARTS, size)]
    for number, part in enumerate(parts):
        before = parts[number - 1][-1].second if number else 0.0
        pace, memory = (part[-1].second - before) / size, max(moment.memory for moment in part)
        shown.add_row(
            f"{number * size + 1} to {(number + 1) * size}",
            *(f"{pace:.3f}", f"{median(moment.took for moment in part):.2f}"),
            f"{memory / 1e6:.0f}",
        )
    return shown


if __name__ == "__main__":
    main()
