"""`nbjudge watch`: after every save, checks the first exercise that is not done, until all are."""

import time
from collections.abc import Iterator

from nbjudge.course.layout import CourseError, files_beside
from nbjudge.judge.states import Outdated
from nbjudge.report.results import ExerciseResult
from nbjudge.terminal.exercises import Exercise
from nbjudge.terminal.printing import coloured, report, say
from nbjudge.terminal.verdicts import Stamp, Verdicts, stamp_of

# Looking at the times of a few files is cheap and works on any disk. Notifications of changes do
# not work on network drives or across containers.
_LOOK_EVERY = 0.05


class Saves:
    """Watches for saves of the notebooks, and of files that their verdicts depend on."""

    def __init__(self, exercises: list[Exercise]):
        self._exercises = exercises
        self._seen = self._now()

    def _now(self) -> Stamp:
        notebooks = {exercise.notebook for exercise in self._exercises}
        modules = {exercise.module for exercise in self._exercises}
        beside = {path for notebook in notebooks for path in notebook.parent.glob("*.py")}
        shared = {path for module in modules for path in files_beside(module)}
        return stamp_of([*notebooks, *modules, *beside, *shared])

    def newer(self) -> bool:
        """Whether something was saved since `take`."""
        return self._now() != self._seen

    def take(self) -> None:
        self._seen = self._now()


class Watch:
    """What is shown after each save: exercises that are newly done, and the next one."""

    def __init__(self, exercises: list[Exercise], verdicts: Verdicts):
        self._exercises, self._verdicts = exercises, verdicts
        self._done: set[Exercise] = set()
        self._shown: ExerciseResult | None = None
        self._celebrated = False

    def look(self) -> None:
        """Judges the exercises up to the first that is not done, and shows what is new."""
        for exercise in self._exercises:
            result = self._verdicts.of(exercise)
            if not result.passed:
                self._done.discard(exercise)
                self._show(result)
                return
            if exercise not in self._done:
                self._done.add(exercise)
                say(coloured(f"✓ {exercise.slug} is done: {_checks(result)}", "✓"))
        self._celebrate()

    def _show(self, result: ExerciseResult) -> None:
        if result == self._shown:
            say(f"{time.strftime('%H:%M:%S')}  {result.slug} is as before")
            return
        self._shown = result
        say(f"\n{time.strftime('%H:%M:%S')}  {len(self._done)} of {len(self._exercises)} done\n")
        say(report(result))

    def _celebrate(self) -> None:
        self._shown = None
        if self._celebrated:
            say(f"{time.strftime('%H:%M:%S')}  everything is done")
            return
        self._celebrated = True
        count = len(self._exercises)
        said = "the exercise is" if count == 1 else f"all {count} exercises are"
        say(f"\n★ ★ ★  Well done: {said} right, as far as the checks here can see.  ★ ★ ★")


def _checks(result: ExerciseResult) -> str:
    visible = "" if result.complete else "visible "
    return f"{len(result.checks)} of {len(result.checks)} {visible}checks pass"


def watch(exercises: list[Exercise], verdicts: Verdicts, saves: Saves) -> None:
    """Shows what is new after each save, until it is stopped by Ctrl-C."""
    watching, ahead = Watch(exercises, verdicts), iter(exercises)
    while True:
        saves.take()
        try:
            watching.look()
        except Outdated:
            continue
        except CourseError as error:
            say(f"{time.strftime('%H:%M:%S')}  {error}")
        _wait(saves, verdicts, ahead)


def _wait(saves: Saves, verdicts: Verdicts, ahead: Iterator[Exercise]) -> None:
    """Waits for the next save; reads the checks of further exercises meanwhile."""
    while not saves.newer():
        if exercise := next(ahead, None):
            verdicts.prepare(exercise)
        else:
            time.sleep(_LOOK_EVERY)
