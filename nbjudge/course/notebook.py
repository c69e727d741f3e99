"""Reading a course notebook: which cells are exercises, and what they are worth."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError
from nbjudge.course.reading import NotANotebook, parsed

CHECKS_SUFFIX = "-checks"
DEMONSTRATION = "demonstration"
SKIPPED = "skip-execution"


@dataclass(frozen=True)
class Exercise:
    """One exercise: its slug, its points, and the places of its two cells in the notebook."""

    slug: str
    points: float
    solution: int
    checks: int


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at `path` in today's format. Raises CourseError if there is none."""
    try:
        return parsed(path.read_bytes())
    except FileNotFoundError:
        raise CourseError(f"there is no notebook at {path}") from None
    except (NotANotebook, OSError) as error:
        raise CourseError(
            f"{path} is not a readable notebook ({error}). Ask for it again, or restore it"
        ) from error


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """The exercises in the order of their check cells; one without a solution cell is left out."""
    solutions = {grade_id(cell): i for i, cell in enumerate(notebook.cells) if is_solution(cell)}
    found = []
    for index, cell in enumerate(notebook.cells):
        slug = checked_slug(cell)
        if slug in solutions:
            found.append(Exercise(slug, points_of_cell(cell), solutions[slug], index))
    return found


# The same as in nbgrader.utils, whose import takes too long for students' checks.
def is_grade(cell: NotebookNode) -> bool:
    """Whether the cell is graded."""
    return bool(_nbgrader(cell).get("grade", False))


def is_solution(cell: NotebookNode) -> bool:
    """Whether the cell is for the student to fill in."""
    return bool(_nbgrader(cell).get("solution", False))


def is_plain_test(cell: NotebookNode) -> bool:
    """Whether the cell is an ordinary nbgrader test cell: graded code without `check`."""
    graded = cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)
    return graded and not checked_slug(cell)


def is_task(cell: NotebookNode) -> bool:
    """Whether the cell sets a task, which is graded by hand."""
    return bool(_nbgrader(cell).get("task", False))


def points_of_cell(cell: NotebookNode) -> float:
    """What a graded cell is worth."""
    return float(points_said(cell) or 0)


def points_said(cell: NotebookNode) -> Any:
    """The value in a cell's metadata where its points should be; None if there is none."""
    return _nbgrader(cell).get("points")


def is_locked(cell: NotebookNode) -> bool:
    """Whether the cell belongs to the course and is put back at grading."""
    return not is_solution(cell) and (is_grade(cell) or bool(_nbgrader(cell).get("locked", False)))


def grade_id(cell: NotebookNode) -> str:
    """The cell's nbgrader id, or an empty string."""
    return str(_nbgrader(cell).get("grade_id", ""))


def checked_slug(cell: NotebookNode) -> str:
    """The exercise whose graded check cell this is, or an empty string.

    A cell with such an id that does anything but call `check` is an ordinary test cell.
    """
    named = grade_id(cell)
    if cell.cell_type != "code" or not is_grade(cell) or is_solution(cell):
        return ""
    code = [line for line in cell.source.splitlines() if not line.lstrip().startswith("#")]
    calls_check = re.search(r"\bcheck\(", cell.source) or not "".join(code).strip()
    if not named.endswith(CHECKS_SUFFIX) or not calls_check:
        return ""
    return named.removesuffix(CHECKS_SUFFIX)


def is_demonstration(cell: NotebookNode) -> bool:
    """Whether the cell only shows something, so that grading can leave it out."""
    return DEMONSTRATION in cell.metadata.get("tags", []) and not is_grade(cell)


def is_skipped(cell: NotebookNode) -> bool:
    """Whether the course asks not to run the cell; a graded cell always runs."""
    return SKIPPED in cell.metadata.get("tags", []) and not is_grade(cell)


def runs(cell: NotebookNode) -> bool:
    """Whether judging runs this cell: code that is neither a check cell nor a demonstration."""
    left_out = checked_slug(cell) or is_demonstration(cell) or is_skipped(cell)
    return cell.cell_type == "code" and not left_out


def note_elsewhere(cell: NotebookNode) -> None:
    """Notes in a solution cell's metadata that the solution was found in another cell."""
    cell.metadata["nbjudge"] = {"found_elsewhere": True}


def was_elsewhere(cell: NotebookNode) -> bool:
    """Whether that was noted. No student can fake it: `assembled` drops their metadata."""
    return bool(cell.metadata.get("nbjudge", {}).get("found_elsewhere", False))


def note_own(cell: NotebookNode) -> None:
    """Notes in a cell's metadata that the student added the cell."""
    cell.metadata["nbjudge"] = {"own": True}


def is_own(cell: NotebookNode) -> bool:
    """Whether that was noted. No student can fake it: `assembled` drops their metadata."""
    return bool(cell.metadata.get("nbjudge", {}).get("own", False))


def _nbgrader(cell: NotebookNode) -> dict[str, Any]:
    said = cell.metadata.get("nbgrader", {})
    return said if isinstance(said, dict) else {}
