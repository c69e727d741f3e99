"""Reads the class's work from nbgrader's gradebook and the graded notebooks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbgrader.api import BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment
from sqlalchemy import case, or_

from nbjudge.course.notebook import CHECKS_SUFFIX
from nbjudge.grading.gradebook import of_cells, opened
from nbjudge.grading.scores import Column, columns_of
from nbjudge.grading.standings import Person, Standing, people, standings
from nbjudge.report.kept import kept, kept_seconds
from nbjudge.report.results import ExerciseResult
from nbjudge.submission.flags import noted
from nbjudge.submission.readiness import trouble
from nbjudge.submission.submissions import Course, Submission


@dataclass(frozen=True)
class Graded:
    """A graded notebook: its results, how long they took, and what somebody should look at.

    `results` is None if it was graded before verdicts were kept, or cannot be read.
    """

    path: Path
    results: dict[str, ExerciseResult] | None = None
    seconds: float | None = None
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Work:
    """One student's work on one assignment; `standing` is None if the gradebook has none.

    `scores` are those of the gradebook by the columns' labels, None if a cell has none yet. `page`
    is the feedback page, if there is one. `trouble` says why the work cannot be graded.
    `checked` are the exercises that have checks.
    """

    person: Person
    assignment: str
    standing: Standing | None
    scores: dict[str, float | None]
    by_hand: tuple[str, ...] = ()
    notebooks: tuple[Graded, ...] = ()
    page: Path | None = None
    trouble: str = ""
    checked: frozenset[str] = frozenset()

    @property
    def is_scored(self) -> bool:
        """Whether every cell has its score, except those to be graded by hand."""
        return self.standing is not None and not self.unscored

    @property
    def unscored(self) -> list[str]:
        """The automatically graded cells without a score."""
        missing = [label for label, score in self.scores.items() if score is None]
        return [label for label in missing if label not in self.by_hand]

    @property
    def results(self) -> dict[str, ExerciseResult]:
        return {s: r for graded in self.notebooks for s, r in (graded.results or {}).items()}

    @property
    def lacks_verdicts(self) -> bool:
        """Whether there are exercises with checks but without known verdicts."""
        return bool(self.checked - set(self.results))

    @property
    def seconds(self) -> float | None:
        known = [graded.seconds for graded in self.notebooks if graded.seconds is not None]
        return sum(known) if known else None

    @property
    def concerns(self) -> list[str]:
        """Why somebody should look at this work; empty if nobody has to."""
        found = [self.trouble] if self.trouble else []
        if self.standing is None:
            return found or ["handed in, and not graded yet: run `nbjudge grade`"]
        if self.unscored:
            found.append(f"has no score in {', '.join(self.unscored)}")
        if self.by_hand:
            found.append(f"to be graded by hand, in formgrader: {', '.join(self.by_hand)}")
        return [*found, *(said for graded in self.notebooks for said in graded.concerns)]


@dataclass(frozen=True)
class ClassWork:
    """All that was handed in for one assignment."""

    assignment: str
    columns: list[Column]
    works: list[Work] = field(default_factory=list)

    @property
    def scored(self) -> list[Work]:
        return [work for work in self.works if work.is_scored]

    @property
    def totals(self) -> list[float]:
        """The gradebook's totals of the students who have all their scores."""
        return [work.standing.total for work in self.works if work.standing and work.is_scored]

    @property
    def maximum(self) -> float:
        found = [work.standing.maximum for work in self.works if work.standing]
        return max(found, default=sum(column.points for column in self.columns))


def gather(course: Course) -> list[ClassWork]:
    """What the class has handed in, by assignment; leaves out assignments without submissions.

    Raises CourseError if the gradebook or a source notebook cannot be read.
    """
    with opened(course) as gradebook:
        known = {person.id: person for person in people(gradebook)}
        found = [_of_assignment(course, gradebook, a, known) for a in course.assignments()]
    return [work for work in found if work.works]


def _of_assignment(
    course: Course, gradebook: Gradebook, assignment: str, known: dict[str, Person]
) -> ClassWork:
    columns = columns_of(course, assignment)
    standing = {s.person.id: s for s in standings(gradebook, [assignment])}
    submitted = {s.student: s for s in course.submissions(assignment)}
    grades = _grades(gradebook, assignment)
    checked = frozenset(exercise_of(column) for column in columns if column.kind == "checks")
    works = []
    for student in sorted({*standing, *submitted}):
        own = {c.label: grades.get((student, c.notebook, c.cell), _NO_GRADE) for c in columns}
        work = Work(
            known.get(student, Person(student)),
            assignment,
            standing.get(student),
            scores={label: score for label, (score, _) in own.items()},
            by_hand=tuple(c.label for c in columns if c.kind == "manual" and own[c.label][1]),
            notebooks=tuple(_graded_notebooks(course, assignment, student)),
            page=_page(course, assignment, student),
            checked=checked,
        )
        if not work.is_scored and student in submitted:
            work = _with_trouble(course, work, submitted[student])
        works.append(work)
    return ClassWork(assignment, columns, works)


def exercise_of(column: Column) -> str:
    """The exercise whose check cell a column is for."""
    return column.cell.removesuffix(CHECKS_SUFFIX)


def _with_trouble(course: Course, work: Work, submission: Submission) -> Work:
    return replace(work, trouble=trouble(course, submission))


# The score, if there is one, and whether somebody has to grade the cell by hand.
_Grade = tuple[float | None, bool]
_NO_GRADE: _Grade = (None, False)


def _grades(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str, str], _Grade]:
    """What the gradebook has, by student, notebook and cell."""
    scored = or_(Grade.auto_score.is_not(None), Grade.manual_score.is_not(None))
    score = case((scored, Grade.score), else_=None)
    names = (SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
    found = of_cells(gradebook, Grade, (*names, score, Grade.needs_manual_grade), assignment)
    return {(who, nb, cell): (points, bool(by_hand)) for who, nb, cell, points, by_hand in found}


def _graded_notebooks(course: Course, assignment: str, student: str) -> Iterator[Graded]:
    folder = course.folder("autograded_directory", student, assignment)
    for source in course.notebooks(assignment):
        if (path := folder / source.name).is_file():
            yield read_graded(path)


def read_graded(path: Path) -> Graded:
    """Reads a graded notebook; if it cannot be read, one of its concerns says so."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        results, seconds = kept(notebook), kept_seconds(notebook)
        concerns = [*noted(notebook), *_crashes(notebook), *_limits(results or {})]
        return Graded(path, results, seconds, tuple(dict.fromkeys(concerns)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"its graded notebook cannot be read ({error!r}): grade it once more"
        return Graded(path, concerns=(said,))


def _crashes(notebook: dict[str, Any]) -> Iterator[str]:
    for number, cell in enumerate(notebook["cells"], 1):
        names = {o.get("ename") for o in cell.get("outputs", []) if o["output_type"] == "error"}
        if "KernelDied" in names:
            yield f"its kernel died in cell {number}"


def _limits(results: dict[str, ExerciseResult]) -> Iterator[str]:
    for slug, result in results.items():
        if any(check.kind == "took too long" for check in result.checks):
            yield f"a call took too long, or its kernel died, while {slug} was checked"


def solution_of(work: Work, slug: str) -> str:
    """The text of the cell with the student's solution of an exercise."""
    for graded in work.notebooks:
        if slug in (graded.results or {}):
            cells = json.loads(graded.path.read_text(encoding="utf-8"))["cells"]
            return next((_text(cell) for cell in cells if _name(cell) == slug), "")
    return ""


def _name(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _page(course: Course, assignment: str, student: str) -> Path | None:
    folder = course.folder("feedback_directory", student, assignment)
    pages = (folder / f"{path.stem}.html" for path in course.notebooks(assignment))
    return next((page for page in pages if page.is_file()), None)
