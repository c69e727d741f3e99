"""The notebook that is graded: the course's own, with the student's solution and extra cells in it.

Only the text of those cells is the student's. Check cells, given cells, tags, metadata and order
are the course's, so nothing that is done to them in a submission has any effect.
"""

from collections.abc import Callable

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from nbjudge.course.notebook import grade_id, is_demonstration, is_grade, is_locked, is_solution
from nbjudge.submission.sanitising import harmless_markdown


def assemble(
    source: NotebookNode, submitted: NotebookNode, stub: Callable[[NotebookNode], NotebookNode]
) -> NotebookNode:
    """Puts a submission into the course's notebook.

    `stub` turns an instructor's solution cell into what students start from; it stands wherever a
    submission lacks a solution cell, so the instructor's own solution never runs.
    """
    places = _places(source, submitted)
    notebook = NotebookNode({**source, "cells": [], "metadata": NotebookNode(source.metadata)})
    extra = _extra_cells(submitted, places)
    notebook.cells += extra.get(None, [])
    for index, cell in enumerate(source.cells):
        cell = _cleared(cell)
        if is_solution(cell):
            cell = stub(cell)
            if index in places:
                cell.source = _text(str(submitted.cells[places[index]].source), cell.cell_type)
        # A demonstration does not run at grading, so its code would show a reader nothing.
        notebook.cells += [] if is_demonstration(cell) else [cell]
        notebook.cells += extra.get(index, [])
    return notebook


def _places(source: NotebookNode, submitted: NotebookNode) -> dict[int, int]:
    """For each source cell that the submission still has, the place of it there.

    A cell is known by its nbgrader id. Copies carry the id of their original: the one that kept
    the cell id as well is the original, else the first. Cells without an nbgrader id, and cells
    whose editor dropped it, are known by their cell id.
    """
    by_name, by_id = _by(submitted, grade_id), _by(submitted, _cell_id)
    found: dict[int, int] = {}
    for index, cell in enumerate(source.cells):
        named, kept = by_name.get(grade_id(cell), []), by_id.get(_cell_id(cell), [])
        both = [place for place in named if place in kept]
        choice = next(iter([*both, *named, *kept]), None)
        if choice is not None:
            found[index] = choice
    return found


def _by(notebook: NotebookNode, key: Callable[[NotebookNode], str]) -> dict[str, list[int]]:
    """The places of a notebook's cells by a key; cells whose key is empty are left out."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(notebook.cells):
        if named := key(cell):
            places.setdefault(named, []).append(place)
    return places


def _cell_id(cell: NotebookNode) -> str:
    return str(cell.get("id") or "")


def _extra_cells(
    submitted: NotebookNode, places: dict[int, int]
) -> dict[int | None, list[NotebookNode]]:
    """The student's own cells, by the source cell that they follow (None: at the top)."""
    known = {place: index for index, place in places.items()}
    extra: dict[int | None, list[NotebookNode]] = {}
    after: int | None = None
    for index, cell in enumerate(submitted.cells):
        if index in known:
            after = known[index]
        elif cell.cell_type in ("code", "markdown") and not _is_the_courses(cell):
            extra.setdefault(after, []).append(_own_cell(cell))
    return extra


def _own_cell(cell: NotebookNode) -> NotebookNode:
    """A student's own cell with nothing of the original but its text."""
    text = _text(str(cell.source), cell.cell_type)
    return new_code_cell(text) if cell.cell_type == "code" else new_markdown_cell(text)


def _text(source: str, cell_type: str) -> str:
    return source if cell_type == "code" else harmless_markdown(source)


def _is_the_courses(cell: NotebookNode) -> bool:
    """A copy of a check cell or a locked cell is no cell of the student's own."""
    return bool(grade_id(cell)) and (is_grade(cell) or is_locked(cell))


def _cleared(cell: NotebookNode) -> NotebookNode:
    copy = NotebookNode({**cell, "metadata": NotebookNode(cell.metadata)})
    if copy.cell_type == "code":
        copy.outputs, copy.execution_count = [], None
    return copy
