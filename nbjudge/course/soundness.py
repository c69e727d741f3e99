"""Faults of a source notebook and its check modules that would give or cost points unnoticed.

Each fault is one line: the file, the cell or line, what is wrong, and what to do. Releasing,
proving and grading all ask here first, so all refuse the same faults. Faults that show only when a
notebook runs (a stub that passes, a solution that fails) are found by `nbjudge.judge.rehearsal`.
"""

import difflib
import math
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.demonstrated import needed_of_demonstrations
from nbjudge.course.layout import CourseError, files_beside, own_check_module
from nbjudge.course.notebook import (
    CHECKS_SUFFIX,
    checked_slug,
    exercises,
    grade_id,
    is_demonstration,
    is_grade,
    is_solution,
    is_task,
    points_said,
    read_notebook,
)
from nbjudge.course.regions import RegionError, hidden_lines, wrong_markers

SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
# `nbjudge new` writes this mark wherever an author has to write something.
TO_FILL_IN = "TODO(author)"
_HIDDEN = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_CALL = re.compile(r"\bcheck\(\s*[\"']([^\"']*)[\"']([^)]*)\)")

Faults = Iterator[tuple[int, str]]


def faults(root: Path, path: Path, solution: tuple[str, str] = SOLUTION) -> list[str]:
    """What is wrong with a source notebook of the course at `root`, and with its check modules.

    `solution` holds the markers that the course uses at the two ends of a solution. Raises
    CourseError if there is no readable notebook.
    """
    notebook = read_notebook(path)
    shown = shown_path(root, path)
    of_checks = list(_faults_of_check_cells(notebook))
    told = " ".join(fault for _, fault in of_checks)
    found = [
        *of_checks,
        # A solution whose check cell has another name is reported with that cell.
        *(fault for fault in _unchecked(notebook) if _checks_id(notebook, fault[0]) not in told),
        *_without_points(notebook),
        *_faults_of_markers(notebook, solution),
        *needed_of_demonstrations(notebook),
        *((i, left) for i, cell in enumerate(notebook.cells) for left in left_to_fill(cell.source)),
    ]
    said = [f"{shown}, {place(notebook, i)}: {fault}" for i, fault in sorted(found)]
    modules = [own_check_module(root, path.parent.name, e.slug) for e in exercises(notebook)]
    return [*said, *dict.fromkeys(f for module in modules for f in _of_module(root, module))]


def refuse_unsound(root: Path, path: Path, solution: tuple[str, str] = SOLUTION) -> None:
    """Raises CourseError, with a line for each fault, if a source notebook has any."""
    if found := faults(root, path, solution):
        raise CourseError("\n".join(found))


def place(notebook: NotebookNode, index: int) -> str:
    """Names a cell for a reader: by its nbgrader id, else by its number, from 1."""
    return f"cell {grade_id(notebook.cells[index]) or index + 1}"


def shown_path(root: Path, path: Path) -> Path:
    """The path relative to the course's folder, for messages."""
    return path.relative_to(root) if path.is_relative_to(root) else path


def close_to(name: str, known: list[str]) -> str:
    """The known name that a misspelt one is most similar to; empty if none is similar."""
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return found[0] if found else ""


def left_to_fill(text: str) -> Iterator[str]:
    """The marks of `nbjudge new` that are still to be filled in, line by line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if TO_FILL_IN in line:
            said = line.partition(TO_FILL_IN)[2].strip(': "')
            yield f"line {number}: still to be written: {said}"


def _faults_of_check_cells(notebook: NotebookNode) -> Faults:
    """Check cells that belong to no exercise, or that check another exercise than their own."""
    solutions = {grade_id(c): i for i, c in enumerate(notebook.cells) if is_solution(c)}
    for index, cell in enumerate(notebook.cells):
        named, called = grade_id(cell), _called(cell)
        if not is_grade(cell) or is_solution(cell) or not (called or checked_slug(cell)):
            continue
        slug = named.removesuffix(CHECKS_SUFFIX)
        others = [name for name in called if name != slug]
        if not named.endswith(CHECKS_SUFFIX):
            meant = f"{called[0]}{CHECKS_SUFFIX}"
            yield index, f"it calls check, and belongs to no exercise. Give it the id {meant}"
        elif slug not in solutions:
            yield index, _of_no_exercise(slug, list(solutions), others)
        elif others:
            yield index, f'it checks {others[0]}, another exercise. Write check("{slug}")'
        elif solutions[slug] > index:
            yield index, f"it stands above the solution {slug}. Move it below"


def _checks_id(notebook: NotebookNode, index: int) -> str:
    """The id that the check cell of a solution should have."""
    return f"{grade_id(notebook.cells[index])}{CHECKS_SUFFIX}"


def _of_no_exercise(slug: str, solutions: list[str], called: list[str]) -> str:
    exact = [name for name in called if name in solutions]
    meant = exact[0] if exact else close_to(slug, solutions)
    remedy = f"Give it the id {meant}{CHECKS_SUFFIX}" if meant else f"Give one the id {slug}"
    return f"it belongs to no exercise, since no solution cell has the id {slug}. {remedy}"


def _called(cell: NotebookNode) -> list[str]:
    """The exercises that a cell of code checks by name."""
    return [slug for slug, _ in _calls(cell)]


def _calls(cell: NotebookNode) -> list[tuple[str, str]]:
    """The calls of `check` with a literal name: the exercise, and the other arguments."""
    if cell.cell_type != "code" or is_demonstration(cell):
        return []
    lines = [line for line in cell.source.split("\n") if not line.lstrip().startswith("#")]
    return _CALL.findall("\n".join(lines))


def _unchecked(notebook: NotebookNode) -> Faults:
    """Solutions that nothing tests: they have no checks, and no ordinary test follows."""
    checked = {exercise.slug for exercise in exercises(notebook)}
    graded = [
        i
        for i, cell in enumerate(notebook.cells)
        if is_task(cell) or (is_grade(cell) and not checked_slug(cell) and not _called(cell))
    ]
    for index, cell in enumerate(notebook.cells):
        open_ = is_solution(cell) and not is_grade(cell) and grade_id(cell) not in checked
        if open_ and not any(i > index for i in graded):
            name = _checks_id(notebook, index)
            yield index, f"it is a solution without checks. Add a graded cell {name} below it"


def _without_points(notebook: NotebookNode) -> Faults:
    for index, cell in enumerate(notebook.cells):
        if not is_grade(cell) and not is_task(cell):
            continue
        said = points_said(cell)
        if not isinstance(said, int | float) or isinstance(said, bool) or not math.isfinite(said):
            yield index, "it is graded and has no points. Say how many it is worth"
        elif said < 0 or (said == 0 and checked_slug(cell)):
            yield index, f"it is graded and worth {said:g} points. Say how many it is worth"


def _faults_of_markers(notebook: NotebookNode, solution: tuple[str, str]) -> Faults:
    judged = {exercise.solution for exercise in exercises(notebook)}
    for index, cell in enumerate(notebook.cells):
        for markers in (solution, _HIDDEN):
            if said := wrong_markers(cell.source, *markers):
                yield index, said
        marked = any(word in cell.source for word in solution)
        if index in judged and not marked:
            between = " and ".join(f"`### {word}`" for word in solution)
            yield index, f"its solution has no markers. Put it between {between}"
        if marked and not is_solution(cell):
            yield (
                index,
                "it has the markers of a solution, but is not marked as one. Mark it as a solution",
            )
        if any("hidden" in more for _, more in _calls(_visible(cell))):
            yield (
                index,
                (
                    "it calls hidden checks outside a hidden region. "
                    f"Put that line between `### {_HIDDEN[0]}` and `### {_HIDDEN[1]}`"
                ),
            )


def _visible(cell: NotebookNode) -> NotebookNode:
    """The cell without its hidden regions, as far as these can be found."""
    try:
        hidden = hidden_lines(cell.source)
    except RegionError:
        return NotebookNode({**cell, "source": ""})
    lines = [t for n, t in enumerate(cell.source.split("\n"), start=1) if n not in hidden]
    return NotebookNode({**cell, "source": "\n".join(lines)})


def _of_module(root: Path, module: Path) -> list[str]:
    """What is wrong with a check module, and with the files beside it that it may use."""
    if not module.is_file():
        shown = shown_path(root, module)
        return [f"{shown} does not exist, and an exercise has no checks without it. Write it"]
    said = [_unreadable(root, path) for path in (module, *files_beside(module))]
    if found := [fault for fault in said if fault]:
        return found
    text, shown = module.read_text(encoding="utf-8"), shown_path(root, module)
    if not re.search(r"\btest_\w", text):
        return [f"{shown}: it has no check. Write `def test_...(student):`"]
    return [f"{shown}, {left}" for left in left_to_fill(text)]


def _unreadable(root: Path, path: Path) -> str:
    shown = shown_path(root, path)
    try:
        text = path.read_bytes()
        compile(text, path, "exec")
        hidden_lines(text.decode())
    except SyntaxError as error:
        return f"{shown}, line {error.lineno}: {error.msg}. Correct it"
    except RegionError as error:
        return f"{shown}, {error}"
    except ValueError as error:
        return f"{shown}: {error}. Save it as UTF-8"
    return ""
