"""What tables and files say of a grade is what nbgrader's gradebook says."""

import csv
import re
import shutil
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from nbjudge.course.notebook import read_notebook

LATE = """
from nbgrader.plugins import LateSubmissionPlugin


class OnePoint(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0


c.AssignLatePenalties.plugin_class = OnePoint
"""


def graded_cell(kind, name, points, source, *, solution):
    cell = (new_code_cell if kind == "code" else new_markdown_cell)(source)
    cell.metadata.nbgrader = {
        **{"grade_id": name, "schema_version": 3, "task": False, "locked": not solution},
        **{"grade": True, "solution": solution, "points": points},
    }
    return cell


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_course, hand_in, submit, run):
    """Checks, an assert cell, a cell graded by hand, a penalty and extra credit, all in one."""
    folder = copy_course(tmp_path_factory.mktemp("truth") / "course")
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(LATE)
    path = folder / "source" / "warmup" / "warmup.ipynb"
    source = read_notebook(path)
    more = [
        graded_cell("code", "assert-test", 3, "assert double(4) == 8", solution=False),
        graded_cell("markdown", "essay", 5, "Say why.", solution=True),
    ]
    source.cells += more
    nbformat.write(source, path)
    (folder / "roster.csv").write_text("id,first_name,last_name,email\nada,Ada,King,a@b.org\n")
    run(folder, "nbjudge", "roster", "roster.csv")
    for student in ("ada", "bob", "cyd"):
        notebook = hand_in(**({"total": "total = 1"} if student == "bob" else {}))
        cells = [nbformat.from_dict(cell) for cell in more]
        # As nbgrader releases it: an untouched answer.
        cells[1].source = "Because." if student != "cyd" else "YOUR ANSWER HERE"
        notebook.cells += cells
        submit(folder, student, notebook)
    late = folder / "submitted" / "bob" / "warmup" / "timestamp.txt"
    late.write_text("2026-11-02 10:00:00 UTC")
    done = run(folder, "nbjudge", "grade")
    assert done.returncode == 0, done.stdout + done.stderr
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment("warmup", duedate=datetime(2026, 11, 1))
        grade = gradebook.find_grade("double-checks", "warmup", "warmup", "ada")
        grade.extra_credit = 0.5
        gradebook.db.commit()
    return folder


@pytest.fixture(scope="module")
def again(course, run):
    return run(course, "nbjudge", "grade")


def truth(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            s.student_id: (max(0.0, s.score - s.late_submission_penalty), s.max_score)
            for s in gradebook.assignment_submissions("warmup")
        }


def rows_of(path: Path):
    with path.open(newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_every_row_says_what_the_gradebook_says(course, again):
    known = truth(course)
    for path in (course / "scores.csv", course / "scores" / "warmup.csv"):
        rows = rows_of(path)
        assert {s: (float(r["total"]), float(r["maximum"])) for s, r in rows.items()} == known
    wide = rows_of(course / "scores" / "warmup.csv")
    for row in wide.values():
        cells = ("double", "total", "assert-test", "essay", "extra_credit")
        # Two columns have the name `total`: the exercise's and the sum.
        parts = [float(row[cell] or 0) for cell in cells if cell != "total"]
        assert sum(parts) - float(row["late_penalty"]) <= float(row["total"])


def test_the_table_says_it_too(course, again):
    known = truth(course)
    for student, (total, _) in known.items():
        (line,) = re.findall(rf"^{student} .*$", again.stdout, re.M)
        assert line.split()[-1] == f"{total:g}"
    assert "late" in again.stdout
    assert "extra" in again.stdout


def test_nbgraders_own_export_says_it_too(course, again, run):
    run(course, "nbgrader", "export")
    exported = {s: float(r["score"]) for s, r in rows_of_export(course).items()}
    assert exported == {student: total for student, (total, _) in truth(course).items()}


def rows_of_export(course):
    with (course / "grades.csv").open() as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_what_waits_for_a_person_is_named(course, again):
    waiting = {
        student: row["needs_person"] for student, row in rows_of(course / "scores.csv").items()
    }
    assert waiting == {"ada": "essay", "bob": "essay", "cyd": ""}


def test_an_untouched_cell_for_a_person_is_0_as_in_stock_nbgrader(course, again):
    assert rows_of(course / "scores" / "warmup.csv")["cyd"]["essay"] == "0"


def test_names_and_addresses_are_those_of_the_gradebook(course, again):
    row = rows_of(course / "scores.csv")["ada"]
    assert (row["first_name"], row["last_name"], row["email"]) == ("Ada", "King", "a@b.org")


def test_a_due_date_that_was_set_later_is_noticed(course, again):
    assert "3 graded now" in again.stdout
    rows = rows_of(course / "scores.csv")
    assert {student: row["late_penalty"] for student, row in rows.items()} == {
        **{"ada": "0", "cyd": "0"},
        "bob": "1",
    }


def test_extra_credit_that_somebody_gave_stays(course, again):
    assert rows_of(course / "scores" / "warmup.csv")["ada"]["extra_credit"] == "0.5"


def test_a_course_of_cells_for_people_only_has_its_maximum(tmp_path, copy_course, run, submit):
    folder = copy_course(tmp_path / "course")
    shutil.rmtree(folder / "tests")
    path = folder / "source" / "warmup" / "warmup.ipynb"
    source = read_notebook(path)
    source.cells = [graded_cell("markdown", "essay", 5, "Say why.", solution=True)]
    nbformat.write(source, path)
    handed_in = read_notebook(path)
    handed_in.cells[0].source = "Because."
    submit(folder, "ada", handed_in)
    done = run(folder, "nbjudge", "grade")
    assert "1 to be graded by hand" in done.stdout, done.stdout + done.stderr
    assert rows_of(folder / "scores.csv")["ada"]["maximum"] == "5"
