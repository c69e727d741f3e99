"""Warnings in a kernel: each names the student's line and no file of this machine."""

import linecache
import sys
from types import FrameType


def names_the_students_line(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,
) -> str:
    """Formats a warning, in place of `warnings.formatwarning`.

    Python names the line that warns, which is often in a library; a student can only mend the line
    that called it.
    """
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if _is_a_cells(frame.f_code.co_filename):
            filename, lineno = frame.f_code.co_filename, frame.f_lineno
            break
        frame = frame.f_back
    if not _is_a_cells(filename):
        return f"{category.__name__}: {message}\n"
    text = linecache.getline(filename, lineno).strip()
    return f"line {lineno} of your cell: {category.__name__}: {message}\n  {text}\n"


def _is_a_cells(filename: str) -> bool:
    return "ipykernel_" in filename
