"""The place of `pytest` at a terminal: the notebook beside the checks."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from nbjudge.course.layout import CourseError, notebook_for, slug_of
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import Exercise, exercises, read_notebook
from nbjudge.judge.kept_run import KeptRun
from nbjudge.judge.states import State
from nbjudge.link.handle import Student
from nbjudge.process.imports import many_imports

if TYPE_CHECKING:
    from nbjudge.judge.run import NotebookRun

_Run: TypeAlias = "NotebookRun | KeptRun"
# At a terminal the limits are wide: the user can press Ctrl-C.
LIMITS = replace(Limits(), cell_seconds=60, submission_seconds=3600)


class NotebookPlace:
    """Runs the notebook beside the checks, or the one that `notebook` names, from the top.

    It runs in a fork of the state `first`, if there is one, else in a fresh kernel. `points` holds
    the points of the exercises opened so far.
    """

    def __init__(self, notebook: str | None, first: State | None = None):
        self._first = first
        self._notebook = Path(notebook).resolve() if notebook else None
        self._runs: dict[Path, tuple[_Run, dict[str, Exercise]]] = {}
        self._open: _Run | None = None
        self.points: dict[str, float] = {}

    def open(self, module: Path) -> Student:
        path = self._notebook or notebook_for(module)
        slug = slug_of(module)
        if path not in self._runs:
            self._runs[path] = self._started(path)
        run, found = self._runs[path]
        if slug not in found:
            raise CourseError(f'{path} has no exercise "{slug}" (no graded cell `{slug}-checks`)')
        self.points[slug] = found[slug].points
        run.run_to(found[slug].checks)
        self._open = run
        return run.open(found[slug].solution)

    def close(self, student: Student, flawless: bool) -> None:
        if self._open is not None:
            self._open.close()

    def order(self, module: Path) -> int:
        """The place of a module's check cell in its notebook, for sorting modules."""
        path = self._notebook or notebook_for(module)
        slugs = [exercise.slug for exercise in exercises(read_notebook(path))]
        slug = slug_of(module)
        return slugs.index(slug) if slug in slugs else len(slugs)

    def shut_down(self) -> None:
        for run, _ in self._runs.values():
            run.shut_down()

    def _started(self, path: Path) -> tuple[_Run, dict[str, Exercise]]:
        notebook = read_notebook(path)
        found = {exercise.slug: exercise for exercise in exercises(notebook)}
        if self._first is not None:
            return KeptRun(notebook, path.parent, LIMITS, self._first), found
        with many_imports():  # imported late: the import takes long, and is not always needed
            from nbjudge.judge.run import NotebookRun

        return NotebookRun(notebook, path.parent, LIMITS, fork=False), found
