"""Files handed in beside the notebook: offered to the kernel under names that shadow nothing."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from nbjudge.course.limits import DEFAULTS, Limits

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


def plain_files(folder: Path) -> Iterator[Path]:
    """The regular files in a folder and its subfolders; no links are followed."""
    for place, _, names in os.walk(folder, followlinks=False):
        for name in sorted(names):
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path


def remove_copies_of_links(submission: Path, copied: Path) -> list[str]:
    """Removes from `copied` what nbgrader copied there by following links in the submission.

    Returns their names. Else a link to anybody's file would put its contents on a feedback page.
    """
    removed = []
    for path in submission.rglob("*"):
        if _is_reached_by_link(path, submission):
            copy = copied / path.relative_to(submission)
            if copy.is_file():
                copy.unlink()
                removed.append(str(path.relative_to(submission)))
    return removed


def _is_reached_by_link(path: Path, submission: Path) -> bool:
    inside = [p for p in (path, *path.parents) if p.is_relative_to(submission) and p != submission]
    return any(p.is_symlink() for p in inside)
