"""nbgrader's conversion of one submission: grading it, and writing its feedback page."""

import logging
import os
import re
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from nbjudge.submission.submissions import Course, Submission

# The last line of a traceback, such as `nbgrader.api.MissingEntry: No such cell`.
_ERROR = re.compile(r"(?:\w+\.)*[A-Z]\w*: .+")


class _OneSubmission(BaseConverter):
    """Finds a submission's notebooks by name: nbgrader's patterns fail for a `[` in a name."""

    def init_notebooks(self) -> None:
        names = self.coursedir
        folder = Path(self._format_source(names.assignment_id, names.student_id))
        self.assignments = {str(folder): sorted(map(str, folder.glob("*.ipynb")))}
        self.notebooks: list[str] = []


class _AutogradeOne(_OneSubmission, Autograde):
    pass


class _FeedbackOnOne(_OneSubmission, GenerateFeedback):
    pass


def autograde(course: Course, submission: Submission) -> str:
    """Grades a submission, even if it has a grade. Returns what went wrong, if anything."""
    return _convert(course, submission, _AutogradeOne, create_student=True)


def write_feedback(course: Course, submission: Submission) -> str:
    """Writes the feedback page anew. Returns what went wrong, if anything."""
    return _convert(course, submission, _FeedbackOnOne)


def release(course: Course, assignment: str) -> str:
    """Releases an assignment and enters it. Returns what went wrong, if anything."""
    said = _api(course).generate_assignment(assignment, force=True, create=True)
    return "" if said["success"] else _cause(said)


def release_pages(course: Course, submission: Submission, folder: str = "") -> str:
    """Hands out feedback pages, or those in another folder, by nbgrader's `release_feedback`.

    Returns what went wrong, if anything.
    """
    api = _api(course)
    with temp_attrs(api.coursedir, **({"feedback_directory": folder} if folder else {})):
        said = api.release_feedback(submission.assignment, submission.student)
    return "" if said["success"] else _cause(said)


def collector(course: Course) -> Any:
    """What `nbgrader collect` uses in this course, with its settings."""
    api = _api(course)
    kind = api.exchange.Collect
    return kind(coursedir=api.coursedir, authenticator=api.authenticator, parent=api)


def _convert(
    course: Course, submission: Submission, kind: type[BaseConverter], **settings: Any
) -> str:
    api = _api(course)
    names = {"assignment_id": submission.assignment, "student_id": submission.student}
    with temp_attrs(api.coursedir, **names):
        converter = kind(coursedir=api.coursedir, parent=api)
        converter.update_config(Config({"HTMLExporter": {"template_name": "feedback"}}))
        for name, value in {**settings, "force": True}.items():
            setattr(converter, name, value)
        said = capture_log(converter)
    return "" if said["success"] else _cause(said)


def _api(course: Course) -> NbGraderAPI:
    os.chdir(course.root)
    # A conversion validates its notebook once, at its end, and not after each step.
    config = Config({"Exporter": {"optimistic_validation": True}})
    config.merge(course.config)
    api = NbGraderAPI(coursedir=course.directory, config=config)
    api.log.setLevel(logging.INFO)
    api.log.propagate = False
    return api


def _cause(said: dict) -> str:
    """The line of nbgrader's log or traceback that says best what went wrong."""
    lines = f"{said.get('log') or ''}\n{said.get('error') or ''}".splitlines()
    telling = [line.strip() for line in lines if _ERROR.fullmatch(line.strip())]
    telling.sort(key=lambda line: ("CourseError: " not in line, "NbGraderException: " in line))
    return telling[0] if telling else "\n".join(lines[-3:])
