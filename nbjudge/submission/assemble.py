"""Assembles the notebook that is graded: the course's own, with the student's cells in it.

Only the text of solution cells and of added cells is the student's. Check cells, given cells, tags,
metadata and order are the course's, so changes to them in a submission have no effect.
"""

from copy import deepcopy
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from nbjudge.course.notebook import (
    grade_id,
    is_demonstration,
    is_grade,
    is_locked,
    is_solution,
    note_elsewhere,
    note_own,
)
from nbjudge.submission import flags
from nbjudge.submission.elsewhere import solutions_elsewhere
from nbjudge.submission.markdown import harmless_markdown
from nbjudge.submission.matching import Stub, places_by_name, with_names


@dataclass(frozen=True)
class Assembled:
    """The notebook to be graded, and flags for the instructor about how it came about."""

    notebook: NotebookNode
    flags: list[str]


def assemble(source: NotebookNode, submitted: NotebookNode, stub: Stub) -> NotebookNode:
    """Assembles a submission from its files; see `assembled`."""
    return assembled(source, submitted, stub).notebook


def assembled(source: NotebookNode, submitted: NotebookNode, stub: Stub) -> Assembled:
    """Puts a submission into the course's notebook.

    `stub` turns an instructor's solution cell into the released one, which is used wherever a
    submission has no solution. So the instructor's own solution never runs.
    """
    submitted, said = with_names(source, submitted, stub)
    elsewhere = solutions_elsewhere(source, submitted, stub)
    said += [f"solution of {grade_id(source.cells[i])} found in another cell" for i in elsewhere]
    return Assembled(
        _put_together(source, submitted, stub, elsewhere),
        [
            *said,
            *flags.of_the_cells(source, submitted),
            *flags.of_the_text(source, submitted),
        ],
    )


def _put_together(
    source: NotebookNode, submitted: NotebookNode, stub: Stub, elsewhere: dict[int, str]
) -> NotebookNode:
    places = places_by_name(source, submitted)
    notebook = NotebookNode({**source, "cells": [], "metadata": NotebookNode(source.metadata)})
    extra = _extra_cells(submitted, places)
    notebook.cells += extra.get(None, [])
    for index, cell in enumerate(source.cells):
        cell = _cleared(cell)
        if is_solution(cell):
            cell = stub(cell)
            own = submitted.cells[places[index]] if index in places else cell
            if index in elsewhere:
                cell.source = elsewhere[index]
                note_elsewhere(cell)
                extra.setdefault(index, [])[:0] = _taken_back(notebook.cells)
            # An unchanged stub stays unchanged: nbgrader recognises it, and gives no points.
            elif str(own.source) != cell.source:
                cell.source = _text(own, cell.cell_type)
        # A demonstration does not run at grading, so its code is of no use to a reader.
        notebook.cells += [] if is_demonstration(cell) else [cell]
        notebook.cells += extra.get(index, [])
    return notebook


def _taken_back(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Removes and returns the student's own cells at the end, back to the last code of the course.

    They are put back after the solution's place, where they count as part of the exercise.
    """
    taken: list[NotebookNode] = []
    for place in reversed(range(len(cells))):
        if cells[place].cell_type != "code":
            continue
        if cells[place].metadata.get("nbgrader"):
            break
        taken.insert(0, cells.pop(place))
    return taken


def _extra_cells(
    submitted: NotebookNode, places: dict[int, int]
) -> dict[int | None, list[NotebookNode]]:
    """The student's own cells, grouped by the source cell that they follow (None: at the top)."""
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
    """A copy of a student's own cell with only its text."""
    text = _text(cell, cell.cell_type)
    own = new_code_cell(text) if cell.cell_type == "code" else new_markdown_cell(text)
    note_own(own)
    return own


def _text(cell: NotebookNode, cell_type: str) -> str:
    """A student's text for a cell of this type; surrogates, which no file can hold, become ?"""
    source = str(cell.source).encode(errors="replace").decode()
    return source if cell_type == "code" else harmless_markdown(source, cell.get("attachments"))


def _is_the_courses(cell: NotebookNode) -> bool:
    """Whether a cell is a copy of a check cell or a locked cell, and not the student's own."""
    return bool(grade_id(cell)) and (is_grade(cell) or is_locked(cell))


def _cleared(cell: NotebookNode) -> NotebookNode:
    copy = NotebookNode({**cell, "metadata": deepcopy(cell.metadata)})
    if copy.cell_type == "code":
        copy.outputs, copy.execution_count = [], None
    return copy
