"""The names that a cell's code defines, and how much of it has to run for that."""

import ast
import functools
import re

from nbjudge.checks.bindings import bound_by, statements_in

_FIRST_WORDS = re.compile(r"^(?:async +def|def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)", re.M)


@functools.lru_cache(maxsize=1024)
def defined_names(text: str) -> frozenset[str]:
    """The names that a cell defines outside its functions; a guess if it is not plain Python."""
    try:
        statements = [statement for statement, _ in statements_in([text])]
    except (RecursionError, MemoryError):
        return frozenset()
    if not statements:
        return frozenset(name for pair in _FIRST_WORDS.findall(text) for name in pair if name)
    imports = (ast.Import, ast.ImportFrom)
    return frozenset(n for s in statements if not isinstance(s, imports) for n, _ in bound_by(s))


def as_far_as(text: str, names: set[str]) -> str:
    """The cell's code up to the last statement that defines one of `names`.

    The whole code if it is not plain Python.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text
    lines = text.split("\n")
    ends = [
        statement.end_lineno or len(lines)
        for statement in tree.body
        if names & defined_names(ast.unparse(statement))
    ]
    return "\n".join(lines[: max(ends, default=len(lines))])


def added_code(text: str, released: str) -> str:
    """What a student wrote into a cell of the course: its lines without the released ones."""
    left = released.split("\n")
    added = []
    for line in text.split("\n"):
        if line in left:
            left.remove(line)
        else:
            added.append(line)
    return "\n".join(added).strip("\n")


def is_untouched(text: str, released: str) -> bool:
    """Whether a solution cell is as it was released, except for comments and blank lines."""
    return _code(text) == _code(released)


def _code(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    return [line for line in lines if line and not line.lstrip().startswith("#")]
