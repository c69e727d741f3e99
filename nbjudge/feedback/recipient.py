"""Whom a feedback page is for, and what only the gradebook knows about the submission."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.api import Gradebook


@dataclass(frozen=True)
class About:
    """`waiting` names cells that a person has yet to grade; `by_hand`, cells that one graded."""

    name: str
    handed_in: datetime | None
    waiting: frozenset[str]
    by_hand: frozenset[str]


class Recipient(Preprocessor):
    """In `generate_feedback`: reads from the gradebook what nbgrader's GetGrades leaves out."""

    enabled = True

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(
                names["notebook"], names["assignment"], names["student"]
            )
            student = found.assignment.student
            whole = " ".join(filter(None, (student.first_name, student.last_name)))
            names["about"] = About(
                whole or str(student.id),
                found.assignment.timestamp,
                frozenset(grade.name for grade in found.grades if grade.needs_manual_grade),
                frozenset(g.name for g in found.grades if g.manual_score is not None),
            )
        return nb, resources
