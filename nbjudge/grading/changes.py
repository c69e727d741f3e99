"""Which grades a run changes, from what to what, and why; printed, and kept in a record."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from nbgrader.api import BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment
from rich.table import Table
from rich.text import Text
from sqlalchemy import func

from nbjudge.course.notebook import CHECKS_SUFFIX
from nbjudge.grading.gradebook import of_cells, opened
from nbjudge.grading.scores import columns_of
from nbjudge.grading.standings import standings
from nbjudge.report.printable import printable
from nbjudge.submission.submissions import Course, Submission

RECORD = "changes.csv"
_HEADING = ["when", "assignment", "student", "exercise", "from", "to", "why"]


class Place(NamedTuple):
    """What a grade is for: a graded cell, or (without names) the penalty for being late."""

    assignment: str
    student: str
    notebook: str = ""
    cell: str = ""


class Given(NamedTuple):
    """A score (None if there is none yet), and whether somebody gave it by hand."""

    score: float | None
    by_hand: bool = False


Grades = dict[Place, Given]


@dataclass(frozen=True)
class Change:
    """One grade that is another now; None stands for none."""

    assignment: str
    student: str
    exercise: str
    before: float | None
    after: float | None
    why: str


@dataclass(frozen=True)
class News:
    """The result of judging a submission: scores of cells, and why they differ from before.

    `lost` tells that the submission has no grade now, and `anew` that it was handed in again.
    """

    scores: Mapping[tuple[str, str], float] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    lost: bool = False
    anew: bool = False


def grades_of(course: Course, assignments: Iterable[str], student: str | None = None) -> Grades:
    """The gradebook's scores of each graded cell of each student, and penalties for being late."""
    found: Grades = {}
    with opened(course) as gradebook:
        for assignment in assignments:
            found |= _of_cells(gradebook, assignment, student)
            for standing in standings(gradebook, [assignment], student):
                found[Place(assignment, standing.person.id)] = Given(0.0 - standing.penalty)
    return found


def _of_cells(gradebook: Gradebook, assignment: str, student: str | None) -> Grades:
    given = func.coalesce(Grade.manual_score, Grade.auto_score)
    columns = (SubmittedAssignment.student_id, Notebook.name, BaseCell.name, given)
    found = of_cells(gradebook, Grade, (*columns, Grade.manual_score), assignment, student)
    return {Place(assignment, *key): Given(s, manual is not None) for *key, s, manual in found}


def expected(course: Course, before: Grades, news: Mapping[Submission, News]) -> Grades:
    """What a gradebook would have after these results; penalties for being late stay."""
    cells = _labels(course, {place.assignment for place in before})
    after = {p: given for p, given in before.items() if not p.cell or (p[0], *p[2:]) in cells}
    for submission, told in news.items():
        own = (submission.assignment, submission.student)
        scores = {Place(*own, *cell): Given(score) for cell, score in told.scores.items()}
        if told.lost:
            scores = {p: Given(None) for p in after if p[:2] == own and p.cell}
        after |= {p: given for p, given in scores.items() if not before.get(p, given).by_hand}
    return after


def changes(
    course: Course, before: Grades, after: Grades, news: Mapping[Submission, News]
) -> list[Change]:
    """The grades that differ, of submissions that had a grade before."""
    graded = graded_in(before)
    judged = {(s.assignment, s.student): told for s, told in news.items()}
    labels = _labels(course, {place.assignment for place in before})
    found = []
    for place in sorted(before.keys() | after.keys()):
        told = judged.get(place[:2])
        if place[:2] not in graded or (told is None and place in after):
            continue
        was, now = before.get(place, _NONE).score, after.get(place, _NONE).score
        if was != now:
            why = _why(place, told or News(), is_new=place not in before, gone=place not in after)
            label = labels.get((place.assignment, *place[2:]), _label(place))
            found.append(Change(place.assignment, place.student, label, was, now, why))
    return found


def graded_in(grades: Grades) -> set[tuple[str, str]]:
    """The submissions that have any grade, as pairs of assignment and student."""
    return {place[:2] for place, given in grades.items() if place.cell and given.score is not None}


_NONE = Given(None)


def _labels(course: Course, assignments: Iterable[str]) -> dict[tuple[str, str, str], str]:
    return {
        (assignment, column.notebook, column.cell): column.label
        for assignment in assignments
        for column in columns_of(course, assignment)
    }


def _label(place: Place) -> str:
    return place.cell.removesuffix(CHECKS_SUFFIX) if place.cell else "being late"


def _why(place: Place, told: News, *, is_new: bool, gone: bool) -> str:
    if told.lost:
        return "it cannot be graded any more"
    if told.anew:
        return "handed in anew"
    if gone:
        return "the exercise is gone"
    if is_new:
        return "the exercise is new"
    if not place.cell:
        return "the score, the due date or the penalty rule has changed"
    return told.reasons.get(place[2:], "") or "the cell gives another score"


def table_of_changes(found: Iterable[Change]) -> Table:
    """The changed grades, to be printed by rich."""
    shown = Table(title="changed grades", title_justify="left", title_style="bold", box=None)
    shown.padding = (0, 2, 0, 0)
    for heading in ("exercise", "student"):
        shown.add_column(heading, overflow="fold", min_width=8)
    for heading in ("from", "to"):
        shown.add_column(heading, justify="right")
    shown.add_column("by", overflow="fold", ratio=1)
    for change in found:
        who = Text(printable(change.student))
        exercise = Text(f"{change.assignment}/{change.exercise}")
        why = Text(printable(change.why))
        shown.add_row(exercise, who, _number(change.before), _number(change.after), why)
    return shown


def in_short(found: list[Change]) -> str:
    """How many grades have changed, of how many students, and in which direction."""
    if not found:
        return "no grade has changed"
    up = sum((change.after or 0) > (change.before or 0) for change in found)
    students = len({change.student for change in found})
    grades = "1 grade" if len(found) == 1 else f"{len(found)} grades"
    people = "1 student" if students == 1 else f"{students} students"
    return f"{grades} of {people} changed: {up} up, {len(found) - up} down"


def note(course: Course, found: Iterable[Change], now: datetime) -> None:
    """Adds changes to the record `.nbjudge/changes.csv`, where every former grade is kept."""
    path = course.root / ".nbjudge" / RECORD
    path.parent.mkdir(exist_ok=True)
    rows = [_row(change, now) for change in found]
    if rows:
        heading = [] if path.exists() else [_HEADING]
        with path.open("a", newline="", encoding="utf-8", errors="replace") as file:
            csv.writer(file).writerows([*heading, *rows])


def _row(change: Change, now: datetime) -> list[str]:
    scores = (_number(change.before, ""), _number(change.after, ""))
    when = now.isoformat(timespec="seconds")
    return [when, change.assignment, change.student, change.exercise, *scores, change.why]


def _number(score: float | None, none: str = "–") -> str:
    return none if score is None else f"{score:g}"
