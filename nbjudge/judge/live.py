"""`check("softmax")`: an exercise's checks on the names of the running notebook."""

import os
import sys
from pathlib import Path

from nbjudge.course.layout import CourseError, check_module, notebook_for
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.session import judge
from nbjudge.kernel.agent import Agent, main_namespace
from nbjudge.process.imports import many_imports
from nbjudge.report.html import Report


class ChecksFailed(Exception):
    """Some checks failed, while nbgrader was grading without this course's configuration."""

    def _render_traceback_(self) -> list[str]:
        return [f"ChecksFailed: {self}"]


def check(slug: str, hidden: bool = False) -> None:
    """Runs the visible checks of an exercise on this notebook's names, and shows a report.

    `hidden` asks for the hidden checks too, which only the course's own folder has. While
    nbgrader grades, a failing check raises ChecksFailed, so that a cell with this call earns its
    points only where all checks pass. Raises CourseError where the exercise has no checks.
    """
    namespace = main_namespace()
    place = LivePlace(Agent(namespace).answer, list(namespace.get("In", [])))
    module = check_module(slug, Path.cwd())
    (result,) = judge([module], place, points=_points(module), hidden=hidden)
    report = Report(result)
    if "IPython" in sys.modules:
        from IPython.display import display

        display(report)
    else:
        print(report)
    if os.environ.get("NBGRADER_EXECUTION") and not result.passed:
        raise ChecksFailed(f"{len(result.checks) - result.count('passed')} checks of {slug}")


def _points(module: Path) -> dict[str, float]:
    """What the exercises are worth, as the notebook beside the checks says."""
    with many_imports():  # a notebook has no need of nbformat before
        from nbjudge.course.notebook import exercises, read_notebook

    try:
        notebook = read_notebook(notebook_for(module))
    except CourseError:
        return {}  # a notebook of another name or place; the report then names no points
    return {exercise.slug: exercise.points for exercise in exercises(notebook)}
