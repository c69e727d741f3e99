"""Files handed in beside the notebook: copied to the kernel under names that hide no module."""

import filecmp
import os
import re
import shutil
from pathlib import Path

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.submission.files import SECRET, TIME, plain_files

_TIMESTAMP = re.compile(r"\s*\d{4}-\d\d-\d\d[\d:. T+-]*([A-Za-z/_]{1,40})?\s*")
_SECRET = re.compile(rb"[0-9a-f]{32,128}")
_IMPORTABLE = {".py", ".pyc", ".pyi", ".pyd", ".so", ".pth", ".egg", ".zip", ".whl"}


def offer(submission: Path, folder: Path, limits: Limits = DEFAULTS) -> None:
    """Copies a submission's plain files into `folder`, read-only.

    Links, notebooks and files that are too large are left out. A file that Python could import gets
    `.txt` at the end of its name, so that no `torch.py` replaces torch.
    """
    for count, path in enumerate(plain_files(submission)):
        large = path.stat().st_size > limits.attachment_bytes
        if path.suffix == ".ipynb" or large or count >= limits.attachments:
            continue
        name = path.relative_to(submission)
        safe = name.with_name(name.name + ".txt") if path.suffix in _IMPORTABLE else name
        (folder / safe).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / safe)
        (folder / safe).chmod(0o444)


def give(source: Path, folder: Path) -> None:
    """Copies the course's files beside its notebooks into `folder`, over existing files."""
    for path in plain_files(source):
        given = folder / path.relative_to(source)
        if path.suffix != ".ipynb":
            given.parent.mkdir(parents=True, exist_ok=True)
            given.unlink(missing_ok=True)
            shutil.copyfile(path, given)


def keep_only_the_courses(copied: Path, source: Path) -> list[str]:
    """Removes from nbgrader's copy of a submission every file that the course does not have.

    Returns their names. nbgrader copies all handed-in files, and the targets of links; formgrader
    would serve them as its own pages, with their scripts, and feedback would pass them on. Nothing
    is lost, since the notebook reads the handed-in files themselves (`offer`).
    """
    removed = []
    for place, folders, names in os.walk(copied, topdown=False):
        for path in [Path(place) / name for name in (*names, *folders)]:
            if path.is_symlink() or path.is_file():
                if not _is_the_courses(path, source / path.relative_to(copied)):
                    path.unlink()
                    removed.append(str(path.relative_to(copied)))
            elif not any(path.iterdir()):
                path.rmdir()
    return sorted(removed)


def _is_the_courses(path: Path, original: Path) -> bool:
    if path.is_symlink():
        return False
    if path.name == TIME:  # nbgrader compares this file to find a newer submission
        return _TIMESTAMP.fullmatch(path.read_bytes()[:100].decode(errors="replace")) is not None
    if path.name == SECRET:  # `nbgrader release_feedback` names pages by it
        return _SECRET.fullmatch(path.read_bytes()[:200]) is not None
    if not original.is_file():
        return False
    return original.suffix == ".ipynb" or filecmp.cmp(path, original, shallow=False)
