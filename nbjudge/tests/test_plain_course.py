"""A course with ordinary nbgrader tests, without torch, and one that mixes them with checks."""

import copy
import csv
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade

from nbjudge.course.notebook import grade_id, is_grade, read_notebook
from nbjudge.course.regions import visible_text

COURSE = Path(__file__).parent / "fixtures" / "plain"
STUB = "raise NotImplementedError()"
RIGHT = {
    "mean": "def mean(numbers):\n    return sum(numbers) / len(numbers)",
    "squares": "def squares(n):\n    return [i * i for i in range(n)]",
    "greet": 'def greet(name):\n    return f"Hello, {name}!"',
    "explain": "There is nothing to divide by.",
    "longest": "longest = max(words, key=len)",
    "double": "def double(x):\n    return 2 * x",
    "triple": "def triple(x):\n    return 3 * x",
}
TESTS = ("mean-test", "squares-score", "greet-checks")


def mean(*lines: str, otherwise: str = "return 0") -> str:
    return "def mean(numbers):\n" + "".join(f"    {line}\n" for line in (*lines, otherwise))


def squares_equal(to: str) -> str:
    return (
        "class Number:\n    def __eq__(self, other):\n"
        f"        return {to}\ndef squares(n):\n    return [Number()] * n"
    )


FORGED = """
import os, sys
shell = get_ipython()
def mean(numbers):
    kernel = shell.kernel
    ok = {"status": "ok", "execution_count": 3, "user_expressions": {}, "payload": []}
    parent = kernel.get_parent("shell")
    stream = kernel.shell_stream
    kernel.session.send(stream, "execute_reply", ok, parent, ident=kernel._parent_ident["shell"])
    stream.flush()
    kernel.session.send(
        kernel.iopub_socket, "status", {"execution_state": "idle"}, parent, ident=b"status"
    )
    import time; time.sleep(0.5)
    os._exit(0)
"""

# --- What students hand in, and what it earns: mean-test of 2, squares-score of 4, greet of 1 ---

CLASS: dict[str, tuple[dict[str, str], tuple[float, float, float]]] = {
    "right": ({}, (2, 4, 1)),
    "untouched": (
        {"mean": "def mean(numbers):\n    " + STUB, "squares": STUB, "greet": STUB},
        (0, 0, 0),
    ),
    "wrong_where_it_is_hidden": ({"mean": mean(otherwise="return 2")}, (0, 4, 1)),
    "half_of_the_squares": ({"squares": "def squares(n):\n    return [0, 1, 0, 0]"}, (2, 2, 1)),
    "no_square": ({"squares": "def squares(n):\n    return [8] * 4"}, (2, 0, 1)),
    "dies_in_silence": ({"mean": mean("import os", "os._exit(0)")}, (0, 4, 1)),
    "exits": ({"mean": mean("import sys", "sys.exit(0)")}, (0, 4, 1)),
    "kills_itself": ({"mean": mean("import os", "os.kill(os.getpid(), 9)")}, (0, 4, 1)),
    "never_returns": ({"mean": mean("while True:", "    pass")}, (0, 4, 1)),
    "keyboard_interrupt": ({"mean": mean("raise KeyboardInterrupt")}, (0, 4, 1)),
    "swallows_errors": (
        {
            "mean": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)\n" + mean(),
            "greet": "def greet(name):\n    return 1",
        },
        (0, 4, 0),
    ),
    "prints_to_stderr": (
        {
            "mean": "import sys, warnings\n"
            + mean(
                'print("debugging", file=sys.stderr)',
                'warnings.warn("not exact")',
                otherwise="return sum(numbers) / len(numbers)",
            )
        },
        (2, 4, 1),
    ),
    "prints_to_stderr_while_scored": (
        {"squares": "def squares(n):\n    import sys; print(1, file=sys.stderr); return [0, 1]"},
        (2, 2, 1),
    ),
    "prints_a_number": ({"mean": mean("print(100.0)", "return 7")}, (0, 4, 1)),
    "not_a_number": ({"squares": squares_equal('float("nan")')}, (2, 0, 1)),
    "negative": ({"squares": squares_equal("-5")}, (2, 0, 1)),
    "endless": ({"squares": squares_equal('-float("inf")')}, (2, 0, 1)),
    "none": ({"squares": squares_equal("None")}, (2, 0, 1)),
    "more_than_the_points": ({"squares": squares_equal("100")}, (2, 4, 1)),
    "not_to_be_read": (
        {
            "squares": "class Score:\n    __radd__ = __add__ = lambda self, other: self\n"
            + squares_equal("Score()")
        },
        (2, 0, 1),
    ),
}


def answered(assignment: str, answers: dict[str, str]) -> NotebookNode:
    """What a student hands in: the release with these answers, and right ones otherwise."""
    notebook = read_notebook(COURSE / "source" / assignment / f"{assignment}.ipynb")
    for cell in notebook.cells:
        if cell.id in RIGHT:
            cell.source = {**RIGHT, **answers}[cell.id]
        elif cell.cell_type == "code":
            cell.source = visible_text(cell.source).rstrip("\n")
    return notebook


def skip_tests(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata.tags = ["skip-execution"]


def edit_tests(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if grade_id(cell) in TESTS:
            cell.source = "pass"
            cell.metadata.nbgrader.points = 1000


def delete_tests(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if grade_id(cell) not in TESTS]


def retype_tests(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if grade_id(cell) in TESTS:
            cell.cell_type = "markdown"
            del cell["outputs"], cell["execution_count"]


def duplicate_tests(notebook: NotebookNode) -> None:
    for cell in [cell for cell in notebook.cells if grade_id(cell) in TESTS]:
        notebook.cells.insert(0, NotebookNode({**copy.deepcopy(cell), "id": f"{cell.id}-2"}))
        notebook.cells[0].source = "pass"


def unmark_tests(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if grade_id(cell) in TESTS:
            cell.metadata.nbgrader.update(grade=False, solution=True)


CHANGES = (skip_tests, edit_tests, delete_tests, retype_tests, duplicate_tests, unmark_tests)
WRONG = {"mean": mean(), "greet": "def greet(name):\n    return name"}
EXPECTED = {
    **{student: scores for student, (_, scores) in CLASS.items()},
    **{f"{change.__name__}_{how}": (0.0, 4.0, 0.0) for change in CHANGES for how in ["wrong"]},
    **{f"{change.__name__}_{how}": (2.0, 4.0, 1.0) for change in CHANGES for how in ["right"]},
}


def hand_in(course: Path, student: str, assignment: str, notebook: NotebookNode) -> None:
    path = course / "submitted" / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def hand_in_the_class(course: Path) -> None:
    for student, (answers, _) in CLASS.items():
        hand_in(course, student, "counting", answered("counting", answers))
    for change in CHANGES:
        for how, answers in (("wrong", WRONG), ("right", {})):
            notebook = answered("counting", answers)
            change(notebook)
            hand_in(course, f"{change.__name__}_{how}", "counting", notebook)
    source = read_notebook(COURSE / "source" / "counting" / "counting.ipynb")
    for cell in source.cells:
        if cell.id == "explain":
            cell.source = "Why does `mean` fail for an empty list?\n\nYOUR ANSWER HERE"
        elif cell.id in RIGHT:
            cell.source = RIGHT[cell.id]
    source.cells.append(new_code_cell("steps = 100"))
    hand_in(course, "no_response", "counting", source)
    for student, answers in MIXED.items():
        hand_in(course, student, "mixed", answered("mixed", answers))
    hand_in(course, "right", "words", answered("words", {}))


MIXED: dict[str, dict[str, str]] = {
    "right": {},
    "wrong_double": {"double": "def double(x):\n    return 6"},
    "wrong_triple": {"triple": "def triple(x):\n    return 6"},
    "no_double": {"double": STUB, "triple": "def triple(x):\n    return x + double(x)"},
}
MIXED_EXPECTED = {
    "right": (2.0, 1.0),
    "wrong_double": (1.0, 1.0),
    "wrong_triple": (2.0, 0.0),
    "no_double": (0.0, 0.0),
}
EXPECTED["no_response"] = (2, 4, 1)
# Who is graded by nbgrader's own commands as well, one after the other.
ALSO = ("right", "half_of_the_squares", "dies_in_silence", "prints_to_stderr", "not_a_number")
ALSO += ("negative", "untouched", "prints_a_number", "delete_tests_wrong", "no_response")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, run):
    """Two copies of the course: one graded by `nbjudge grade`, one by nbgrader's own commands."""
    folders = [tmp_path_factory.mktemp(name) / "course" for name in ("nbjudge", "nbgrader")]
    for folder in folders:
        shutil.copytree(COURSE, folder)
        hand_in_the_class(folder)
    for submitted in (folders[1] / "submitted").glob("*/counting"):
        if submitted.parent.name not in ALSO:
            shutil.rmtree(submitted)
    forger = answered("counting", {"mean": FORGED})
    hand_in(folders[0], "forged_reply", "counting", forger)
    with ThreadPoolExecutor(2) as executor:
        ours = executor.submit(run, folders[0], "nbjudge", "grade")
        theirs = executor.submit(run_nbgrader, folders[1], run)
    return folders, ours.result(), theirs.result()


def run_nbgrader(folder, run):
    done = []
    for assignment in ("counting", "mixed", "words"):
        done.append(run(folder, "nbgrader", "generate_assignment", assignment))
        done.append(run(folder, "nbgrader", "autograde", assignment, "--create"))
        done.append(run(folder, "nbgrader", "generate_feedback", assignment))
    return done


def scores_in(folder, assignment):
    """What the gradebook has: by student, each cell's score and maximum."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db", "plain") as gradebook:
        return {
            submission.student.id: {
                grade.name: (None if grade.needs_manual_grade else grade.score, grade.max_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions(assignment)
        }


def test_both_ways_grade_the_class_without_a_complaint(graded):
    _, ours, theirs = graded
    assert ours.returncode == 0, ours.stdout + ours.stderr
    for process in theirs:
        assert process.returncode == 0, process.stderr
        assert "Traceback" not in process.stderr


@pytest.mark.parametrize("who", EXPECTED)
def test_a_plain_cell_earns_what_the_answer_deserves(graded, who):
    folders, _, _ = graded
    for folder in folders[: 2 if who in ALSO else 1]:
        found = scores_in(folder, "counting")[who]
        assert tuple(found[test][0] for test in TESTS) == EXPECTED[who]


def test_a_forged_reply_earns_nothing(graded):
    folders, _, _ = graded
    assert scores_in(folders[0], "counting")["forged_reply"]["mean-test"] == (0.0, 2.0)


@pytest.mark.parametrize("who", MIXED)
def test_checks_and_plain_cells_are_graded_in_one_notebook(graded, who):
    folders, _, _ = graded
    for folder in folders:
        found = scores_in(folder, "mixed")[who]
        scores = (found["double-checks"][0], found["triple-test"][0])
        assert scores == MIXED_EXPECTED[who]


def test_what_the_course_gives_beside_the_notebook_is_there_though_not_handed_in(graded):
    folders, _, _ = graded
    for folder in folders:
        assert scores_in(folder, "words") == {"right": {"longest-test": (2.0, 2.0)}}


def test_a_manual_cell_waits_for_somebody_and_earns_nothing_untouched(graded):
    folders, _, _ = graded
    for folder in folders:
        found = scores_in(folder, "counting")
        assert found["right"]["explain"] == (None, 3.0)
        assert found["right"]["at-home"] == (None, 2.0)
        assert found["no_response"]["explain"] == (0.0, 3.0)


def test_nbgrader_itself_reads_the_scores_that_are_in_the_gradebook(graded):
    folders, _, _ = graded
    for folder in folders:
        for student in ALSO:
            notebook = read_notebook(
                folder / "autograded" / student / "counting" / "counting.ipynb"
            )
            read = {grade_id(c): determine_grade(c)[0] for c in notebook.cells if is_grade(c)}
            assert tuple(read[test] for test in TESTS) == EXPECTED[student]
            assert all(type(read[test]) is float for test in TESTS)


def test_the_table_names_all_graded_cells_and_what_waits(graded):
    _, ours, _ = graded
    said = " ".join(ours.stdout.split())
    assert "counting: mean-test, squares-score, greet-checks ran in the students' kernels" in said
    assert "mixed: triple-test ran in the students' kernels" in said
    assert f"counting: {len(EXPECTED) + 1} to be graded by hand, in formgrader" in said
    assert "counting/not_to_be_read: a test cell ended with a value that is no score" in said


def test_the_csv_has_a_column_for_each_graded_cell_and_nbgraders_totals(graded):
    folders, _, _ = graded
    rows = {}
    for path in (folders[0] / "scores").glob("*.csv"):
        with path.open() as file:
            rows |= {(path.stem, row["student"]): row for row in csv.DictReader(file)}
    row = rows["counting", "half_of_the_squares"]
    cells = ("mean-test", "squares-score", "greet-checks", "explain", "at-home", "total")
    assert [row[cell] for cell in cells] == ["2", "2", "1", "", "", "5"]
    assert [rows["mixed", "wrong_triple"][cell] for cell in ("double", "triple-test")] == ["2", "0"]
    for folder in folders:
        with Gradebook(f"sqlite:///{folder}/gradebook.db", "plain") as gradebook:
            for assignment, most in (("counting", 12.0), ("mixed", 3.0), ("words", 2.0)):
                assert gradebook.find_assignment(assignment).max_score == most
                for submission in gradebook.assignment_submissions(assignment):
                    row = rows[assignment, submission.student.id]
                    assert float(row["total"]) == submission.score


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("right", "passed · 2 of 2 points"),
        ("half_of_the_squares", "partial · 2 of 4 points"),
        ("untouched", "not attempted yet · 0 of 2 points"),
        ("prints_a_number", "AssertionError"),
        ("dies_in_silence", "KernelDied: the kernel died while this cell ran"),
        ("not_a_number", "The last value of this cell, nan, is no number of points."),
        ("negative", "The last value of this cell, -20, is below 0."),
    ],
)
def test_the_feedback_page_says_what_came_of_a_plain_cell_and_where_it_ran(graded, who, said):
    folders, _, _ = graded
    for folder in folders:
        page = (folder / "feedback" / who / "counting" / "counting.html").read_text()
        assert said in page
        assert "ordinary nbgrader tests: they ran in the student" in page


def test_a_hidden_test_is_not_in_the_release(graded):
    folders, _, _ = graded
    for folder in folders:
        for released in (folder / "release").rglob("*.ipynb"):
            assert "secret" not in released.read_text()
            assert "Nobody can divide" not in released.read_text()
