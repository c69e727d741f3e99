"""Where the time of grading one submission goes, and the least that it could take."""

import multiprocessing
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unittest import mock

import sqlalchemy.orm
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from rich.table import Table

from benchmarks.tables import number_table
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import checked_slug, is_demonstration, read_notebook
from nbjudge.grading import judging
from nbjudge.grading.workers import grade_one, prepare_worker
from nbjudge.judge import kernels
from nbjudge.submission.submissions import Submission, open_course

_TIMED = {
    "starting the kernel": (kernels.Kernel, "__init__"),
    "the student's cells": (kernels.Kernel, "run"),
    "ending the kernel": (kernels.Kernel, "close"),
    "the checks": (judging, "judge"),
    "opening the database": (Gradebook, "__init__"),
    "asking the database": (sqlalchemy.orm.Session, "execute"),
}
# Kernels start and run cells while the checks wait for them.
_INSIDE_THE_CHECKS = ("starting the kernel", "the student's cells")


def breakdown(course: Path, assignments: tuple[str, ...], submissions: int = 6) -> Table:
    """Seconds of the clock per submission by what they are spent on, in one process."""
    with multiprocessing.get_context("spawn").Pool(1, initializer=prepare_worker) as pool:
        spent = {name: pool.apply(_spent, (course, name, submissions)) for name in assignments}
    title = "where the time goes, s per submission, in one process"
    shown = number_table(title, "", *assignments)
    for what in next(iter(spent.values())):
        shown.add_row(what, *(f"{part[what] / submissions:.3f}" for part in spent.values()))
    return shown


def floor(course: Path, assignment: str) -> tuple[float, float]:
    """The CPU seconds of the instructor's own cells in a warm kernel.

    First those of the cells that a submission is judged by, then those of all cells.
    """
    notebook = read_notebook(course / "source" / assignment / f"{assignment}.ipynb")
    kernel = kernels.Kernel(None, course / "data", Limits(cell_seconds=300), fork=True)
    needed = shown = 0.0
    try:
        before = _cpu_of(kernel)
        for cell in notebook.cells:
            if cell.cell_type == "code" and not checked_slug(cell):
                kernel.run(cell)
                after = _cpu_of(kernel)
                shown += after - before
                needed += 0 if is_demonstration(cell) else after - before
                before = after
    finally:
        kernel.close()
    return needed, shown


def _cpu_of(kernel: kernels.Kernel) -> float:
    """The CPU seconds that the kernel has used so far; asking adds a little to them."""
    cell = new_code_cell("__import__('time').process_time()")
    kernel.run(cell)
    return float(cell.outputs[0].data["text/plain"])


def _spent(root: Path, assignment: str, submissions: int) -> dict[str, float]:
    chosen = open_course(root).submissions(assignment)
    _grade(root, chosen[0])  # starts the fork server, and whatever else is made once
    chosen = list(islice(cycle(chosen), 1, submissions + 1))
    spent = dict.fromkeys(_TIMED, 0.0)
    patches = [
        mock.patch.object(*place, _timed(*place, name, spent)) for name, place in _TIMED.items()
    ]
    began = time.perf_counter()
    for patch in patches:
        patch.start()
    for submission in chosen:
        _grade(root, submission)
    whole = time.perf_counter() - began
    for patch in patches:
        patch.stop()
    spent["the checks"] -= sum(spent[name] for name in _INSIDE_THE_CHECKS)
    spent["nbgrader and notebook files"] = whole - sum(spent.values())
    return {**spent, "all": whole}


def _grade(root: Path, submission: Submission) -> None:
    grade_one(open_course(root), submission, feedback=False)


def _timed(owner: Any, name: str, label: str, spent: dict[str, float]) -> Callable:
    function = getattr(owner, name)

    def wrapper(*arguments: Any, **keywords: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments, **keywords)
        finally:
            spent[label] += time.perf_counter() - began

    return wrapper
