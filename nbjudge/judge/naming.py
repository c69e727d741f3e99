"""Finds the exercise that a student names in `check(...)`, and the notebook that is open."""

import os
from pathlib import Path
from typing import Any

from nbjudge.course.layout import CourseError, check_module, check_modules, slug_of
from nbjudge.link.slips import nearest


def module_meant(given: Any, names: dict[str, Any], folder: Path) -> Path:
    """The check module of the exercise that `given` names.

    Raises CourseError, with what to type instead, if there is no such exercise.
    """
    known = [slug_of(module) for module in check_modules(folder)]
    if not known:
        raise CourseError(
            f"There are no checks here: {folder} has no folder `tests`. Put the notebook back "
            "into the folder that you were given, and open it there."
        )
    if type(given) is not str:
        raise CourseError(_with_quotes(given, names, known))
    if given not in known:
        raise CourseError(f'There is no exercise "{given[:80]}": {_instead(given, known)}')
    return check_module(given, folder)


def _with_quotes(given: Any, names: dict[str, Any], known: list[str]) -> str:
    called = getattr(given, "__name__", None)
    bound = [name for name, value in names.items() if value is given and name in known]
    found = called if type(called) is str and called in known else next(iter(bound), "")
    return f'Give the name of the exercise in quotes: check("{found or known[0]}").'


def _instead(given: str, known: list[str]) -> str:
    if meant := nearest(given.strip(), known):
        return f'did you mean "{meant}"?'
    return f"check the spelling. There are {', '.join(known)}."


def notebook_here(folder: Path) -> Path:
    """The open notebook, or the only one in this folder. Raises CourseError if none is clear."""
    found = sorted(folder.glob("*.ipynb"))
    opened = [path for path in found if path.name == opened_as()]
    named = [path for path in found if path.stem == folder.name]
    likely = opened or named or found
    if len(likely) != 1:
        raise CourseError(
            f'There are {len(likely)} notebooks in {folder}: name an exercise, as check("name").'
        )
    return likely[0]


def opened_as() -> str:
    """The name of the notebook's file, if Jupyter tells its kernel; else empty."""
    return Path(os.environ.get("JPY_SESSION_NAME", "")).name
