"""Files handed in beside the notebook: offered to the kernel under names that shadow nothing."""

import filecmp
import os
import re
import shutil
from pathlib import Path

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.submission.files import plain_files

_TIMESTAMP = re.compile(r"\s*\d{4}-\d\d-\d\d[\d:. T+-]*([A-Za-z/_]{1,40})?\s*")
_IMPORTABLE = {".py", ".pyc", ".pyi", ".pyd", ".so", ".pth", ".egg", ".zip", ".whl"}


def offer(submission: Path, folder: Path, limits: Limits = DEFAULTS) -> None:
    """Copies a submission's plain files into `folder`, read-only.

    Links are left out, as are notebooks, and what is too large. A file that Python could import
    gets `.txt` at the end of its name, so that no `torch.py` stands in for torch.
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
    """Copies what the course gives beside its notebooks into `folder`, over what is there."""
    for path in plain_files(source):
        given = folder / path.relative_to(source)
        if path.suffix != ".ipynb":
            given.parent.mkdir(parents=True, exist_ok=True)
            given.unlink(missing_ok=True)
            shutil.copyfile(path, given)


def keep_only_the_courses(copied: Path, source: Path) -> list[str]:
    """Removes from nbgrader's copy of a submission every file that the course does not hold.

    Returns their names. nbgrader copies all that was handed in, and what links there lead to;
    formgrader would serve it as pages of its own, scripts and all, and feedback would pass it on.
    What the notebook reads it reads from what was handed in (`offer`), so nothing is lost.
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
    if path.name == "timestamp.txt":  # by which nbgrader tells that there is a newer submission
        return _TIMESTAMP.fullmatch(path.read_bytes()[:100].decode(errors="replace")) is not None
    if not original.is_file():
        return False
    return original.suffix == ".ipynb" or filecmp.cmp(path, original, shallow=False)
