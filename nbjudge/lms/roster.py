"""The people of a class: read from a CSV file of an LMS, and entered into the gradebook."""

import codecs
import csv
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook

from nbjudge.course.layout import CourseError
from nbjudge.grading.standings import Person, people
from nbjudge.submission.files import Unfit
from nbjudge.submission.readiness import check_name

# The headings that LMSs and `nbgrader db student import` use for each field. The first heading of a
# list that a file has counts.
_HEADINGS = {
    "id": ("id", "student id", "username", "user name", "sis login id", "login", "benutzername"),
    "first_name": ("first_name", "first name", "given name", "vorname"),
    "last_name": ("last_name", "last name", "surname", "family name", "nachname"),
    "email": ("email", "email address", "e-mail", "e-mail address", "e-mail-adresse"),
    "lms_user_id": ("lms_user_id", "lms user id", "user id", "canvas user id"),
    "whole": ("student", "full name", "name"),
}
# In Canvas's gradebook, `ID` is Canvas's number, and the login is in another column.
_CANVAS = {"id": "lms_user_id", "sis login id": "id"}


def read_roster(path: Path) -> list[Person]:
    """The people in a CSV file: of nbgrader's form, or exported by Canvas, Moodle or others.

    Raises CourseError, with the line, if somebody has no id or an impossible one, if an id is there
    twice, or if a line has too many fields.
    """
    lines = list(_lines(path))
    if not lines:
        raise CourseError(f"{path} is empty: a first line with headings is needed")
    headings = [heading.strip() for heading in lines[0][1]]
    columns = _columns(headings)
    if "id" not in columns:
        known = ", ".join(_HEADINGS["id"])
        raise CourseError(f"{path} has no column with the students' ids: name one of {known}")
    found: dict[str, Person] = {}
    for number, line in lines[1:]:
        if any(line[len(headings) :]):
            raise CourseError(
                f"{path}, line {number} has {len(line)} fields, and the first line "
                f"{len(headings)}: put a field that holds a comma between quotation marks"
            )
        person = _person(columns, line)
        if _is_no_student(person, line):
            continue
        if not person.id:
            raise CourseError(f"{path}, line {number}: {person.full_name or line} has no id")
        if _is_no_folder(person.id):
            raise CourseError(
                f"{path}, line {number}: {person.id} cannot be an id, since it cannot be the name "
                "of a folder"
            )
        if person.id in found:
            raise CourseError(f"{path}, line {number}: the id {person.id} stands there twice")
        found[person.id] = person
    return list(found.values())


def _is_no_folder(name: str) -> bool:
    """Whether no submission of a student with this id could lie in a folder of that name."""
    try:
        check_name(Path("submitted", name, "assignment"))
    except Unfit:
        return True
    return name in {".", ".."} or "/" in name


def _lines(path: Path) -> Iterable[tuple[int, list[str]]]:
    """The lines that are not empty, with their numbers."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}") from error
    text = _text(raw)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    for line in reader:
        if any(line):
            yield reader.line_num, line


def _text(raw: bytes) -> str:
    """A text in UTF-8, or in what spreadsheet programs write instead."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _columns(headings: list[str]) -> dict[str, int]:
    plain = [heading.casefold() for heading in headings]
    columns = {
        field: plain.index(name)
        for field, names in _HEADINGS.items()
        for name in reversed(names)
        if name in plain
    }
    if all(heading in plain for heading in _CANVAS):
        columns |= {field: plain.index(heading) for heading, field in _CANVAS.items()}
    return columns


def _person(columns: dict[str, int], line: list[str]) -> Person:
    said = {
        field: line[place].strip() if place < len(line) else "" for field, place in columns.items()
    }
    whole = said.pop("whole", "")
    if whole and not (said.get("first_name") or said.get("last_name")):
        last, comma, first = whole.partition(",")
        if not comma:
            first, _, last = whole.rpartition(" ")
        said |= {"first_name": first.strip(), "last_name": last.strip()}
    return Person(**said)


def _is_no_student(person: Person, line: list[str]) -> bool:
    """Whether this line is no student: Canvas adds a line with the points and a test student."""
    first = line[0].strip().casefold()
    return first.startswith(("points possible", "student, test")) or not (
        person.id or person.full_name
    )


def enter_roster(gradebook: Gradebook, roster: Iterable[Person]) -> dict[str, str]:
    """Enters new people and changed fields; returns what was done, by id. Removes nobody."""
    known = {person.id: person for person in people(gradebook)}
    done = {}
    for person in roster:
        former = known.get(person.id)
        told = {name: value for name, value in vars(person).items() if value and name != "id"}
        if former is not None and all(getattr(former, name) == told[name] for name in told):
            continue
        gradebook.update_or_create_student(person.id, **told)
        done[person.id] = "new" if former is None else "changed"
    return done
