"""Bugs in checks: an error that a check did not expect is usually the course's mistake.

Checks reject an answer by an assertion. Any other error may be due to an answer of an unexpected
kind, so it counts as a rejection, unless it is an error that no answer can cause.
"""

import re
import traceback
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from nbjudge.course.layout import CourseError
from nbjudge.link.channel import ChannelError
from nbjudge.report.results import CheckResult, ExerciseResult, broken

_NO_BUGS = (AssertionError, ChannelError, CourseError, MemoryError)
_CALLED_WRONGLY = re.compile(
    r"\(\) (missing \d+ required|takes .*\bgiven|got an unexpected|got multiple values)"
)


def told_as_bug(module: Path, error: BaseException | None, found: CheckResult) -> CheckResult:
    """The result of a check, with the place of the bug if the error is a bug, or may be.

    If no answer of a student's can cause such an error, the check is broken.
    """
    if not isinstance(error, Exception) or isinstance(error, _NO_BUGS):
        return found
    found = replace(found, bug=place_of(error, module.parent))
    return broken(found) if _no_answer_causes(error, module.parent) else found


def bugs_in(result: ExerciseResult) -> list[str]:
    """Tells the instructor about broken checks. Raises CourseError if no check is left."""
    said = [f"the check {c.name} has a bug: {c.bug}" for c in result.checks if c.state == "broken"]
    if said and not result.counted:
        raise CourseError(f"{'; '.join(said)}. Correct it, and grade again")
    return [f"{bug}. It counted for nobody: correct it, and grade again" for bug in said]


def place_of(error: BaseException, folder: Path) -> str:
    """Where in a folder's files an error came from, and its message, in one line."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_shown(Path(error.filename))}, line {error.lineno}: {said}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == folder]
    return f"{_shown(Path(own[-1].filename))}, line {own[-1].lineno}: {said}" if own else said


def _shown(path: Path) -> str:
    """The last parts of a path: `tests/warmup/test_double.py`."""
    return Path(*path.parts[-3:]).as_posix()


def _no_answer_causes(error: Exception, folder: Path) -> bool:
    if isinstance(error, AttributeError):
        return isinstance(error.obj, ModuleType)
    if isinstance(error, TypeError):
        frames = traceback.extract_tb(error.__traceback__)
        here = bool(frames) and Path(frames[-1].filename).parent == folder
        return here and bool(_CALLED_WRONGLY.search(str(error)))
    return isinstance(error, NameError | ImportError | SyntaxError | pytest.FixtureLookupError)
