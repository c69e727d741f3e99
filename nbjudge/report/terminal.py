"""`pytest` at a terminal: shows checks in the same words as in a notebook."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest

from nbjudge.report.html import closing, summary, text_details
from nbjudge.report.html import sentence as sentence_of
from nbjudge.report.results import VERDICT, ExerciseResult, State, Verdict

# pytest 8.2, which is admitted, does not name it yet, so it is named in quotes.
_Terminal: TypeAlias = "pytest.TerminalReporter"

_WORDS: dict[State, tuple[str, str, str]] = {
    "passed": ("passed", "✓", "PASSED"),
    "failed": ("wrong", "✗", "WRONG"),
    "not attempted": ("not attempted", "○", "NOT ATTEMPTED"),
    "broken": ("broken", "–", "BROKEN"),
}
_MARKUP: dict[State, dict[str, bool]] = {
    "passed": {"green": True},
    "failed": {"red": True},
    "not attempted": {"light": True},
    "broken": {"yellow": True},
}


class TerminalReport:
    """Reports checks by exercise at the end, in place of pytest's tracebacks."""

    def __init__(self) -> None:
        self._found: dict[str, list[Verdict]] = {}

    def note(self, data: dict[str, Any]) -> None:
        """Adds a verdict, given as data (see `Verdict.as_data`)."""
        verdict = Verdict.from_data(data)
        self._found.setdefault(verdict.slug, []).append(verdict)

    def pytest_report_teststatus(
        self, report: pytest.TestReport
    ) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
        data = getattr(report, VERDICT, None)
        if data is None:
            return None
        state = Verdict.from_data(data).result.state
        category, mark, word = _WORDS[state]
        return category, mark, (word, _MARKUP[state])

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self, terminalreporter: _Terminal) -> Iterator[None]:
        yield
        for slug, verdicts in self._found.items():
            checks = tuple(verdict.result for verdict in verdicts)
            points, guidance = verdicts[-1].points, verdicts[-1].guidance
            complete = any(check.text.hidden for check in checks) or guidance.at_grading == 0
            result = ExerciseResult(slug, points, checks, complete, guidance=guidance)
            _write(terminalreporter, result)


def _write(terminal: _Terminal, result: ExerciseResult) -> None:
    terminal.write_line("")
    terminal.write(f"{result.slug:<24}", bold=True)
    terminal.write_line(summary(result))
    for check, more in result.by_cause():
        mark = _WORDS[check.state][1]
        terminal.write(f"  {mark} ", **_MARKUP[check.state])
        terminal.write_line(sentence_of(check))
        if check.state != "passed":
            for line in text_details(check, more):
                terminal.write_line(line)
    for line in closing(result):
        terminal.write_line(line)
