"""What is done and what is left to do: which version of a submission has grade and feedback."""

import json
import os
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from nbjudge.course.layout import CourseError, files_beside, slug_of
from nbjudge.course.notebook import CHECKS_SUFFIX
from nbjudge.grading.data_used import data_named_in
from nbjudge.grading.gradebook import NO_RECORD, Record, opened, records
from nbjudge.grading.standings import due_dates
from nbjudge.submission.files import ANYTHING, HANDED_IN, LITTER, Unfit, digest
from nbjudge.submission.submissions import Course, Submission


@dataclass(frozen=True)
class Version:
    """What decides a grade: what was handed in, the course's part, and the checks.

    `course` changes with the source notebook, the data that it names, and the due date. `checks`
    has a text for each exercise, which changes with its checks.
    """

    handed_in: str = ""
    course: str = ""
    checks: dict[str, str] = field(default_factory=dict)


# No graded submission has this version, so what cannot be read is tried again each time.
UNREADABLE = Version()


class Ledger:
    """Keeps in `.nbjudge/graded.db` which versions were graded, and what feedback pages show.

    Several processes may have one open, and each sees at once what another has noted. All methods
    raise CourseError if the file cannot be read or written.
    """

    def __init__(self, course: Course):
        self._path = course.root / ".nbjudge" / "graded.db"
        self._patience = course.limits.gradebook_seconds
        self._process = 0

    def version(self, submission: Submission) -> Version:
        """The version that was graded; UNREADABLE if none was."""
        for (text,) in self._do("SELECT version FROM graded WHERE name = ?", _name(submission)):
            return Version(**json.loads(text))
        return UNREADABLE

    def told(self, submission: Submission) -> str:
        """What the feedback page shows (`Record.told`); empty if there is no page."""
        for (text,) in self._do("SELECT told FROM graded WHERE name = ?", _name(submission)):
            return str(text)
        return ""

    def turn(self, submission: Submission) -> int:
        """How often something was noted about it: another process has done so if this differs."""
        found = self._do("SELECT number FROM turns WHERE name = ?", _name(submission))
        return int(found[0][0]) if found else 0

    def note(self, submission: Submission, version: Version, told: str) -> None:
        text = json.dumps(asdict(version))
        self._take_turn(submission)
        self._do("REPLACE INTO graded VALUES (?, ?, ?)", _name(submission), text, told)

    def forget(self, submission: Submission) -> None:
        self._take_turn(submission)
        self._do("DELETE FROM graded WHERE name = ?", _name(submission))

    def _take_turn(self, submission: Submission) -> None:
        counted = "INSERT INTO turns VALUES (?, 1) ON CONFLICT DO UPDATE SET number = number + 1"
        self._do(counted, _name(submission))

    def _do(self, statement: str, *values: object) -> list[tuple[str]]:
        try:
            return self._database().execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise CourseError(
                f"{self._path}: {error}. If the file is damaged, delete it: then every submission "
                "is graded once more"
            ) from error

    def _database(self) -> sqlite3.Connection:
        """This process's connection: one that was forked must not be used (sqlite.org/faq)."""
        if self._process != os.getpid():
            self._path.parent.mkdir(exist_ok=True)
            opened = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None)
            weakref.finalize(self, opened.close)
            opened.execute("CREATE TABLE IF NOT EXISTS graded (name PRIMARY KEY, version, told)")
            opened.execute("CREATE TABLE IF NOT EXISTS turns (name PRIMARY KEY, number)")
            self._connection, self._process = opened, os.getpid()
        return self._connection


def _name(submission: Submission) -> bytes:
    """As bytes, since a folder's name may be no valid text."""
    return submission.key.encode("utf-8", "surrogateescape")


@dataclass(frozen=True)
class Task:
    """What is to be done for a submission: judge all of it, some exercises, or nothing.

    `exercises` are to be judged again; if it is empty, `judge` tells whether the whole submission
    is judged. `version` is recorded afterwards: for an exercise that is not judged now, it names
    the checks that judged the exercise before. `page` tells whether a feedback page is wanted, and
    `stale` whether the page is missing or old. `only` is what the run was asked for, and `turn` the
    submission's turn (`Ledger.turn`) when this was found out.
    """

    submission: Submission
    version: Version
    judge: bool = True
    exercises: frozenset[str] = frozenset()
    page: bool = True
    stale: bool = True
    handed_in_anew: bool = False
    only: frozenset[str] = frozenset()
    turn: int = 0


def pending(
    course: Course,
    submissions: list[Submission],
    *,
    feedback: bool = True,
    force: bool = False,
    only: Collection[str] = (),
) -> list[Task]:
    """The tasks for submissions that are new or have changed, or whose results are missing.

    This looks at the gradebook, the graded notebooks and, with `feedback`, the pages: a page is old
    once somebody has changed a grade or a comment by hand. If only the checks of some exercises
    have changed, only these exercises are judged. With `force`, everything is judged; with `only`,
    these exercises of submissions that have their grade.
    """
    ledger = Ledger(course)
    turns = {submission: ledger.turn(submission) for submission in submissions}
    found = versions(course, submissions)
    with opened(course) as gradebook:
        known = {a: records(gradebook, a) for a in {s.assignment for s in submissions}}
    tasks = []
    for submission in submissions:
        record = known[submission.assignment].get(submission.student, NO_RECORD)
        stale = not _is_told(course, ledger, submission, record)
        task = Task(
            submission, found[submission], page=feedback, stale=stale,
            only=frozenset(only), turn=turns[submission],
        )  # fmt: skip
        has_grade = record.is_known and _are_there(course, submission, "autograded", ".ipynb")
        if only:
            chosen = _chosen(task, ledger, record, only) if has_grade else task
        else:
            chosen = _changed(task, ledger) if has_grade and record.graded and not force else task
        if chosen.judge or (feedback and stale):
            tasks.append(_with_its_reason(chosen, ledger))
    return tasks


def left_to_do(course: Course, task: Task) -> Task | None:
    """What is left of a task, if anything, now that another process may have done some of it."""
    ledger = Ledger(course)
    if ledger.turn(task.submission) == task.turn:
        return task
    is_done = ledger.version(task.submission) == task.version
    only = () if is_done else task.only
    left = pending(course, [task.submission], feedback=task.page, only=only)
    return next((other for other in left if not (is_done and other.judge)), None)


def _changed(task: Task, ledger: Ledger) -> Task:
    """What has changed in a submission that has its grade."""
    new, old = task.version, ledger.version(task.submission)
    if new == UNREADABLE or (new.handed_in, new.course) != (old.handed_in, old.course):
        return task
    if new.checks == old.checks:
        return replace(task, judge=False)
    changed = {slug for slug in new.checks if new.checks[slug] != old.checks.get(slug)}
    return task if changed == set(new.checks) else replace(task, exercises=frozenset(changed))


def _chosen(task: Task, ledger: Ledger, record: Record, only: Collection[str]) -> Task:
    """The exercises to be judged again, if the submission is the one that was graded."""
    new, old = task.version, ledger.version(task.submission)
    exercises = frozenset(only) & set(new.checks)
    cells = {f"{slug}{CHECKS_SUFFIX}" for slug in exercises}
    if new == UNREADABLE or new.handed_in != old.handed_in or not record.lacking <= cells:
        return task
    checks = {**old.checks, **{slug: new.checks[slug] for slug in exercises}}
    return replace(task, exercises=exercises, version=replace(old, checks=checks))


def _with_its_reason(task: Task, ledger: Ledger) -> Task:
    old = ledger.version(task.submission)
    anew = old != UNREADABLE and old.handed_in != task.version.handed_in
    return replace(task, handed_in_anew=task.judge and anew)


def _is_told(course: Course, ledger: Ledger, submission: Submission, record: Record) -> bool:
    same = ledger.told(submission) == record.told
    return same and _are_there(course, submission, "feedback", ".html")


def _are_there(course: Course, submission: Submission, step: str, suffix: str) -> bool:
    folder = course.folder(f"{step}_directory", submission.student, submission.assignment)
    names = [path.with_suffix(suffix).name for path in course.notebooks(submission.assignment)]
    return all((folder / name).is_file() for name in names)


def versions(course: Course, submissions: Iterable[Submission]) -> dict[Submission, Version]:
    """Versions of submissions: they change with what was handed in and with the course's part.

    That is the source notebook, the data, the checks, and the due date.

    UNREADABLE for a submission that cannot be read; grading it will say why.
    """
    source, checks = cache(partial(_source, course)), cache(partial(_checks, course))
    wanted, found = list(submissions), {}
    with opened(course) as gradebook:
        due = {a: due_dates(gradebook, a) for a in {s.assignment for s in wanted}}
    for submission in wanted:
        dates = due[submission.assignment]
        date = dates.get(submission.student, dates[""])
        theirs = sha256(source(submission.assignment) + date.encode()).hexdigest()
        try:
            own = digest(submission.folder, HANDED_IN).hex()
        except (Unfit, OSError):
            found[submission] = UNREADABLE
        else:
            found[submission] = Version(own, theirs, checks(submission.assignment))
    return found


def _source(course: Course, assignment: str) -> bytes:
    source = course.folder("source_directory", ".", assignment)
    texts = [path.read_bytes() for path in course.notebooks(assignment)]
    checks = (path for nb in course.notebooks(assignment) for path in course.check_modules(nb))
    for path in filter(Path.is_file, checks):
        texts += [path.read_bytes(), *(beside.read_bytes() for beside in files_beside(path))]
    return digest(source, ANYTHING) + data_named_in(b"\n".join(texts), course.root)


def _checks(course: Course, assignment: str) -> dict[str, str]:
    """For each exercise, a text that changes with its check module or a file that it uses."""
    paths = [path for nb in course.notebooks(assignment) for path in course.check_modules(nb)]
    modules = [path for path in paths if path.is_file()]
    shared = digest(modules[0].parent, ANYTHING, without=modules) if modules else b""
    return {slug_of(path): sha256(shared + _with_files_above(path)).hexdigest() for path in modules}


def _with_files_above(module: Path) -> bytes:
    """A check module, and what it uses of the files and folders in the course's `tests` itself."""
    above = [path for path in files_beside(module) if path.parent != module.parent]
    texts = [path.read_bytes() for path in (module, *above)]
    own = [path.read_bytes() for path in files_beside(module) if path not in above]
    return b"\0".join([*texts, *_data_above(module, b"\0".join([*texts, *own]))])


def _data_above(module: Path, texts: bytes) -> Iterator[bytes]:
    """The data in the course's `tests` itself whose names occur in these texts."""
    for path in sorted(module.parents[1].iterdir()):
        if path.suffix == ".py" or path.name in LITTER or path.name.encode() not in texts:
            continue
        if path.is_file():
            yield path.read_bytes()
        elif not any(path.glob("test_*.py")):  # else it has the checks of an assignment
            yield digest(path, ANYTHING)
