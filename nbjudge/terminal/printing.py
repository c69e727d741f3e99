"""What `nbjudge check` and `nbjudge watch` print: a table of exercises, and reports."""

import os
import sys

from nbjudge.report.html import Report
from nbjudge.report.results import ExerciseResult

_GREEN, _RED, _GREY, _BOLD = "32", "31", "90", "1"
_MARKS = {"✓": _GREEN, "✗": _RED, "○": _GREY}


def row(result: ExerciseResult) -> str:
    """An exercise in the table: whether it is done, its checks, and its points so far."""
    mark = _mark(result)
    return coloured(
        f"  {mark} {result.slug:<24} {_checks(result):<18} "
        f"{result.earned:>4g} of {result.points or 0:g} points",
        mark,
    )


def _mark(result: ExerciseResult) -> str:
    if result.passed:
        return "✓"
    return "○" if result.count("not attempted") == len(result.checks) else "✗"


def _checks(result: ExerciseResult) -> str:
    if result.count("not attempted") == len(result.checks):
        return "not attempted yet"
    return f"{result.count('passed')} of {len(result.checks)} checks"


def total(results: list[ExerciseResult]) -> str:
    """The line below the table: the sum, and what is not in it."""
    earned = sum(result.earned for result in results)
    points = sum(result.points or 0 for result in results)
    done = sum(result.passed for result in results)
    said = f"{done} of {len(results)} exercises done, {earned:g} of {points:g} points so far"
    if all(result.complete for result in results):
        return said
    return f"{said}. That is by the visible checks: hidden ones count too at grading"


def report(result: ExerciseResult) -> str:
    """An exercise's report, as in the notebook."""
    first, *rest = str(Report(result)).split("\n")
    lines = [coloured(line, line.lstrip()[:1]) for line in rest]
    return "\n".join([_painted(first, _BOLD), *lines])


def coloured(line: str, mark: str) -> str:
    """The line with its mark in the mark's colour."""
    return line.replace(mark, _painted(mark, _MARKS[mark]), 1) if mark in _MARKS else line


def heading(text: str) -> str:
    return _painted(text, _BOLD)


def _painted(text: str, colour: str) -> str:
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ
    return text if plain else f"\033[{colour}m{text}\033[0m"


def say(text: str = "") -> None:
    """Prints at once, even into a pipe."""
    print(text, flush=True)
