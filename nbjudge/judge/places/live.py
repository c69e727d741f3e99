"""The place of `check()`: the names of the notebook that is running."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.judge.exchange import UntilFailure
from nbjudge.judge.staleness import error_behind
from nbjudge.kernel.journal import Ran
from nbjudge.link.handle import Link, Student, Transport
from nbjudge.link.time_limit import time_limit
from nbjudge.link.worlds import World
from nbjudge.process.imports import many_imports

if TYPE_CHECKING:
    from nbjudge.judge.run import NotebookRun

# In another world, cells run only for what they define, so `check` does nothing there. It is taken
# from its own module, which would give it back to a cell that has lost it.
_NO_CHECKS = (
    "__import__('nbjudge.judge.live').judge.live.check = lambda *arguments, **named: None\n"
)


class LivePlace:
    """The student's work in this very process.

    `answer` answers a request about this process. `cells` are the texts of the cells that ran, and
    `ran` tells how they ended, if that is known. In another world, the cells run in the same order,
    in an ordinary kernel.
    """

    def __init__(self, answer: Transport, cells: list[str], ran: Sequence[Ran] = ()):
        self._answer, self._cells, self._ran = answer, cells, ran
        self._figures: set[int] = set()
        self._runs: list[NotebookRun] = []

    def open(self, module: Path) -> Student:
        self._figures = _open_figures()
        link = Link(UntilFailure(self._answer_in_time), self._cells)
        link.error_behind = lambda name: error_behind(name, self._ran)
        if self._cells:
            link.run_there = self._run_there
        return Student(link)

    def _answer_in_time(self, request: bytes) -> bytes:
        with time_limit(DEFAULTS.call_seconds, "this call"):
            return self._answer(request)

    def _run_there(self, world: World) -> Student:
        with many_imports():  # imported late: hardly any check needs it
            from nbjudge.judge.run import run_once

        there = World(_NO_CHECKS + world.beginning, world.before_cells)
        self._runs.append(run_once(self._cells, Path.cwd(), Limits(), there, fork=False))
        return self._runs[-1].open()

    def close(self, student: Student, flawless: bool) -> None:
        while self._runs:
            self._runs.pop().shut_down()
        # Else the notebook would show figures that a function drew for the checks.
        for number in _open_figures() - self._figures:
            sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    """The open figures; none if pyplot was never imported."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()
