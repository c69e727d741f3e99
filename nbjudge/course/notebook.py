"""Reading a course notebook: which cells are exercises, and what they are worth."""

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError
from nbjudge.course.reading import NotANotebook, parsed

CHECKS_SUFFIX = "-checks"
DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class Exercise:
    """One exercise: its slug, its points, and the places of its two cells in the notebook."""

    slug: str
    points: float
    solution: int
    checks: int


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at `path` in today's format. Raises CourseError where it is none."""
    try:
        return parsed(path.read_bytes())
    except FileNotFoundError:
        raise CourseError(f"there is no notebook at {path}") from None
    except (NotANotebook, OSError) as error:
        raise CourseError(
            f"{path} is not a readable notebook ({error}). Ask for it again, or restore it."
        ) from error


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """The exercises in the order of their check cells; one without a solution cell is left out."""
    solutions = {grade_id(cell): i for i, cell in enumerate(notebook.cells) if is_solution(cell)}
    found = []
    for index, cell in enumerate(notebook.cells):
        slug = checked_slug(cell)
        if slug in solutions:
            points = float(cell.metadata.nbgrader.get("points", 0))
            found.append(Exercise(slug, points, solutions[slug], index))
    return found


# As in nbgrader.utils, whose import takes long: students' checks need not wait for it.
def is_grade(cell: NotebookNode) -> bool:
    """Whether the cell is graded."""
    return bool(_nbgrader(cell).get("grade", False))


def is_solution(cell: NotebookNode) -> bool:
    """Whether the cell is for the student to fill in."""
    return bool(_nbgrader(cell).get("solution", False))


def is_locked(cell: NotebookNode) -> bool:
    """Whether the cell is the course's, and put back at grading."""
    return not is_solution(cell) and (is_grade(cell) or bool(_nbgrader(cell).get("locked", False)))


def grade_id(cell: NotebookNode) -> str:
    """The cell's nbgrader id, or an empty string."""
    return str(_nbgrader(cell).get("grade_id", ""))


def checked_slug(cell: NotebookNode) -> str:
    """The exercise whose graded check cell this is, or an empty string."""
    named = grade_id(cell)
    if cell.cell_type != "code" or not is_grade(cell) or not named.endswith(CHECKS_SUFFIX):
        return ""
    return named.removesuffix(CHECKS_SUFFIX)


def is_demonstration(cell: NotebookNode) -> bool:
    """Whether the cell only shows something, so that grading can leave it out."""
    return DEMONSTRATION in cell.metadata.get("tags", [])


def _nbgrader(cell: NotebookNode) -> dict:
    said = cell.metadata.get("nbgrader", {})
    return said if isinstance(said, dict) else {}
