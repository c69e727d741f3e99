"""Puts a submission into `submitted/`, and keeps a former one."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Literal

from nbjudge.lms.choosing import Chosen
from nbjudge.submission.files import TIME
from nbjudge.submission.submissions import Course

State = Literal["collected", "unchanged", "replaced"]


def place(course: Course, student: str, chosen: Chosen, now: datetime) -> tuple[State, str]:
    """Puts the chosen files into `submitted/STUDENT/ASSIGNMENT`; returns what was done, and a note.

    A folder that is replaced moves to `.nbjudge/former/`, so that nothing is lost.
    """
    folder = course.submitted(student, chosen.assignment)
    wanted = {path: file.data for path, file in chosen.files.items()}
    if chosen.when is not None:
        # A download gives the server's local time, which is taken to be in this machine's time
        # zone.
        wanted[TIME] = f"{chosen.when.astimezone():%Y-%m-%d %H:%M:%S %z}".encode()
    if folder.is_dir() and _contents(folder) == wanted:
        return "unchanged", ""
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for path, data in wanted.items():
        (fresh / path).parent.mkdir(parents=True, exist_ok=True)
        (fresh / path).write_bytes(data)
    former = replace_submission(course, student, folder, fresh, now)
    if former is None:
        return "collected", ""
    return "replaced", f"the former one is in {former.relative_to(course.root)}"


def replace_submission(
    course: Course, student: str, folder: Path, fresh: Path, now: datetime
) -> Path | None:
    """Puts a folder in the place of a submission; returns where the former one is, if any was."""
    former = _put_away(course, student, folder, now)
    fresh.rename(folder)
    return former


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _put_away(course: Course, student: str, folder: Path, now: datetime) -> Path | None:
    if not folder.exists() and not folder.is_symlink():
        return None
    kept = course.root / ".nbjudge" / "former" / student / f"{folder.name}-{now:%Y%m%d-%H%M%S-%f}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder, kept)
    return kept
