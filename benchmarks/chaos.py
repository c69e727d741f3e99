"""Grades a class again and again under faults drawn from a seed: `python -m benchmarks.chaos`.

Each round starts `nbjudge grade` in a fresh copy of a course a few times, and lets faults strike
while it runs; then the same command runs once more, undisturbed, as an instructor would type it
again. In the end the gradebook must be that of a class that was never disturbed, and nothing may
be left behind: no process of any run, and no folder of its kernels.

With `--everything` the class has each cheat of the corpus and each accident once, beside honest
students, and is graded once, undisturbed: every honest student must have the grade of a class of
their own, and everybody a record.
"""

import argparse
import contextlib
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console

from benchmarks.realistic_class import realistic_class
from nbjudge.report.printable import printable
from nbjudge.tests.corpus import ASSIGNMENT, hand_in_cheat, read_cheats
from nbjudge.tests.faults import finish, started, strike
from nbjudge.tests.test_accidents import ACCIDENTS, remove

_DISTURBED_RUNS = 3  # in each round
_MOST_FAULTS = 12  # in each run
# Faults take time that is nobody's.
_PATIENT = "\nc.Judge.call_timeout = 60.0\nc.Judge.cell_timeout = 120\n"
_SHORT = "\nc.Judge.cell_timeout = 4\nc.Judge.call_timeout = 5.0\nc.Judge.submission_timeout = 40\n"
_SCORES = """
    SELECT assignment.name, submitted_assignment.student_id, base_cell.name, grade.auto_score
    FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
    JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN assignment ON submitted_assignment.assignment_id = assignment.id
    JOIN base_cell ON grade.cell_id = base_cell.id ORDER BY 1, 2, 3
"""
Scores = list[tuple]


def disturbed_round(model: Path, folder: Path, seed: int) -> tuple[list[str], Scores]:
    """Grades a copy of a course under faults, then once more; the faults, and the gradebook.

    Raises AssertionError where something outlives its run, or a run does not end.
    """
    course = folder / f"{seed}"
    shutil.copytree(model, course)
    chance = random.Random(seed)
    struck = []
    for _ in range(_DISTURBED_RUNS):
        run = started(course)
        struck += strike(run, chance, _MOST_FAULTS)
        finish(run)
    found = undisturbed(course)
    shutil.rmtree(course)
    return struck, found


def undisturbed(course: Path) -> Scores:
    """Grades what is left to grade; every score in the gradebook, in order."""
    run = started(course)
    finish(run)
    assert not list(run.scratch.glob("nbj-*")), "a kernel's folder is left"
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        return gradebook.execute(_SCORES).fetchall()


def chaos(folder: Path, faults: int, seed: int, copies: int, console: Console) -> int:
    """Lets so many faults strike; returns how many rounds lost or left something."""
    model = _with_settings(realistic_class(folder / "model", copies), _PATIENT)
    expected = undisturbed(shutil.copytree(model, folder / "calm"))
    struck: Counter[str] = Counter()
    began, failed, rounds = time.monotonic(), 0, 0
    while struck.total() < faults:
        said = ""
        try:
            names, found = disturbed_round(model, folder, seed + rounds)
            struck.update(names)
            said = "" if found == expected else f": other scores: {set(expected) ^ set(found)}"
        except AssertionError as error:
            said = f": {error}"
        failed += bool(said)
        rounds += 1
        console.print(f"seed {seed + rounds - 1}: {struck.total()} faults so far{said}")
    hours = (time.monotonic() - began) / 3600
    console.print(f"{struck.total()} faults, {struck.total() / hours:.0f} an hour: {dict(struck)}")
    console.print(f"{failed} of {rounds} rounds lost or left something")
    return failed


def everything(folder: Path, honest: int, console: Console) -> int:
    """Grades a class with every cheat and accident in it; returns how many came off badly."""
    calm = _class_of(folder / "calm", honest)
    began = time.monotonic()
    expected = undisturbed(calm)
    alone = time.monotonic() - began
    mixed = _class_of(folder / "mixed", honest)
    trouble = {**_hand_in_cheats(mixed), **_hand_in_accidents(mixed)}
    began = time.monotonic()
    found = undisturbed(mixed)
    took = time.monotonic() - began
    told = (mixed / "run.log").read_text().replace("\n", "")
    students = {row[1] for row in found}
    named = {name: f"{ASSIGNMENT}/{printable(name)}: " for name in trouble}
    unheard = [name for name in trouble if name not in students and named[name] not in told]
    console.print(f"{honest} honest alone: {alone:.0f} s, {alone / honest:.2f} s each")
    console.print(f"with {len(trouble)} cheats and accidents: {took:.0f} s")
    lost = sorted(set(expected) - set(found))
    console.print(f"honest scores that changed: {lost or 'none'}")
    console.print(f"without a grade and without a word: {unheard or 'none'}")
    remove(mixed)
    return len(lost) + len(unheard)


def _class_of(folder: Path, honest: int) -> Path:
    return _with_settings(realistic_class(folder, honest, (ASSIGNMENT,)), _SHORT)


def _with_settings(course: Path, settings: str) -> Path:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(settings)
    return course


def _hand_in_cheats(course: Path) -> dict[str, Path]:
    source = course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    places = {c.name: course / "submitted" / c.name / ASSIGNMENT for c in read_cheats()}
    for cheat in read_cheats():
        hand_in_cheat(source, places[cheat.name], cheat)
    return places


def _hand_in_accidents(course: Path) -> dict[str, Path]:
    """Each accident of the tests, with this assignment's own notebook."""
    source = course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    places = {}
    for name, accident in ACCIDENTS.items():
        places[name] = course / "submitted" / name / ASSIGNMENT
        hand_in_cheat(source, places[name], None)
        accident(places[name] / f"{ASSIGNMENT}.ipynb")
    return places


def main() -> int:
    """Lets faults strike until there were enough; 1 where anything was lost or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--copies", type=int, default=4, help="submissions of each assignment")
    parser.add_argument("--everything", type=int, metavar="N", help="grade N beside all cheats")
    options = parser.parse_args()
    console = Console(width=100, highlight=False, markup=False)
    # A short name: the paths of sockets have at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="c-", dir="/tmp") as folder:
        if options.everything:
            return 1 if everything(Path(folder), options.everything, console) else 0
        numbers = options.faults, options.seed, options.copies
        return 1 if chaos(Path(folder), *numbers, console) else 0


if __name__ == "__main__":
    sys.exit(main())
