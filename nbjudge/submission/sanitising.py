"""Keeps of a student's output only what may be shown to others: text and pictures.

Feedback pages and formgrader show outputs in an instructor's browser, where a student's HTML, SVG,
scripts and widgets would run. nbconvert escapes text; pictures are decoded and checked here.
"""

import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from nbjudge.submission.pictures import picture

_PICTURES = ("image/png", "image/jpeg")
_MAX_SHOWN, _MAX_ESCAPES = 200_000, 1_000
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;]*[@-~])?")
# Control characters that a terminal obeys, and surrogates, which no file can hold.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\ud800-\udfff]")
# For such parts of code, the time to colour it grows with the square of their length, or worse.
_MAX_COLOURED, _MAX_COLOURED_LINE, _BLANK = 20_000, 2_000, re.compile(r"\s{60}")


def make_harmless(cell: NotebookNode) -> None:
    """Keeps, in place, only those of a cell's outputs that cannot run in a reader's browser.

    The messages that brought the outputs may be forged, so even a number may be something else.
    """
    cell.outputs = [_harmless(output) for output in cell.get("outputs", [])]
    cell.execution_count = _whole_number(cell.get("execution_count"))
    if _is_slow_to_colour(cell.source):
        cell.metadata["magics_language"] = "text"  # nbconvert then shows the code uncoloured


def _is_slow_to_colour(code: str) -> bool:
    if len(code) > _MAX_COLOURED or _BLANK.search(code):
        return True
    return max(map(len, code.split("\n"))) > _MAX_COLOURED_LINE


def _harmless(output: NotebookNode) -> NotebookNode:
    if output.output_type == "stream":
        name = "stderr" if output.name == "stderr" else "stdout"
        return new_output("stream", name=name, text=_text(output.text))
    if output.output_type == "error":
        lines = output.traceback if isinstance(output.traceback, list) else [output.traceback]
        said = {"ename": _text(output.ename), "evalue": _text(output.evalue)}
        return new_output("error", **said, traceback=_text("\n".join(map(str, lines))).split("\n"))
    shown = new_output(output.output_type, _shown(dict(output.data)))
    if output.output_type == "execute_result":
        shown.execution_count = _whole_number(output.get("execution_count"))
    return shown


def _whole_number(value: Any) -> int | None:
    return value if type(value) is int else None


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    shown = {"text/plain": _text(data["text/plain"])} if "text/plain" in data else {}
    found = [picture(data[kind]) for kind in _PICTURES if kind in data]
    shown |= {kind: text for kind, text in filter(None, found) if kind in _PICTURES}
    return shown or {"text/plain": "(this output can only be seen in a live notebook)"}


def _text(said: Any) -> str:
    """Text with colours, and without control characters other than tabs and line ends."""
    whole = str(said)
    rest = "\n… (the rest is left out)" if len(whole) > _MAX_SHOWN else ""
    shown = _UNSHOWN.sub("�", whole[:_MAX_SHOWN]) + rest
    few = shown.count("\x1b") <= _MAX_ESCAPES
    return _ESCAPE.sub(lambda found: found[0] if few and found[0].endswith("m") else "", shown)
