"""Probes by name: functions that look at objects in the student's process."""

import ast
import difflib
import functools
import marshal
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from nbjudge.course.layout import CourseError, file_beside
from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Handle, Link, Student, link_of
from nbjudge.link.show import show


class UnknownProbe(CourseError, AttributeError):
    """There is no probe of this name; the message suggests similar ones."""


class Probes:
    """Probes as attributes: `probe.device_of(x)` runs `device_of` where the student's `x` is.

    Among the arguments is a handle. Without one, `student` comes first; it only says where the
    probe is to run and is not passed on. The answer is data, or a handle on an object that is not
    data.
    """

    def __init__(self, names: Callable[[], Collection[str]], file: "_File | None" = None):
        self._names, self._file = names, file

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The probe of this name. Raises UnknownProbe if there is none."""
        if name.startswith("_"):
            raise AttributeError(name)
        _look_up(name, self._names())
        return functools.partial(_ask, name, self._file)

    def __dir__(self) -> list[str]:
        return sorted(self._names())


def probes_in(check_module: str, name: str) -> Probes:
    """The functions of a Python file, as probes of the course's own.

    It lies where `beside` looks for a file. `check_module` is the module's `__file__`, and `name`
    the name of the file, which does not begin with `test_`. The file runs on the student's side:
    its code is sent there, and it may import what is installed there. It runs anew for each probe,
    so that nothing which an earlier one has left to the student's code is believed. Functions whose
    names begin with an underscore are no probes. Raises CourseError if the file is missing.
    """
    file = _File(file_beside(Path(check_module), name))
    file.names()
    return Probes(file.names, file)


class _File:
    """A course's file of probes, read again when it may have changed."""

    def __init__(self, path: Path):
        self._path = path

    def names(self) -> tuple[str, ...]:
        return _functions_in(self._path, self._text())

    def code(self) -> bytes:
        """Its code as `marshal` writes it: a kernel runs the same Python as its judge."""
        return _compiled(self._path.name, self._text())

    def _text(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CourseError(f"there is no file of probes at {self._path}") from None


@functools.lru_cache(maxsize=64)
def _functions_in(path: Path, text: str) -> tuple[str, ...]:
    try:
        statements = ast.parse(text).body
    except SyntaxError as error:
        raise CourseError(f"{path} is no Python: line {error.lineno}: {error.msg}") from None
    found = (statement.name for statement in statements if isinstance(statement, ast.FunctionDef))
    return tuple(name for name in found if not name.startswith("_"))


@functools.lru_cache(maxsize=64)
def _compiled(name: str, text: str) -> bytes:
    # The name of the file must not begin with "<", which marks a cell.
    return marshal.dumps(compile(text, f"probes/{name}", "exec"))


def _look_up(name: str, names: Collection[str]) -> None:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3)
        meant = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names)}"
        raise UnknownProbe(f"there is no probe `{name}`: {meant}")


def _ask(name: str, file: _File | None, /, *arguments: Any, **keywords: Any) -> Any:
    passed = list(arguments[1:] if _is_student(arguments[:1]) else arguments)
    code = file.code() if file else None
    return _link(name, arguments, keywords).probe(name, passed, keywords, code)


def _is_student(first: tuple) -> bool:
    return bool(first) and isinstance(first[0], Student)


def _link(name: str, arguments: tuple, keywords: dict[str, Any]) -> Link:
    for value in (*arguments, *keywords.values()):
        if isinstance(value, Handle | Student):
            return link_of(value)
    if not arguments:
        raise CourseError(f"`{name}` is given nothing of the student's: give it `student` first")
    raise CheckFailure("expected an object of yours, not data", show(arguments[0]))
