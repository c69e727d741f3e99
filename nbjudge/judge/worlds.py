"""A notebook's runs in other worlds, which follow the judged run from exercise to exercise."""

from collections.abc import Callable
from typing import Protocol

from nbjudge.judge.kernels import KernelLost
from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Student
from nbjudge.link.worlds import World


class Run(Protocol):
    """The part of `NotebookRun` that is needed here."""

    def enter(self, world: World) -> None: ...

    def run_to(self, end: int) -> None: ...

    def has_passed(self, index: int) -> bool: ...

    def open(self, solution: int | None) -> Student: ...

    def close(self) -> None: ...

    def shut_down(self) -> None: ...


class Worlds:
    """Starts a run for each different `beginning` of a world, and keeps it for later exercises.

    `start` makes a run of the same cells that has not begun.
    """

    def __init__(self, start: Callable[[], Run]):
        self._start = start
        self._all: list[Run] = []
        self._latest: dict[str, Run] = {}
        self._opened: dict[World, Student] = {}

    def open(self, world: World, *, end: int, solution: int | None) -> Student:
        """The names that the cells before the one at `end` define there; cached until `close`.

        Raises CheckFailure if the kernel ends before.
        """
        if world not in self._opened:
            run = self._run(world.beginning, end)
            run.enter(world)
            try:
                run.run_to(end)
                self._opened[world] = run.open(solution)
            except KernelLost as error:
                message = f"your cells do not run to their end in other surroundings: {error}"
                raise CheckFailure(message) from error
        return self._opened[world]

    def close(self) -> None:
        """Ends what was opened; the kernels wait for the next exercise."""
        self._opened.clear()
        for run in self._all:
            run.close()

    def shut_down(self) -> None:
        for run in self._all:
            run.shut_down()
        self._all.clear()
        self._latest.clear()

    def _run(self, beginning: str, end: int) -> Run:
        """A run with this `beginning` that is not in use and not past `end`."""
        run = self._latest.get(beginning)
        in_use = any(world.beginning == beginning for world in self._opened)
        if run is None or in_use or run.has_passed(end):
            run = self._latest[beginning] = self._start()
            self._all.append(run)
        return run
