"""Where a station judges: a course folder of its own, with one submission at a time in it."""

import contextlib
import os
import pickle
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nbjudge.course.layout import CONFIG
from nbjudge.grading.afar import rows
from nbjudge.grading.afar.contents import DATA, Contents
from nbjudge.grading.afar.folders import packed, put
from nbjudge.grading.ledger import Task
from nbjudge.grading.workers import Outcome, prepare_worker_within, worked
from nbjudge.judge.scratch import held_folder
from nbjudge.submission.submissions import Course, Submission, open_course

# What of a submission travels there, and what may come back changed.
SENT = ("submitted_directory", "autograded_directory")
RETURNED = ("autograded_directory", "feedback_directory")
# Folders by nbgrader's name of the step; None for one that is not there.
Folders = dict[str, bytes | None]
_OWN_SETTINGS = """

c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {url!r}
"""


@dataclass(frozen=True)
class Work:
    """What is to be done for a submission, with all that this needs besides the course."""

    task: Task
    dry: bool
    root: Path
    folders: Folders
    rows: rows.Rows
    secret: str


@dataclass(frozen=True)
class Result:
    """What came of it; `folders` and `changes` are what has to be written."""

    outcome: Outcome
    folders: Folders
    changes: rows.Changes


def sent(what: Work | Result) -> bytes:
    """The bytes of what is sent; `received` reads them. Both sides trust each other."""
    return zlib.compress(pickle.dumps(what), level=1)


def received(said: bytes) -> Work | Result:
    found: Work | Result = pickle.loads(zlib.decompress(said))
    return found


def folders_of(course: Course, submission: Submission, steps: tuple[str, ...]) -> Folders:
    """What these folders of a submission hold."""
    who = (submission.student, submission.assignment)
    return {step: packed(course.folder(step, *who)) for step in steps}


@contextlib.contextmanager
def opened_workplace(contents: Contents) -> Iterator["Workplace"]:
    """A workplace whose folder is removed at the end, or by a later run if this one is killed."""
    folder, held = held_folder()
    try:
        _furnish(Path(folder), contents)
        yield Workplace(Path(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _furnish(root: Path, contents: Contents) -> None:
    """Copies a course into a folder, but for its data, which stay where they are."""
    for name, path in contents.files().items():
        if not name.startswith(f"{DATA}/"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)
    os.environ["NBJUDGE_DATA"] = str(contents.data)
    own = _OWN_SETTINGS.format(root=str(root), url=f"sqlite:///{root}/gradebook.db")
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(own)


class Workplace:
    """A course folder with a gradebook that knows one submission at a time."""

    def __init__(self, root: Path):
        self._root = root
        prepare_worker_within(open_course(root).limits, [], 0)

    def judged(self, payload: bytes) -> bytes:
        """The result for some work, both as bytes."""
        work = received(payload)
        assert isinstance(work, Work)
        course = open_course(self._root)
        submission = work.task.submission
        who = (submission.student, submission.assignment)
        own = replace(submission, folder=course.submitted(*who))
        for step in {*SENT, *RETURNED}:
            put(work.folders.get(step), course.folder(step, *who))
        rows.enter_all(course, submission.assignment, work.rows, work.secret)
        outcome = worked(course, replace(work.task, submission=own), dry=work.dry)
        said = outcome.error.replace(str(self._root), str(work.root))
        result = Result(
            replace(outcome, submission=submission, error=said),
            self._changed(course, own, work),
            rows.changes(work.rows, rows.rows_of(course, own)),
        )
        for step in {*SENT, *RETURNED}:
            put(None, course.folder(step, *who))
        return sent(result)

    def _changed(self, course: Course, own: Submission, work: Work) -> Folders:
        found = folders_of(course, own, RETURNED)
        return {step: now for step, now in found.items() if now != work.folders.get(step)}
