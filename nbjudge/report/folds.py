"""The folded parts of a report, which a reader opens: hints in steps, and printed output."""

from collections.abc import Sequence
from html import escape

from nbjudge.report.printable import printable

MAX_PRINTED_LINES = 20
_PRINTED = "Printed by your code while it was checked"
# What a step is called while it is folded.
_OFFERS = {"Question": "Stuck? A question", "Idea": "An idea", "Tool": "A tool"}
_INSIDE = "margin: 0.2em 0 0.3em 0.3em; padding-left: 0.8em; overflow-wrap: anywhere"


def fold(summary: str, inside: str, *, opened: bool = False) -> str:
    """A part that a reader can open and close; `inside` is HTML, `summary` is text."""
    return (
        f"<details{' open' if opened else ''}>"
        f'<summary style="cursor: pointer">{escape(summary)}</summary>{inside}</details>'
    )


def folded_hints(hints: Sequence[tuple[str, str]], *, opened: int = 0) -> str:
    """Each hint in a fold inside the fold of the hint before, so that one is read before the next.

    The first `opened` hints are open already.
    """
    inside = ""
    for number, (step, hint) in reversed(list(enumerate(hints))):
        said = f'<div style="{_INSIDE}"><div>{with_code(hint)}</div>{inside}</div>'
        inside = fold(_OFFERS[step], said, opened=number < opened)
    return f'<div style="margin-top: 0.5em">{inside}</div>' if inside else ""


def with_code(text: str) -> str:
    """The text as HTML, with text between backticks in a monospaced font."""
    code = '<span style="font-family: monospace">{}</span>'
    parts = map(escape, text.split("`"))
    return "".join(code.format(part) if i % 2 else part for i, part in enumerate(parts))


def folded_printing(printed: str) -> str:
    """The student's printed output; empty if there is none."""
    if not printed:
        return ""
    style = "font-family: monospace; font-size: 13px; white-space: pre-wrap"
    lines = "\n".join(printed_lines(printed))
    return fold(_PRINTED, f'<div style="{_INSIDE}; {style}">{escape(lines)}</div>')


def printing_as_text(printed: str) -> list[str]:
    if not printed:
        return []
    return [f"  {_PRINTED}:", *(f"    | {x}" for x in printed_lines(printed))]


def printed_lines(printed: str) -> list[str]:
    """The first lines of printed output, with invisible characters spelled out."""
    lines = printed.rstrip("\n").split("\n")
    shown = [printable(line, 200) for line in lines[:MAX_PRINTED_LINES]]
    return [*shown, "…"] if len(lines) > len(shown) else shown
