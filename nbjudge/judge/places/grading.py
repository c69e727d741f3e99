"""The place of grading: a submission run in a sandboxed kernel, judged exercise by exercise."""

from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import slug_of
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import exercises, is_plain_test
from nbjudge.judge.plain import plain_result
from nbjudge.judge.reference import lend, reference_data
from nbjudge.judge.run import NotebookRun, error_of
from nbjudge.link.handle import Student
from nbjudge.report.plain import PlainResult
from nbjudge.report.results import ExerciseResult


class Grading:
    """Runs an assembled submission and hands the judge its exercises in order.

    `source` is the course's notebook, `submission` the student's folder.
    """

    def __init__(self, notebook: NotebookNode, source: Path, submission: Path, limits: Limits):
        self._notebook, self._source, self._limits = notebook, source, limits
        self._exercises = {exercise.slug: exercise for exercise in exercises(notebook)}
        self._run = NotebookRun(
            notebook, None, limits, fork=True, handed_in=submission, given=source.parent
        )
        self._flawless = True
        self._lent: dict[str, list[str]] = {}

    def open(self, module: Path) -> Student:
        exercise = self._exercises[slug_of(module)]
        self._run.run_to(exercise.solution)
        if not self._flawless:
            self._lend(exercise.slug)
        self._run.run_to(exercise.checks)
        return self._run.open(exercise.solution)

    def close(self, student: Student, flawless: bool) -> None:
        self._flawless = self._flawless and flawless
        self._run.close()

    def finish(self) -> None:
        """Runs what stands after the last check cell."""
        self._run.run_to(len(self._notebook.cells))

    def plain_results(self) -> dict[int, PlainResult]:
        """What the notebook's ordinary test cells came to, by their places; once all is run."""
        tests = [i for i, cell in enumerate(self._notebook.cells) if is_plain_test(cell)]
        return {i: plain_result(self._notebook.cells[i], self._run.finished(i)) for i in tests}

    def shut_down(self) -> None:
        self._run.shut_down()

    def with_notes(self, result: ExerciseResult) -> ExerciseResult:
        """The result with what the student should know about how it came about."""
        notes = []
        if stopped_by := error_of(self._notebook.cells[self._exercises[result.slug].solution]):
            notes.append(f"Your cell stopped with {stopped_by}")
        if lent := self._lent.get(result.slug):
            names = ", ".join(f"`{name}`" for name in lent)
            notes.append(f"{names}: missing or of another shape, so the course's was used")
        return replace(result, notes=tuple(notes))

    def _lend(self, slug: str) -> None:
        modified = self._source.stat().st_mtime
        reference = reference_data(self._source, modified, self._limits, fork=True)[slug]
        try:
            self._lent[slug] = lend(self._run.open(), reference)
        finally:
            # Else a kernel that answers nonsense would wait for the judge while its cells run.
            self._run.close()
