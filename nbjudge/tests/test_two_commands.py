"""Two commands that grade one course at once: nothing is graded twice, and nothing is lost."""

import csv
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from nbjudge.grading.turns import claimed
from nbjudge.submission.submissions import Submission, open_course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the locks are Unix's")

STUDENTS = [f"student{number}" for number in range(5)]
LONG = 300


@pytest.fixture
def course(copy_course, hand_in, submit, tmp_path):
    folder = copy_course(tmp_path / "course")
    for student in STUDENTS:
        submit(folder, student, hand_in())
    return folder


def at_once(course: Path, *commands: tuple[str, ...]) -> list[str]:
    """What commands print that are started together, each ending well."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "nbjudge", "grade", "-j", "1", *options],
            cwd=course, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for options in commands
    ]  # fmt: skip
    said = [" ".join(process.communicate(timeout=LONG)[0].split()) for process in started]
    assert [process.returncode for process in started] == [0] * len(started), said
    return said


def number(said: str, pattern: str) -> int:
    found = re.search(rf"(\d+) {pattern}", said)
    return int(found[1]) if found else 0


def times_graded(course: Path) -> dict[str, int]:
    """How often each submission was graded, as the record counts it."""
    with sqlite3.connect(course / ".nbjudge" / "graded.db") as record:
        rows = record.execute("SELECT name, number FROM turns").fetchall()
    return {name.decode().partition("/")[2]: count for name, count in rows}


def totals(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions("warmup")}


def change_checks(course: Path) -> None:
    module = course / "tests" / "warmup" / "test_total.py"
    text = module.read_text().replace("sum(student.doubled))", "sum(student.doubled) + 1)")
    module.write_text(text)


def test_a_new_class_is_graded_once_by_two_commands(course):
    said = at_once(course, (), ())
    assert times_graded(course) == dict.fromkeys(STUDENTS, 1)
    assert totals(course) == dict.fromkeys(STUDENTS, 6.0)
    assert sum(number(one, "graded now") for one in said) == len(STUDENTS)


@pytest.mark.parametrize("options", [(), ("--force",), ("--only", "total")])
def test_a_known_class_is_graded_again_once_by_two_commands(course, options):
    at_once(course, ())
    change_checks(course)
    said = at_once(course, options, options)
    assert totals(course) == dict.fromkeys(STUDENTS, 3.0)
    graded = [number(one, "graded now") for one in said]
    elsewhere = [number(one, "were graded by another command meanwhile") for one in said]
    if options:  # which also ask for what the other command has done before this one began
        assert list(map(sum, zip(graded, elsewhere, strict=True))) == [len(STUDENTS)] * 2
    else:
        assert sum(graded) == len(STUDENTS)
        assert times_graded(course) == dict.fromkeys(STUDENTS, 2)
    with (course / ".nbjudge" / "changes.csv").open() as file:
        changed = sorted(row["student"] for row in csv.DictReader(file))
    assert changed == STUDENTS


def test_what_another_command_left_undone_is_done_and_not_taken_for_done(course):
    """While one waits for a submission's turn, the other one ends without having graded it."""
    at_once(course, ())
    change_checks(course)
    first = Submission("warmup", STUDENTS[0], course / "submitted" / STUDENTS[0] / "warmup")
    with claimed(open_course(course), first):
        process = subprocess.Popen(
            [sys.executable, "-m", "nbjudge", "grade", "-j", "2"], cwd=course,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        while times_graded(course).get(STUDENTS[-1]) != 2:
            assert process.poll() is None
        assert times_graded(course)[STUDENTS[0]] == 1
    process.communicate(timeout=LONG)
    assert totals(course) == dict.fromkeys(STUDENTS, 3.0)
