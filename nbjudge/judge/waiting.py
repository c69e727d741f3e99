"""A cell that needs an exercise which is not done yet says so in one line, and stops nothing.

Where the course ships data that the exercise would give, a given cell takes these. So Run All goes
through an untouched notebook to its end.
"""

import builtins
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from nbjudge.course.layout import CourseError, check_module
from nbjudge.course.names import names_of
from nbjudge.judge.course_results import Lending, results_for
from nbjudge.judge.naming import notebook_here, opened_as
from nbjudge.judge.staleness import error_behind
from nbjudge.kernel.clues import is_of_a_cell
from nbjudge.kernel.journal import Ran
from nbjudge.process.imports import many_imports
from nbjudge.report.badges import mark, tinted_mark
from nbjudge.report.folds import with_code

_BUILTINS = frozenset(dir(builtins))
_OWN_STUB = "Not attempted yet: your code goes here, in place of `raise NotImplementedError()`"


def let_cells_wait(shell: Any, cells: Callable[[], Sequence[Ran]]) -> None:
    """Begins with it in a notebook that somebody has opened; `cells` gives what has run there.

    What is judged, or run by a program, goes on to end with an error.
    """
    if not opened_as() or os.environ.get("NBGRADER_EXECUTION"):
        return
    waiting: list[BaseException] = []
    lending = Lending(shell.user_ns)

    def lend(info: Any) -> None:
        if needed := _needed_of_the_course(info, shell.user_ns):
            lending.lend(needed)
            _show(_said_of(sorted(needed), "here, until you have all that this cell needs"))

    def told(shell: Any, kind: type, error: BaseException, trace: Any, **_: Any) -> None:
        said = _own_words(error, trace) or _in_words_of_the_course(error, cells())
        if said:
            waiting.append(error)
            instead = _given_in_place_of(cells()[-1]) if cells() else {}
            shell.user_ns |= instead
            _show(f"{said}. {_said_of(sorted(instead), 'until then')}" if instead else said)
        else:
            shell.showtraceback((kind, error, trace), running_compiled_code=True)

    def forgive(result: Any) -> None:
        lending.take_back()
        if result.error_in_exec in waiting:
            result.error_in_exec = None
        waiting.clear()

    shell.set_custom_exc((NotImplementedError, NameError), told)
    shell.events.register("pre_run_cell", lend)
    shell.events.register("post_run_cell", forgive)


def _needed_of_the_course(info: Any, names: dict[str, Any]) -> dict[str, Any]:
    """The course's results that a given cell needs, if one of them is missing in the notebook."""
    cell = names_of(info.raw_cell or "")
    needed = cell.at_once | cell.later
    if needed <= names.keys() | _BUILTINS:
        return {}
    results = _results()
    found = {name: results[name] for name in sorted(needed & results.keys())}
    return found if found.keys() - names.keys() and _is_given(info.cell_id) else {}


def _given_in_place_of(ran: Ran) -> dict[str, Any]:
    """The course's results that a given cell was to make."""
    bound, results = names_of(ran.text).bound, _results()
    found = {name: results[name] for name in sorted(bound & results.keys())}
    return found if found and _is_given(ran.cell_id) else {}


def _results() -> dict[str, Any]:
    try:
        return results_for(notebook_here(Path.cwd()))
    except CourseError:
        return {}


def _said_of(names: list[str], when: str) -> str:
    *others, last = (f"`{name}`" for name in names)
    if not others:
        return f"{last} is the course's {when}"
    return f"{', '.join(others)} and {last} are the course's {when}"


class Waits:
    """Shows what a cell waits for."""

    def __init__(self, said: str):
        self._said = said

    def __repr__(self) -> str:
        return f"{mark('not attempted')} {self._said}"

    def _repr_html_(self) -> str:
        return (
            '<div class="nbjudge-waits tex2jax_ignore mathjax_ignore" '
            'style="display: flex; font-size: 14px; line-height: 1.45; padding: 0.2em 0">'
            f"{tinted_mark('not attempted')}<span>{with_code(self._said)}</span></div>"
        )


def _show(said: str) -> None:
    from IPython.display import display

    if "matplotlib.pyplot" in sys.modules:  # what was begun to be drawn would show half done
        sys.modules["matplotlib.pyplot"].close("all")
    display(Waits(said))


def _own_words(error: BaseException, trace: TracebackType) -> str:
    """What to say where a stub of the notebook was met; empty elsewhere."""
    frame = [frame for frame, _ in traceback.walk_tb(trace)][-1]
    if not isinstance(error, NotImplementedError) or not is_of_a_cell(frame):
        return ""
    # Of a class, a method is what was met.
    name = getattr(frame.f_code, "co_qualname", frame.f_code.co_name).partition(".")[0]
    return _OWN_STUB if name == "<module>" else _of(name, "which is not attempted yet")


def _of(name: str, why: str) -> str:
    return f"This cell waits for `{name}`, {why}"


def _in_words_of_the_course(error: BaseException, cells: Sequence[Ran]) -> str:
    """What to say where a cell of the course's found no such name; empty elsewhere."""
    name = getattr(error, "name", None) or ""
    if not isinstance(error, NameError) or not name or not cells:
        return ""
    if not _is_given(cells[-1].cell_id):
        return ""
    if error_behind(name, cells[:-1]).startswith(("NotImplementedError", "NameError")):
        return _of(name, "which a cell above is to give, once it has what it waits for")
    from nbjudge.course.notebook import exercises

    notebook = _notebook()
    slugs = [exercise.slug for exercise in exercises(notebook)] if notebook else []
    if slug := next((slug for slug in slugs if _asks_for(slug, name)), ""):
        return _of(name, f"which exercise `{slug}` is to give")
    return ""


def _is_given(cell_id: str | None) -> bool:
    """Whether the cell with this id is one of the course's own, and no check."""
    with many_imports():  # hardly any cell asks for it
        from nbjudge.course.notebook import is_locked

    notebook = _notebook()
    own = [cell for cell in notebook.cells if cell.id == cell_id] if notebook and cell_id else []
    return any(map(is_locked, own))


def _notebook() -> Any:
    from nbjudge.course.notebook import read_notebook

    try:
        return read_notebook(notebook_here(Path.cwd()))
    except CourseError:
        return None


def _asks_for(slug: str, name: str) -> bool:
    try:
        text = check_module(slug, Path.cwd()).read_text(encoding="utf-8")
    except CourseError:
        return False
    return bool(re.search(rf'\bstudent\.{re.escape(name)}\b|"{re.escape(name)}"', text))
