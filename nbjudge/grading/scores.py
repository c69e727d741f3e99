"""The scores of a class, read from nbgrader's gradebook: as a table and as `scores.csv`."""

import csv
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from sqlalchemy import or_

from nbjudge.course.notebook import CHECKS_SUFFIX, exercises, read_notebook
from nbjudge.report.printable import printable
from nbjudge.submission.submissions import Course, Submission


@dataclass(frozen=True)
class Scores:
    """A student's scores in an assignment; None where the gradebook has none for an exercise."""

    student: str
    by_exercise: dict[str, float | None]

    @property
    def total(self) -> float:
        return sum(score or 0.0 for score in self.by_exercise.values())

    @property
    def complete(self) -> bool:
        return None not in self.by_exercise.values()


def points_of(course: Course, assignment: str) -> dict[str, float]:
    """The exercises of an assignment in order, and what each is worth."""
    notebooks = [read_notebook(path) for path in course.notebooks(assignment)]
    return {e.slug: e.points for notebook in notebooks for e in exercises(notebook)}


def read_scores(course: Course, assignment: str, submissions: list[Submission]) -> list[Scores]:
    """The scores that the gradebook has for submissions to one assignment."""
    slugs = list(points_of(course, assignment))
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        scored = _scored(gradebook, assignment)
    students = [submission.student for submission in submissions]
    return [Scores(s, {slug: scored.get((s, slug)) for slug in slugs}) for s in students]


def _scored(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str], float]:
    """Every score in an assignment by student and exercise, in one query instead of thousands."""
    found = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.score)
        .join(SubmittedAssignment.assignment)
        .join(SubmittedAssignment.notebooks)
        .join(SubmittedNotebook.grades)
        .join(Grade.cell)
        .filter(Assignment.name == assignment)
        .filter(or_(Grade.auto_score.is_not(None), Grade.manual_score.is_not(None)))
    )
    return {(student, cell.removesuffix(CHECKS_SUFFIX)): score for student, cell, score in found}


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
