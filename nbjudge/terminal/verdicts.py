"""The verdicts on the exercises of notebooks as they are saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import files_beside
from nbjudge.course.notebook import exercises, read_notebook, runs
from nbjudge.judge.places.notebook import NotebookPlace
from nbjudge.judge.places.saved import SavedPlace
from nbjudge.judge.session import judge, read_checks
from nbjudge.judge.states import State
from nbjudge.report.results import ExerciseResult
from nbjudge.terminal.exercises import Exercise

# The files on which a verdict depends, by path: when they were written, and their sizes.
Stamp = dict[str, tuple[int, int, int]]


@dataclass
class _Saved:
    stamp: Stamp
    notebook: NotebookNode
    place: SavedPlace | NotebookPlace


class Verdicts:
    """Judges exercises, and keeps the verdicts until something that they depend on changes.

    `first` is the state before all cells; if it is None, a notebook runs from the top in a fresh
    kernel each time. `outdated` tells that waiting for a running cell is useless.
    """

    def __init__(self, first: State | None, outdated: Callable[[], bool] = lambda: False):
        self._first, self._outdated = first, outdated
        self._saved: dict[Path, _Saved] = {}
        self._known: dict[Exercise, tuple[object, ExerciseResult]] = {}

    def of(self, exercise: Exercise) -> ExerciseResult:
        """The verdict on an exercise as it is now. Raises CourseError, Outdated."""
        saved = self._read(exercise.notebook)
        depends = self._depends(exercise, saved)
        known = self._known.get(exercise)
        if known is None or known[0] != depends:
            known = self._known[exercise] = depends, self._judged(exercise, saved)
        return known[1]

    def prepare(self, exercise: Exercise) -> None:
        """Reads the checks of an exercise in advance."""
        read_checks([exercise.module])

    def _judged(self, exercise: Exercise, saved: _Saved) -> ExerciseResult:
        if isinstance(saved.place, SavedPlace):
            saved.place.run_to(
                exercise.slug
            )  # before the checks, since pytest would take Outdated for a failure
        points = {exercise.slug: exercise.points}
        (result,) = judge([exercise.module], saved.place, points=points)
        return replace(result, complete=any(check.text.hidden for check in result.checks))

    def _read(self, path: Path) -> _Saved:
        stamp = stamp_of([path, *path.parent.glob("*.py")])
        saved = self._saved.get(path)
        if saved is None or saved.stamp != stamp:
            notebook = read_notebook(path)
            place = self._place(path, notebook, saved, stamp)
            saved = self._saved[path] = _Saved(stamp, notebook, place)
        return saved

    def _place(
        self, path: Path, notebook: NotebookNode, before: _Saved | None, stamp: Stamp
    ) -> SavedPlace | NotebookPlace:
        """The place where this version of a notebook is judged; the same one if states are kept."""
        if self._first is None:
            if before is not None:
                before.place.shut_down()
            return NotebookPlace(str(path))
        if before is None:
            place = SavedPlace(path.parent, self._first, self._outdated)
        else:
            assert isinstance(before.place, SavedPlace)
            place = before.place
        place.take(notebook, afresh=before is not None and _others(before.stamp, stamp, path))
        return place

    def _depends(self, exercise: Exercise, saved: _Saved) -> object:
        """What the verdict depends on: the cells above the check cell, and the files beside."""
        ends = [e.checks for e in exercises(saved.notebook) if e.slug == exercise.slug]
        cells = [c.source for c in saved.notebook.cells[: max(ends, default=0)] if runs(c)]
        beside = {k: v for k, v in saved.stamp.items() if k != str(exercise.notebook)}
        return cells, beside, stamp_of([exercise.module, *files_beside(exercise.module)])

    def close(self) -> None:
        """Ends all processes in which notebooks run."""
        for saved in self._saved.values():
            saved.place.shut_down()
        if self._first is not None:
            self._first.close()


def stamp_of(paths: list[Path]) -> Stamp:
    """A value that changes whenever one of these files is written or replaced."""
    found = {}
    for path in paths:
        try:
            seen = path.stat()
        except OSError:  # an editor is just replacing the file
            continue
        found[str(path)] = seen.st_mtime_ns, seen.st_size, seen.st_ino
    return found


def _others(before: Stamp, now: Stamp, path: Path) -> bool:
    """Whether files besides the one at `path` have changed."""
    return {**before, str(path): 0} != {**now, str(path): 0}
