"""The place of grading: a submission run in a sandboxed kernel, judged exercise by exercise."""

import ast
import builtins
import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError, slug_of
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import Exercise, exercises, is_plain_test, was_elsewhere
from nbjudge.judge.judged_values import JudgedValues, settled_in
from nbjudge.judge.kernel_client import error_output
from nbjudge.judge.kernels import KernelLost
from nbjudge.judge.plain import plain_result
from nbjudge.judge.reference import Data, lend, reference_data
from nbjudge.judge.run import NotebookRun, error_of
from nbjudge.link.channel import ChannelError
from nbjudge.link.handle import Student, link_of
from nbjudge.link.wire import BadMessage
from nbjudge.report.plain import PlainResult
from nbjudge.report.results import ExerciseResult


class Grading:
    """Runs an assembled submission and hands the judge its exercises in order.

    `source` is the course's notebook, `submission` the student's folder.

    Once the first exercise was judged, the student's code may have seen what hidden checks ask, so
    the output of later cells is not kept. If there is any, the notebook runs once more in a kernel
    that nobody judges, and the output of that run is kept instead. A stub that only raises its
    NotImplementedError needs no such run: its output is known.
    """

    def __init__(self, notebook: NotebookNode, source: Path, submission: Path, limits: Limits):
        self._notebook, self._source, self._limits = notebook, source, limits
        self._exercises = {exercise.slug: exercise for exercise in exercises(notebook)}
        self._folders = {"handed_in": submission, "given": source.parent}
        self._run = self._started(notebook)
        self._values = JudgedValues(settled_in(source, source.stat().st_mtime))
        self._to_a_person: dict[str, None] = {}
        self._flawless = True
        self._open_now = ""
        self._judged_right: set[str] = set()
        self._lent: dict[str, list[str]] = {}
        self._judged_from: int | None = None
        self._plain: dict[int, PlainResult] = {}

    def open(self, module: Path) -> Student:
        try:
            return self._open(module)
        except OSError as error:  # such as a full disk, which is not the student's mistake
            raise CourseError(f"this machine fails: {error}. Mend it, and grade again") from error

    def _open(self, module: Path) -> Student:
        exercise = self._exercises[slug_of(module)]
        self._come_to(exercise)
        self._run.integrity.begin(exercise.slug)
        student = self._run.open(exercise.solution)
        link = link_of(student)
        link.looked_up = partial(self._values.note, exercise.slug, self._run.kernels)
        link.judged_right = frozenset(self._judged_right)
        self._open_now = exercise.slug
        link.ask_a_person = partial(self._ask_a_person, exercise.slug)
        link.discretion.keep(link.cells, asked=self._judged_from is not None)
        if self._judged_from is None:
            self._judged_from = exercise.checks
        else:
            # The error's message would be shown, and may tell what a check has asked.
            link.cell_error = _kind_only(link.cell_error)
        return student

    def _come_to(self, exercise: Exercise) -> None:
        """Runs the cells before an exercise's check cell, and lends missing earlier results."""
        self._run.run_to(exercise.solution)
        if not self._flawless:
            self._lent[exercise.slug] = self._lend(self._run, exercise.slug)
        self._run.run_to(exercise.checks)

    def _ask_a_person(self, slug: str, why: str) -> None:
        self._to_a_person[f"a person must look at {slug}: {why}"] = None

    def close(self, student: Student, flawless: bool) -> None:
        self._flawless = self._flawless and flawless
        self._judged_right |= {self._open_now} if flawless else set()
        self._run.close()

    def finish(self) -> None:
        """Runs the cells after the last check cell, and replaces outputs that must not be kept."""
        self._run.run_to(len(self._notebook.cells))
        tests = [i for i, cell in enumerate(self._notebook.cells) if is_plain_test(cell)]
        self._plain = {
            i: plain_result(self._notebook.cells[i], self._run.finished(i)) for i in tests
        }
        self._run.shut_down()
        self._show_only_what_was_unjudged()
        self._plain = {i: self._told_unjudged(i, result) for i, result in self._plain.items()}

    @property
    def disturbed(self) -> bool:
        """Whether a signal from another program has killed a kernel or stopped a cell."""
        return self._run.disturbed

    def flags(self) -> list[str]:
        """What the instructor should know of how the notebook behaved while it was judged."""
        return [*self._run.integrity.flags(), *self._values.flags(), *self._to_a_person]

    def plain_results(self) -> dict[int, PlainResult]:
        """The results of the notebook's ordinary test cells, by place. Call it after `finish`."""
        return self._plain

    def shut_down(self) -> None:
        self._run.shut_down()

    def with_notes(self, result: ExerciseResult) -> ExerciseResult:
        """The result, with notes for the student on how it came about."""
        notes = []
        solution = self._notebook.cells[self._exercises[result.slug].solution]
        if was_elsewhere(solution):
            notes.append("Your solution was found in another cell than the one for it, and counts")
        if stopped_by := error_of(solution):
            notes.append(f"Your cell stopped with {stopped_by}")
        if lent := self._lent.get(result.slug):
            names = ", ".join(f"`{name}`" for name in lent)
            notes.append(f"{names}: missing or of another shape, so the course's was used")
        return replace(result, notes=tuple(notes))

    def _started(self, notebook: NotebookNode) -> NotebookRun:
        return NotebookRun(notebook, None, self._limits, fork=True, **self._folders)

    def _lend(self, run: NotebookRun, slug: str) -> list[str]:
        reference = self._reference(slug)
        try:
            lent = lend(run.open(), reference)
            run.note_lent({name: reference[name] for name in lent})
            self._values.forget(lent)
            return lent
        finally:
            # Else a kernel that answers nonsense would wait for the judge while it should run
            # cells.
            run.close()

    def _reference(self, slug: str) -> Data:
        """The course's own data before an exercise's solution."""
        modified = self._source.stat().st_mtime
        return reference_data(self._source, modified, self._limits, fork=True)[slug]

    def _show_only_what_was_unjudged(self) -> None:
        cells, stopped = self._notebook.cells, self._run.stopped()
        first = len(cells) if self._judged_from is None else self._judged_from
        shown = [i for i in range(first, len(cells)) if cells[i].get("outputs")]
        for index in stopped.intersection(shown):
            cells[index].outputs = cells[index].outputs[-1:]  # the judge's own message
        known = {i for i in shown if _only_raises(cells[i].source)} - stopped
        for index in known:
            cells[index].outputs = [error_output("NotImplementedError", "")]
        if again := [i for i in shown if i not in stopped | known]:
            unjudged = self._run_unjudged(stopped, end=again[-1] + 1)
            for index in again:
                cells[index].outputs = unjudged[index].get("outputs", [])

    def _told_unjudged(self, index: int, result: PlainResult) -> PlainResult:
        """A test cell's points as judged, and its error as far as that may be shown."""
        if self._judged_from is None or index < self._judged_from or not result.said:
            return result
        cell = self._notebook.cells[index]
        failed = any(output.output_type == "error" for output in cell.outputs)
        said = plain_result(cell, not failed).said
        return replace(result, said=said or "This cell failed where it was judged.")

    def _run_unjudged(self, left_out: set[int], end: int) -> list[NotebookNode]:
        """The cells after a run that no check asks; the course's data are lent as before.

        Cells from the one at `end` on do not run.
        """
        copy = NotebookNode(
            {**self._notebook, "cells": list(map(_without_outputs, self._notebook.cells))}
        )
        run = self._started(copy)
        run.leave_out(left_out)
        try:
            for slug in self._lent:
                if (solution := self._exercises[slug].solution) >= end:
                    break
                run.run_to(solution)
                # If the kernel does not answer, nothing is lent to it.
                with contextlib.suppress(KernelLost, ChannelError, BadMessage):
                    self._lend(run, slug)
            run.run_to(end)
        finally:
            run.shut_down()
            self._run.disturbed |= run.disturbed
        return list(copy.cells)


def _only_raises(text: str) -> bool:
    """Whether a cell's first statement raises NotImplementedError, so that nothing else runs."""
    try:
        first = ast.parse(text).body[:1]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    raised = first[0].exc if first and isinstance(first[0], ast.Raise) else None
    kind = raised.func if isinstance(raised, ast.Call) and not raised.args else raised
    return isinstance(kind, ast.Name) and kind.id == "NotImplementedError"


def _without_outputs(cell: NotebookNode) -> NotebookNode:
    return NotebookNode({**cell, "outputs": []} if cell.cell_type == "code" else cell)


def _kind_only(error: str) -> str:
    """The kind of an error, if it is Python's: a class of the student's may have any name."""
    kind = error.partition(":")[0]
    if not kind:
        return ""
    own = not isinstance(getattr(builtins, kind, None), type)
    return "an error" if own else kind
