"""Runs a notebook in a kernel, cell by cell, and opens it to the judge at its check cells."""

import contextlib
import time
from functools import partial
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from nbjudge.course.layout import CourseError, data_folder
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import runs
from nbjudge.judge.exchange import Exchange
from nbjudge.judge.integrity import Integrity
from nbjudge.judge.kernels import Kernel, KernelLost, not_run
from nbjudge.judge.worlds import Worlds
from nbjudge.link.channel import Channel, ChannelError
from nbjudge.link.handle import Link, Student, link_of
from nbjudge.link.wire import BadMessage
from nbjudge.link.worlds import World


class NotebookRun:
    """Runs a notebook's cells in order, and opens its namespace to the judge in between.

    If a cell ends the kernel, only that cell's names are lost: the cells before it run again in a
    fresh kernel, and the notebook goes on after it.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        folder: Path | None,
        limits: Limits,
        *,
        fork: bool,
        handed_in: Path | None = None,
        given: Path | None = None,
    ):
        self._notebook = notebook
        self._world: World | None = None
        self._worlds = Worlds(self._elsewhere)
        # What the course has lent, and what has to be lent again, by the place of the next cell.
        self._lent: dict[int, dict[str, Any]] = {}
        self._to_lend: dict[int, dict[str, Any]] = {}
        self._settings: dict[str, Any] = {"limits": limits, "fork": fork}
        self._settings |= {"handed_in": handed_in, "given": given}
        self._folder = folder
        self._limits = limits
        self._deadline = time.monotonic() + limits.submission_seconds
        self._kernel: Kernel | None = None
        self._next = 0
        self._deadly: set[int] = set()
        self._finished: set[int] = set()
        self._stopped: set[int] = set()
        self._exchange: Exchange | None = None
        self._believed = False
        self._changed_by_the_world: set[str] = set()
        self.integrity = Integrity()
        self.kernels = 0
        """How many kernels have been started for this run so far."""
        self.disturbed = False
        """Whether somebody else's signal has ended a kernel or stopped a cell of this run."""

    def run_to(self, end: int) -> None:
        """Runs the cells up to, and without, the one at `end`."""
        while self._next < end:
            index = self._next
            if lent := self._to_lend.get(index):
                self._define(lent)
            self._next += 1
            if runs(self._notebook.cells[index]) and index not in self._deadly:
                self._run(index)

    def open(self, solution: int | None = None) -> Student:
        """The names that the cells so far have defined; `solution` is the exercise's own cell.

        Raises KernelLost.
        """
        exchange = self._exchange = Exchange(self._open_channel(), self._limits, self._deadline)
        link = Link(exchange, self._texts(0), self._limits)
        self._believed, link.believing = False, self._believe
        link.run_there = partial(self._worlds.open, end=self._next, solution=solution)
        if solution is not None:
            link.own_cells = self._texts(solution)
            link.cell_error = error_of(self._notebook.cells[solution])
        return Student(link)

    def enter(self, world: World) -> None:
        """Runs all later cells in this world; the kernel must have begun with its `beginning`."""
        self._world = world

    def has_passed(self, index: int) -> bool:
        """Whether the cell at `index` has had its turn."""
        return self._next > index

    def note_lent(self, values: dict[str, Any]) -> None:
        """Notes what the course has defined at this place, so that other worlds get it too."""
        self._lent[self._next] = values

    def leave_out(self, cells: set[int]) -> None:
        """Does not run these cells when it comes to them."""
        self._deadly |= cells

    def stopped(self) -> set[int]:
        """Cells that took too long or ended their kernel; each ends with the judge's message."""
        return self._deadly | self._stopped

    def finished(self, index: int) -> bool:
        """Whether the cell at `index` ran to its end without an error when its turn came."""
        return index in self._finished

    def _texts(self, first: int) -> list[str]:
        """The texts of the cells from `first` on that have run."""
        return [cell.source for cell in self._notebook.cells[first : self._next] if runs(cell)]

    def close(self) -> None:
        """Lets the kernel go on after an `open`, or gives it up if it does not answer."""
        self._worlds.close()
        if self._exchange is None:
            return
        self._exchange.close()
        if self._kernel is not None and self._believed:
            self.integrity.note(self._changed(self._kernel))
        self._believed = False
        if self._exchange.broken and self._kernel is not None:
            self.disturbed |= self._kernel.was_killed()
            self._kernel.interrupt()
            if not self._kernel.listens():
                self._give_up()
        self._exchange = None

    def _believe(self, probe: str) -> None:
        """Looks whether the kernel may be believed, before it is asked this probe."""
        if self._kernel is not None:
            look = partial(self._changed, self._kernel)
            self.integrity.believe(look, first=not self._believed)
        self._believed = True

    def _changed(self, kernel: Kernel) -> list[str]:
        """What the cells have changed of what the judge relies on."""
        return [name for name in kernel.changed() if name not in self._changed_by_the_world]

    def shut_down(self) -> None:
        """Ends the kernels, after a last look also at one that no probe was asked of."""
        if self._kernel is not None:
            self.integrity.note(self._changed(self._kernel))
        self._worlds.shut_down()
        self._give_up()

    def _elsewhere(self) -> "NotebookRun":
        """A run of the same cells, with the same deadline and the same lent data."""
        cells = [NotebookNode({**cell, "outputs": []}) for cell in self._notebook.cells]
        copy = NotebookNode({**self._notebook, "cells": cells})
        run = NotebookRun(copy, self._folder, **self._settings)
        run._deadline, run._to_lend = self._deadline, self._lent
        run.integrity = self.integrity
        run.leave_out(self.stopped())
        return run

    def _define(self, values: dict[str, Any]) -> None:
        # If the kernel does not answer, nothing is lent to it.
        with contextlib.suppress(KernelLost, ChannelError, BadMessage):
            link_of(self.open()).ask("define", values)
        self.close()

    def _run(self, index: int) -> None:
        if self._is_late():
            self._notebook.cells[index].outputs = [not_run(self._limits.submission_seconds)]
            return
        began = time.monotonic()
        try:
            if self._run_in(self._living_kernel(index), self._notebook.cells[index]):
                self._finished.add(index)
            elif time.monotonic() - began >= self._limits.cell_seconds:
                self._stopped.add(index)
            self.disturbed |= _was_interrupted(self._notebook.cells[index])
        except KernelLost:
            self._lose(index)

    def _lose(self, index: int) -> None:
        """Gives up the kernel that the cell at `index` has ended."""
        self._deadly.add(index)
        self.disturbed |= self._kernel is not None and self._kernel.was_killed()
        self._give_up()

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    def _open_channel(self) -> Channel:
        if self._is_late():
            raise KernelLost(f"the notebook took more than {self._limits.submission_seconds} s")
        try:
            return self._living_kernel(self._next).open_channel()
        except KernelLost:
            # Something that an earlier cell left behind keeps the kernel busy, or has ended it.
            self._give_up()
            return self._living_kernel(self._next).open_channel()

    def _living_kernel(self, end: int) -> Kernel:
        """The kernel, or a fresh one in which the cells before the one at `end` have run."""
        if self._kernel is None:
            self._kernel = self._fresh_kernel()
            if self._world is not None:
                _begin(self._kernel, self._world.beginning)
                self._changed_by_the_world = set(self._kernel.changed())
            self._catch_up(end)
        return self._kernel

    def _fresh_kernel(self, starts: int = 2) -> Kernel:
        """Starts a kernel. Raises CourseError if none starts: that costs the student no points."""
        self.kernels += 1
        try:
            return Kernel(self._folder, Path(data_folder()), **self._settings)
        except RuntimeError as error:
            if starts > 1:
                return self._fresh_kernel(starts - 1)
            raise CourseError(
                f"{error}. Close what takes the machine's memory or time, and grade once more"
            ) from error

    def _catch_up(self, end: int) -> None:
        """Runs the cells before the one at `end` again in a fresh kernel; drops their outputs."""
        for index, cell in enumerate(self._notebook.cells[:end]):
            again = runs(cell) and index not in self._deadly and not self._is_late()
            if again and self._kernel is not None:
                try:
                    self._run_in(self._kernel, NotebookNode({**cell, "outputs": []}))
                except KernelLost:
                    self._lose(index)
                    self._living_kernel(end)
                    return

    def _run_in(self, kernel: Kernel, cell: NotebookNode) -> bool:
        """Whether a cell of the notebook runs to its end in this run's world."""
        if self._world is not None and self._world.before_cells:
            # Errors here are due to the cells that ran before.
            kernel.run(new_code_cell(self._world.before_cells))
        return kernel.run(cell)

    def _give_up(self) -> None:
        if self._kernel is not None:
            self._kernel.close()
        self._kernel = None


def run_once(
    cells: list[str], folder: Path, limits: Limits, world: World, *, fork: bool
) -> NotebookRun:
    """Runs these cells in another world to their end; returns the run."""
    notebook = new_notebook(cells=[new_code_cell(text) for text in cells])
    run = NotebookRun(notebook, folder, limits, fork=fork)
    run.enter(world)
    run.run_to(len(cells))
    return run


def _begin(kernel: Kernel, code: str) -> None:
    """Runs a world's own code, before any cell. Raises CourseError if that fails."""
    cell = new_code_cell(code)
    if code and not kernel.run(cell):
        raise CourseError(f"another world could not be made: {error_of(cell)}")


def error_of(cell: NotebookNode) -> str:
    """What stopped a cell, as `NameError: name 'x' is not defined`; empty for an untouched stub."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if not errors or errors[-1].ename == "NotImplementedError":
        return ""
    return f"{errors[-1].ename}: {errors[-1].evalue}"[:500]


def _was_interrupted(cell: NotebookNode) -> bool:
    """Whether an interrupt stopped the cell that was not the judge's (which leaves a message)."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return bool(errors) and errors[-1].ename == "KeyboardInterrupt"
