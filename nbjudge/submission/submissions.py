"""What students handed in: where it lies, whether it can be read, and what is new."""

import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from nbjudge.course.layout import CONFIG, CourseError, own_check_module
from nbjudge.course.limits import Limits, read_limits
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.submission.flags import read_flags


@dataclass(frozen=True, order=True)
class Submission:
    """One student's folder for one assignment."""

    assignment: str
    student: str
    folder: Path

    @property
    def key(self) -> str:
        return f"{self.assignment}/{self.student}"


@dataclass(frozen=True)
class Course:
    """A course folder: its root and what its `nbgrader_config.py` says."""

    root: Path
    config: Config
    directory: CourseDirectory
    limits: Limits

    def assignments(self) -> list[str]:
        """The assignments that have a source, in alphabetical order."""
        found = Path(self.folder("source_directory", ".", "x")).parent.glob("*/*.ipynb")
        return sorted({path.parent.name for path in found})

    def notebooks(self, assignment: str) -> list[Path]:
        return sorted(self.folder("source_directory", ".", assignment).glob("*.ipynb"))

    def check_modules(self, notebook: Path) -> list[Path]:
        """The check modules of a source notebook's exercises, in order."""
        found = exercises(read_notebook(notebook))
        return [own_check_module(self.root, notebook.parent.name, e.slug) for e in found]

    def submissions(self, assignment: str, student: str = "*") -> list[Submission]:
        """What lies in `submitted/` for an assignment, by student."""
        pattern = self.folder("submitted_directory", student, assignment)
        found = sorted(self.root.glob(str(pattern.relative_to(self.root))))
        place = pattern.parts.index(student)
        return [Submission(assignment, f.parts[place], f) for f in found if f.is_dir()]

    def flags(self, submission: Submission) -> list[str]:
        """What the instructor should know of a graded submission (`submission.flags`)."""
        graded = self.folder("autograded_directory", submission.student, submission.assignment)
        notebooks = self.notebooks(submission.assignment)
        return [flag for path in notebooks for flag in read_flags(graded / path.name)]

    def folder(self, kind: str, student: str, assignment: str) -> Path:
        """A folder of nbgrader's for a student and an assignment, such as `autograded/x/y`."""
        step = getattr(self.directory, kind)
        return Path(self.directory.format_path(step, student, assignment))


def open_course(root: Path) -> Course:
    """Reads a course folder. Raises CourseError where it has no `nbgrader_config.py`."""
    if not (root / CONFIG).is_file():
        raise CourseError(f"{root} is no course folder: it has no {CONFIG}. Run this in one.")
    _put_own_programs_on_the_path()
    config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    directory, limits = CourseDirectory(config=config), read_limits(config)
    directory.root = str(root)
    if directory.db_url.startswith("sqlite") and "?" not in directory.db_url:
        # Workers write in turn; without it, the second one gives up soon.
        directory.db_url += f"?timeout={limits.gradebook_seconds}"
    return Course(root, config, directory, limits)


def _put_own_programs_on_the_path() -> None:
    """nbgrader starts `alembic` by its name, also where this environment is not activated."""
    own = str(Path(sys.executable).parent)
    if own not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = own + os.pathsep + os.environ.get("PATH", "")


def trouble(course: Course, submission: Submission) -> str:
    """Why a submission cannot be graded, and what to do; empty where it can."""
    if said := _uncopyable(submission.folder, course.limits.folder_bytes):
        return said
    expected = [path.name for path in course.notebooks(submission.assignment)]
    found = sorted(path.name for path in submission.folder.glob("*.ipynb"))
    for name in expected:
        if name not in found:
            has = f"it has {', '.join(found)}; rename the right one" if found else "it has none"
            return f"{submission.folder} needs a notebook called {name}: {has}"
        if (submission.folder / name).stat().st_size > course.limits.notebook_bytes:
            limit = f"{course.limits.notebook_bytes / 2**20:,.0f} MB"
            return f"{submission.folder / name} is larger than {limit}: clear its outputs"
        try:
            read_notebook(submission.folder / name)
        except CourseError as error:
            return str(error)
    return ""


def _uncopyable(folder: Path, most: int) -> str:
    """What nbgrader, which copies all files and follows links, could not copy, or not soon."""
    size = 0
    for path in folder.rglob("*"):
        if not path.is_file() and not path.is_dir():
            return f"{path} is no plain file (a broken link, a pipe or a device); remove it"
        size += path.stat().st_size
    if size > most:
        return f"{folder} holds {size / 2**20:,.0f} MB, and {most / 2**20:,.0f} are the limit"
    return ""


def versions(course: Course, submissions: Iterable[Submission]) -> dict[Submission, str]:
    """What changes whenever a submission, its source notebook or its checks do."""
    digest = functools.cache(_digest)  # a class shares its source and its checks
    found = {}
    for submission in submissions:
        folders = (
            submission.folder,
            course.folder("source_directory", ".", submission.assignment),
            course.root / "tests" / submission.assignment,
        )
        found[submission] = hashlib.sha256(b"".join(map(digest, folders))).hexdigest()
    return found


def _digest(folder: Path) -> bytes:
    parts = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not _is_litter(p)):
        parts.update(str(path.relative_to(folder)).encode() + b"\0")
        parts.update(hashlib.sha256(path.read_bytes()).digest())
    return parts.digest()


class Ledger:
    """Remembers, in `.nbjudge/graded.json`, which version of each submission has its grade."""

    def __init__(self, course: Course):
        self._path = course.root / ".nbjudge" / "graded.json"
        self._course = course
        self._graded = _read_json(self._path)

    def is_graded(self, submission: Submission, version: str) -> bool:
        done = self._course.folder(
            "autograded_directory", submission.student, submission.assignment
        )
        return self._graded.get(submission.key) == version and done.is_dir()

    def note(self, submission: Submission, version: str) -> None:
        self._graded[submission.key] = version
        self._path.parent.mkdir(exist_ok=True)
        self._path.write_text(json.dumps(self._graded, indent=1, sort_keys=True))


def _is_litter(path: Path) -> bool:
    return "__pycache__" in path.parts or ".ipynb_checkpoints" in path.parts


def _read_json(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}  # then everything is graded once more, which is safe
