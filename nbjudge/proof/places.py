"""Where the proof judges a solution cell: in this process, or in a kernel as grading does."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import Exercise, checked_slug, exercises, is_demonstration
from nbjudge.judge.places.opened import Opened
from nbjudge.judge.provisioner import can_fork
from nbjudge.judge.run import NotebookRun
from nbjudge.judge.session import judge
from nbjudge.kernel.agent import Agent
from nbjudge.link.handle import Link, Student
from nbjudge.proof.twin import Twin, run_as_a_cell
from nbjudge.report.results import ExerciseResult

# The limits are wide, since a busy machine must not change a verdict.
_PATIENT = Limits(cell_seconds=60, call_seconds=30, start_seconds=300)


def judge_near(
    source: NotebookNode,
    slug: str,
    cell: str,
    module: Path,
    *,
    seed: int = 0,
    only: Collection[str] = (),
) -> ExerciseResult:
    """Judges a solution cell in this process, after the source's own cells before it.

    If `only` names checks, only these run.
    """
    with opened_near(source, slug, cell, module, seed) as student:
        return judge_opened(source, slug, module, student, seed, only)


@contextmanager
def opened_near(
    source: NotebookNode, slug: str, cell: str, module: Path, seed: int = 0
) -> Iterator[Student]:
    """Runs a solution cell in this process, after the source's own cells before it."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    cells = [*_cells_before(source, slug, seed), cell]
    # Forking this large process takes longer than most checks, and few need another world.
    asks = "what_if" in module.read_text(encoding="utf-8")
    twin = Twin(cells, limits=_PATIENT) if asks and can_fork() else None
    for text in cells[:-1]:
        exec(text, namespace)
    link = Link(Agent(namespace).answer, cells)
    link.own_cells, link.cell_error = [cell], run_as_a_cell(cell, namespace)
    if twin is None:
        yield Student(link)
        return
    link.run_there = twin.run_there
    with closing(twin):
        yield Student(link)


def judge_opened(
    source: NotebookNode,
    slug: str,
    module: Path,
    student: Student,
    seed: int = 0,
    only: Collection[str] = (),
) -> ExerciseResult:
    """Judges what a solution cell has made, by all checks or by those that `only` names."""
    points = {slug: _exercise(source, slug).points}
    return judge([module], Opened(student), points=points, seed=seed, only=only)[0]


def judge_remote(
    source: NotebookNode, slug: str, cell: str, module: Path, *, seed: int = 0, cards: int = 0
) -> ExerciseResult:
    """Judges a solution cell as grading does: in a forked kernel, over the channel.

    The kernel may use so many of the machine's graphics cards.
    """
    cells = [*_cells_before(source, slug, seed), cell]
    notebook = NotebookNode({**source, "cells": [new_code_cell(text) for text in cells]})
    run = NotebookRun(notebook, None, replace(_PATIENT, cards=cards), fork=True)
    try:
        run.run_to(len(cells))
        return judge_opened(source, slug, module, run.open(len(cells) - 1), seed)
    finally:
        run.shut_down()


def _cells_before(source: NotebookNode, slug: str, seed: int) -> list[str]:
    """The source's cells before a solution cell, without checks and demonstrations.

    The seed makes `judge_near` and `judge_remote` draw the same random numbers.
    """
    before = source.cells[: _exercise(source, slug).solution]
    code = [c for c in before if c.cell_type == "code" and not checked_slug(c)]
    given = [c.source for c in code if not is_demonstration(c)]
    return [f"import torch\ntorch.manual_seed({seed})", *given]


def _exercise(source: NotebookNode, slug: str) -> Exercise:
    return next(exercise for exercise in exercises(source) if exercise.slug == slug)
