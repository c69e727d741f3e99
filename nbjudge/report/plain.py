"""The report on an ordinary nbgrader test cell: its result, for a feedback page."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from nbjudge.report.html import framed, note
from nbjudge.report.results import State

Verdict = Literal["passed", "partial", "failed", "not attempted"]
_STATES: dict[Verdict, State] = {
    "passed": "passed",
    "partial": "failed",
    "failed": "failed",
    "not attempted": "not attempted",
}
_WHERE = "ordinary nbgrader tests: they ran in the student's kernel"


@dataclass(frozen=True)
class PlainResult:
    """The result of one test cell: the points that it earned of its `points`, and why.

    `unreadable` tells that the course's cell ended with a value that is not a score.
    """

    name: str
    points: float
    earned: float
    verdict: Verdict
    said: str = ""
    unreadable: bool = False


def plain_as_html(result: PlainResult) -> str:
    """The report as one self-contained piece of HTML, like an exercise's."""
    word = "not attempted yet" if result.verdict == "not attempted" else result.verdict
    summary = f"{word} · {result.earned:g} of {result.points:g} points"
    where = f'<div style="opacity: 0.72">{escape(_WHERE)}</div>'
    said = note(result.said) if result.said else ""
    return framed(result.name, summary, _pieces(result), said + where)


def _pieces(result: PlainResult) -> list[tuple[float, State]]:
    """The pieces of the bar: earned points, then lost points, each as wide as it is worth."""
    state = _STATES[result.verdict]
    if result.verdict != "partial":
        return [(1.0, state)]
    return [(result.earned, "passed"), (result.points - result.earned, state)]
