"""Puts a download of an LMS into `submitted/`, and says for each file what was done with it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbjudge.course.layout import CourseError
from nbjudge.grading.gradebook import opened
from nbjudge.grading.standings import Person, people
from nbjudge.lms.archive import Member, Refused, unpack, unpack_within
from nbjudge.lms.choosing import Chosen, HandedFile, LeftOut, choose
from nbjudge.lms.downloads import Handed, read_names
from nbjudge.lms.names import as_id, whom
from nbjudge.lms.placing import place
from nbjudge.submission.submissions import Course


@dataclass(frozen=True)
class Row:
    """A line of the table: a file of the download, whose it is, and what was done with it."""

    file: str
    student: str
    assignment: str
    done: str
    why: str = ""


# The states of files that somebody has to look at, and of files that a newer one replaced.
LEFT_OUT, OLDER = "left out", "older"
# What an LMS itself says of a submission, which nobody needs.
RECEIPT = "receipt"


def collect(course: Course, path: Path, assignment: str | None = None) -> list[Row]:
    """Unpacks the submissions in a zip into `submitted/`; returns what was done, file by file.

    Without `assignment`, the notebooks' names say which assignment it is. Former submissions are
    kept in `.nbjudge/former/`. Raises CourseError if the file is not a zip, or if the assignment is
    unknown.
    """
    notebooks = _notebooks(course, assignment)
    with opened(course) as gradebook:
        roster = people(gradebook)
    members, rows = _unpacked(path, course.limits.folder_bytes)
    by_student: dict[str, list[HandedFile]] = {}
    for member, handed in zip(members, read_names([m.path for m in members], roster), strict=True):
        student, why = _student(handed, roster)
        if handed is None or why:
            rows.append(Row(member.path, student, "", LEFT_OUT, why))
        elif handed.path:
            by_student.setdefault(student, []).extend(_files(member, handed, rows, course))
        else:
            rows.append(Row(member.path, student, "", RECEIPT, "the LMS's own words"))
    now = datetime.now()
    for student, files in sorted(by_student.items()):
        chosen, left = choose(files, notebooks, named=assignment is not None)
        rows += _placed(course, student, chosen, left, now)
    return rows


def _notebooks(course: Course, assignment: str | None) -> dict[str, list[str]]:
    known = course.assignments()
    if assignment is not None and assignment not in known:
        raise CourseError(f"there is no assignment {assignment}: the course has {', '.join(known)}")
    wanted = known if assignment is None else [assignment]
    return {name: [path.name for path in course.notebooks(name)] for name in wanted}


def _unpacked(path: Path, most: int) -> tuple[list[Member], list[Row]]:
    found = list(unpack(path, most))
    rows = [Row(f.path, "", "", LEFT_OUT, f.why) for f in found if isinstance(f, Refused)]
    return [f for f in found if isinstance(f, Member)], rows


def _student(handed: Handed | None, roster: list[Person]) -> tuple[str, str]:
    """The id of the student who handed a file in, or why it is not known."""
    if handed is None:
        return "", "its name tells no student: put it into a folder with the student's id"
    if person := whom(handed.claim, roster):
        return person.id, ""
    if roster:
        why = "the roster has nobody, or more than one, of this name: see `nbjudge roster`"
        return str(handed.claim), why
    return as_id(handed.claim), ""


def _files(member: Member, handed: Handed, rows: list[Row], course: Course) -> Iterator[HandedFile]:
    """The file; if a student has handed in a zip, the files in it."""
    if not member.path.casefold().endswith(".zip"):
        yield HandedFile(member.path, handed, member.data, member.changed)
        return
    inner = Member(handed.path, member.data, member.changed)
    for found in unpack_within(inner, course.limits.folder_bytes):
        shown = f"{member.path}: {found.path}"
        if isinstance(found, Refused):
            rows.append(Row(shown, "", "", LEFT_OUT, found.why))
        else:
            yield HandedFile(shown, handed.at(found.path), found.data, found.changed)


def _placed(
    course: Course,
    student: str,
    chosen: list[Chosen],
    left: list[LeftOut],
    now: datetime,
) -> Iterator[Row]:
    for submission in chosen:
        done, why = place(course, student, submission, now)
        _remember(course, student, submission)
        late = "late, as the download says" if submission.late else ""
        said = "; ".join(part for part in (late, why) if part)
        for name, file in submission.files.items():
            renamed = "" if file.path.name == name.rpartition("/")[2] else f"as {name}"
            note = "; ".join(part for part in (renamed, said) if part)
            yield Row(file.shown, student, submission.assignment, done, note)
    for nothing in left:
        old = OLDER if nothing.old else LEFT_OUT
        yield Row(nothing.file.shown, student, "", old, nothing.why)


def _remember(course: Course, student: str, submission: Chosen) -> None:
    """Keeps the LMS's name of a submission, which feedback needs on its way back."""
    names = {file.handed.folder for file in submission.files.values()} - {""}
    if names:
        known = folders_of(course.root, submission.assignment)
        known[student] = min(names)
        path = _folders_file(course.root, submission.assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")


def folders_of(root: Path, assignment: str) -> dict[str, str]:
    """The LMS's names of the submissions to an assignment, by student."""
    path = _folders_file(root, assignment)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _folders_file(root: Path, assignment: str) -> Path:
    return root / ".nbjudge" / "lms" / f"{assignment}.json"
