"""One submission's notebook, judged: all of it, or some exercises once more."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from nbjudge.course.layout import CourseError, own_check_module
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import Exercise, checked_slug, exercises, read_notebook
from nbjudge.judge.again import judge_again
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.places.regrading import Regrading
from nbjudge.judge.session import judge
from nbjudge.report.html import as_html
from nbjudge.report.kept import keep_version
from nbjudge.report.results import ExerciseResult, was_interrupted
from nbjudge.submission import flags
from nbjudge.submission.assemble import assembled
from nbjudge.submission.released import stub_maker

# How often a submission is judged at most, if signals from other programs disturb it.
_TRIES = 3
Judged = tuple[Grading, list[ExerciseResult]]


@dataclass(frozen=True)
class Case:
    """What is needed to judge a submission: the assembled notebook, check modules, and limits.

    `source` is the course's notebook, `submission` is the student's folder, and hidden inputs are
    drawn from `secret`.
    """

    notebook: NotebookNode
    source: Path
    submission: Path
    modules: list[Path]
    limits: Limits
    secret: str

    @property
    def points(self) -> dict[str, float]:
        return {exercise.slug: exercise.points for exercise in exercises(self.notebook)}


def put_together(
    submitted: NotebookNode, source_path: Path, submission: Path, config: Config
) -> NotebookNode:
    """The source notebook with the student's solutions and extra cells, and flags noted in it.

    A notebook that is a link counts as empty.
    """
    source, handed_in = read_notebook(source_path), submission / source_path.name
    if handed_in.is_symlink():
        submitted = NotebookNode({**source, "cells": []})
    found = assembled(source, submitted, stub_maker(config, source))
    flags.note(found.notebook, [*found.flags, *flags.of_the_files(submission)])
    if handed_in.is_file() and not handed_in.is_symlink():
        keep_version(found.notebook, sha256(handed_in.read_bytes()).hexdigest())
    return found.notebook


def judged_exercises(notebook: NotebookNode) -> list[Exercise]:
    """The exercises. Raises CourseError if a check cell belongs to none: nobody would grade it."""
    found = exercises(notebook)
    places = {exercise.checks for exercise in found}
    for index, cell in enumerate(notebook.cells):
        if (slug := checked_slug(cell)) and index not in places:
            raise CourseError(
                f"{slug}-checks has no solution cell: give its solution cell the nbgrader id {slug}"
            )
    return found


def check_module_of(root: Path, assignment: str, slug: str) -> Path:
    """The check module of an exercise. Raises CourseError if there is none."""
    module = own_check_module(root, assignment, slug)
    if not module.is_file():
        raise CourseError(f'exercise "{slug}" has no check module: {module} does not exist')
    return module


def score_output(earned: float, page: str) -> NotebookNode:
    """The output of a graded cell: its points, with the report as HTML.

    nbgrader reads the text of the first output as the score. It is always a float, since nbgrader
    gives full marks for no output.
    """
    return new_output("execute_result", {"text/plain": str(float(earned)), "text/html": page})


def report_output(grading: Grading, result: ExerciseResult) -> NotebookNode:
    """The output of a check cell: the points of its exercise, with the report."""
    return score_output(result.earned, as_html(grading.with_notes(result)))


def judged(case: Case) -> Judged:
    """Runs and judges a whole notebook; a result for each exercise."""
    return _undisturbed(case, lambda: _judged(case))


def judged_again(case: Case, former: Mapping[str, bool], chosen: Collection[str]) -> Judged:
    """Judges some exercises, and those that build on them (see `Regrading`); a result for each."""
    return _undisturbed(case, lambda: _judged_again(case, former, chosen))


def _judged(case: Case) -> Judged:
    grading = Grading(case.notebook, case.source, case.submission, case.limits)
    try:
        results = []
        if case.modules:
            results = judge(case.modules, grading, points=case.points, secret=case.secret)
        grading.finish()
    finally:
        grading.shut_down()
    return grading, results


def _judged_again(case: Case, former: Mapping[str, bool], chosen: Collection[str]) -> Judged:
    place = Regrading(case.notebook, case.source, case.submission, case.limits, former)
    try:
        results = judge_again(case.modules, place, chosen, points=case.points, secret=case.secret)
    finally:
        place.shut_down()
    return place, results


def _undisturbed(case: Case, judge_once: Callable[[], Judged]) -> Judged:
    """Judges again if a signal from another program has interfered, so that it costs no points."""
    began, soon = time.monotonic(), case.limits.submission_seconds / _TRIES
    for left in reversed(range(_TRIES)):
        grading, results = judge_once()
        disturbed = grading.disturbed or any(map(was_interrupted, results))
        if not (left and disturbed and time.monotonic() - began < soon):
            break
        for cell in case.notebook.cells:
            cell.update({"outputs": []} if cell.cell_type == "code" else {})
    return grading, results
