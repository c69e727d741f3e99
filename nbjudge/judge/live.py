"""`check("softmax")` runs an exercise's checks in the running notebook; `hint` shows hints."""

import ast
import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbjudge.course.layout import CourseError, check_module, notebook_for, slug_of
from nbjudge.judge.naming import module_meant, notebook_here, opened_as
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.session import judge
from nbjudge.judge.staleness import not_run, notes_on
from nbjudge.judge.waiting import let_cells_wait
from nbjudge.kernel.agent import Agent, main_namespace
from nbjudge.kernel.journal import Ran, journal
from nbjudge.process.imports import many_imports
from nbjudge.report.guidance import guidance_of
from nbjudge.report.hints import Hints
from nbjudge.report.html import Report
from nbjudge.report.overview import Overview
from nbjudge.report.results import ExerciseResult

_CALLS_CHECK = re.compile(r"""check\(\s*(?:["'][^"'\n]*["'])?[^()\n]*\)""")


class ChecksFailed(Exception):
    """Some checks failed while nbgrader was grading without `nbjudge.configure`."""

    def _render_traceback_(self) -> list[str]:
        return [f"ChecksFailed: {self}"]


class CheckStopped(KeyboardInterrupt):
    """Somebody stopped the kernel in the middle of a check."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def check(slug: str | None = None, hidden: bool = False) -> None:
    """Runs the visible checks of an exercise on this notebook's names, and shows a report.

    Without a name, it shows the state of each exercise of the notebook, and which is next. `hidden`
    asks for the hidden checks too, which only the course's own folder has. While nbgrader grades, a
    failing check raises ChecksFailed, so that a cell with this call earns its points only if all
    checks pass. Raises CourseError if the exercise has no checks, and CheckStopped if it was
    stopped.
    """
    try:
        if slug is None:
            _show(_overview(hidden))
        else:
            _show_report(slug, hidden)
    except KeyboardInterrupt:
        what = f"The check of {slug}" if slug else "The check"
        raise CheckStopped(f"{what} was stopped before it had a result.") from None


def _show_report(slug: str, hidden: bool) -> None:
    namespace, cells = main_namespace(), _cells()
    module = module_meant(slug, namespace, Path.cwd())
    agent = Agent(namespace, quick=True)
    place = LivePlace(agent.answer, list(namespace.get("In", [])), cells)
    (result,) = judge([module], place, points=_points(module), hidden=hidden)
    notes = (*_notes_on_files(module), *notes_on(sorted(agent.asked), cells))
    _show(Report(replace(result, notes=notes, printed=agent.printed)))
    if os.environ.get("NBGRADER_EXECUTION") and not result.passed:
        raise ChecksFailed(f"{len(result.checks) - result.count('passed')} checks of {slug}")


def hint(slug: str, step: int = 1) -> None:
    """Shows the hints for an exercise, folded: a question, then an idea, then a tool.

    The first `step` hints are open. Raises CourseError if there is no such exercise.
    """
    module = module_meant(slug, main_namespace(), Path.cwd())
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    _show(Hints(slug, guidance_of(docstring), step))


def _show(shown: object) -> None:
    if "IPython" in sys.modules:
        from IPython.display import display

        display(shown)
    else:
        print(shown)


def _cells() -> list[Ran]:
    """The cells that have run, the running one last; none outside a notebook."""
    kept = journal()
    return kept.cells() if kept else []


def _overview(hidden: bool) -> Overview:
    folder, namespace = Path.cwd(), main_namespace()
    notebook = notebook_here(folder)
    points = _points_in(notebook)
    if not points:
        raise CourseError(f"{notebook} has no exercises.")
    modules = [check_module(slug, folder) for slug in points]
    place = LivePlace(Agent(namespace, quick=True).answer, list(namespace.get("In", [])), _cells())
    return Overview(notebook.stem, _judged_each(modules, place, points, hidden))


def _judged_each(
    modules: list[Path], place: LivePlace, points: dict[str, float], hidden: bool
) -> list[ExerciseResult]:
    return [judge([module], place, points=points, hidden=hidden)[0] for module in modules]


def _points(module: Path) -> dict[str, float]:
    """The points of the exercises, read from the notebook beside the checks."""
    try:
        return _points_in(notebook_for(module))
    except CourseError:
        return {}  # the notebook has another name or place; the report then shows no points


def _points_in(notebook: Path) -> dict[str, float]:
    with many_imports():  # imported late: a notebook needs nbformat only here
        from nbjudge.course.notebook import exercises, read_notebook

    return {exercise.slug: exercise.points for exercise in exercises(read_notebook(notebook))}


def _notes_on_files(module: Path) -> list[str]:
    """Notes from the files: this is a copy, or the exercise's cell was edited after it ran."""
    from nbjudge.course.notebook import exercises, read_notebook

    try:
        handed_in, opened = notebook_for(module), notebook_here(Path.cwd())
        notebook = read_notebook(opened)
    except CourseError:
        return []
    notes = []
    if opened.name == opened_as() and opened != handed_in and handed_in.parent == opened.parent:
        notes.append(f"This is {opened.name}, and {handed_in.name} is what you hand in")
    for exercise in exercises(notebook):
        cell, saved = notebook.cells[exercise.solution], opened.stat().st_mtime
        edited = not_run(cell.source, saved, cell.get("id", ""), _cells())
        if exercise.slug == slug_of(module) and edited:
            notes.append(
                f"The cell of `{exercise.slug}` was edited after it ran: run it, then this one"
            )
    return notes


def _give_check_back(info: Any) -> None:
    """If the notebook has redefined `check`, gives the course's back, and says so."""
    names, lines = main_namespace(), (info.raw_cell or "").split("\n")
    code = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    only_checks = bool(code) and all(map(_CALLS_CHECK.fullmatch, code))
    if only_checks and names.get("check") is not check:
        names["check"] = check
        print("`check` meant something else, and is the course's again: use another name for yours")


def _begin() -> None:
    """Begins to note which cells run, and keeps `check` for the cells that call it."""
    if journal() is not None:
        from IPython import get_ipython

        get_ipython().events.register("pre_run_cell", _give_check_back)
        let_cells_wait(get_ipython(), _cells)


_begin()
