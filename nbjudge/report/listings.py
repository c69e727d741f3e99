"""Two lists as a diff: what is too much with a -, what is missing with a +."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from html import escape

from nbjudge.link.pictures import Listing
from nbjudge.report.printable import printable
from nbjudge.report.svg import EXPECTED, GOT

_LONGEST = 160
_BLOCK = "margin: 0.4em 0; font-family: monospace; font-size: 13px; overflow-wrap: anywhere"
_LINE = "padding: 0.05em 0.5em; white-space: pre-wrap; text-decoration: none; display: block"
# Tints under letters of the theme's own colour, as in tables.
_TINTS = {"-": "rgba(221, 81, 68, 0.22)", "+": "rgba(47, 158, 95, 0.22)", " ": "transparent"}
_EDGES = {"-": GOT, "+": EXPECTED, " ": "transparent"}
_TAGS = {"-": "del", "+": "ins", " ": "div"}


def diff(listing: Listing) -> Iterator[tuple[str, str]]:
    """Each line with its mark: "-" for what came back, "+" for what was expected, " " for both."""
    got, expected = (
        [printable(line, _LONGEST) for line in lines] for lines in (listing.got, listing.expected)
    )
    matcher = SequenceMatcher(None, got, expected, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield from ((" ", line) for line in got[i:j])
            continue
        yield from (("-", line) for line in got[i:j])
        yield from (("+", line) for line in expected[k:m])


def as_text(listing: Listing, what: str) -> str:
    """The diff below a line that says what it is of."""
    return "\n".join([f"{_head(what)}:", *(f"  {mark} {line}" for mark, line in diff(listing))])


def as_html(listing: Listing, what: str) -> str:
    lines = "".join(map(_line, diff(listing)))
    said = escape(_head(what))
    head = f'<div style="opacity: 0.72">{said}</div>'
    return f'{head}<div role="group" aria-label="{said}" style="{_BLOCK}">{lines}</div>'


def _head(what: str) -> str:
    return f"{what} (-), and what was expected (+)"


def _line(marked: tuple[str, str]) -> str:
    mark, line = marked
    style = f"{_LINE}; background: {_TINTS[mark]}; border-left: 3px solid {_EDGES[mark]}"
    return f'<{_TAGS[mark]} style="{style}">{mark} {escape(line)}</{_TAGS[mark]}>'
