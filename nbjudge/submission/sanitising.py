"""What of a student's output may be shown to others: text and pictures, and nothing that runs.

Feedback pages and formgrader show outputs in an instructor's browser, where HTML, SVG, scripts
and widgets of a student's would run. nbconvert escapes text; pictures are decoded and checked.
"""

import base64
import binascii
import html
import re
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

_PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
# MathJax commands that make links, load extensions or change the page. All backslashes before
# them go: one that stayed would make a command of the name again.
_ACTIVE_MATHS = re.compile(r"\\+(href|url|style|class|cssId|require|unicode|mmlToken|bbox)\b")


def make_harmless(cell: NotebookNode) -> None:
    """Leaves of a cell's outputs, in place, only what cannot run in a reader's browser.

    The messages that they came by may be forged, so that not even a number is one for certain.
    """
    cell.outputs = [_harmless(output) for output in cell.get("outputs", [])]
    cell.execution_count = _whole_number(cell.get("execution_count"))


def harmless_markdown(source: str) -> str:
    """A student's Markdown with its HTML shown as text, and its formulas without active parts."""
    return _ACTIVE_MATHS.sub(r"\1", html.escape(source, quote=False))


def _harmless(output: NotebookNode) -> NotebookNode:
    if output.output_type == "stream":
        name = "stderr" if output.name == "stderr" else "stdout"
        return new_output("stream", name=name, text=str(output.text))
    if output.output_type == "error":
        lines = output.traceback if isinstance(output.traceback, list) else [output.traceback]
        said = {"ename": str(output.ename), "evalue": str(output.evalue)}
        return new_output("error", **said, traceback=[str(line) for line in lines])
    shown = new_output(output.output_type, _shown(dict(output.data)))
    if output.output_type == "execute_result":
        shown.execution_count = _whole_number(output.get("execution_count"))
    return shown


def _whole_number(value: Any) -> int | None:
    return value if type(value) is int else None


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    shown = {kind: str(data[kind]) for kind in ("text/plain",) if kind in data}
    shown |= {kind: str(data[kind]) for kind in _PICTURES if _is_picture(kind, data.get(kind))}
    return shown or {"text/plain": "(this output can only be seen in a live notebook)"}


def _is_picture(kind: str, encoded: Any) -> bool:
    try:
        raw = base64.b64decode("".join(str(encoded).split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return raw.startswith(_PICTURES[kind])
