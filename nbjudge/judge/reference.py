"""One mistake costs once: the course's data where a student's earlier result is missing.

Students are told this rule: later exercises are judged on the student's own earlier results. If an
earlier result is missing or has the wrong shape, the course's is used instead. Only data (tensors
and strings) of a run of the instructor's notebook is used, never code.
"""

import ast
import functools
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from nbjudge.checks.bindings import parsed_cell
from nbjudge.course.layout import CourseError
from nbjudge.course.limits import Limits
from nbjudge.course.names import names_of
from nbjudge.course.notebook import (
    checked_slug,
    exercises,
    is_demonstration,
    is_locked,
    is_solution,
    read_notebook,
)
from nbjudge.judge.kernels import KernelLost
from nbjudge.judge.run import NotebookRun
from nbjudge.link.channel import ChannelError
from nbjudge.link.failures import NotAttempted
from nbjudge.link.handle import Student, link_of
from nbjudge.link.tensors import is_tensor

if TYPE_CHECKING:
    import torch

Data = dict[str, "torch.Tensor | str"]
_SEEDED = """
import random, sys
random.seed(0)
if "numpy" in sys.modules:
    sys.modules["numpy"].random.seed(0)
if "torch" in sys.modules:
    sys.modules["torch"].manual_seed(0)
"""


@functools.lru_cache(maxsize=16)
def reference_data(path: Path, modified: float, limits: Limits, fork: bool) -> dict[str, Data]:
    """For each exercise of the source notebook, the data that exist before its solution cell.

    `modified` is the file's time, so that an edited notebook is run again.
    """
    notebook = read_notebook(path)
    run = NotebookRun(notebook, None, limits, fork=fork, given=path.parent)
    found = {}
    try:
        for exercise in exercises(notebook):
            run.run_to(exercise.solution)
            names = _bound_names(notebook.cells[: exercise.solution])
            found[exercise.slug] = _data(run.open(), names)
            run.close()
    except (KernelLost, ChannelError) as error:
        raise CourseError(f"{path}: the instructor's own notebook does not run: {error}") from error
    finally:
        run.shut_down()
    return found


def results_to_ship(path: Path, limits: Limits, fork: bool) -> Data:
    """The data that given cells need of exercises or make of their results; see `course_results`.

    Random numbers are drawn from one seed, so that a release is the same each time.
    """
    notebook = read_notebook(path)
    if not (names := _of_use_to_given_cells(notebook.cells)):
        return {}
    notebook.cells.insert(0, new_code_cell(_SEEDED))
    run = NotebookRun(notebook, None, limits, fork=fork, given=path.parent)
    try:
        run.run_to(len(notebook.cells))
        found = _data(run.open(), sorted(names))
        run.close()
        return found
    except (KernelLost, ChannelError) as error:
        raise CourseError(f"{path}: the instructor's own notebook does not run: {error}") from error
    finally:
        run.shut_down()


def _of_use_to_given_cells(cells: list[NotebookNode]) -> set[str]:
    from_exercises, of_use = set[str](), set[str]()
    for cell in cells:
        if cell.cell_type != "code" or checked_slug(cell):
            continue
        names = names_of(cell.source)
        needed = (names.at_once | names.later) & from_exercises
        if is_solution(cell):
            from_exercises |= names.bound
        elif is_locked(cell):
            of_use |= needed
            if needed and not is_demonstration(cell):
                from_exercises |= names.bound
                of_use |= names.bound
    return of_use


def lacking(student: Student, reference: Data) -> Data:
    """The reference's data that the student lacks or has with another shape or dtype."""
    own = _data(student, sorted(reference))
    return {name: value for name, value in reference.items() if not _alike(own, name, value)}


def lend(student: Student, reference: Data) -> list[str]:
    """Defines the reference's data that the student lacks; returns the names."""
    if lent := lacking(student, reference):
        link_of(student).ask("define", lent)
    return sorted(lent)


def _alike(own: Data, name: str, value: "torch.Tensor | str") -> bool:
    return name in own and _form(own[name]) == _form(value)


def _form(value: "torch.Tensor | str") -> tuple[object, ...]:
    return (value.shape, value.dtype) if is_tensor(value) else (str,)


def _data(student: Student, names: list[str]) -> Data:
    found: Data = {}
    for name in names:
        try:
            value = getattr(student, name)
        except NotAttempted:
            continue
        if is_tensor(value):
            found[name] = value.detach()
        elif isinstance(value, str):
            found[name] = value
    return found


def _bound_names(cells: list[NotebookNode]) -> list[str]:
    """The names that cells assign at their top level."""
    found = set()
    for cell in cells:
        if cell.cell_type == "code" and not is_demonstration(cell):
            for statement in parsed_cell(cell.source):
                if isinstance(statement, ast.Assign):
                    found |= {
                        n.id
                        for t in statement.targets
                        for n in ast.walk(t)
                        if isinstance(n, ast.Name)
                    }
    return sorted(found)
