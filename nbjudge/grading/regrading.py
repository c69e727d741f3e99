"""Judges a graded submission again: some exercises, or all of it as a trial.

nbgrader converts only whole submissions. Here the graded notebook keeps the results that are not
judged again, and nbgrader's own steps enter the new scores, so that what people gave by hand stays.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades
from nbgrader.utils import setenv

from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import (
    CHECKS_SUFFIX,
    checked_slug,
    exercises,
    grade_id,
    read_notebook,
)
from nbjudge.course.writing import write_whole
from nbjudge.grading.judging import (
    Case,
    check_module_of,
    judged,
    judged_again,
    judged_exercises,
    put_together,
    report_output,
)
from nbjudge.grading.seed import secret_of
from nbjudge.judge.bugs import bugs_in
from nbjudge.judge.places.grading import Grading
from nbjudge.report.differences import differences
from nbjudge.report.kept import keep, kept, kept_seconds
from nbjudge.report.results import ExerciseResult
from nbjudge.submission import flags
from nbjudge.submission.submissions import Course, Submission

# A graded cell: the name of its notebook, and its own name.
Cell = tuple[str, str]
Results = dict[Cell, ExerciseResult]


@dataclass
class Found:
    """What was found in a submission: scores, results of exercises, and if the page changes."""

    scores: dict[Cell, float] = field(default_factory=dict)
    results: Results = field(default_factory=dict)
    is_page_old: bool = False

    def note(self, notebook: str, result: ExerciseResult) -> None:
        cell = (notebook, f"{result.slug}{CHECKS_SUFFIX}")
        self.results[cell], self.scores[cell] = result, result.earned


class NothingKept(Exception):
    """A graded notebook holds no results, so the submission has to be graded as a whole."""


def results_of(course: Course, submission: Submission) -> Results:
    """The kept results of the exercises of a graded submission; empty if there are none."""
    found = Found()
    for path in course.notebooks(submission.assignment):
        try:
            graded = json.loads(_graded(course, submission, path).read_text(encoding="utf-8"))
            for result in (kept(graded) or {}).values():
                found.note(path.stem, result)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # a missing notebook holds no results, and grading writes it again
    return found.results


def reasons(former: Results, now: Results) -> dict[Cell, str]:
    """Why the points of exercises differ, by check cell."""
    return {cell: "; ".join(differences(former.get(cell), now[cell])) for cell in now}


def try_out(course: Course, submission: Submission) -> Found:
    """Judges a whole submission, and writes nothing."""
    found = Found()
    for path in course.notebooks(submission.assignment):
        case = _case(course, submission, path)
        with setenv(NBGRADER_EXECUTION="autograde"):
            grading, results = judged(case)
        for result in results:
            bugs_in(result)  # raises an error if grading would
            found.note(path.stem, result)
        for index, plain in grading.plain_results().items():
            found.scores[path.stem, grade_id(case.notebook.cells[index])] = plain.earned
    return found


def regrade(
    course: Course, submission: Submission, chosen: Collection[str], *, write: bool = True
) -> Found:
    """Judges some exercises of a graded submission again, and those that build on them.

    With `write`, the graded notebook and the gradebook get the results. Raises NothingKept.
    """
    found = Found()
    for path in course.notebooks(submission.assignment):
        here = {e.slug for e in exercises(read_notebook(path))} & set(chosen)
        if here:
            _regrade(_Notebook(course, submission, path), here, found, write=write)
    return found


@dataclass(frozen=True)
class _Notebook:
    """One notebook of a submission; `path` is that of the course's notebook."""

    course: Course
    submission: Submission
    path: Path

    @property
    def graded(self) -> Path:
        return _graded(self.course, self.submission, self.path)


def _regrade(notebook: _Notebook, chosen: set[str], found: Found, *, write: bool) -> None:
    graded, former = _known(notebook.graded)
    case = _case(notebook.course, notebook.submission, notebook.path)
    own = case.notebook
    if {e.slug for e in exercises(own)} - chosen - set(former):
        raise NothingKept
    with setenv(NBGRADER_EXECUTION="autograde"):
        passed = {slug: _is_flawless(result) for slug, result in former.items()}
        place, results = judged_again(case, passed, chosen)
    _take_over(own, graded)
    for result in results:
        found.is_page_old |= _show(own, place, result)
        found.note(notebook.path.stem, result)
    _keep(own, graded, former, results)
    flags.note(own, place.flags())
    if write:
        write_whole(notebook.graded, nbformat.writes(own))
        _enter(notebook, own, {result.slug for result in results})


def _known(path: Path) -> tuple[NotebookNode, dict[str, ExerciseResult]]:
    """A graded notebook, and the results that it keeps. Raises NothingKept."""
    try:
        graded = read_notebook(path)
        known = kept(graded)
    except (CourseError, KeyError, TypeError, AttributeError) as error:
        raise NothingKept from error
    if known is None:
        raise NothingKept
    return graded, known


def _is_flawless(result: ExerciseResult) -> bool:
    return all(check.state == "passed" for check in result.checks)


def _case(course: Course, submission: Submission, path: Path) -> Case:
    handed_in = read_notebook(submission.folder / path.name)
    notebook = put_together(handed_in, path, submission.folder, course.config)
    assignment = submission.assignment
    found = judged_exercises(notebook)
    return Case(
        notebook,
        source=path.resolve(),
        submission=submission.folder,
        modules=[check_module_of(course.root, assignment, e.slug) for e in found],
        limits=course.limits,
        secret=secret_of(course.directory, assignment),
    )


def _take_over(notebook: NotebookNode, graded: NotebookNode) -> None:
    """Puts the outputs of a graded notebook into a newly assembled one."""
    shown = {_name(cell): cell.outputs for cell in graded.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = shown.get(_name(cell), [])


def _name(cell: NotebookNode) -> str:
    return grade_id(cell) or str(cell.get("id", ""))


def _show(notebook: NotebookNode, place: Grading, result: ExerciseResult) -> bool:
    """Puts a result into its check cell; returns whether the cell's output has changed."""
    cell = next(cell for cell in notebook.cells if checked_slug(cell) == result.slug)
    before = cell.outputs
    cell.outputs = [report_output(place, result)]
    return bool(before != cell.outputs)


def _keep(
    notebook: NotebookNode,
    graded: NotebookNode,
    former: dict[str, ExerciseResult],
    results: list[ExerciseResult],
) -> None:
    """Keeps all results in the notebook; those of exercises that were not judged stay as before."""
    notebook.metadata["nbjudge"] = dict(graded.metadata.get("nbjudge", {}))
    judged = {result.slug: result for result in results}
    for slug in judged.keys() & former.keys():
        flags.take_back(notebook, bugs_in(former[slug]))
    for result in results:
        flags.note(notebook, bugs_in(result))
    all_of_them = {**former, **judged}
    known = [all_of_them[e.slug] for e in exercises(notebook) if e.slug in all_of_them]
    keep(notebook, known, kept_seconds(graded) or 0.0)


def _enter(notebook: _Notebook, graded: NotebookNode, slugs: Collection[str]) -> None:
    """Enters the scores of these exercises and the penalty for being late, by nbgrader's steps."""
    names = {
        "notebook": notebook.path.stem,
        "assignment": notebook.submission.assignment,
        "student": notebook.submission.student,
        "db_url": notebook.course.directory.db_url,
    }
    cells = [cell for cell in graded.cells if checked_slug(cell) in slugs]
    part = NotebookNode({**graded, "cells": cells})
    for step in (SaveAutoGrades, AssignLatePenalties):
        step(config=notebook.course.config).preprocess(part, {"nbgrader": names})


def _graded(course: Course, submission: Submission, path: Path) -> Path:
    folder = course.folder("autograded_directory", submission.student, submission.assignment)
    return folder / path.name
