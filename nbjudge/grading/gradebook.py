"""nbgrader's gradebook: opened so that errors say what to do, and read in few queries."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.exc import SQLAlchemyError

from nbjudge.course.layout import CourseError
from nbjudge.grading.nbgrader_shortcuts import make_gradebooks_in_one_process
from nbjudge.submission.submissions import Course, Submission

_SECONDS_TO_WAIT = 5
_REMEDIES = {
    "locked": "another program is writing to it. Close it (formgrader, a database viewer, "
    "another run of nbgrader), and grade once more",
    "not a database": "it is damaged. Put a copy from a backup in its place, or move it away: "
    "then all is graded once more, but what people entered by hand is gone",
    "malformed": "it is damaged. Put a copy from a backup in its place, or move it away: "
    "then all is graded once more, but what people entered by hand is gone",
    "readonly": "it may not be written to. Change its permissions and those of its folder",
    "unable to open": "it is not a file, or may not be read. Look at it, and move it away",
    "no such column": "an older nbgrader made it. Make a copy, and run `nbgrader db upgrade`",
    "no such table": "an older nbgrader made it. Make a copy, and run `nbgrader db upgrade`",
    "full": "the disk is full. Make room, and grade once more",
}


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Gradebook]:
    """The course's gradebook. Raises CourseError, with what to do, where it cannot be used."""
    make_gradebooks_in_one_process()
    try:
        _check_file(course.directory.db_url)
        with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
            yield gradebook
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise CourseError(f"{_place(course)} cannot be used: {_remedy(error)}") from error


def has_gradebook(course: Course) -> bool:
    """Whether there is a gradebook yet; a gradebook that is not a file is assumed to exist."""
    file = _file(course.directory.db_url)
    return file is None or file.exists()


def _check_file(url: str) -> None:
    """Raises sqlite3.Error if the file cannot be written to, without a long wait for a lock."""
    path = _file(url)
    if path is not None and path.exists():
        with contextlib.closing(sqlite3.connect(path, _SECONDS_TO_WAIT)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()


def _file(url: str) -> Path | None:
    """The file of a gradebook; None if it is another kind of database, or in memory."""
    _, is_file, path = url.partition("sqlite:///")
    path = path.partition("?")[0]
    return Path(path) if is_file and path else None


def _place(course: Course) -> str:
    file = _file(course.directory.db_url)
    return f"the gradebook {file}" if file else "the gradebook"


def _remedy(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error)
    found = (remedy for sign, remedy in _REMEDIES.items() if sign in said)
    return next(found, f"its database says: {said}")


@dataclass(frozen=True)
class Record:
    """What the gradebook has on one submission.

    `lacking` are the automatically graded cells without a score. `told` changes whenever something
    on the feedback page changes: a score, also one given by hand, or a comment.
    """

    lacking: frozenset[str]
    told: str
    is_known: bool = True

    @property
    def graded(self) -> bool:
        """Whether each automatically graded cell has a score."""
        return self.is_known and not self.lacking


NO_RECORD = Record(frozenset(), told="", is_known=False)


def records(gradebook: Gradebook, assignment: str, student: str | None = None) -> dict[str, Record]:
    """What the gradebook has on the submissions of an assignment, by student."""
    lacking: dict[str, set[str]] = {}
    told: dict[str, list[str]] = {}
    for who, kind, name, auto, *others in _grades(gradebook, assignment, student):
        if kind == "GradeCell" and (auto, others[0]) == (None, None):
            lacking.setdefault(who, set()).add(name)
        told.setdefault(who, []).append(repr((name, auto, *others)))
    for who, *comment in _comments(gradebook, assignment, student):
        told.setdefault(who, []).append(repr(tuple(comment)))
    return {
        who: Record(frozenset(lacking.get(who, ())), _digest(sorted(said)))
        for who, said in told.items()
    }


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _grades(gradebook: Gradebook, assignment: str, student: str | None) -> list:
    columns = (
        *(SubmittedAssignment.student_id, BaseCell.type, BaseCell.name),
        *(Grade.auto_score, Grade.manual_score, Grade.extra_credit),
        *(SubmittedNotebook.late_submission_penalty, Notebook.name),
    )
    return of_cells(gradebook, Grade, columns, assignment, student)


def _comments(gradebook: Gradebook, assignment: str, student: str | None) -> list:
    columns = (
        *(SubmittedAssignment.student_id, Notebook.name, BaseCell.name),
        *(Comment.auto_comment, Comment.manual_comment),
    )
    return of_cells(gradebook, Comment, columns, assignment, student)


def of_cells(
    gradebook: Gradebook,
    kind: type[Grade] | type[Comment],
    columns: Iterable[Any],
    assignment: str,
    student: str | None = None,
) -> list:
    """These columns of each grade or comment in an assignment, in one query for the whole class.

    Columns of SubmittedAssignment, SubmittedNotebook, Notebook and BaseCell are allowed too.
    """
    given = SubmittedNotebook.grades if kind is Grade else SubmittedNotebook.comments
    query = (
        gradebook.db.query(*columns)
        .select_from(SubmittedAssignment)
        .join(SubmittedAssignment.assignment)
        .join(SubmittedAssignment.notebooks)
        .join(SubmittedNotebook.notebook)
        .join(given)
        .join(kind.cell)
        .filter(Assignment.name == assignment)
    )
    return (query.filter(SubmittedAssignment.student_id == student) if student else query).all()


def _can_be_stored(name: str) -> bool:
    """Whether a name is valid text; the name of a folder may hold other bytes."""
    return name == name.encode(errors="replace").decode()


def done_by_hand(course: Course, submission: Submission) -> set[tuple[str, str]]:
    """The cells, by notebook and name, that a person has graded and need nobody any more."""
    if not _can_be_stored(submission.student):
        return set()
    with opened(course) as gradebook:
        return {
            (notebook, name)
            for notebook, name, grade in _grades_in(gradebook, submission)
            if grade.manual_score is not None and not grade.needs_manual_grade
        }


def leave_done(course: Course, submission: Submission, cells: Collection[tuple[str, str]]) -> None:
    """Has these cells need nobody: nbgrader asks for a person whenever it enters a score again."""
    if not cells:
        return
    with opened(course) as gradebook:
        for notebook, name, grade in _grades_in(gradebook, submission):
            if (notebook, name) in cells and grade.manual_score is not None:
                grade.needs_manual_grade = False
        gradebook.db.commit()


def _grades_in(gradebook: Gradebook, submission: Submission) -> Iterator[tuple[str, str, Grade]]:
    try:
        found = gradebook.find_submission(submission.assignment, submission.student)
    except MissingEntry:
        return
    for notebook in found.notebooks:
        yield from ((notebook.name, grade.name, grade) for grade in notebook.grades)


def take_scores_out(course: Course, submission: Submission) -> bool:
    """Removes the automatic scores of a submission that can no longer be graded.

    What people entered by hand stays. Returns whether there were such scores.
    """
    if not _can_be_stored(submission.student):
        return False
    with opened(course) as gradebook:
        try:
            found = gradebook.find_submission(submission.assignment, submission.student)
        except MissingEntry:
            return False
        grades = [grade for notebook in found.notebooks for grade in notebook.grades]
        scored = [grade for grade in grades if grade.auto_score is not None]
        for grade in scored:
            grade.auto_score, grade.needs_manual_grade = None, True
        gradebook.db.commit()
        return bool(scored)
