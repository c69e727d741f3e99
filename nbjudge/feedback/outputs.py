"""The output of a cell on a feedback page: text of bounded length, and pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from nbjudge.course.notebook import is_plain_test

_LINES, _LETTERS = 40, 4_000
_PICTURES = ("image/png", "image/jpeg")
_OF_A_TEST = ("printed", "picture")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass(frozen=True)
class Shown:
    """Text (printed, of a value or of an error), or the address of a picture."""

    kind: Literal["printed", "value", "error", "picture"]
    said: str


def shown(cell: NotebookNode) -> list[Shown]:
    """The outputs below a cell, without the errors of stubs.

    Of a test, only what it printed and drew: its error would quote the test, and its value is a
    score.
    """
    found = list(_shown(cell))
    return [each for each in found if each.kind in _OF_A_TEST] if is_plain_test(cell) else found


def _shown(cell: NotebookNode) -> Iterator[Shown]:
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if output.output_type == "stream":
            yield Shown("printed", _bounded(output.text))
        elif output.output_type == "error":
            if output.ename != "NotImplementedError":
                yield Shown("error", _bounded("\n".join(output.traceback)))
        elif pictures := [kind for kind in _PICTURES if _BASE64.fullmatch(str(data.get(kind, "")))]:
            encoded = "".join(str(data[pictures[0]]).split())
            yield Shown("picture", f"data:{pictures[0]};base64,{encoded}")
        elif "text/html" not in data:  # HTML is a report
            yield Shown("value", _bounded(str(data.get("text/plain", ""))))


def _bounded(text: str) -> str:
    """The beginning and the end of a text; the end is where an error says what it is."""
    lines = strip_ansi(text).rstrip("\n").split("\n")
    if len(lines) > _LINES:
        lines = [*lines[: _LINES // 2], "…", *lines[-_LINES // 2 :]]
    said = "\n".join(lines)
    half = _LETTERS // 2
    return said if len(said) <= _LETTERS else f"{said[:half]}\n…\n{said[-half:]}"
