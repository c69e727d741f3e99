"""The scores of a class, read from nbgrader's gradebook: as a table and as CSV files."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlalchemy import func

from nbjudge.course.notebook import (
    checked_slug,
    grade_id,
    is_grade,
    is_plain_test,
    is_task,
    points_of_cell,
    read_notebook,
)
from nbjudge.grading.gradebook import of_cells, opened
from nbjudge.grading.standings import Person, Standing, standings
from nbjudge.report.printable import printable
from nbjudge.submission.submissions import Course, Submission

Kind = Literal["checks", "plain", "manual"]


@dataclass(frozen=True)
class Column:
    """A graded cell: its `label` in tables, what it is worth, and where it stands.

    The label is an exercise's slug, or the nbgrader id of another cell. If two cells of an
    assignment would have the same label, the notebook's name stands before it.
    """

    label: str
    points: float
    kind: Kind
    notebook: str
    cell: str


@dataclass(frozen=True)
class Scores:
    """A student's scores in an assignment; None if the gradebook has none for a cell.

    `by_hand` are the labels of cells that somebody has yet to grade. `extra` is the sum of the
    extra credit that people gave. The total is nbgrader's: scores and extra credit, less the
    penalty for being late, and never below 0.
    """

    person: Person
    by_exercise: dict[str, float | None]
    by_hand: frozenset[str] = frozenset()
    extra: float = 0.0
    penalty: float = 0.0
    total: float = 0.0
    maximum: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every cell has its score, except those to be graded by hand."""
        missing = {label for label, score in self.by_exercise.items() if score is None}
        return missing <= self.by_hand

    @property
    def known(self) -> bool:
        """Whether the gradebook has anything on this submission."""
        return bool(self.by_hand) or set(self.by_exercise.values()) != {None}


def columns_of(course: Course, assignment: str) -> list[Column]:
    """The graded cells of an assignment, in order."""
    found = [
        _column(cell, path.stem)
        for path in course.notebooks(assignment)
        for cell in read_notebook(path).cells
        if is_grade(cell) or is_task(cell)
    ]
    met = Counter(column.label for column in found)
    return [replace(c, label=f"{c.notebook}/{c.label}") if met[c.label] > 1 else c for c in found]


def _column(cell: NotebookNode, notebook: str) -> Column:
    kind: Kind = "plain" if is_plain_test(cell) else "checks" if checked_slug(cell) else "manual"
    label = checked_slug(cell) or grade_id(cell)
    return Column(label, points_of_cell(cell), kind, notebook, grade_id(cell))


def points_of(course: Course, assignment: str) -> dict[str, float]:
    """The labels of the graded cells of an assignment in order, and what each is worth."""
    return {column.label: column.points for column in columns_of(course, assignment)}


def read_scores(course: Course, assignment: str, submissions: list[Submission]) -> list[Scores]:
    """The scores that the gradebook has for submissions to one assignment."""
    columns = columns_of(course, assignment)
    with opened(course) as gradebook:
        scored = _scored(gradebook, assignment)
        standing = {s.person.id: s for s in standings(gradebook, [assignment])}
    return [_scores(s.student, columns, scored, standing.get(s.student)) for s in submissions]


def _scores(
    student: str, columns: list[Column], scored: dict["_Key", "_Grade"], standing: Standing | None
) -> Scores:
    found = {c.label: scored.get((student, c.notebook, c.cell), _NO_GRADE) for c in columns}
    waiting = {
        column.label
        for column in columns
        if found[column.label].waits and (column.kind == "manual" or found[column.label].by_hand)
    }
    scores = {label: grade.score for label, grade in found.items()}
    if standing is None:
        return Scores(Person(student), scores, frozenset(waiting))
    extra = sum(grade.extra for grade in found.values())
    counted = (extra, standing.penalty, standing.total, standing.maximum)
    return Scores(standing.person, scores, frozenset(waiting), *counted)


_Key = tuple[str, str, str]


class _Grade(NamedTuple):
    """A cell in the gradebook: score, extra credit, a person's score, and if a person must look."""

    score: float | None
    extra: float
    by_hand: bool = False
    waits: bool = False


_NO_GRADE = _Grade(None, 0.0)


def _scored(gradebook: Gradebook, assignment: str) -> dict[_Key, _Grade]:
    """Every grade in an assignment by student, notebook and cell."""
    given = func.coalesce(Grade.manual_score, Grade.auto_score)
    columns = (SubmittedAssignment.student_id, Notebook.name, BaseCell.name, given)
    more = (Grade.extra_credit, Grade.manual_score, Grade.needs_manual_grade)
    found = of_cells(gradebook, Grade, (*columns, *more), assignment)
    return {
        (*key, name): _Grade(score, extra or 0.0, by_hand is not None, waits)
        for *key, name, score, extra, by_hand, waits in found
    }


def table(assignment: str, points: dict[str, float], scores: list[Scores]) -> Table:
    """The class's scores in one assignment, to be printed by rich."""
    # Eight exercises have to fit into 100 columns.
    gap = 1 if len(points) > 6 else 2
    shown = Table(title=assignment, title_justify="left", title_style="bold", box=None)
    shown.padding = (0, gap, 0, 0)
    shown.add_column("student", overflow="fold", min_width=12, vertical="bottom")
    others = _others(scores)
    for name in (*points, *others):
        shown.add_column(name.replace("_", "\n"), justify="right", vertical="bottom")
    shown.add_column("total", justify="right", style="bold", vertical="bottom")
    _add_line(shown)
    for row in scores:
        cells = ["–" if score is None else f"{score:g}" for score in row.by_exercise.values()]
        cells += [f"{number(row):g}" for number in others.values()]
        total = f"{row.total:g}" if row.complete else "–"
        shown.add_row(Text(printable(row.person.id)), *cells, total)
    _add_line(shown)
    worth = [*(f"{value:g}" for value in points.values()), *("" for _ in others)]
    shown.add_row("points", *worth, f"{sum(points.values()):g}", style="dim")
    return shown


def _others(scores: list[Scores]) -> dict[str, Callable[[Scores], float]]:
    """Columns for penalties, extra credit and grading by hand, if any student has one."""
    numbers: dict[str, Callable[[Scores], float]] = {
        "extra": lambda row: row.extra,
        "late": lambda row: -row.penalty or 0.0,
        "by_hand": lambda row: len(row.by_hand),
    }
    return {name: number for name, number in numbers.items() if any(map(number, scores))}


def _add_line(shown: Table) -> None:
    shown.add_row(*(Rule(style="dim") for _ in shown.columns))


_WHO = ["student", "first_name", "last_name", "email"]
_COUNTED = ["total", "maximum", "late_penalty", "needs_person"]


def write_csv(root: Path, by_assignment: dict[str, list[Scores]]) -> None:
    """Writes `scores.csv`, a row per student and assignment, and `scores/ASSIGNMENT.csv`.

    `scores/ASSIGNMENT.csv` has a column for each graded cell. A cell that a person has yet to grade
    is empty there and named in `needs_person`.
    """
    rows = [
        [*_who(row), assignment, *_counted(row)]
        for assignment, scores in by_assignment.items()
        for row in scores
    ]
    _write(root / "scores.csv", [*_WHO, "assignment", *_COUNTED], rows)
    for assignment, scores in by_assignment.items():
        cells = list(scores[0].by_exercise) if scores else []
        wide = [
            [*_who(row), *map(_number, row.by_exercise.values()), f"{row.extra:g}", *_counted(row)]
            for row in scores
        ]
        path = root / "scores" / f"{assignment}.csv"
        _write(path, [*_WHO, *cells, "extra_credit", *_COUNTED], wide)


def _who(row: Scores) -> list[str]:
    return [row.person.id, row.person.first_name, row.person.last_name, row.person.email]


def _counted(row: Scores) -> list[str]:
    total = _number(row.total if row.complete else None)
    waiting = " ".join(sorted(row.by_hand))
    return [total, f"{row.maximum:g}", f"{row.penalty:g}", waiting]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _write(path: Path, heading: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heading, *rows])
