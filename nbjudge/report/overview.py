"""`check()` without a name: the exercises of a notebook, their states, and which is next."""

from collections.abc import Sequence
from html import escape

from nbjudge.report.badges import mark, tinted_mark
from nbjudge.report.html import framed, summary
from nbjudge.report.results import ExerciseResult, State


class Overview:
    """Shows the results of a notebook's exercises; JupyterLab takes the HTML."""

    def __init__(self, name: str, results: Sequence[ExerciseResult], notes: Sequence[str] = ()):
        self._name, self._results, self._notes = name, results, notes

    def __str__(self) -> str:
        width = max((len(result.slug) for result in self._results), default=0)
        rows = [
            f"  {mark(state_of(result))} {result.slug:<{width}}  {summary(result)}"
            for result in self._results
        ]
        notes = [f"  ! {note}" for note in self._notes]
        return "\n".join([f"{self._name}: {self._so_far()}", *notes, *rows, f"  {self._next()}"])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        pieces = [(result.points or 1.0, state_of(result)) for result in self._results]
        rows = "".join(
            '<div style="display: flex; padding: 0.15em 0">'
            f"{tinted_mark(state_of(result))}"
            f'<span style="flex: 0 0 12em; font-family: monospace">{escape(result.slug)}</span>'
            f"<span>{escape(summary(result))}</span></div>"
            for result in self._results
        )
        notes = "".join(f"<div>{escape(note)}</div>" for note in self._notes)
        end = f'<div style="margin-top: 0.4em; font-weight: 600">{escape(self._next())}</div>'
        return framed(self._name, self._so_far(), pieces, notes + rows + end)

    def _so_far(self) -> str:
        done = [result for result in self._results if result.passed]
        said = f"{len(done)} of {len(self._results)} exercises pass"
        if any(result.points is None for result in self._results):
            return said
        points = sum(result.points or 0.0 for result in done)
        of = sum(result.points or 0.0 for result in self._results)
        if all(result.complete for result in self._results):
            return f"{said} · {sum(r.earned for r in self._results):g} of {of:g} points"
        return f"{said} their visible checks · up to {points:g} of {of:g} points so far"

    def _next(self) -> str:
        open_ones = [result.slug for result in self._results if not result.passed]
        if open_ones:
            return f"Next: {open_ones[0]}"
        complete = all(result.complete for result in self._results)
        return "All done." if complete else "All visible checks pass. Grading looks at more."


def state_of(result: ExerciseResult) -> State:
    if result.passed:
        return "passed"
    untouched = result.count("not attempted") == len(result.checks)
    return "not attempted" if untouched else "failed"
