"""Checks sources: a source whose faults decide points is neither released nor graded."""

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from nbjudge.course.layout import CourseError
from nbjudge.course.limits import read_limits
from nbjudge.course.notebook import read_notebook
from nbjudge.course.soundness import SOLUTION, faults
from nbjudge.grading.preprocessors import Judge
from nbjudge.judge.provisioner import can_fork, fork_server
from nbjudge.judge.rehearsal import rehearse
from nbjudge.submission.released import changed_since_release, stub_maker
from nbjudge.submission.submissions import Course


class SourceReader(NotebookExporter):
    """In `generate_assignment`: refuses a source with faults, before anything is written."""

    def __init__(self, config: Config | None = None, **settings: Any):
        super().__init__(config=config, **settings)
        coursedir = getattr(self.parent, "coursedir", None)
        chosen = getattr(self.parent, "assignments", {})
        if coursedir is None:
            return
        root = Path(coursedir.root).resolve()
        paths = [root / name for names in chosen.values() for name in names]
        if found := unsound(root, paths, self.config):
            for fault in found:
                self.log.error("%s", fault)
            raise NbGraderException("; ".join(found))


def unsound(root: Path, paths: list[Path], config: Config) -> list[str]:
    """The faults of source notebooks, one a line. Notebooks run only if there are no others."""
    try:
        found = [f for path in paths for f in faults(root, path, _markers(config))]
        return found or [f for path in paths for f in _rehearsed(root, path, config)]
    except CourseError as error:
        return str(error).splitlines()


def check_sources(course: Course, assignment: str) -> None:
    """Raises CourseError, a line for each fault, where a source notebook or its checks have any."""
    markers = _markers(course.config)
    paths = course.notebooks(assignment)
    if found := [fault for path in paths for fault in faults(course.root, path, markers)]:
        raise CourseError(f"source/{assignment} cannot be released: " + "\n".join(found))


def check_release(course: Course, assignment: str) -> None:
    """Raises CourseError if students have another notebook than the source gives now."""
    folder = course.folder("release_directory", ".", assignment)
    found = [
        changed
        for path in course.notebooks(assignment)
        for changed in changed_since_release(course.root, path, folder / path.name, course.config)
    ]
    if found:
        raise CourseError("\n".join(found))


def _rehearsed(root: Path, path: Path, config: Config) -> list[str]:
    if can_fork():
        fork_server(Judge(config=config).preload)
    return rehearse(root, path, stub_maker(config, read_notebook(path)), read_limits(config))


def _markers(config: Config) -> tuple[str, str]:
    """The markers that this course puts around a solution."""
    said = config.get("ClearSolutions", {})
    names = ("begin_solution_delimeter", "end_solution_delimeter")
    begin, end = (said.get(name, usual) for name, usual in zip(names, SOLUTION, strict=True))
    return str(begin), str(end)
