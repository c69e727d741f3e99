"""What each trick of `nbjudge.process.tricks` buys: `python -m benchmarks.tricks`.

The same class is graded with all tricks and without one of them, in turn, several times: which of
the two comes first changes from pair to pair, so that a machine that grows slower favours neither.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.progress import Progress

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
    parser.add_argument("--copies", type=int, default=8, help="submissions of each assignment")
    parser.add_argument("--pairs", type=int, default=5, help="how often each trick is tried")
    options = parser.parse_args()
    chosen = options.tricks or list(TRICKS)
    with tempfile.TemporaryDirectory() as folder, Progress(console=Console(stderr=True)) as shown:
        course = realistic_class(Path(folder), options.copies)
        _graded(course, "")  # enters the assignments into the gradebook
        task = shown.add_task("trying", total=len(chosen) * options.pairs)
        pairs: dict[str, list[tuple[Cost, Cost]]] = {trick: [] for trick in chosen}
        for number in range(options.pairs):
            for trick in chosen:
                pairs[trick].append(_pair(course, trick, number % 2 == 0))
                shown.advance(task)
    title = f"{4 * options.copies} submissions: the cost without a trick, with all of them as 1"
    table = number_table(title, "trick", "time", "CPU", "least CPU", "most CPU", "CPU s with all")
    for trick, found in pairs.items():
        table.add_row(trick, *_ratios(found))
    Console(width=100).print(table)


def _pair(course: Path, trick: str, with_it_first: bool) -> tuple[Cost, Cost]:
    """The cost with all tricks, and without this one."""
    if with_it_first:
        return _graded(course, ""), _graded(course, trick)
    without = _graded(course, trick)
    return _graded(course, ""), without


def _graded(course: Path, without: str) -> Cost:
    """Grades the whole class anew, with feedback pages, as an instructor does."""
    shutil.rmtree(course / "autograded", ignore_errors=True)
    shutil.rmtree(course / "feedback", ignore_errors=True)
    command = [sys.executable, "-m", "nbjudge", "grade", "--force"]
    environment = {**os.environ, SWITCH: without}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    # Some of the sample class have no grade, which the exit code tells.
    subprocess.run(command, cwd=course, env=environment, capture_output=True, check=False)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _ratios(pairs: list[tuple[Cost, Cost]]) -> list[str]:
    wall = [without.wall / all_of_them.wall for all_of_them, without in pairs]
    cpu = [without.cpu / all_of_them.cpu for all_of_them, without in pairs]
    shown = [median(wall), median(cpu), min(cpu), max(cpu)]
    seconds = median(all_of_them.cpu for all_of_them, _ in pairs)
    return [*(f"{ratio:.2f}" for ratio in shown), f"{seconds:.1f}"]


if __name__ == "__main__":
    main()
