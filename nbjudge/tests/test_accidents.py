"""Accidents with what is handed in, with the gradebook and with the source: who gets a grade."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from nbjudge.course.notebook import read_notebook

FULL = {"double": 2.0, "total": 4.0}


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_course, hand_in, submit):
    folder = copy_course(tmp_path_factory.mktemp("accidents") / "course")
    for student, accident in ACCIDENTS.items():
        path = submit(folder, student, hand_in())
        accident(path)
    (folder / "submitted" / "zoe.zip").write_bytes(b"PK\x03\x04")
    yield folder
    remove(folder / "submitted" / "deep")


def remove(path):
    """As `shutil.rmtree` cannot where folders lie too deep."""
    subprocess.run(["rm", "-rf", path], check=True)


def deep_folders(path):
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        for _ in range(1100):
            Path("deeper").mkdir()
            os.chdir("deeper")
    finally:
        os.chdir(here)


def sparse_file(path):
    with (path.parent / "huge.bin").open("wb") as file:
        file.truncate(2**40)


def many_files(path):
    for number in range(2100):
        (path.parent / f"file{number}").touch()


def rewritten(encoding):
    return lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


def moved_to(name):
    def move(path):
        target = path.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)

    return move


def zip_beside(path):
    shutil.rmtree(path.parent)
    (path.parent.parent / f"{path.stem} (1).zip").write_bytes(b"PK\x03\x04")


ACCIDENTS = {
    "honest": lambda path: None,
    "Jane [group A]": lambda path: None,
    "-Jörg  Groß*?": lambda path: None,
    "long" * 60: lambda path: None,
    "name_not_utf8": lambda path: (path.parent / os.fsdecode(b"m\xfcll.txt")).touch(),
    "name_with_a_newline": lambda path: (path.parent / "two\nlines.txt").touch(),
    "link_to_itself": lambda path: (path.parent / "loop").symlink_to(path.parent),
    "bom": rewritten("utf-8-sig"),
    "utf16": rewritten("utf-16"),
    "deep": deep_folders,
    "sparse": sparse_file,
    "many": many_files,
    "pipe": lambda path: os.mkfifo(path.parent / "pipe"),
    "broken_link": lambda path: (path.parent / "gone").symlink_to("/nowhere"),
    "time": lambda path: (path.parent / "timestamp.txt").write_text("yesterday"),
    "empty_file": lambda path: path.write_text(""),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:300]),
    "too_deep": moved_to("warmup/warmup.ipynb"),
    "txt": moved_to("warmup.ipynb.txt"),
    "second_copy": moved_to("warmup (1).ipynb"),
    "case": moved_to("Warmup.ipynb"),
    "zipped": zip_beside,
    "archive": moved_to("warmup.zip"),
    os.fsdecode(b"m\xfcller"): lambda path: None,
}
GRADED = [name for name in list(ACCIDENTS)[:9] if name != "name_not_utf8"]
SAID = {
    "name_not_utf8": "m\\udcfcll.txt has a name with bytes that are no UTF-8: rename it",
    "deep": "holds more than 20 folders in one another: remove it",
    "sparse": "huge.bin is too large (the limit is 300 MB for all files together)",
    "many": "holds more than 2000 files: keep what is needed",
    "pipe": "is no plain file (a broken link, a pipe or a device): remove it",
    "broken_link": "is no plain file",
    "time": "timestamp.txt holds no time: write one such as 2025-01-31 12:00:00 UTC",
    "empty_file": "is not a readable notebook (it is empty). Ask for it again",
    "truncated": "is not a readable notebook (it breaks off in the middle). Ask for it again",
    "too_deep": "needs a notebook called warmup.ipynb: move it up from warmup",
    "txt": "it has warmup.ipynb.txt; rename the right one",
    "second_copy": "it has warmup (1).ipynb; rename the right one",
    "case": "it has Warmup.ipynb; rename the right one",
    "zipped": "warmup (1).zip is not where it belongs: unpack it into the folder",
    "archive": "it has warmup.zip; unpack it there",
    "m\\udcfcller": "rename the folder",
}


@pytest.fixture(scope="module")
def first_run(course, run):
    return run(course, "nbjudge", "grade", "-j", "2")


def scores_of(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            found.student.id: {
                grade.name.removesuffix("-checks"): grade.auto_score
                for notebook in found.notebooks
                for grade in notebook.grades
            }
            for found in gradebook.assignment_submissions("warmup")
        }


def test_whoever_lost_nothing_has_a_grade(first_run, course):
    assert first_run.returncode == 1, first_run.stdout + first_run.stderr
    assert "Traceback" not in first_run.stdout + first_run.stderr
    found = scores_of(course)
    assert {student: found.get(student) for student in GRADED} == dict.fromkeys(GRADED, FULL)
    assert set(found) == set(GRADED)


def test_whoever_lost_something_has_a_sentence_with_the_file_and_what_to_do(first_run):
    said = " ".join(first_run.stdout.split())
    for student, sentence in SAID.items():
        start = said.index(f"no grade: warmup/{student}: ")
        told = said[start:].partition("no grade: ")[2].partition(" no grade: ")[0]
        assert sentence.replace(" ", "") in told.replace(" ", ""), student
    assert "zoe.zip lies in no student's folder" in said


@pytest.fixture(scope="module")
def second_run(first_run, course, run):
    """What was there is gone, edited by hand, or can no longer be read."""
    for student in list(SAID):
        remove(course / "submitted" / student)
    shutil.rmtree(course / "submitted" / os.fsdecode(b"m\xfcller"))
    (course / "submitted" / "zoe.zip").unlink()
    (course / "submitted" / "bom" / "warmup" / "warmup.ipynb").write_text("{")
    shutil.rmtree(course / "feedback" / "utf16")
    shutil.rmtree(course / "autograded" / "honest")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("total-checks", "warmup", "warmup", "name_with_a_newline")
        grade.manual_score = 3.5
        comment = gradebook.find_comment("double", "warmup", "warmup", "link_to_itself")
        comment.manual_comment = "Nicely said."
        gradebook.db.commit()
        gradebook.remove_submission("warmup", "Jane [group A]")
    return run(course, "nbjudge", "grade", "-j", "2")


def test_what_is_missing_or_old_is_made_good_and_nothing_else(second_run, course):
    assert "2 graded now" in second_run.stdout, second_run.stdout + second_run.stderr
    assert "3 feedback pages were missing or old, and were made anew" in second_run.stdout
    assert (course / "feedback" / "utf16" / "warmup" / "warmup.html").is_file()
    assert (course / "autograded" / "honest" / "warmup" / "warmup.ipynb").is_file()
    page = course / "feedback" / "link_to_itself" / "warmup" / "warmup.html"
    assert "Nicely said." in page.read_text()
    assert scores_of(course)["Jane [group A]"] == FULL


def test_an_earlier_score_of_what_can_no_longer_be_read_is_taken_out(second_run, course):
    assert second_run.returncode == 1
    assert "Its earlier score was taken out" in " ".join(second_run.stdout.split())
    assert scores_of(course)["bom"] == {"double": None, "total": None}
    assert "bom" not in (course / "scores.csv").read_text()


@pytest.fixture(scope="module")
def third_run(second_run, course, run):
    """The source: an exercise has another name, another has other points."""
    path = course / "source" / "warmup" / "warmup.ipynb"
    notebook = read_notebook(path)
    for cell in notebook.cells:
        said = cell.metadata.get("nbgrader", {})
        if said.get("grade_id", "").startswith("double"):
            said["grade_id"] = said["grade_id"].replace("double", "twice")
            cell.source = cell.source.replace('check("double"', 'check("twice"')
        if said.get("grade_id") == "total-checks":
            said["points"] = 5
    nbformat.write(notebook, path)
    tests = course / "tests" / "warmup"
    (tests / "test_double.py").rename(tests / "test_twice.py")
    return run(course, "nbjudge", "grade", "-j", "2")


def test_a_changed_source_is_entered_anew_and_what_people_entered_stays(third_run, course):
    said = " ".join(third_run.stdout.split())
    assert "double-checks is gone, and its grades, twice-checks is new" in said, said
    assert "total-checks is worth 5, not 4" in said
    assert scores_of(course)["honest"] == {"twice": 2.0, "total": 5.0}
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("total-checks", "warmup", "warmup", "name_with_a_newline")
        assert (grade.manual_score, grade.max_score) == (3.5, 5.0)


def locked(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE x (y)")
    connection.commit()
    connection.execute("BEGIN EXCLUSIVE")
    return connection


def old(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE assignment (id, name)")


GRADEBOOKS = {
    "locked": (locked, "another program is writing to it"),
    "damaged": (lambda path: path.write_bytes(b"SQLite?" * 500), "it is damaged"),
    "folder": (lambda path: path.mkdir(), "it is not a file, or may not be read"),
    "old": (old, "an older nbgrader made it"),
}


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_a_gradebook_that_cannot_be_used_is_told_with_what_to_do(
    grade, copy_course, hand_in, submit, tmp_path, name
):
    course = copy_course(tmp_path / "course")
    submit(course, "ada", hand_in())
    spoil, remedy = GRADEBOOKS[name]
    kept = spoil(course / "gradebook.db")
    code, said = grade(course)
    assert code == 2, said
    assert "gradebook.db cannot be used: " in said
    assert remedy in said
    assert "sqlalche.me" not in said
    if name == "locked":
        kept.close()


def test_a_check_module_that_is_no_python_is_told_once_with_its_line(
    grade, copy_course, hand_in, submit, tmp_path
):
    course = copy_course(tmp_path / "course")
    for student in ("ada", "bob"):
        submit(course, student, hand_in())
    module = course / "tests" / "warmup" / "test_total.py"
    module.write_text(module.read_text() + "\ndef broken(:\n    pass\n")
    line = module.read_text().count("\n") - 1
    code, said = grade(course)
    assert code == 2
    assert said.count("test_total.py") == 1
    assert f"test_total.py, line {line}: invalid syntax" in said
