"""The part of a gradebook that is about one submission: read, entered elsewhere, compared.

Whatever steps of nbgrader a course has, what they changed is what is entered, column by column; so
what a person enters while a submission is judged stays.
"""

from dataclasses import dataclass, field
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import ColumnElement, Table, delete, func, insert, select, update

from nbjudge.course.layout import CourseError
from nbjudge.grading.gradebook import opened
from nbjudge.grading.seed import enter_secret
from nbjudge.submission.submissions import Course, Submission

Row = dict[str, Any]
# The rows of each table, by name.
Rows = dict[str, list[Row]]
_TABLES: dict[str, Table] = {
    table.name: table for table in api.Base.metadata.sorted_tables if table.name != "course"
}
_ASSIGNMENT, _NOTEBOOK, _CELL = (
    _TABLES[kind.__tablename__] for kind in (api.Assignment, api.Notebook, api.BaseCell)
)
_STUDENT, _SUBMISSION, _SUBMITTED_NOTEBOOK = (
    _TABLES[kind.__tablename__]
    for kind in (api.Student, api.SubmittedAssignment, api.SubmittedNotebook)
)
_OF_CELLS = (api.GradeCell, api.SolutionCell, api.TaskCell)


@dataclass(frozen=True)
class Changes:
    """What has become of rows: new ones, changed columns by row, and rows that are gone, by id."""

    new: Rows = field(default_factory=dict)
    changed: dict[str, dict[str, Row]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)


def rows_of_assignment(course: Course, assignment: str) -> Rows:
    """What the gradebook has on an assignment: its notebooks and cells, of the whole class."""
    with opened(course) as gradebook:
        found = {_ASSIGNMENT.name: _rows(gradebook, _ASSIGNMENT, _ASSIGNMENT.c.name == assignment)}
        ids = [row["id"] for row in found[_ASSIGNMENT.name]]
        notebooks = _rows(gradebook, _NOTEBOOK, _NOTEBOOK.c.assignment_id.in_(ids))
        ids = [row["id"] for row in notebooks]
        cells = _rows(gradebook, _CELL, _CELL.c.notebook_id.in_(ids))
        source = _TABLES[api.SourceCell.__tablename__]
        sources = _rows(gradebook, source, source.c.notebook_id.in_(ids))
        found |= {_NOTEBOOK.name: notebooks, _CELL.name: cells, source.name: sources}
        ids = [row["id"] for row in cells]
        for kind in _OF_CELLS:
            table = _TABLES[kind.__tablename__]
            found[table.name] = _rows(gradebook, table, table.c.id.in_(ids))
    return found


def rows_of(course: Course, submission: Submission) -> Rows:
    """What the gradebook has on one submission: student, grades and comments."""
    with opened(course) as gradebook:
        student = _rows(gradebook, _STUDENT, _STUDENT.c.id == submission.student)
        own = _rows(gradebook, _SUBMISSION, _is(submission))
        ids = [row["id"] for row in own]
        is_theirs = _SUBMITTED_NOTEBOOK.c.assignment_id.in_(ids)
        notebooks = _rows(gradebook, _SUBMITTED_NOTEBOOK, is_theirs)
        found = {
            _STUDENT.name: student, _SUBMISSION.name: own, _SUBMITTED_NOTEBOOK.name: notebooks
        }  # fmt: skip
        ids = [row["id"] for row in notebooks]
        for kind in (api.Grade, api.Comment):
            table = _TABLES[kind.__tablename__]
            found[table.name] = _rows(gradebook, table, table.c.notebook_id.in_(ids))
    return found


def _is(submission: Submission) -> ColumnElement[bool]:
    named = select(_ASSIGNMENT.c.id).where(_ASSIGNMENT.c.name == submission.assignment)
    theirs: ColumnElement[bool] = _SUBMISSION.c.student_id == submission.student
    return theirs & (_SUBMISSION.c.assignment_id == named.scalar_subquery())


def _rows(gradebook: Gradebook, table: Table, which: ColumnElement[bool]) -> list[Row]:
    return [dict(row) for row in gradebook.db.execute(select(table).where(which)).mappings()]


def enter_all(course: Course, assignment: str, rows: Rows, secret: str) -> None:
    """Makes a gradebook hold these rows, and the secret of their assignment, and nothing else."""
    with opened(course) as gradebook:
        for table in reversed(_TABLES.values()):
            gradebook.db.execute(delete(table))
        for name, table in _TABLES.items():
            if rows.get(name):
                gradebook.db.execute(insert(table), rows[name])
        enter_secret(gradebook, assignment, secret)


def changes(before: Rows, after: Rows) -> Changes:
    """What has become of the rows of `after` since `before`."""
    found = Changes()
    for name, rows in after.items():
        known = {row["id"]: row for row in before[name]}
        found.new[name] = [row for row in rows if row["id"] not in known]
        found.gone[name] = sorted(known.keys() - {row["id"] for row in rows})
        differing = {row["id"]: _differing(known.get(row["id"], row), row) for row in rows}
        found.changed[name] = {key: columns for key, columns in differing.items() if columns}
    return found


def _differing(before: Row, after: Row) -> Row:
    return {name: value for name, value in after.items() if before[name] != value}


def enter(course: Course, submission: Submission, found: Changes) -> None:
    """Enters changes in one transaction; one program at a time does so for a student.

    Raises CourseError if another program has entered the same submission since it was sent out.
    """
    with opened(course) as gradebook:
        _wait_for_turn(gradebook, submission.student)
        new = {name: list(rows) for name, rows in found.new.items()}
        if _rows(gradebook, _STUDENT, _STUDENT.c.id == submission.student):
            new[_STUDENT.name] = []  # another assignment's submission has entered the student
        if new.get(_SUBMISSION.name) and _rows(gradebook, _SUBMISSION, _is(submission)):
            raise CourseError("another program has graded it meanwhile: run the command once more")
        _write(gradebook, new, found)
        gradebook.db.commit()


def _write(gradebook: Gradebook, new: Rows, found: Changes) -> None:
    for name, table in _TABLES.items():
        if new.get(name):
            gradebook.db.execute(insert(table), new[name])
        for key, columns in found.changed.get(name, {}).items():
            gradebook.db.execute(update(table).where(table.c.id == key).values(**columns))
    for name, table in reversed(_TABLES.items()):
        if found.gone.get(name):
            gradebook.db.execute(delete(table).where(table.c.id.in_(found.gone[name])))


def _wait_for_turn(gradebook: Gradebook, student: str) -> None:
    """Holds a student's lock until the commit. (SQLite has one writer at a time anyway.)"""
    if gradebook.engine.dialect.name == "postgresql":
        gradebook.db.execute(select(func.pg_advisory_xact_lock(func.hashtext(student))))
