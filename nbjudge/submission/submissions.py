"""A course's folder: its settings, and the places of submissions."""

import os
import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from nbjudge.course.layout import CONFIG, CourseError, own_check_module
from nbjudge.course.limits import Limits, read_limits
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.submission.flags import read_flags

# Mail programs, browsers and people change names: `tensors (1).zip`, `Tensors.ipynb.txt`.
_ADDED_TO_NAMES = re.compile(
    r"( ?\(\d+\)|[ _-]?copy|\.ipynb|\.txt|\.zip|\.tar|\.t?gz|\.rar|\.7z)+$"
)
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".rar", ".7z")


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
    """A course folder: its root and the settings in its `nbgrader_config.py`."""

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
        """The submissions in `submitted/` for an assignment, by student.

        Includes entries that are not proper folders: `readiness.trouble` says what to do.
        """
        folders = {name: self.submitted(name, assignment) for name in self.students(student)}
        return [
            Submission(assignment, name, folder)
            for name, folder in sorted(folders.items())
            if _is_folder(folder) or self.misplaced(folder)
        ]

    def submitted(self, student: str, assignment: str) -> Path:
        return self.folder("submitted_directory", student, assignment)

    def misplaced(self, folder: Path) -> list[Path]:
        """Files and folders beside a submission's folder that seem to belong to it."""
        names = {folder.name, *(path.stem for path in self.notebooks(folder.name))}
        meant = set(map(_alike, names))
        others = set(self.assignments())
        return [
            path
            for path in _entries(folder.parent)
            if path.name not in others and _ADDED_TO_NAMES.sub("", _alike(path.name)) in meant
        ]

    def unsorted(self) -> list[Path]:
        """Notebooks and archives that lie in `submitted/` itself, in no student's folder."""
        entries = _entries(self._all_submitted())
        return [p for p in entries if p.suffix.lower() in (".ipynb", *_ARCHIVES) and p.is_file()]

    def students(self, pattern: str = "*") -> Iterator[str]:
        """The names of the folders in `submitted/`."""
        for path in _entries(self._all_submitted()):
            if path.name == pattern or fnmatchcase(path.name, pattern):
                yield path.name

    def _all_submitted(self) -> Path:
        """The folder that holds a folder for each student."""
        path = self.submitted("*", "x")
        return Path(*path.parts[: path.parts.index("*")])

    def flags(self, submission: Submission) -> list[str]:
        """The flags of a graded submission (see `submission.flags`)."""
        graded = self.folder("autograded_directory", submission.student, submission.assignment)
        notebooks = self.notebooks(submission.assignment)
        return [flag for path in notebooks for flag in read_flags(graded / path.name)]

    def folder(self, kind: str, student: str, assignment: str) -> Path:
        """One of nbgrader's folders for a student and an assignment, such as `autograded/x/y`."""
        step = getattr(self.directory, kind)
        return Path(self.directory.format_path(step, student, assignment))


def open_course(root: Path) -> Course:
    """Reads a course folder. Raises CourseError if its `nbgrader_config.py` is missing or wrong."""
    if not (root / CONFIG).is_file():
        raise CourseError(f"{root} is no course folder: it has no {CONFIG}. Run this in one.")
    _put_own_programs_on_the_path()
    # As nbgrader's commands do, so that a course may keep plugins beside its settings.
    if str(root) not in sys.path:
        sys.path.append(str(root))
    config = _settings(root)
    _name_the_driver(config)
    limits = read_limits(config)
    try:
        directory = CourseDirectory(config=config)
    except TraitError as error:
        raise CourseError(f"{CONFIG}, c.CourseDirectory: {error}") from error
    directory.root = str(root)
    if directory.db_url.startswith("sqlite") and "?" not in directory.db_url:
        # Workers write in turn; with a short timeout, the second one gives up.
        directory.db_url += f"?timeout={limits.gradebook_seconds}"
    return Course(root, config, directory, limits)


def _settings(root: Path) -> Config:
    """What the course's `nbgrader_config.py` sets. Raises CourseError where it has a mistake."""
    try:
        return PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except Exception as error:  # the file is the course's own Python, so it can be any
        raise CourseError(f"the settings cannot be read: {_placed(error, root)}") from error


def _placed(error: Exception, root: Path) -> str:
    """An error in one line, with the last line of the course's own files that led to it."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno) for frame in frames]
    if isinstance(error, SyntaxError) and error.filename:
        places, said = [(error.filename, error.lineno)], f"{type(error).__name__}: {error.msg}"
    own = [(Path(file).name, line) for file, line in places if Path(file).parent == root]
    return f"{own[-1][0]}, line {own[-1][1]}: {said}" if own else said


def _name_the_driver(config: Config) -> None:
    """Opens a PostgreSQL gradebook by the driver that `nbjudge[postgres]` installs."""
    url = config.CourseDirectory.get("db_url", "")
    scheme, _, rest = url.partition("://") if isinstance(url, str) else ("", "", "")
    if scheme in ("postgres", "postgresql"):
        config.CourseDirectory.db_url = f"postgresql+psycopg://{rest}"


def _put_own_programs_on_the_path() -> None:
    """nbgrader starts `alembic` by name, which must work without an activated environment."""
    own = str(Path(sys.executable).parent)
    if own not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = own + os.pathsep + os.environ.get("PATH", "")


def _alike(name: str) -> str:
    """A key that is equal for names that look the same to a reader."""
    return normalize("NFC", name).casefold()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return True  # permission is missing, which `readiness.trouble` reports


def _entries(folder: Path) -> list[Path]:
    """The entries of a folder; none if it is not a folder, or may not be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
