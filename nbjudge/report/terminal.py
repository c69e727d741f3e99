"""`pytest` at a terminal: checks shown in the same words as in a notebook."""

from collections.abc import Iterator

import pytest

from nbjudge.report.html import sentence as sentence_of
from nbjudge.report.html import summary, text_details
from nbjudge.report.results import CheckResult, ExerciseResult

_WORDS = {
    "passed": ("passed", "✓", "PASSED"),
    "failed": ("wrong", "✗", "WRONG"),
    "not attempted": ("not attempted", "○", "NOT ATTEMPTED"),
}
_MARKUP = {"passed": {"green": True}, "failed": {"red": True}, "not attempted": {"light": True}}


class TerminalReport:
    """Reports checks by exercise at the end, in place of pytest's tracebacks."""

    def __init__(self, config: pytest.Config):
        self._config = config
        self._found: dict[str, list[CheckResult]] = {}
        self._points: dict[str, float] = {}

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple | None:
        result = getattr(report, "check_result", None)
        if result is None:
            return None
        category, mark, word = _WORDS[result.state]
        return category, mark, (word, _MARKUP[result.state])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if result := getattr(report, "check_result", None):
            self._found.setdefault(report.slug, []).append(result)

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self, terminalreporter) -> Iterator[None]:
        yield
        from nbjudge.judge.pytest_plugin import place_key

        points = self._config.stash[place_key].points
        for slug, checks in self._found.items():
            complete = any(check.text.hidden for check in checks)
            result = ExerciseResult(slug, points.get(slug), tuple(checks), complete=complete)
            _write(terminalreporter, result)


def _write(terminal, result: ExerciseResult) -> None:
    terminal.write_line("")
    terminal.write(f"{result.slug:<24}", bold=True)
    terminal.write_line(summary(result))
    for check in result.checks:
        mark = _WORDS[check.state][1]
        terminal.write(f"  {mark} ", **_MARKUP[check.state])
        terminal.write_line(sentence_of(check))
        if check.state != "passed":
            for line in text_details(check):
                terminal.write_line(line)
