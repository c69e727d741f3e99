"""What has changed between two runs of `nbjudge grade`, or changes during one: nothing is lost."""

import os
import shutil
import sys
import threading
import unicodedata

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from nbjudge.course.notebook import read_notebook

NOBODY = 65534
NFC, NFD = (unicodedata.normalize(form, "Zoë Müller") for form in ("NFC", "NFD"))


@pytest.fixture
def course(copy_course, hand_in, submit, tmp_path):
    folder = copy_course(tmp_path / "course")
    for student in ("ada", "bob"):
        submit(folder, student, hand_in())
    return folder


@pytest.fixture
def grade(run):
    def run_it(course, *options):
        done = run(course, "nbjudge", "grade", "-j", "2", *options)
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, " ".join(done.stdout.split())

    return run_it


def totals(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions("warmup")}


def test_feedback_that_was_not_wanted_first_is_made_later_without_grading_again(course, grade):
    code, said = grade(course, "--no-feedback")
    assert (code, "2 graded now" in said) == (0, True)
    assert not (course / "feedback").exists()
    code, said = grade(course)
    assert code == 0
    assert "0 graded now" in said
    assert "2 feedback pages were missing or old" in said
    assert len(list((course / "feedback").rglob("warmup.html"))) == 2
    code, said = grade(course)
    assert "feedback pages" not in said


def test_a_deleted_gradebook_is_made_anew_with_everybodys_scores(course, grade):
    grade(course)
    (course / "gradebook.db").unlink()
    code, said = grade(course)
    assert code == 0
    assert "2 graded now" in said
    assert totals(course) == {"ada": 6.0, "bob": 6.0}


def test_a_cell_that_is_added_after_grading_is_told_and_costs_no_grade(course, grade):
    grade(course)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade("total-checks", "warmup", "warmup", "bob").manual_score = 1.5
        gradebook.db.commit()
    path = course / "source" / "warmup" / "warmup.ipynb"
    notebook = read_notebook(path)
    for name, solution in (("half", True), ("half-test", False)):
        cell = new_code_cell("half = 0.5" if solution else "assert half == 0.5")
        cell.metadata.nbgrader = {
            **{"grade_id": name, "schema_version": 3, "task": False, "locked": not solution},
            **{"grade": not solution, "solution": solution, "points": 0 if solution else 3},
        }
        notebook.cells.append(cell)
    nbformat.write(notebook, path)
    code, said = grade(course)
    assert code == 0, said
    assert "half-test is new" in said
    assert "all other grades and comments stay" in said
    assert totals(course)["ada"] in (6.0, 9.0)
    assert totals(course)["bob"] == totals(course)["ada"] - 2.5
    assert "half-test" in (course / "scores" / "warmup.csv").read_text().splitlines()[0]


@pytest.mark.parametrize("name", ["warmup.ipynb", "data.csv"])
def test_a_file_that_changes_while_it_is_read_is_graded_as_it_ends(
    name, course, grade, hand_in, submit
):
    wrong = nbformat.writes(hand_in(total="total = 1"))
    path = course / "submitted" / "bob" / "warmup" / name
    over = threading.Event()

    def change() -> None:
        while not over.is_set():
            path.write_text(wrong[: len(wrong) // 2])
            path.write_text(wrong)
            path.unlink()

    changing = threading.Thread(target=change)
    changing.start()
    try:
        grade(course)  # with a grade or a sentence for bob
    finally:
        over.set()
        changing.join()
    assert totals(course)["ada"] == 6.0
    submit(course, "bob", hand_in())
    code, said = grade(course)
    assert code == 0, said
    assert totals(course) == {"ada": 6.0, "bob": 6.0}


def test_names_that_look_alike_are_two_students(course, grade, hand_in, submit):
    submit(course, NFC, hand_in())
    submit(course, NFD, hand_in(total="total = 1"))
    code, said = grade(course)
    assert code == 0, said
    assert (totals(course)[NFC], totals(course)[NFD]) == (6.0, 2.0)


def test_a_folder_or_notebook_whose_name_is_written_in_other_letters_is_told(
    course, grade, hand_in, submit
):
    """As macOS writes an ü: in two letters."""
    for step in ("source", "tests"):
        (course / step / "warmup").rename(course / step / "übung")
    (course / "source" / "übung" / "warmup.ipynb").rename(
        course / "source" / "übung" / "übung.ipynb"
    )
    shutil.rmtree(course / "submitted")
    other = unicodedata.normalize("NFD", "übung")
    places = {"ada": ("übung", "übung"), "bob": ("übung", other), "cyd": (other, "übung")}
    for student, (folder, name) in places.items():
        path = course / "submitted" / student / folder / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(hand_in()))
    code, said = grade(course)
    assert code == 1
    assert "1 graded now" in said
    for student in ("bob", "cyd"):
        told = said.partition(f"no grade: übung/{student}: ")[2].partition(" no grade: ")[0]
        assert "its letters are encoded differently" in told, said


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can give files away"
)
def test_a_file_of_another_user_that_may_not_be_read_is_told(course, run, hand_in, submit):
    submit(course, "cyd", hand_in())
    notes = course / "submitted" / "bob" / "warmup" / "notes.txt"
    notes.write_text("mine")
    for path in (notes, course / "submitted" / "cyd" / "warmup"):
        path.chmod(0o700)
        os.chown(path, NOBODY, NOBODY)
    as_anybody = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    done = run(course, *as_anybody, sys.executable, "-m", "nbjudge", "grade")
    said = " ".join(done.stdout.split())
    assert "Traceback" not in said + done.stderr, done.stderr
    assert "notes.txt may not be read: change its permissions" in said
    assert "no grade: warmup/cyd: " in said
    assert totals(course) == {"ada": 6.0}


def test_a_name_that_formgrader_would_take_for_a_part_of_its_page_is_refused_by_nbgrader_too(
    course, run, hand_in, submit
):
    named = "<img src=x onerror=alert(4711)>"
    submit(course, named, hand_in())
    submit(course, '"quoted', hand_in(), name="another.ipynb")
    run(course, "nbgrader", "generate_assignment", "warmup")
    done = run(course, "nbgrader", "autograde", "warmup")
    assert "rename the student's folder" in done.stderr
    assert named in done.stderr
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert {student.id for student in gradebook.students} == {"ada", "bob"}
    assert totals(course) == {"ada": 6.0, "bob": 6.0}


RELEASED_DOUBLE = (
    'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
)


def test_a_report_says_that_a_solution_was_found_elsewhere(course, grade, hand_in, submit):
    # The cell for it stays as it was released.
    notebook = hand_in(double=RELEASED_DOUBLE)
    notebook.cells.append(new_code_cell("def double(x):\n    return 2 * x"))
    submit(course, "cyd", notebook)
    grade(course)
    page = "feedback/{}/warmup/warmup.html"
    said = "Your solution was found in another cell than the one for it, and counts"
    assert said in (course / page.format("cyd")).read_text()
    assert said not in (course / page.format("ada")).read_text()
    assert totals(course)["cyd"] == 6.0


def test_a_warning_names_the_students_line_and_no_file_of_the_instructors(
    course, grade, hand_in, submit
):
    double = "import numpy\ndef double(x):\n    numpy.array([1.0]) / 0\n    return 2 * x\ndouble(1)"
    total = "import torch\nones = torch.ones(2)\ntorch.nn.functional.softmax(ones)\n"
    notebook = hand_in(double=double, total=f"{total}total = sum(doubled)")
    submit(course, "cyd", notebook)
    grade(course)
    graded = read_notebook(course / "autograded" / "cyd" / "warmup" / "warmup.ipynb")
    said = "".join(o.get("text", "") for c in graded.cells for o in c.get("outputs", []))
    assert "line 3 of your cell: RuntimeWarning: divide by zero" in said
    assert "line 3 of your cell: UserWarning: Implicit dimension choice for softmax" in said
    assert "torch.nn.functional.softmax(ones)" in said
    assert "site-packages" not in said
