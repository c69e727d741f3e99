"""The scores of a class, read from nbgrader's gradebook: as a table and as `scores.csv`."""

import csv
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlalchemy import case, or_

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
from nbjudge.report.printable import printable
from nbjudge.submission.submissions import Course, Submission

Kind = Literal["checks", "plain", "manual"]


@dataclass(frozen=True)
class Column:
    """A graded cell: its `label` in tables, what it is worth, and where it stands.

    The label is an exercise's slug, or the nbgrader id of another cell; the notebook's name stands
    before it where that alone would name two cells of an assignment.
    """

    label: str
    points: float
    kind: Kind
    notebook: str
    cell: str


@dataclass(frozen=True)
class Scores:
    """A student's scores in an assignment; None where the gradebook has none for a cell.

    `by_hand` are the labels of what somebody has yet to grade.
    """

    student: str
    by_exercise: dict[str, float | None]
    by_hand: frozenset[str] = frozenset()

    @property
    def total(self) -> float:
        return sum(score or 0.0 for score in self.by_exercise.values())

    @property
    def complete(self) -> bool:
        """Whether all has its score but what is to be graded by hand."""
        missing = {label for label, score in self.by_exercise.items() if score is None}
        return missing <= self.by_hand

    @property
    def known(self) -> bool:
        """Whether the gradebook has anything of this submission."""
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
    return [_scores(submission.student, columns, scored) for submission in submissions]


def _scores(student: str, columns: list[Column], scored: dict["_Key", float | None]) -> Scores:
    key = {column.label: (student, column.notebook, column.cell) for column in columns}
    manual = {column.label for column in columns if column.kind == "manual"}
    waiting = {label for label in manual if key[label] in scored and scored[key[label]] is None}
    scores = {label: scored.get(key[label]) for label in key}
    return Scores(student, scores, frozenset(waiting))


_Key = tuple[str, str, str]


def _scored(gradebook: Gradebook, assignment: str) -> dict[_Key, float | None]:
    """Every score in an assignment by student, notebook and cell; None where it has none yet."""
    has_score = or_(Grade.auto_score.is_not(None), Grade.manual_score.is_not(None))
    score = case((has_score, Grade.score), else_=None)
    columns = (SubmittedAssignment.student_id, Notebook.name, BaseCell.name, score)
    found = of_cells(gradebook, Grade, columns, assignment)
    return {(student, notebook, cell): score for student, notebook, cell, score in found}


def table(assignment: str, points: dict[str, float], scores: list[Scores]) -> Table:
    """The class's scores in one assignment, to be printed by rich."""
    # Eight exercises have to fit into 100 columns.
    gap = 1 if len(points) > 6 else 2
    shown = Table(title=assignment, title_justify="left", title_style="bold", box=None)
    shown.padding = (0, gap, 0, 0)
    shown.add_column("student", overflow="fold", min_width=12, vertical="bottom")
    for slug in points:
        shown.add_column(slug.replace("_", "\n"), justify="right", vertical="bottom")
    shown.add_column("total", justify="right", style="bold", vertical="bottom")
    _add_line(shown)
    for row in scores:
        cells = ["–" if score is None else f"{score:g}" for score in row.by_exercise.values()]
        total = f"{row.total:g}" if row.complete else "–"
        shown.add_row(Text(printable(row.student)), *cells, total)
    _add_line(shown)
    worth = [f"{value:g}" for value in points.values()]
    shown.add_row("points", *worth, f"{sum(points.values()):g}", style="dim")
    return shown


def _add_line(shown: Table) -> None:
    shown.add_row(*(Rule(style="dim") for _ in shown.columns))


def write_csv(path: Path, rows: list[tuple[str, Scores]], slugs: list[str]) -> None:
    """Writes one row per assignment and student, one column per exercise, and the total."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["assignment", "student", *slugs, "total"])
        for assignment, scores in rows:
            cells = [scores.by_exercise.get(slug) for slug in slugs]
            shown = ["" if cell is None else f"{cell:g}" for cell in cells]
            total = f"{scores.total:g}" if scores.complete else ""
            writer.writerow([assignment, scores.student, *shown, total])
