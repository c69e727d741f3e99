"""How fast a class is graded, beside stock nbgrader: `python -m benchmarks.speed --copies 24`."""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.breakdown import breakdown, floor
from benchmarks.memory import PeakMemory
from benchmarks.realistic_class import LESSONS, TRAINED, realistic_class
from benchmarks.tables import number_table
from nbjudge.grading.scores import points_of, read_scores
from nbjudge.submission.submissions import open_course

PLAIN = "c = get_config()\nc.CourseDirectory.course_id = 'pytorch'\n"


@dataclass(frozen=True)
class Cost:
    """What grading one assignment took: seconds of the clock and of CPU, peak memory in bytes."""

    wall: float
    cpu: float
    memory: int


def main() -> None:
    """Runs the comparisons and prints them: the lessons, then what trains networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=24, help="submissions of each lesson")
    parser.add_argument("--trained", type=int, default=8, help="submissions of each other one")
    parser.add_argument("--cores", type=int, nargs="*", default=[2, 1], help="with so many cores")
    options = parser.parse_args()
    console = Console(width=100)
    for assignments, copies in ((LESSONS, options.copies), (TRAINED, options.trained)):
        if copies:
            _compare(assignments, copies, options.cores, console)


def _compare(
    assignments: tuple[str, ...], copies: int, all_cores: list[int], console: Console
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stock, ours = (
            realistic_class(Path(folder) / name, copies, assignments) for name in ("stock", "ours")
        )
        (stock / "nbgrader_config.py").write_text(PLAIN)
        console.print(f"{copies} submissions of each: {', '.join(assignments)}", "")
        for cores in all_cores:
            console.print(_comparison(stock, ours, assignments, copies, cores), "")
        _compare_scores(stock, ours, assignments, console)
        console.print(_floors(ours, assignments), "")
        console.print(breakdown(ours, assignments), "")


def _comparison(
    stock: Path, ours: Path, assignments: tuple[str, ...], copies: int, cores: int
) -> Table:
    """Grades everything with both; stock nbgrader takes one assignment at a time."""
    for course in (stock, ours):
        for assignment in assignments:
            _run([_nbgrader(), "generate_assignment", assignment, "--force"], course)
        shutil.rmtree(course / "autograded", ignore_errors=True)
    plain = [measured([_nbgrader(), "autograde", name], stock, cores) for name in assignments]
    command = [sys.executable, "-m", "nbjudge", "grade", *assignments, "--force", "--no-feedback"]
    judged = measured([*command, "-j", str(cores)], ours, cores)
    together = Cost(
        sum(cost.wall for cost in plain),
        sum(cost.cpu for cost in plain),
        max(cost.memory for cost in plain),
    )
    return _table(together, judged, copies * len(assignments), cores)


def _table(stock: Cost, ours: Cost, submissions: int, cores: int) -> Table:
    headings = ("s per submission", "CPU s per submission", "peak memory, MB")
    shown = number_table(f"{submissions} submissions on {cores} core(s)", "", *headings)
    for name, cost in (("stock nbgrader", stock), ("nbjudge", ours)):
        each, cpu = cost.wall / submissions, cost.cpu / submissions
        shown.add_row(name, f"{each:.2f}", f"{cpu:.2f}", f"{cost.memory / 1e6:.0f}")
    ratios = (stock.wall / ours.wall, stock.cpu / ours.cpu, stock.memory / ours.memory)
    shown.add_row("ratio", *(f"{ratio:.1f}" for ratio in ratios), style="bold")
    return shown


def _floors(course: Path, assignments: tuple[str, ...]) -> Table:
    """What no grader could do without: running the cells."""
    title = "the floor: CPU s of the cells in a warm kernel"
    shown = number_table(title, "", *assignments, "mean")
    found = {name: floor(course, name) for name in assignments}
    for place, what in enumerate(("what is judged", "all cells, as stock nbgrader runs them")):
        seconds = [both[place] for both in found.values()]
        everyone = (*seconds, sum(seconds) / len(seconds))
        shown.add_row(what, *(f"{number:.3f}" for number in everyone))
    return shown


def measured(command: list[str], course: Path, cores: int) -> Cost:
    """What a command costs that is run in a folder on so many cores."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    chosen = set(islice(sorted(os.sched_getaffinity(0)), cores))
    process = subprocess.Popen(
        command, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, chosen),
    )  # fmt: skip
    peak = PeakMemory(process.pid)
    process.wait()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, used, peak.bytes)


def _compare_scores(
    stock: Path, ours: Path, assignments: tuple[str, ...], console: Console
) -> None:
    """Prints how often both agree on full marks or less for an exercise.

    After a mistake stock nbgrader goes on with what that left, and nbjudge lends what is missing:
    so they may differ there.
    """
    compared, differ = 0, {"after an earlier mistake": 0, "otherwise": 0}
    for assignment in assignments:
        courses = [open_course(folder) for folder in (stock, ours)]
        points = points_of(courses[1], assignment)
        both = [read_scores(c, assignment, c.submissions(assignment)) for c in courses]
        for plain, judged in zip(*both, strict=True):
            place = "otherwise"
            for slug, most in points.items():
                compared += 1
                full = judged.by_exercise[slug] == most
                differ[place] += (plain.by_exercise[slug] == most) != full
                place = place if full else "after an earlier mistake"
    said = ", ".join(f"{place} on {count}" for place, count in differ.items())
    console.print(f"full marks or less, of {compared} exercises: they differ {said}", "")


def _nbgrader() -> str:
    return str(Path(sys.executable).parent / "nbgrader")


def _run(command: list[str], course: Path) -> None:
    subprocess.run(command, cwd=course, check=True, capture_output=True)


if __name__ == "__main__":
    main()
