"""Splits a graded notebook into parts: each exercise with lesson, student's work and reports."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from nbformat import NotebookNode

from nbjudge.course.notebook import (
    checked_slug,
    grade_id,
    is_grade,
    is_own,
    is_plain_test,
    is_solution,
    is_task,
)
from nbjudge.report.kept import kept
from nbjudge.report.results import ExerciseResult

# nbgrader's own comment on an answer that was left as it was released.
_NO_RESPONSE = "No response."
_REPORT = '<div class="nbjudge-report'


@dataclass
class Part:
    """An exercise, or another graded answer. A part without a name holds the cells after the last.

    `lesson` holds the course's cells, `work` the student's, and `tests` the cells that judge the
    work, whose reports are HTML. `score` and `points` are the gradebook's. `waits` tells that a
    person has yet to grade the part, `by_hand` that a person has graded it. `result` is the result
    of the checks, if it is known.
    """

    name: str
    lesson: list[NotebookNode] = field(default_factory=list)
    work: list[NotebookNode] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    tests: list[NotebookNode] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    score: float = 0.0
    points: float = 0.0
    graded: bool = False
    waits: bool = False
    by_hand: bool = False
    result: ExerciseResult | None = None

    @property
    def lost(self) -> float:
        return max(0.0, self.points - self.score)

    @property
    def state(self) -> str:
        """`passed`, `failed`, `not attempted`, or `waiting` for a person."""
        if self.waits:
            return "waiting"
        if not self.lost:
            return "passed"
        checks = self.result.counted if self.result else []
        untouched = bool(checks) and all(check.state == "not attempted" for check in checks)
        return "not attempted" if untouched else "failed"

    @property
    def is_open(self) -> bool:
        """Whether the part is unfolded, since it has something that nobody should miss."""
        return self.state in ("failed", "waiting") or self.by_hand or bool(self.comments)


def parts_of(notebook: NotebookNode, waiting: set[str], by_hand: set[str]) -> list[Part]:
    """The parts in the order of the notebook; `waiting` and `by_hand` name graded cells."""
    parts: dict[str, Part] = {}
    loose: list[NotebookNode] = []
    name = ""
    for cell in notebook.cells:
        if not (found := _part_name(cell, name)):
            loose.append(cell)
            continue
        name = found
        part = parts.setdefault(name, Part(name))
        for each in [*loose, cell]:
            _take(part, each)
        loose = []
        if is_grade(cell) or is_task(cell):
            part.waits |= grade_id(cell) in waiting
            part.by_hand |= grade_id(cell) in by_hand
    if loose:
        parts[""] = Part("")
        for cell in loose:
            _take(parts[""], cell)
    results = kept(notebook) or {}
    return [replace(part, result=results.get(name)) for name, part in parts.items()]


def _part_name(cell: NotebookNode, before: str) -> str:
    """The name of the part that a cell belongs to; empty if it belongs to the next named part."""
    if slug := checked_slug(cell):
        return slug
    if is_plain_test(cell):
        return before or grade_id(cell)
    return grade_id(cell) if is_solution(cell) or is_task(cell) else ""


def _take(part: Part, cell: NotebookNode) -> None:
    said: dict[str, Any] = cell.metadata.get("nbgrader", {})
    if (comment := said.get("comment")) and comment != _NO_RESPONSE:
        part.comments.append(str(comment))
    if is_grade(cell) or is_task(cell):
        part.graded = True
        part.score += float(said.get("score") or 0.0)
        part.points += float(said.get("points") or 0.0)
    if checked_slug(cell) or is_plain_test(cell):
        part.reports += _reports(cell)
        part.tests.append(cell)
    elif is_own(cell) or is_solution(cell):
        part.work.append(cell)
    else:
        part.lesson.append(cell)


def _reports(cell: NotebookNode) -> Iterator[str]:
    for output in cell.get("outputs", []):
        page = output.get("data", {}).get("text/html", "")
        if isinstance(page, str) and page.startswith(_REPORT):
            yield page
