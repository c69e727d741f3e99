"""The place of `nbjudge watch`: the saved notebook, in states that are kept between saves."""

from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError, slug_of
from nbjudge.course.notebook import Exercise, exercises
from nbjudge.judge.kept_run import KeptRun
from nbjudge.judge.places.notebook import LIMITS
from nbjudge.judge.states import State
from nbjudge.link.handle import Student


class SavedPlace:
    """Runs the cells of a notebook in `folder` from the state `first` on.

    Stops waiting for a cell and raises Outdated as soon as `outdated()` is true.
    """

    def __init__(self, folder: Path, first: State, outdated: Callable[[], bool]):
        self._run = KeptRun(NotebookNode(cells=[]), folder, LIMITS, first, outdated)

    def take(self, notebook: NotebookNode, *, afresh: bool) -> None:
        """Goes on with another version of the notebook; with `afresh`, drops all states."""
        self._run.notebook = notebook
        if afresh:
            self._run.forget()

    def run_to(self, slug: str) -> None:
        """Runs the cells up to the exercise's check cell. Raises Outdated, CourseError."""
        self._run.run_to(self._exercise(slug).checks)

    def open(self, module: Path) -> Student:
        slug = slug_of(module)
        self.run_to(slug)
        return self._run.open(self._exercise(slug).solution)

    def _exercise(self, slug: str) -> Exercise:
        for exercise in exercises(self._run.notebook):
            if exercise.slug == slug:
                return exercise
        raise CourseError(
            f'the notebook has no exercise "{slug}" any more (no graded cell `{slug}-checks`)'
        )

    def close(self, student: Student, flawless: bool) -> None:
        self._run.close()

    def shut_down(self) -> None:
        self._run.shut_down()
