"""The inbound folder of nbgrader's exchange: what lies there, and taking it into `submitted/`.

Its folders belong to students, who can change them at any time. So nothing in them is followed or
believed: only plain files are copied, and no link.
"""

import contextlib
import os
import pwd
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc

from nbjudge.grading.conversion import collector
from nbjudge.lms.placing import replace_submission
from nbjudge.submission.files import TIME, Bounds, Unfit, of_submissions
from nbjudge.submission.readiness import check_name
from nbjudge.submission.submissions import Course

_NO_STUDENTS = {".", ".."}


@dataclass(frozen=True)
class Handed:
    """A folder in the exchange: what it was handed in for, by whom, and when its name says."""

    assignment: str
    student: str
    when: datetime
    folder: Path


def as_text(when: datetime) -> str:
    """A time as nbgrader writes it into `timestamp.txt`."""
    return f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"


class Inbound:
    """The inbound folder of a course; there may be none yet."""

    def __init__(self, course: Course):
        self._course = course
        self._collector = collector(course)
        names = "|".join(map(re.escape, course.assignments()))
        self._name = re.compile(rf"(.+)\+({names})\+([^+]+)(?:\+[^+]*)?")
        self._known: dict[str, Handed | None] = {}

    @property
    def folder(self) -> Path | None:
        """Where students hand in; None if the course uses another kind of exchange."""
        course_id = self._course.directory.course_id
        if not isinstance(self._collector, ExchangeCollect) or not course_id:
            return None
        return Path(str(self._collector.root), str(course_id), "inbound")

    def entries(self) -> list[Handed]:
        """What lies there for an assignment of the course."""
        names = self._names()
        for name in names:
            if name not in self._known:
                self._known[name] = self._read(name)
        return [handed for name in names if (handed := self._known[name])]

    def _names(self) -> list[str]:
        with contextlib.suppress(OSError), os.scandir(self.folder or "") as found:
            return [e.name for e in found if e.is_dir(follow_symlinks=False)]
        return []

    def _read(self, name: str) -> Handed | None:
        parts = self._name.fullmatch(name)
        if not parts or parts[1] in _NO_STUDENTS or self.folder is None:
            return None
        with contextlib.suppress(ValueError, OverflowError):
            return Handed(parts[2], parts[1], parse_utc(parts[3]), self.folder / name)
        return None

    def collected(self, student: str, assignment: str) -> datetime | None:
        """The time of what lies in `submitted/`; None if nothing does, or without a time."""
        with contextlib.suppress(ValueError, OverflowError, OSError):
            text = (self._course.submitted(student, assignment) / TIME).read_text()
            when: datetime | None = parse_utc(text.strip() or None)
            return when
        return None

    def other_owner(self, handed: Handed) -> str:
        """The user who owns a folder, if that is not the student and the course minds."""
        if not self._collector.check_owner:
            return ""
        number = handed.folder.stat(follow_symlinks=False).st_uid
        try:
            owner = pwd.getpwuid(number).pw_name
        except KeyError:
            owner = f"the user {number}"
        return "" if owner == handed.student else owner

    def take(self, handed: Handed) -> None:
        """Copies a folder into `submitted/`, whole or not at all; a former one is kept.

        Raises Unfit if it cannot be graded as it is, OSError if it cannot be copied.
        """
        folder = self._course.submitted(handed.student, handed.assignment)
        check_name(folder)
        place = self._course.root / ".nbjudge" / "taking"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        copy = Path(tempfile.mkdtemp(dir=place)) / folder.name
        copy_plain_files(handed.folder, copy, of_submissions(self._course.limits))
        if not (copy / TIME).is_file():
            (copy / TIME).write_text(as_text(handed.when))
        fresh = folder.with_name(f".{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.parent.mkdir(parents=True, exist_ok=True)
        self._collector.do_copy(str(copy), str(fresh))  # with the course's settings for copies
        replace_submission(self._course, handed.student, folder, fresh, datetime.now())
        shutil.rmtree(place, ignore_errors=True)


def copy_plain_files(folder: Path, target: Path, bounds: Bounds) -> None:
    """Copies the plain files of a folder that its owner may change meanwhile. Raises Unfit."""
    count, left = 0, bounds.bytes
    for place, folders, names, opened in os.fwalk(folder, follow_symlinks=False):
        within = Path(place).relative_to(folder)
        count += len(names) + len(folders)
        if count > bounds.files or len(within.parts) > bounds.depth:
            raise Unfit(f"{folder} holds too much: hand in only what is needed")
        (target / within).mkdir(parents=True, exist_ok=True)
        for name in names:
            with _plain_file(name, opened) as file:
                if file is not None:
                    left -= _copy(file, target / within / name, left, folder)


@contextlib.contextmanager
def _plain_file(name: str, folder: int) -> Iterator[int | None]:
    """A descriptor of a file; None for a link, a pipe or the like. Raises Unfit."""
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except PermissionError:
        raise Unfit(f"{name} may not be read: hand it in again") from None
    except OSError:
        yield None
        return
    try:
        yield file if stat.S_ISREG(os.fstat(file).st_mode) else None
    finally:
        os.close(file)


def _copy(file: int, target: Path, left: int, folder: Path) -> int:
    """Copies a file, if it is no larger than `left`; returns its size."""
    with os.fdopen(os.dup(file), "rb") as source, target.open("wb") as copied:
        data = source.read(left + 1)
        copied.write(data)
    if len(data) > left:
        raise Unfit(f"{folder} is too large: hand in only what is needed")
    return len(data)
