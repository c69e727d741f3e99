"""What check modules read and say besides the student's objects: cells, shared files, flags."""

from pathlib import Path
from types import ModuleType
from typing import Any

from nbjudge.checks.bindings import Notebook
from nbjudge.course.layout import CourseError, file_beside
from nbjudge.link.handle import Handle, Student, link_of
from nbjudge.link.history import Call


def cells_of(student: Student) -> list[str]:
    """The texts of the code cells that have run, in order."""
    return list(link_of(student).cells)


def rebinds(student: Student, *names: str) -> bool:
    """Whether the text of the exercise's own cells gives one of these names a value."""
    own = Notebook(link_of(student).own_cells)
    return any(own.bindings(name) for name in names)


def note_call(function: Handle, /, *arguments: Any, **keywords: Any) -> None:
    """Has the report name this as the last call. For checks in which a probe makes the call."""
    link_of(function).history.note(Call(function._label, arguments, keywords, named=True))


def ask_a_person(student: Student, why: str) -> None:
    """Has the instructor told that a person must look at this exercise, and why.

    It takes no points, and students are not told. `why` is what may be wrong, and cannot be judged.
    """
    link_of(student).ask_a_person(why)


def was_right(student: Student, exercise: str) -> bool:
    """Whether every check of an earlier exercise has passed when it was judged.

    Known only where all exercises are judged together, at grading; elsewhere False.
    """
    return exercise in link_of(student).judged_right


def beside(check_module: str, name: str) -> ModuleType:
    """Imports a Python file that several check modules share.

    It lies beside them, or in the course's `tests` itself if modules of several assignments share
    it. `check_module` is the module's `__file__`, and `name` the name of the file, which does not
    begin with `test_`. The file runs in the judge, once for each check module that asks for it.
    Raises CourseError if it is missing.
    """
    path = file_beside(Path(check_module), name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"there is no file {path}, which {check_module} shares") from None
    module = ModuleType(path.stem)
    module.__file__ = str(path)
    exec(compile(text, str(path), "exec"), vars(module))
    return module
