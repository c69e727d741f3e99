"""Judges a source notebook as if it had been handed in: with its solutions, and with its stubs.

A solution has to pass its own checks, and a stub must not.
"""

from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import own_check_module
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import exercises, is_demonstration, is_solution, read_notebook
from nbjudge.course.soundness import shown_path
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.session import judge
from nbjudge.report.results import CheckResult, ExerciseResult
from nbjudge.submission.matching import Stub


def rehearse(root: Path, path: Path, stub: Stub, limits: Limits) -> list[str]:
    """A line for each solution that fails its checks, and for each stub that earns points.

    A notebook without checks is left out: its ordinary tests are up to their author. Raises
    CourseError if a check module cannot be read.
    """
    source = read_notebook(path)
    if not exercises(source):
        return []
    shown = shown_path(root, path)
    said = [
        f"{shown}, cell {result.slug}: {fault}"
        for result in _results(root, path, _handed_in(source), limits)
        for fault in failures_of_solution(result)
    ]
    for result in _results(root, path, _handed_in(source, stub), limits):
        said += [f"{shown}, cell {result.slug}: {fault}" for fault in passes_of_stub(result)]
    return said


def failures_of_solution(result: ExerciseResult) -> list[str]:
    """Which checks reject the course's own solution, and which have a bug."""
    if not result.checks:
        return ["no check ran on its solution"]
    return [_rejection(check) for check in result.checks if check.state != "passed"]


def passes_of_stub(result: ExerciseResult) -> list[str]:
    """Says what a stub earns and by which checks, if it earns anything."""
    if not result.earned:
        return []
    names = ", ".join(check.name for check in result.checks if check.state == "passed")
    return [
        f"its stub earns {result.earned:g} of {result.points:g} points, by {names}. "
        "Have the checks ask for what the stub lacks"
    ]


def _rejection(check: CheckResult) -> str:
    if check.bug:
        return f"the check {check.name} has a bug: {check.bug}. Correct the check"
    return f"its solution fails {check.name}: {check.message}. Correct the one or the other"


def _results(
    root: Path, path: Path, notebook: NotebookNode, limits: Limits
) -> list[ExerciseResult]:
    found = exercises(notebook)
    modules = [own_check_module(root, path.parent.name, exercise.slug) for exercise in found]
    grading = Grading(notebook, path, path.parent, limits)
    try:
        return judge(modules, grading, points={e.slug: e.points for e in found})
    finally:
        grading.shut_down()


def _handed_in(source: NotebookNode, stub: Stub | None = None) -> NotebookNode:
    """The notebook without its demonstrations and outputs, and with stubs where they are wanted."""
    cells = [deepcopy(cell) for cell in source.cells if not is_demonstration(cell)]
    for cell in cells:
        cell.update({"outputs": []} if cell.cell_type == "code" else {})
    if stub:
        cells = [stub(cell) if is_solution(cell) else cell for cell in cells]
    return NotebookNode({**source, "cells": cells})
