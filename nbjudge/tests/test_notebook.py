"""Reading a notebook: its exercises, whatever has been done to its metadata."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import (
    checked_slug,
    exercises,
    grade_id,
    is_demonstration,
    is_grade,
    is_locked,
    is_solution,
    read_notebook,
)


def test_exercises_are_read_in_order_with_points_and_places(source):
    found = [(e.slug, e.points, e.solution, e.checks) for e in exercises(source)]
    assert found == [("double", 2.0, 5, 6), ("total", 4.0, 8, 9)]


def test_a_check_cell_without_a_solution_cell_is_no_exercise(hand_in):
    notebook = hand_in()
    del notebook.cells[5]
    assert [exercise.slug for exercise in exercises(notebook)] == ["total"]


def test_kinds_of_cells_are_told_apart(source):
    kinds = {
        cell.id: [
            f.__name__ for f in (is_grade, is_solution, is_locked, is_demonstration) if f(cell)
        ]
        for cell in source.cells
    }
    assert kinds == {
        "title": [],
        "imports": ["is_locked"],
        "numbers": ["is_locked"],
        "picture": ["is_locked", "is_demonstration"],
        "double-text": [],
        "double": ["is_solution"],
        "double-checks": ["is_grade", "is_locked"],
        "doubled": ["is_locked"],
        "total": ["is_solution"],
        "total-checks": ["is_grade", "is_locked"],
        "closing": [],
    }


@pytest.mark.parametrize("said", [None, 3, "double", [], True])
def test_metadata_that_is_no_metadata_says_nothing(said):
    cell = new_code_cell("x", metadata={"nbgrader": said})
    assert not any(says(cell) for says in (is_grade, is_solution, is_locked, grade_id))
    assert checked_slug(cell) == ""


def test_only_a_graded_code_cell_is_a_check_cell():
    graded = {"nbgrader": {"grade": True, "grade_id": "a-checks"}}
    assert checked_slug(new_code_cell("", metadata=graded)) == "a"
    assert checked_slug(new_markdown_cell("", metadata=graded)) == ""
    assert checked_slug(new_code_cell("", metadata={"nbgrader": {"grade_id": "a-checks"}})) == ""
    graded["nbgrader"]["grade_id"] = "a"
    assert checked_slug(new_code_cell("", metadata=graded)) == ""


def test_an_older_format_is_read_as_todays(tmp_path, source):
    path = tmp_path / "old.ipynb"
    nbformat.write(nbformat.convert(nbformat.from_dict(source), 3), path, version=3)
    assert len(read_notebook(path).cells) == len(source.cells)


def test_a_missing_notebook_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"there is no notebook at .*gone\.ipynb"):
        read_notebook(tmp_path / "gone.ipynb")


@pytest.mark.parametrize(
    "text",
    ["", "{", "not json", "[]", "3", '{"nbformat": 4, "nbformat_minor": 5}', "\x80"],
)
def test_a_file_that_is_no_notebook_is_named_with_what_to_do(tmp_path, text):
    path = tmp_path / "broken.ipynb"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(
        CourseError, match=r"broken\.ipynb is not a readable notebook .*Ask for it again"
    ):
        read_notebook(path)
