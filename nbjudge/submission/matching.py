"""Matches the cells of a submission with those of the course: by name, else by text and order.

Some editors and converters drop the names of cells (nbgrader's metadata and the cell ids), and
students delete a cell and write it again. Such cells get their names back here, so that later steps
need only names.
"""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from nbformat import NotebookNode

from nbjudge.course.notebook import grade_id, is_solution
from nbjudge.course.regions import visible_text
from nbjudge.submission.defined import defined_names

Stub = Callable[[NotebookNode], NotebookNode]
_ALIKE = 0.6
# The time to compare two texts grows with the product of their lengths.
_MOST_COMPARED = 5000


def places_by_name(source: NotebookNode, submitted: NotebookNode) -> dict[int, int]:
    """The place in the submission of each source cell that it still has.

    A cell is recognised by its nbgrader id. Copies carry the id of their original; the original is
    the one that also kept the cell id, else the first one. Cells without an nbgrader id, or whose
    editor dropped it, are recognised by their cell id.
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
    """The places of a notebook's cells by a key; cells with an empty key are left out."""
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(notebook.cells):
        if named := key(cell):
            places.setdefault(named, []).append(place)
    return places


def _cell_id(cell: NotebookNode) -> str:
    return str(cell.get("id") or "")


def with_names(
    source: NotebookNode, submitted: NotebookNode, stub: Stub
) -> tuple[NotebookNode, list[str]]:
    """The submission, with the names of cells that had lost them put back, and flags about that.

    `stub` turns an instructor's solution cell into the released one.
    """
    matcher = _Matcher(source, submitted, stub)
    matcher.match_equal_texts()
    matcher.match_similar_texts()
    by_text = [index for index in matcher.new if grade_id(source.cells[index])]
    anew = list(matcher.match_rewritten_solutions())
    cells = list(submitted.cells)
    for index in matcher.new:
        place, original = matcher.places[index], source.cells[index]
        cells[place] = NotebookNode(
            {**cells[place], "id": original.id, "metadata": NotebookNode(original.metadata)}
        )
    said = ["lost the names of cells, which were matched by their text"] if by_text else []
    said += [f"wrote a solution cell anew ({name})" for name in anew]
    return NotebookNode({**submitted, "cells": cells}), said


class _Matcher:
    """`places` tells where each source cell is in the submission; `new` are cells found by text."""

    def __init__(self, source: NotebookNode, submitted: NotebookNode, stub: Stub):
        self._source, self._submitted = source.cells, submitted.cells
        self._released = [released_text(cell, stub) for cell in source.cells]
        self.places = places_by_name(source, submitted)
        self.new: list[int] = []

    def match_equal_texts(self) -> None:
        """Matches cells with the released text: first those in order, then those anywhere."""
        missing, free = self._missing(), self._free()
        texts = [self._text(place) for place in free]
        wanted = [self._released[index] for index in missing]
        for block in SequenceMatcher(None, wanted, texts, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                self._match(missing[block.a + step], free[block.b + step])
        for index in self._missing():
            same = [p for p in self._free() if self._text(p) == self._released[index]]
            if same:
                self._match(index, same[0])

    def match_similar_texts(self) -> None:
        """Matches edited cells, between the nearest cells that were found."""
        for index in self._missing():
            if is_solution(self._source[index]) and not self._has_lost_names():
                continue
            scored = [(self._likeness(index, place), place) for place in self._gap(index)]
            best = max(scored, default=(0.0, 0))
            if best[0] >= _ALIKE:
                self._match(index, best[1])

    def match_rewritten_solutions(self) -> Iterator[str]:
        """Matches a missing solution cell with code at its place that defines its names."""
        for index in self._missing():
            cell = self._source[index]
            if is_solution(cell):
                found = [p for p in self._gap(index) if self._submitted[p].cell_type == "code"]
                names = defined_names(str(cell.source))
                right = [p for p in found if names & defined_names(self._text(p))]
                if choice := (right or found):
                    self._match(index, choice[0])
                    yield grade_id(cell)

    def _match(self, index: int, place: int) -> None:
        self.places[index] = place
        self.new.append(index)

    def _missing(self) -> list[int]:
        return [index for index in range(len(self._source)) if index not in self.places]

    def _free(self) -> list[int]:
        """The places of cells without a name; copies of the course's cells have one."""
        taken = set(self.places.values())
        cells = enumerate(self._submitted)
        return [place for place, cell in cells if place not in taken and not grade_id(cell)]

    def _gap(self, index: int) -> list[int]:
        """The free places between the nearest source cells that were found before and after."""
        before = [self.places[i] for i in range(index) if i in self.places]
        after = [self.places[i] for i in range(index + 1, len(self._source)) if i in self.places]
        first = before[-1] if before else -1
        last = after[0] if after else len(self._submitted)
        return [place for place in self._free() if first < place < last]

    def _has_lost_names(self) -> bool:
        return bool(self.new)

    def _likeness(self, index: int, place: int) -> float:
        if self._source[index].cell_type != self._submitted[place].cell_type:
            return 0.0
        one, other = self._released[index], self._text(place)
        if max(len(one), len(other)) > _MOST_COMPARED:
            return 0.0
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0

    def _text(self, place: int) -> str:
        return str(self._submitted[place].source).strip()


def released_text(cell: NotebookNode, stub: Stub) -> str:
    """The text of a cell of the course as it was released."""
    if is_solution(cell):
        cell = stub(NotebookNode({**cell, "metadata": NotebookNode(cell.metadata)}))
    return visible_text(str(cell.source)).strip()
