"""The sample class of this repository, graded for real."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COURSE = ("source", "tests", "data", "submitted")
EXPECTED = {
    "neurons": {
        "all_right": (2, 3, 3, 2, 4, 6),
        "untouched": (0, 0, 0, 0, 0, 0),
        "half_done": (2, 3, 3, 0, 0, 0),
        "activates_before_summing": (2, 3, 3, 2, 2, 3),
    },
    "tensors": {
        "all_right": (5, 3, 8, 6, 3),
        "untouched": (0, 0, 0, 0, 0),
        "half_done": (5, 3, 8, 0, 0),
        "sums_along_the_wrong_dimension": (5, 3, 8, 2.3, 3),
        "naive_softmax_overflows": (5, 3, 8, 4.7, 3),
        "never_returns": (5, 3, 8, 0, 0),
        "syntax_error": (5, 0, 8, 6, 3),
        "kills_its_kernel": (5, 3, 8, 0, 3),
    },
    "modules": {
        "all_right": (6, 5, 6, 6, 4, 4, 2, 2),
        "untouched": (0, 0, 0, 0, 0, 0, 0, 0),
        "half_done": (6, 5, 6, 6, 0, 0, 0, 0),
        "softmax_twice": (3, 5, 6, 6, 4, 4, 2, 2),
    },
    "fashion": {
        "all_right": (4, 8, 6, 6, 6),
        "untouched": (0, 0, 0, 0, 0),
        "half_done": (4, 8, 6, 0, 0),
        "returns_probabilities_for_logits": (4, 4, 6, 6, 6),
    },
    "training": {
        "all_right": (5, 3, 4, 5, 4, 3, 6),
        "untouched": (0, 0, 0, 0, 0, 0, 0),
        "half_done": (5, 3, 4, 5, 0, 0, 0),
        "takes_labels_for_one_hot": (1.8, 3, 4, 5, 4, 3, 6),
        # Whether a loss still falls depends on the pictures that are drawn.
        "never_clears_gradients": (5, 3, 2, pytest.approx(1.9, abs=0.3), 4, 3, 3),
        "evaluates_in_training_mode": (5, 3, 4, 5, 2, 3, 6),
        "trains_on_the_test_split": (5, 3, 4, 5, 4, 3, 3),
    },
    "convolution": {
        "all_right": (7, 4, 3, 5, 6),
        "untouched": (0, 0, 0, 0, 0),
        "half_done": (7, 4, 3, 0, 0),
        "turns_the_kernel_round": (2.8, 4, 3, 5, 6),
        "takes_labels_for_one_hot": (7, 4, 3, 5, 2.8),
        "never_clears_gradients": (7, 4, 3, 5, 3),
        "trains_on_the_test_split": (7, 4, 3, 5, 3),
    },
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A copy of the course after `python -m nbjudge grade`, and what that printed."""
    course = tmp_path_factory.mktemp("class") / "course"
    for name in COURSE:
        shutil.copytree(ROOT / name, course / name)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    command = [sys.executable, "-m", "nbjudge", "grade"]
    return course, subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)


def _scores(course):
    """The points for each exercise, by assignment and student."""
    found: dict = {}
    for path in (course / "scores").glob("*.csv"):
        with path.open() as file:
            for student, _, _, _, *scores in list(csv.reader(file))[1:]:
                # Behind the exercises: extra credit, total, maximum, penalty, what waits.
                found.setdefault(path.stem, {})[student] = tuple(map(float, scores[:-5]))
    return found


def test_every_score_is_the_expected_one(graded):
    course, _ = graded
    assert _scores(course) == EXPECTED


def test_every_submission_has_a_grade_and_a_page(graded):
    course, run = graded
    assert run.returncode == 0, run.stdout + run.stderr
    for assignment, students in EXPECTED.items():
        for student in students:
            assert (course / "feedback" / student / assignment / f"{assignment}.html").is_file()


def test_the_tables_fit_into_100_columns(graded):
    _, run = graded
    assert max(len(line.rstrip()) for line in run.stdout.splitlines()) <= 100
    assert "sums_along_the_wrong_dimension" in run.stdout


def test_nothing_is_graded_twice(graded):
    course, _ = graded
    command = [sys.executable, "-m", "nbjudge", "grade", "neurons"]
    again = subprocess.run(command, cwd=course, capture_output=True, text=True, check=True)
    assert "0 graded now, 34 in scores.csv" in again.stdout


def test_nbgrader_exports_the_same_totals(graded, run):
    course, _ = graded
    run(course, "nbgrader", "export").check_returncode()
    with (course / "grades.csv").open() as file:
        totals = {
            (r["assignment"], r["student_id"]): float(r["score"]) for r in csv.DictReader(file)
        }
    for assignment, students in _scores(course).items():
        for student, scores in students.items():
            assert totals[assignment, student] == pytest.approx(sum(scores))
