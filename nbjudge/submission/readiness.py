"""Whether a submission can be graded, and what to do if not."""

from pathlib import Path
from unicodedata import category, normalize

from nbgrader.utils import parse_utc

from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import read_notebook
from nbjudge.submission.files import TIME, Unfit, check_files, everything_in, of_submissions
from nbjudge.submission.submissions import Course, Submission

# Control characters, line ends, and characters that stand for bytes that are not UTF-8.
_NOT_IN_NAMES = ("Cc", "Cs", "Zl", "Zp")
# nbgrader's formgrader puts a student's name into its page as HTML.
_MARKUP = set('<>"\\')
_OTHERWISE = "its letters are encoded differently, though they look the same"
_LIKE_A_NOTEBOOK = (".ipynb", ".zip", ".tar", ".gz", ".tgz", ".rar", ".7z")


def trouble(course: Course, submission: Submission) -> str:
    """Why a submission cannot be graded, and what to do; empty if it can."""
    try:
        _check(course, submission)
    except (Unfit, CourseError) as error:
        return str(error)
    except OSError as error:
        return f"{submission.folder} cannot be read ({error}): look at it, and grade once more"
    return ""


def _check(course: Course, submission: Submission) -> None:
    check_name(submission.folder)
    _check_place(course, submission.folder)
    check_files(submission.folder, of_submissions(course.limits))
    for path in course.notebooks(submission.assignment):
        _check_notebook(submission.folder, path.name, course.limits.notebook_bytes)
    _check_time(submission.folder / TIME)


def check_name(folder: Path) -> None:
    """Raises Unfit if the name of the student's folder cannot be kept in the gradebook."""
    name = folder.parent.name
    if name != name.strip() or any(category(letter) in _NOT_IN_NAMES for letter in name):
        raise Unfit(
            f"rename the folder {folder.parent}: its name is the student's in the "
            "gradebook, and may hold no line breaks, no bytes that are no UTF-8, and no spaces "
            "at its ends"
        )
    if set(name) & _MARKUP:
        raise Unfit(f"rename the student's folder {folder.parent}, without any of < > \" and \\")


def _check_place(course: Course, folder: Path) -> None:
    if folder.is_dir():
        return
    found = course.misplaced(folder)
    if not found:
        raise Unfit(f"{folder} is gone: was it moved while the class was graded?")
    if alike := [path for path in found if _is_the_same(path.name, folder.name)]:
        raise Unfit(f"rename {alike[0]} to {folder}: {_OTHERWISE}")
    what = "unpack it" if _is_packed(found[0]) else "put what it holds"
    if found[0].suffix.lower() == ".ipynb":
        what = "move it"
    raise Unfit(f"{found[0]} is not where it belongs: {what} into the folder {folder}")


def _check_notebook(folder: Path, name: str, most: int) -> None:
    path = folder / name
    if not path.is_file():
        raise Unfit(f"{folder} needs a notebook called {name}: {_instead(folder, name)}")
    if path.stat().st_size > most:
        limit = f"{most / 2**20:,.0f} MB"
        raise Unfit(f"{path} is larger than {limit}: clear its outputs")
    read_notebook(path)


def _instead(folder: Path, name: str) -> str:
    """What the folder has instead of the notebook, and what to do with that."""
    below = [path for path in everything_in(folder) if path.name == name]
    if below:
        return f"move it up from {below[0].relative_to(folder).parent}"
    entries = sorted(path.name for path in folder.iterdir())
    if alike := [entry for entry in entries if _is_the_same(entry, name)]:
        return f"rename {alike[0]}: {_OTHERWISE}"
    found = [entry for entry in entries if any(end in entry.lower() for end in _LIKE_A_NOTEBOOK)]
    if found and all(_is_packed(Path(entry)) for entry in found):
        return f"it has {', '.join(found)}; unpack it there"
    return f"it has {', '.join(found)}; rename the right one" if found else "it has none"


def _is_the_same(name: str, other: str) -> bool:
    """Whether two names look the same, such as an ü as one character and as two."""
    return normalize("NFC", name) == normalize("NFC", other)


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() in _LIKE_A_NOTEBOOK[1:]


def _check_time(path: Path) -> None:
    """Raises Unfit for an invalid time of handing in, which decides the penalty for being late."""
    if not path.is_file():
        return
    try:
        parse_utc(path.read_text(encoding="utf-8").strip() or None)
    except (ValueError, OverflowError):
        raise Unfit(
            f"{path} holds no time: write one such as 2025-01-31 12:00:00 UTC, or remove the file"
        ) from None
