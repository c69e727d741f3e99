"""What a cell has shown, as a feedback page shows it: text of bounded length, and pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from nbjudge.course.notebook import is_plain_test

_LINES, _LETTERS = 40, 4_000
_PICTURES = ("image/png", "image/jpeg")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass(frozen=True)
class Shown:
    """Text, or the address of a picture."""

    text: str = ""
    picture: str = ""
    is_error: bool = False


def shown(cell: NotebookNode) -> list[Shown]:
    """What stands below a cell, without errors of stubs, and of tests, which would quote them."""
    return list(_shown(cell))


def _shown(cell: NotebookNode) -> Iterator[Shown]:
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if output.output_type == "stream":
            yield Shown(_bounded(output.text))
        elif output.output_type == "error":
            if not is_plain_test(cell) and output.ename != "NotImplementedError":
                yield Shown(_bounded("\n".join(output.traceback)), is_error=True)
        elif pictures := [kind for kind in _PICTURES if _BASE64.fullmatch(str(data.get(kind, "")))]:
            kind = pictures[0]
            yield Shown(picture=f"data:{kind};base64,{''.join(str(data[kind]).split())}")
        elif "text/html" not in data:  # where there is HTML, it is a report
            yield Shown(_bounded(str(data.get("text/plain", ""))))


def _bounded(text: str) -> str:
    """The beginning, and the end where errors say what they are."""
    lines = strip_ansi(text).rstrip("\n").split("\n")
    if len(lines) > _LINES:
        lines = [*lines[: _LINES // 2], "…", *lines[-_LINES // 2 :]]
    said = "\n".join(lines)
    half = _LETTERS // 2
    return said if len(said) <= _LETTERS else f"{said[:half]}\n…\n{said[-half:]}"
