"""How several processes share a course: a submission is graded by one of them, arrivals first."""

import contextlib
from hashlib import file_digest, sha256
from pathlib import Path

from nbjudge.process.locks import Lock, alone, is_taken
from nbjudge.submission.submissions import Course, Submission


def claimed(course: Course, submission: Submission) -> contextlib.AbstractContextManager[bool]:
    """Keeps other processes from working on this submission; gives whether this had to wait."""
    name = sha256(submission.key.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return alone(_own(course) / "claims" / name)


def entering(course: Course) -> contextlib.AbstractContextManager[bool]:
    """Keeps other processes from releasing assignments and entering them into the gradebook."""
    return alone(_own(course) / "entering.lock")


def versions_handed_in(course: Course, assignment: str, folder: Path) -> dict[str, str]:
    """The SHA-256 of each notebook of an assignment in a folder; empty text for a missing one."""
    names = [path.name for path in course.notebooks(assignment)]
    return {name: _digest(folder / name) for name in names}


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def arrivals_first(course: Course) -> Lock:
    """The lock that a server takes while it grades arrivals."""
    return Lock(_own(course) / "arrivals.lock")


def arrivals_are_graded(course: Course) -> bool:
    """Whether a server is grading arrivals, so that a batch has to wait with what comes next."""
    return is_taken(_own(course) / "arrivals.lock")


def server_lock(course: Course) -> Lock:
    """The lock that the one server of a course has as long as it runs."""
    return Lock(_own(course) / "serve.lock")


def _own(course: Course) -> Path:
    return course.root / ".nbjudge"
