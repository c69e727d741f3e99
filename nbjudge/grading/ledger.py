"""What is done and what is left: which version of a submission has its grade and feedback."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from nbjudge.grading.gradebook import NO_RECORD, Record, opened, records
from nbjudge.grading.standings import due_dates
from nbjudge.submission.files import ANYTHING, HANDED_IN, Unfit, digest
from nbjudge.submission.submissions import Course, Submission

# Nothing that is done has this version: what cannot be read is tried each time.
UNREADABLE = ""


class Ledger:
    """Remembers, in `.nbjudge/graded.json`, what was graded, and what its feedback page told."""

    def __init__(self, course: Course):
        self._path = course.root / ".nbjudge" / "graded.json"
        self._entries = _read_entries(self._path)

    def version(self, submission: Submission) -> str:
        """The version that was graded; UNREADABLE where none was."""
        return self._entries.get(submission.key, {}).get("version", UNREADABLE)

    def told(self, submission: Submission) -> str:
        """What the feedback page told (`Record.told`); empty where there is none."""
        return self._entries.get(submission.key, {}).get("told", "")

    def note(self, submission: Submission, version: str, told: str) -> None:
        self._entries[submission.key] = {"version": version, "told": told}
        self._write()

    def forget(self, submission: Submission) -> None:
        if self._entries.pop(submission.key, None):
            self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(self._entries, indent=1, sort_keys=True))
        draft.replace(self._path)


def _read_entries(path: Path) -> dict[str, dict[str, str]]:
    """The entries that are ones; without an entry, a submission is graded once more."""
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {key: entry for key, entry in entries if isinstance(entry, dict)}


@dataclass(frozen=True)
class Pending:
    """What is left to do: submissions to grade, and those that lack nothing but their feedback."""

    ungraded: list[Submission]
    without_feedback: list[Submission]


def pending(course: Course, submissions: list[Submission], *, feedback: bool = True) -> Pending:
    """What is new or has changed since it was graded, and what is no longer there.

    Looked at are the gradebook, the graded notebooks and, with `feedback`, the pages: a page is old
    once somebody has changed a grade or a comment by hand.
    """
    ledger, found = Ledger(course), versions(course, submissions)
    with opened(course) as gradebook:
        known = {a: records(gradebook, a) for a in {s.assignment for s in submissions}}
    left = Pending([], [])
    for submission in submissions:
        record = known[submission.assignment].get(submission.student, NO_RECORD)
        if not _is_graded(course, ledger, submission, found[submission], record):
            left.ungraded.append(submission)
        elif feedback and not _is_told(course, ledger, submission, record):
            left.without_feedback.append(submission)
    return left


def _is_graded(
    course: Course, ledger: Ledger, submission: Submission, version: str, record: Record
) -> bool:
    same = version != UNREADABLE and ledger.version(submission) == version
    return same and record.graded and _are_there(course, submission, "autograded", ".ipynb")


def _is_told(course: Course, ledger: Ledger, submission: Submission, record: Record) -> bool:
    same = ledger.told(submission) == record.told
    return same and _are_there(course, submission, "feedback", ".html")


def _are_there(course: Course, submission: Submission, step: str, suffix: str) -> bool:
    folder = course.folder(f"{step}_directory", submission.student, submission.assignment)
    names = [path.with_suffix(suffix).name for path in course.notebooks(submission.assignment)]
    return all((folder / name).is_file() for name in names)


def versions(course: Course, submissions: Iterable[Submission]) -> dict[Submission, str]:
    """What changes whenever a submission, its source notebook, its checks or its due date do.

    UNREADABLE for a submission that cannot be read; grading it will say why.
    """

    @cache  # a class shares its source and its checks
    def of_the_course(assignment: str) -> bytes:
        source = course.folder("source_directory", ".", assignment)
        checks = course.root / "tests" / assignment  # not where all tests are ordinary ones
        return digest(source, ANYTHING) + (digest(checks, ANYTHING) if checks.is_dir() else b"")

    wanted, found = list(submissions), {}
    with opened(course) as gradebook:
        due = {a: due_dates(gradebook, a) for a in {s.assignment for s in wanted}}
    for submission in wanted:
        dates = due[submission.assignment]
        date = dates.get(submission.student, dates[""])
        theirs = of_the_course(submission.assignment) + date.encode()
        try:
            own = digest(submission.folder, HANDED_IN)
        except (Unfit, OSError):
            found[submission] = UNREADABLE
        else:
            found[submission] = sha256(own + theirs).hexdigest()
    return found
