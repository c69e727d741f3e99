"""What each trick of `nbjudge.process.tricks` buys: `python -m benchmarks.tricks`.

The same class is graded with all tricks and without one of them, in turn, several times. Which of
the two comes first changes, so that a machine that grows slower favours neither. CPU seconds are
those of all processes: they tell more than the clock where a machine has other work too.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.realistic_class import realistic_class
from benchmarks.tables import number_table
from nbjudge.process.tricks import SWITCH, TRICKS


class Cost(NamedTuple):
    """What grading the class took: seconds of the clock, and of CPU in all its processes."""

    wall: float
    cpu: float


def main() -> None:
    """Tries each trick, and prints the ratios as the table of docs/speed.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tricks", nargs="*", metavar="TRICK", help=", ".join(TRICKS))
    parser.add_argument("--copies", type=int, default=6, help="submissions of each assignment")
    parser.add_argument("--rounds", type=int, default=5, help="how often each trick is tried")
    options = parser.parse_args()
    chosen = options.tricks or list(TRICKS)
    found: dict[str, list[tuple[Cost, Cost]]] = {trick: [] for trick in chosen}
    with tempfile.TemporaryDirectory() as folder:
        course = realistic_class(Path(folder), options.copies)
        graded(course)  # enters the assignments into the gradebook
        for number in range(options.rounds):
            for trick, costs in _round(course, chosen if number % 2 == 0 else chosen[::-1]):
                found[trick].append(costs)
                print(f"round {number + 1}, {trick}: {costs}", file=sys.stderr, flush=True)
    Console(width=100).print(_table(found, 4 * options.copies))


def _round(course: Path, tricks: list[str]) -> Iterator[tuple[str, tuple[Cost, Cost]]]:
    """Each trick with the cost of all tricks and without it: one before, one after the former."""
    for first, *second in _in_twos(tricks):
        before = graded(course, **{SWITCH: first})
        with_all = graded(course, **{SWITCH: ""})
        yield first, (with_all, before)
        for trick in second:
            yield trick, (with_all, graded(course, **{SWITCH: trick}))


def _in_twos(tricks: list[str]) -> list[list[str]]:
    return [tricks[place : place + 2] for place in range(0, len(tricks), 2)]


def graded(course: Path, **environment: str) -> Cost:
    """Grades the whole class anew, with more variables in its environment."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    command = [sys.executable, "-m", "nbjudge", "grade", "--force", "--no-feedback"]
    environment = {**os.environ, **environment}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    # Some of the sample class have no grade, which the exit code tells.
    subprocess.run(command, cwd=course, env=environment, capture_output=True, check=False)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _table(found: dict[str, list[tuple[Cost, Cost]]], submissions: int) -> Table:
    title = f"{submissions} submissions: the cost without a trick; with all tricks it is 1"
    table = number_table(title, "trick", "time", "CPU", "least CPU", "most CPU", "CPU s with all")
    for trick, pairs in found.items():
        wall = [without.wall / with_all.wall for with_all, without in pairs]
        cpu = [without.cpu / with_all.cpu for with_all, without in pairs]
        ratios = (median(wall), median(cpu), min(cpu), max(cpu))
        seconds = median(with_all.cpu for with_all, _ in pairs)
        table.add_row(trick, *(f"{ratio:.2f}" for ratio in ratios), f"{seconds:.1f}")
    return table


if __name__ == "__main__":
    main()
