"""The scores of a class, read from nbgrader's gradebook: as a table and as `scores.csv`."""

import csv
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from rich.rule import Rule
from rich.table import Table

from nbjudge.notebook import CHECKS_SUFFIX, exercises, read_notebook
from nbjudge.submissions import Course, Submission


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
        return [Scores(s.student, _scores(gradebook, s, slugs)) for s in submissions]


def _scores(
    gradebook: Gradebook, submission: Submission, slugs: list[str]
) -> dict[str, float | None]:
    try:
        entry = gradebook.find_submission(submission.assignment, submission.student)
    except MissingEntry:
        return dict.fromkeys(slugs)
    found = {grade.name: grade for notebook in entry.notebooks for grade in notebook.grades}
    graded = {slug: found.get(slug + CHECKS_SUFFIX) for slug in slugs}
    return {slug: grade.score if _is_scored(grade) else None for slug, grade in graded.items()}


def _is_scored(grade) -> bool:
    return grade is not None and (grade.auto_score is not None or grade.manual_score is not None)


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
        shown.add_row(row.student, *cells, total)
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
