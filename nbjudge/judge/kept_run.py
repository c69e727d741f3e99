"""A notebook's run in states that are kept, so that an edited version can go on from a state."""

from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import runs
from nbjudge.judge.states import State, Steps
from nbjudge.link.handle import Student


class KeptRun:
    """Runs a notebook's cells in order, and opens their names to the judge, as a `NotebookRun`.

    Stops waiting for a cell and raises Outdated as soon as `outdated()` is true.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        folder: Path,
        limits: Limits,
        first: State,
        outdated: Callable[[], bool] = lambda: False,
    ):
        self.notebook = notebook
        self._steps = Steps(first, folder, limits)
        self._outdated = outdated

    def run_to(self, end: int) -> None:
        """Runs the cells up to, and without, the one at `end`. Raises Outdated."""
        self._steps.run(self._cells(end), self._outdated)

    def open(self, solution: int) -> Student:
        """The names that the cells so far define; `solution` is the exercise's own cell."""
        return self._steps.open(len(self._cells(solution)))

    def _cells(self, end: int) -> list[str]:
        return [cell.source for cell in self.notebook.cells[:end] if runs(cell)]

    def forget(self) -> None:
        """Forgets all states, so that all cells run again."""
        self._steps.keep(0)

    def close(self) -> None:
        self._steps.close()

    def shut_down(self) -> None:
        self._steps.shut_down()
