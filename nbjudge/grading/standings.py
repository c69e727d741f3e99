"""Each student's total in each assignment, as nbgrader's gradebook counts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment


@dataclass(frozen=True)
class Person:
    """A student of the gradebook; the name, the address and the LMS's number may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part)


@dataclass(frozen=True)
class Standing:
    """One student's submission to one assignment.

    `score` is the sum of all graded cells, with extra credit and without the `penalty` for being
    late. `needs_person` tells that a cell is yet to be graded by hand.
    """

    person: Person
    assignment: str
    score: float
    penalty: float
    maximum: float
    needs_person: bool
    handed_in: datetime | None
    due: datetime | None

    @property
    def total(self) -> float:
        """What nbgrader exports as the score: never below 0."""
        return max(0.0, self.score - self.penalty)

    @property
    def seconds_late(self) -> float:
        if self.handed_in is None or self.due is None:
            return 0.0
        return max(0.0, (self.handed_in - self.due).total_seconds())


def people(gradebook: Gradebook) -> list[Person]:
    """The students of the gradebook, by name and then by id."""
    found = gradebook.db.query(
        Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id
    ).all()
    persons = (Person(*("" if value is None else str(value) for value in row)) for row in found)
    return sorted(persons, key=lambda p: (p.last_name, p.first_name, p.id))


def due_dates(gradebook: Gradebook, assignment: str) -> dict[str, str]:
    """The due dates by student; under "" that of students who have handed in nothing yet."""
    due = gradebook.db.query(Assignment.duedate).filter(Assignment.name == assignment).scalar()
    extended = (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
        .join(SubmittedAssignment.assignment)
        .filter(Assignment.name == assignment)
    )
    return {"": f"{due} None", **{student: f"{due} {more}" for student, more in extended}}


def standings(
    gradebook: Gradebook, assignments: Iterable[str], student: str | None = None
) -> list[Standing]:
    """The standing of every student who has handed in one of these assignments, by assignment.

    If a student is named, only theirs.
    """
    known = {person.id: person for person in people(gradebook)}
    return [
        standing
        for assignment in assignments
        for standing in sorted(
            _of_assignment(gradebook, assignment, known, student), key=lambda s: s.person.id
        )
    ]


def _of_assignment(
    gradebook: Gradebook, assignment: str, known: dict[str, Person], student: str | None
) -> Iterable[Standing]:
    found = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedAssignment.score,
            SubmittedAssignment.late_submission_penalty,
            SubmittedAssignment.max_score,
            SubmittedAssignment.needs_manual_grade,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            Assignment.duedate,
        )
        .join(SubmittedAssignment.assignment)
        .filter(Assignment.name == assignment)
    )
    if student is not None:
        found = found.filter(SubmittedAssignment.student_id == student)
    for name, score, penalty, maximum, by_hand, handed_in, extension, due in found:
        if due is not None and extension is not None:
            due += extension
        yield Standing(
            known[name], assignment, float(score or 0.0), float(penalty or 0.0),
            float(maximum or 0.0), bool(by_hand), handed_in, due,
        )  # fmt: skip
