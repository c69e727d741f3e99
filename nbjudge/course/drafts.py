"""Drafts of an exercise and of an assignment: all their parts, with marks where to write.

`nbjudge prove` refuses drafts that still have such marks, and lists them.
"""

import keyword
import re
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nbjudge.course.layout import CourseError, own_check_module
from nbjudge.course.notebook import CHECKS_SUFFIX, checked_slug, grade_id, read_notebook
from nbjudge.course.soundness import TO_FILL_IN, shown_path

_PYTHON = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_TEXT = """### Exercise: TODO(author): its title ({points:g} points)

TODO(author): what to write, what will be judged, and a worked example"""
_SOLUTION = '''def {slug}(x):
    """TODO(author): what it gives back."""
    ### BEGIN SOLUTION
    return x  # TODO(author): the solution
    ### END SOLUTION'''
_CHECKS = """check("{slug}")
### BEGIN HIDDEN TESTS
check("{slug}", hidden=True)
### END HIDDEN TESTS"""
_MODULE = '''"""`{slug}`: TODO(author): what it promises, in one line."""


def test_the_worked_example(student):
    assert student.{slug}(1) == 1  # TODO(author): the example of the text


### BEGIN HIDDEN TESTS
def test_each_value_is_right(student):
    """TODO(author): what is promised, where the name of the check does not say it.

    hint: TODO(author): what to think of, without the answer
    """
    assert student.{slug}(2) == 2  # TODO(author): inputs that no example gives away


### END HIDDEN TESTS
'''
_VARIANTS = '''"""Right and wrong solutions of `{slug}`."""


# %% right: TODO(author): another way to write it
def {slug}(x):
    return x


# %% wrong: TODO(author): a mistake that is often made
# rejected by: the_worked_example, each_value_is_right
def {slug}(x):
    return None
'''


def new_assignment(root: Path, assignment: str) -> list[Path]:
    """Writes the notebook of an assignment. Returns what was written, as seen from the root.

    Raises CourseError if it exists already, or if the name does not fit a folder.
    """
    if not re.fullmatch(r"\w[\w-]*", assignment):
        raise CourseError(f"{assignment}: name it by letters, digits, - and _, as in first-steps")
    path = _notebook(root, assignment)
    if path.exists():
        raise CourseError(f"{shown_path(root, path)} exists: name an exercise to add to it")
    notebook = new_notebook(metadata={"kernelspec": _PYTHON, "language_info": {"name": "python"}})
    notebook.cells = [
        new_markdown_cell(f"# {TO_FILL_IN}: a title\n\nwhat the assignment is about", id="title"),
        _cell("given-imports", "from nbjudge import check, hint", locked=True),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return [shown_path(root, path)]


def new_exercise(root: Path, assignment: str, slug: str, points: float) -> list[Path]:
    """Adds an exercise to an assignment: cells, checks, variants. Returns what was written.

    Its cells come below those of the last exercise. Raises CourseError if there is no such
    assignment, or if the exercise's name is not a name in Python or is taken.
    """
    path, module = _notebook(root, assignment), own_check_module(root, assignment, slug)
    variants = root / "variants" / assignment / f"{slug}.py"
    if not path.is_file():
        shown = shown_path(root, path)
        raise CourseError(f"there is no {shown}: `nbjudge new {assignment}` makes it")
    if not points > 0:
        raise CourseError(f"an exercise is worth more than {points:g} points")
    if not slug.isidentifier() or keyword.iskeyword(slug):
        raise CourseError(f"{slug}: an exercise has the name of what students define")
    notebook = read_notebook(path)
    _refuse_taken(root, notebook, slug, variants)
    last = [i for i, cell in enumerate(notebook.cells) if checked_slug(cell)]
    place = last[-1] + 1 if last else len(notebook.cells)
    notebook.cells[place:place] = _cells(slug, points)
    nbformat.write(notebook, path)
    for file, text in ((module, _MODULE), (variants, _VARIANTS)):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(slug=slug), encoding="utf-8")
    return [shown_path(root, file) for file in (path, module, variants)]


def _refuse_taken(root: Path, notebook: NotebookNode, slug: str, variants: Path) -> None:
    modules = sorted(root.glob(f"tests/*/test_{slug}.py"))
    for file in (*modules, *([variants] if variants.exists() else [])):
        raise CourseError(f"{shown_path(root, file)} exists: choose another name, or remove it")
    if slug in (taken for cell in notebook.cells for taken in (grade_id(cell), cell.get("id"))):
        raise CourseError(f"the notebook has a cell {slug}: choose another name, or remove it")


def _cells(slug: str, points: float) -> list[NotebookNode]:
    checks = _CHECKS.format(slug=slug)
    settings = {"grade": True, "locked": True, "points": points}
    return [
        new_markdown_cell(_TEXT.format(points=points), id=f"{slug}-text"[:64]),
        _cell(slug, _SOLUTION.format(slug=slug), solution=True),
        _cell(f"{slug}{CHECKS_SUFFIX}", checks, **settings),
    ]


def _cell(name: str, source: str, **settings: Any) -> NotebookNode:
    usual = {"grade": False, "solution": False, "locked": False, "task": False}
    marks = {**usual, "grade_id": name, "schema_version": 3, **settings}
    return new_code_cell(source, id=name[:64], metadata={"nbgrader": marks})


def _notebook(root: Path, assignment: str) -> Path:
    return root / "source" / assignment / f"{assignment}.ipynb"
