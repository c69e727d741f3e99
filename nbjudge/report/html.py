"""The report on an exercise: as text in a terminal, as HTML in a notebook or a feedback page."""

from dataclasses import replace
from html import escape

from nbjudge.link.pictures import Image, Listing
from nbjudge.report import listings
from nbjudge.report.badges import COLOURS, mark, tinted_mark, warning_mark
from nbjudge.report.excerpts import as_tables
from nbjudge.report.folds import (
    fold,
    folded_hints,
    folded_printing,
    printing_as_text,
    with_code,
)
from nbjudge.report.pictures import as_html as drawn
from nbjudge.report.printable import printable
from nbjudge.report.results import CheckResult, ExerciseResult, State

_AT_MOST_HALF = ", at most half if an essential check fails"
_ALSO: dict[State, str] = {
    "passed": "",
    "failed": "also because of this:",
    "not attempted": "this waits for it too:",
    "broken": "this check also has a mistake:",
}
# Classes by which a page around the report finds its rows, for instance to print them.
_CLASSES: dict[State, str] = {
    "passed": "nbjudge-passed",
    "failed": "nbjudge-failed",
    "not attempted": "nbjudge-open",
    "broken": "nbjudge-open",
}
_LINE = "1px solid rgba(128, 128, 128, 0.35)"


class Report:
    """Shows one exercise's result; JupyterLab takes the HTML, everything else the text."""

    def __init__(self, result: ExerciseResult):
        self._result = result

    def __str__(self) -> str:
        return "\n".join([f"{self._result.slug}: {summary(self._result)}", *_text_body(self)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return as_html(self._result)

    @property
    def result(self) -> ExerciseResult:
        return self._result


def summary(result: ExerciseResult) -> str:
    """`4 of 5 checks passed`, and the points if they are known."""
    if not result.counted:
        return "no checks ran"
    visible = "" if result.complete else "visible "
    if result.count("not attempted") == len(result.counted):
        said = "not attempted yet"
    else:
        said = f"{result.count('passed')} of {len(result.counted)} {visible}checks passed"
    if result.points is None:
        return said
    most = _AT_MOST_HALF if result.lacks_essentials and result.count("failed") else ""
    if not result.complete:
        return f"{said} · worth {result.points:g} points with the hidden ones{most}"
    return f"{said} · {result.earned:g} of {result.points:g} points{most}"


def details(check: CheckResult) -> list[tuple[str, str]]:
    """The lines below the sentence of a failed check, as (label, text), in reading order."""
    shown = [
        ("", check.message),
        ("call", check.call),
        ("input there", check.there),
        ("your line", check.line),
        *_values(check),
        ("hint", check.hint),
    ]
    return [(label, text) for label, text in shown if text]


def _values(check: CheckResult) -> list[tuple[str, str]]:
    """What came back and what was expected, in a line each, or in one for each that differs."""
    what = check.what or "got"
    if isinstance(check.picture, Listing):
        return [("", listings.as_text(check.picture, what))]
    return [(what, check.got), ("expected", check.expected)]


def sentence(check: CheckResult) -> str:
    """The check's name as a sentence, marked if the check is essential or hidden."""
    said = check.text.sentence[:1].upper() + check.text.sentence[1:]
    marks = {"hidden": check.text.hidden, "essential": check.text.essential}
    marked = ", ".join(mark for mark, holds in marks.items() if holds)
    return f"{said} ({marked})" if marked else said


def _text_body(report: Report) -> list[str]:
    result = report.result
    lines = [f"  ! {printable(note)}" for note in result.notes]
    for check, more in result.by_cause():
        lines.append(f"  {mark(check.state)} {sentence(check)}")
        if check.state != "passed":
            lines += text_details(check, more)
    return [*lines, *closing(result)]


def closing(result: ExerciseResult) -> list[str]:
    """The end of a report in text: what is left for grading, where hints are, printed output."""
    lines = [f"  {result.left}"] if result.left else []
    if result.failed and result.guidance.hints:
        lines.append(f'  Stuck? In the notebook, hint("{result.slug}") asks a question first.')
    return lines + printing_as_text(result.printed)


def text_details(check: CheckResult, more: list[CheckResult]) -> list[str]:
    """The details of a check, and other checks that fail for the same reason, as indented lines."""
    shown = details(check)
    if check.text.promise and check.state == "failed":
        shown.insert(1, ("", f"({check.text.promise})"))
    width = max([10, *(len(label) + 1 for label, _ in shown)])
    lines = [
        f"      {label + ':':<{width}} {line}" if label else f"      {line}"
        for label, text in shown
        for line in map(printable, text.split("\n"))
    ]
    if more:
        lines.append(f"      {_ALSO[check.state]}")
        lines += [f"        {mark(other.state)} {sentence(other)}" for other in more]
    return lines


def as_html(result: ExerciseResult) -> str:
    """The report as one self-contained piece of HTML, for light and dark backgrounds."""
    notes = "".join(note(text) for text in result.notes)
    by_cause = result.by_cause()
    first = next((check for check, _ in by_cause if check.state == "failed"), None)
    rows = "".join(_row(check, more, opened=check is first) for check, more in by_cause)
    hints = folded_hints(result.guidance.hints) if result.failed else ""
    weights = [(check.text.weight, check.state) for check in result.checks]
    end = _left(result.left) + hints + folded_printing(result.printed)
    listed = f'<div role="list">{rows}</div>' if rows else ""
    return framed(result.slug, summary(result), weights, notes + listed + end)


def _left(text: str) -> str:
    return f'<div style="margin-top: 0.4em">{escape(text)}</div>' if text else ""


def framed(name: str, said: str, pieces: list[tuple[float, State]], body: str) -> str:
    """A report's frame: its name and summary, a bar of (width, state) pieces, and its body."""
    return (
        # The class keeps MathJax away: a student's error must not become a formula or a link.
        '<div class="nbjudge-report tex2jax_ignore mathjax_ignore" '
        f'style="max-width: 52em; margin: 0.4em 0; border: {_LINE}; '
        'border-radius: 8px; overflow: hidden; font-size: 14px; line-height: 1.45">'
        f"{_header(name, said)}{_bar(pieces)}"
        f'<div style="padding: 0.4em 1em 0.7em">{body}</div></div>'
    )


def _header(name: str, said: str) -> str:
    return (
        '<div style="display: flex; justify-content: space-between; gap: 1em; '
        'padding: 0.6em 1em 0.5em">'
        '<span role="heading" aria-level="3" style="font-family: monospace; font-weight: 600">'
        f"{escape(name)}</span>"
        f"<span>{escape(said)}</span></div>"
    )


def _bar(pieces: list[tuple[float, State]]) -> str:
    """One piece per check, as wide as its weight, in the colour of its state."""
    shown = "".join(
        f'<span style="flex: {width:g}; background: {COLOURS[state]}; height: 4px"></span>'
        for width, state in pieces
    )
    return f'<div style="display: flex; gap: 2px">{shown}</div>'


def note(text: str) -> str:
    """A line that a reader should not miss."""
    return f'<div style="display: flex; padding: 0.3em 0">{warning_mark()}{_bold(text)}</div>'


def _row(check: CheckResult, more: list[CheckResult], *, opened: bool) -> str:
    said = f"<div>{escape(sentence(check))}</div>"
    if check.state == "failed":
        said = fold(sentence(check), _table(check) + _others(check.state, more), opened=opened)
    elif check.state != "passed":
        said += _table(check) + _others(check.state, more)
    return (
        f'<div role="listitem" class="{_CLASSES[check.state]}" '
        'style="display: flex; padding: 0.22em 0">'
        f'{tinted_mark(check.state)}<div style="min-width: 0; flex: 1">{said}</div></div>'
    )


def _bold(text: str) -> str:
    return f'<div style="font-weight: 600; overflow-wrap: anywhere">{escape(text)}</div>'


def _muted(text: str) -> str:
    return f'<div style="opacity: 0.72">{with_code(text)}</div>' if text else ""


def _table(check: CheckResult) -> str:
    border = f"border-left: 3px solid {COLOURS[check.state]}88"
    shown = details(_without_what_is_drawn(check))
    message, *rest = shown if check.message else [("", ""), *shown]
    weight = "600" if check.state == "failed" else "400"
    said = (
        f'<div style="font-weight: {weight}; overflow-wrap: anywhere">{with_code(message[1])}</div>'
    )
    if check.state == "failed":
        said += _muted(check.text.promise)
    rows = "".join(_line(label, text) for label, text in rest if label != "hint")
    if check.picture:
        rows += drawn(check.picture, check.what or "got")
    if check.excerpt and not _is_seen(check):
        rows += as_tables(check.excerpt, check.what or "got")
    rows += _line("hint", check.hint) if check.hint else ""
    body = f'<div style="margin-top: 0.25em">{rows}</div>' if rows else ""
    style = f"margin: 0.3em 0 0.5em; padding-left: 0.8em; {border}"
    return f'<div style="{style}">{said}{body}</div>'


def _without_what_is_drawn(check: CheckResult) -> CheckResult:
    """Tables and lists take the place of what came back and what was expected."""
    instead = check.excerpt or isinstance(check.picture, Listing)
    return replace(check, got="", expected="", picture=None) if instead else check


def _is_seen(check: CheckResult) -> bool:
    """Whether an image says it all: a table of its pixels would say less."""
    return isinstance(check.picture, Image) and check.picture.differs


def _line(label: str, text: str) -> str:
    mono = "" if label == "hint" else "font-family: monospace; font-size: 13px; "
    said = with_code(text) if label == "hint" else escape(text)
    return (
        '<div style="display: flex; gap: 0.6em">'
        f'<span style="flex: 0 0 6.5em; opacity: 0.72">{escape(label)}</span>'
        f'<span style="{mono}min-width: 0; overflow-wrap: anywhere">{said}</span></div>'
    )


def _others(state: State, more: list[CheckResult]) -> str:
    """The checks that fail for the same reason, one below another."""
    if not more:
        return ""
    rows = "".join(
        f'<div role="listitem" style="display: flex">{tinted_mark(other.state)}'
        f'<span style="flex: 1">{escape(sentence(other))}</span></div>'
        for other in more
    )
    listed = f'<div role="list">{rows}</div>'
    return f'<div style="margin: 0 0 0.5em 0.8em">{_muted(_ALSO[state])}{listed}</div>'
