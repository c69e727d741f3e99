"""The place of `check()`: the names of the notebook that is running."""

import sys
from pathlib import Path

from nbjudge.link.handle import Link, Student, Transport


class LivePlace:
    """The student's work in this very process.

    `answer` gives the answer to a request about it; `cells` are the texts of the cells that ran.
    """

    def __init__(self, answer: Transport, cells: list[str]):
        self._answer, self._cells = answer, cells
        self._figures: set[int] = set()

    def open(self, module: Path) -> Student:
        self._figures = _open_figures()
        return Student(Link(self._answer, self._cells))

    def close(self, student: Student, flawless: bool) -> None:
        # Else the notebook would show, below the check cell, what a function drew for the checks.
        for number in _open_figures() - self._figures:
            sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    """Where pyplot was never imported, there is none."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot else set()
