"""Common slips in words: names the mistake behind an error that Python raised.

The kernel describes an error by clues (`kernel.clues`); this module finds the words.
"""

import difflib
import re
from collections.abc import Sequence
from typing import Any

_LIKE_ENOUGH = 0.8
# The names by which notebooks import these modules.
IMPORTED = ("F", "nn", "np", "plt", "torch")
_COUNTED = re.compile(
    r"(\w+)\.(\w+)\(\) takes (\d\d?) positional arguments? but (\d\d?) (?:was|were) given"
)
_BOUND = re.compile(r"^(?:class|def|async def)\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=(?!=)", re.MULTILINE)


def in_words(kind: str, message: str, clues: dict[str, Any]) -> str:
    """The mistake behind an error, in words; empty if none is known."""
    about_modules = (_without_forward, _before_init, _without_self)
    for known in (_lost_dimension, _not_imported, _shadowed, *about_modules):
        if said := known(kind, message, clues):
            return said
    return ""


def misspelt(name: str, cells: Sequence[str]) -> str:
    """The name in the cells' text that an undefined name probably misspells; or empty."""
    bound = {pair[0] or pair[1] for cell in cells for pair in _BOUND.findall(cell)} - {name}
    return nearest(name, sorted(bound))


def nearest(name: str, names: Sequence[str]) -> str:
    """The most similar of these names, if one is similar enough; case does not count."""
    for other in names:
        if other.replace("_", "").lower() == name.replace("_", "").lower():
            return other
    return next(iter(difflib.get_close_matches(name, names, 1, _LIKE_ENOUGH)), "")


def _not_imported(kind: str, message: str, clues: dict[str, Any]) -> str:
    found = re.match(r"name '(\w+)' is not defined", message)
    if kind == "NameError" and found and found[1] in IMPORTED:
        return f"`{found[1]}` is not imported: run the cells at the top of the notebook first"
    return ""


def _shadowed(kind: str, message: str, clues: dict[str, Any]) -> str:
    pair = clues.get("shadowed")
    if type(pair) is not list or not all(type(part) is str for part in pair) or len(pair) != 2:
        return ""
    name, meaning = pair[0][:80], pair[1][:80]
    return (
        f"`{name}` now means {meaning} here; delete the line that says so, give that another "
        "name, and restart the kernel"
    )


def _without_forward(kind: str, message: str, clues: dict[str, Any]) -> str:
    found = re.match(r'Module \[(\w+)\] is missing the required "forward" function', message)
    if kind != "NotImplementedError" or not found:
        return ""
    said = f"the class `{found[1]}` has no method `forward`"
    if clues.get("nested") is True:
        return f"{said}: it stands inside `__init__`, one level too deep to the right"
    methods = clues.get("methods")
    names = [n for n in methods if type(n) is str] if type(methods) is list else []
    if meant := nearest("forward", names):
        return f"{said}, but one named `{meant[:80]}`: did you mean `forward`?"
    return said


def _before_init(kind: str, message: str, clues: dict[str, Any]) -> str:
    if kind == "AttributeError" and "before Module.__init__() call" in message:
        return "`__init__` does not begin with `super().__init__()`, which a module needs"
    return ""


def _without_self(kind: str, message: str, clues: dict[str, Any]) -> str:
    found = _COUNTED.search(message)
    if kind == "TypeError" and found and int(found[4]) == int(found[3]) + 1:
        counts = f"takes {found[3]} and was given {found[4]}"
        return f"`{found[2]}` {counts}: is `self` missing as its first parameter?"
    return ""


def _lost_dimension(kind: str, message: str, clues: dict[str, Any]) -> str:
    if clues.get("reduced") is True:
        return "the shapes do not fit together: without `keepdim=True` a dimension is lost"
    return ""
