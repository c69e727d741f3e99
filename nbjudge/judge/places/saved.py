"""The place of `nbjudge watch`: a notebook as it was saved last, in states that are kept."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError, slug_of
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import Exercise, exercises, runs
from nbjudge.judge.states import State, Steps
from nbjudge.link.handle import Student


class SavedPlace:
    """Has the cells of the notebook in `folder` run from the state `first` on.

    Waiting for a cell is given up, by Outdated, as soon as `outdated()`.
    """

    def __init__(self, folder: Path, first: State, outdated: Callable[[], bool]):
        limits = replace(Limits(), cell_seconds=60, submission_seconds=3600)
        self._steps = Steps(first, folder, limits)
        self._outdated = outdated
        self._notebook = NotebookNode(cells=[])

    def take(self, notebook: NotebookNode, *, afresh: bool) -> None:
        """Goes on with another version of the notebook, and keeps no state where `afresh`."""
        self._notebook = notebook
        if afresh:
            self._steps.keep(0)

    def run_to(self, slug: str) -> None:
        """Comes to the state at the exercise's check cell. Raises Outdated, CourseError."""
        self._steps.run(self._cells(self._exercise(slug).checks), self._outdated)

    def open(self, module: Path) -> Student:
        slug = slug_of(module)
        self.run_to(slug)
        return self._steps.open(len(self._cells(self._exercise(slug).solution)))

    def _exercise(self, slug: str) -> Exercise:
        for exercise in exercises(self._notebook):
            if exercise.slug == slug:
                return exercise
        raise CourseError(
            f'the notebook has no exercise "{slug}" any more (no graded cell `{slug}-checks`)'
        )

    def _cells(self, end: int) -> list[str]:
        return [cell.source for cell in self._notebook.cells[:end] if runs(cell)]

    def close(self, student: Student, flawless: bool) -> None:
        self._steps.close()

    def shut_down(self) -> None:
        self._steps.shut_down()
