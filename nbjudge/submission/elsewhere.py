"""Solutions that stand in another cell than the one for them.

The rule: if an exercise's cell is missing or as it was released, and other code of the student's
defines what only that exercise defines, that code counts. If it stands in the exercise's own part
of the notebook, between the previous exercise and the check cell, it runs there, and the solution's
cell stays empty. If it stands anywhere else, its part up to the last such definition also runs in
place of the solution.
"""

from dataclasses import dataclass

from nbformat import NotebookNode

from nbjudge.course.notebook import checked_slug, grade_id, is_solution
from nbjudge.submission.defined import added_code, as_far_as, defined_names, is_untouched
from nbjudge.submission.matching import Stub, places_by_name, released_text


@dataclass(frozen=True)
class _Code:
    """A student's code: its text, the source cell that it follows or is, and its place.

    `runs` tells whether it runs at its place, in a cell of the student's own.
    """

    text: str
    after: int
    runs: bool


def solutions_elsewhere(
    source: NotebookNode, submitted: NotebookNode, stub: Stub
) -> dict[int, str]:
    """For source cells whose solution stands in another cell: the code to run in their place."""
    places = places_by_name(source, submitted)
    codes = _codes(source, submitted, places, stub)
    found = {}
    for index, cell in enumerate(source.cells):
        if is_solution(cell) and cell.cell_type == "code":
            here = submitted.cells[places[index]].source if index in places else None
            if here is None or is_untouched(str(here), released_text(cell, stub)):
                text = _instead(source, index, codes)
                if text is not None:
                    found[index] = text
    return found


def _instead(source: NotebookNode, index: int, codes: list[_Code]) -> str | None:
    """The code that replaces an untouched solution; None if no code defines the right names."""
    names = _names_of(source, index)
    defining = [code for code in codes if names & defined_names(code.text)]
    begin, end = _part(source, index)
    if any(code.runs and begin <= code.after < end for code in defining):
        return ""
    before = [code for code in defining if code.after <= end]
    chosen = before or defining
    return "\n\n".join(as_far_as(code.text, names) for code in chosen) if chosen else None


def _names_of(source: NotebookNode, index: int) -> set[str]:
    """The names that the course's own solution defines, and no other cell of the course."""
    own: set[str] = set()
    others: set[str] = set()
    for place, cell in enumerate(source.cells):
        if cell.cell_type == "code":
            (own if place == index else others).update(defined_names(str(cell.source)))
    return own - others


def _part(source: NotebookNode, index: int) -> tuple[int, int]:
    """The exercise's own part of the notebook: from the previous exercise to its check cell."""
    ends = [i for i, cell in enumerate(source.cells) if is_solution(cell) or checked_slug(cell)]
    before = [i for i in ends if i < index]
    after = [i for i in ends if i > index]
    return before[-1] if before else -1, after[0] if after else len(source.cells)


def _codes(
    source: NotebookNode, submitted: NotebookNode, places: dict[int, int], stub: Stub
) -> list[_Code]:
    """All code of the student's, in the order of the submission."""
    known = {place: index for index, place in places.items()}
    by_name = {grade_id(cell): cell for cell in source.cells if grade_id(cell)}
    codes, after = [], -1
    for place, cell in enumerate(submitted.cells):
        own = place not in known
        after = known.get(place, after)
        if cell.cell_type == "code" or (not own and is_solution(source.cells[after])):
            original = by_name.get(grade_id(cell)) if own else source.cells[after]
            text = str(cell.source)
            if original is not None and not is_solution(original):
                text, own = added_code(text, released_text(original, stub)), False
            elif original is not None and is_untouched(text, released_text(original, stub)):
                text = ""
            codes.append(_Code(text, after, own))
    return codes
