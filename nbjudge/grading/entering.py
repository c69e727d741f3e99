"""Entering assignments into the gradebook: new ones, and those whose source has changed since.

nbgrader refuses to add or remove cells once somebody has handed in. Here cells are added and
removed one by one, so that the grades and comments of all other cells stay.
"""

import contextlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.utils import is_task

from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import grade_id, is_grade, is_locked, is_solution, read_notebook
from nbjudge.grading.conversion import release
from nbjudge.grading.gradebook import opened
from nbjudge.grading.sources import check_release, check_sources
from nbjudge.grading.turns import entering
from nbjudge.submission.submissions import Course


@dataclass
class _Cells:
    """The cells of a notebook that nbgrader knows by name; graded cells with points and type."""

    grades: dict[str, tuple[float, str]] = field(default_factory=dict)
    tasks: dict[str, tuple[float, str]] = field(default_factory=dict)
    solutions: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    @property
    def points(self) -> dict[str, float]:
        return {name: worth for name, (worth, _) in (self.grades | self.tasks).items()}


def enter_assignments(
    course: Course, assignments: Iterable[str], *, dry: bool = False
) -> list[str]:
    """Enters assignments that the gradebook does not know, or knows otherwise than their sources.

    Returns what was done, a sentence for each assignment. With `dry`, nothing is done, and the
    sentences say what would be. Raises CourseError if a source or a check module has a fault, if
    students have another notebook than the source gives, or if the gradebook cannot be used.
    """
    with contextlib.nullcontext() if dry else entering(course):
        return _entered(course, assignments, dry=dry)


def _entered(course: Course, assignments: Iterable[str], *, dry: bool) -> list[str]:
    done = []
    for assignment in assignments:
        check_sources(course, assignment)
        paths = course.notebooks(assignment)
        wanted = {path.stem: _of_source(read_notebook(path)) for path in paths}
        with opened(course) as gradebook:
            known = _of_gradebook(gradebook, assignment)
            if known == wanted:
                check_release(course, assignment)
                continue
            if dry:
                done.append(f"{assignment}: {_told(known, wanted)}")
                continue
            if known and gradebook.find_assignment(assignment).submissions:
                _make_room(gradebook, assignment, wanted)
        if said := release(course, assignment):
            raise CourseError(f"source/{assignment} cannot be released: {said}")
        did = f"{_told(known, wanted)}. {_RELEASED_AGAIN}" if known else _RELEASED
        done.append(f"{assignment}: {did}")
    return done


def _of_source(notebook: NotebookNode) -> _Cells:
    cells = _Cells()
    for cell in notebook.cells:
        name, task = grade_id(cell), is_task(cell)
        worth = (float(cell.metadata.get("nbgrader", {}).get("points", 0)), str(cell.cell_type))
        cells.grades |= {name: worth} if is_grade(cell) else {}
        cells.tasks |= {name: worth} if task else {}
        cells.solutions |= {name} if is_solution(cell) else set()
        cells.sources |= {name} if is_solution(cell) or is_locked(cell) or task else set()
    return cells


def _of_gradebook(gradebook: Gradebook, assignment: str) -> dict[str, _Cells]:
    try:
        notebooks = gradebook.find_assignment(assignment).notebooks
    except MissingEntry:
        return {}
    return {
        notebook.name: _Cells(
            {cell.name: (cell.max_score, str(cell.cell_type)) for cell in notebook.grade_cells},
            {cell.name: (cell.max_score, str(cell.cell_type)) for cell in notebook.task_cells},
            {cell.name for cell in notebook.solution_cells},
            {cell.name for cell in notebook.source_cells},
        )
        for notebook in notebooks
    }


def _make_room(gradebook: Gradebook, assignment: str, wanted: dict[str, _Cells]) -> None:
    """Makes the gradebook's cells those of the source, so that nbgrader has nothing to refuse."""
    known = {
        notebook.name: notebook for notebook in gradebook.find_assignment(assignment).notebooks
    }
    for name in known.keys() - wanted.keys():
        gradebook.remove_notebook(name, assignment)
    for name, cells in wanted.items():
        notebook = known.get(name) or _new_notebook(gradebook, name, assignment)
        _remove_cells(gradebook, notebook, cells)
        _add_cells(gradebook, notebook, cells)
    gradebook.db.commit()


def _new_notebook(gradebook: Gradebook, name: str, assignment: str) -> Notebook:
    notebook = gradebook.add_notebook(name, assignment)
    for submission in gradebook.find_assignment(assignment).submissions:
        gradebook.db.add(SubmittedNotebook(notebook=notebook, assignment=submission))
    gradebook.db.commit()
    return notebook


def _remove_cells(gradebook: Gradebook, notebook: Notebook, wanted: _Cells) -> None:
    kept: list[tuple[list[BaseCell], Collection[str]]] = [
        (notebook.grade_cells, wanted.grades),
        (notebook.task_cells, wanted.tasks),
        (notebook.solution_cells, wanted.solutions),
    ]
    for cells, names in kept:
        for cell in cells:
            if cell.name not in names:
                for given in (*(cell.grades or ()), *(cell.comments or ())):
                    gradebook.db.delete(given)
                gradebook.db.delete(cell)
    for source in notebook.source_cells:
        if source.name not in wanted.sources:
            gradebook.db.delete(source)
    gradebook.db.commit()


def _add_cells(gradebook: Gradebook, notebook: Notebook, wanted: _Cells) -> None:
    """Adds new cells, with an empty grade or comment in each submission."""
    known = _of_gradebook(gradebook, notebook.assignment.name)[notebook.name]
    graded = [(GradeCell, wanted.grades, known.grades), (TaskCell, wanted.tasks, known.tasks)]
    new: list[BaseCell] = [
        kind(name=name, notebook=notebook, max_score=points, cell_type=cell_type)
        for kind, names, old in graded
        for name, (points, cell_type) in names.items()
        if name not in old
    ]
    new += [SolutionCell(name=n, notebook=notebook) for n in wanted.solutions - known.solutions]
    for name in wanted.sources - known.sources:
        gradebook.db.add(SourceCell(name=name, notebook=notebook, cell_type="code", source=""))
    gradebook.db.add_all(new)
    gradebook.db.flush()
    for cell in new:
        for submitted in notebook.submissions:
            if not isinstance(cell, SolutionCell):
                gradebook.db.add(Grade(cell_id=cell.id, notebook=submitted))
            if not isinstance(cell, GradeCell):
                gradebook.db.add(Comment(cell_id=cell.id, notebook=submitted))


_RELEASED = "released, and entered into the gradebook"
_RELEASED_AGAIN = "It was released again; all other grades and comments stay"


def _told(known: dict[str, _Cells], wanted: dict[str, _Cells]) -> str:
    """Tells the instructor how the gradebook's version of an assignment differs from the source."""
    if not known:
        return "new"
    old, new = _points(known), _points(wanted)
    gone = [f"{name} is gone, and its grades" for name in old.keys() - new.keys()]
    come = [f"{name} is new" for name in new.keys() - old.keys()]
    both = sorted(old.keys() & new.keys())
    worth = [f"{n} is worth {new[n]:g}, not {old[n]:g}" for n in both if old[n] != new[n]]
    changes = [*sorted(gone), *sorted(come), *worth] or ["cells without points have changed"]
    return f"its source has changed since it was entered: {', '.join(changes)}"


def _points(notebooks: dict[str, _Cells]) -> dict[str, float]:
    return {name: worth for cells in notebooks.values() for name, worth in cells.points.items()}
