"""Reads handed-in files one by one, without following links, and within limits."""

import hashlib
import os
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from nbjudge.course.limits import DEFAULTS, Limits


class Bounds(NamedTuple):
    """How much may be handed in: bytes of all files, number of files, depth of folders."""

    bytes: int
    files: int
    depth: int


def of_submissions(limits: Limits) -> Bounds:
    """How much may be handed in."""
    return Bounds(limits.folder_bytes, limits.folder_files, limits.folder_depth)


HANDED_IN = of_submissions(DEFAULTS)
# The course's own folders may have any size.
ANYTHING = Bounds(sys.maxsize, sys.maxsize, sys.maxsize)
# What programs leave beside what people write.
LITTER = frozenset({"__pycache__", ".ipynb_checkpoints"})
# What nbgrader's exchange puts beside what is handed in: when that was, and what names the page.
TIME, SECRET = "timestamp.txt", "submission_secret.txt"


class Unfit(Exception):
    """A submission cannot be graded; the message says why, and what to do."""


def everything_in(folder: Path, bounds: Bounds = HANDED_IN) -> Iterator[Path]:
    """Everything in a folder and its subfolders, sorted by name; links are not followed.

    Raises Unfit if there is too much, or if something cannot be read.
    """
    waiting, count = [(folder, 0)], 0
    while waiting:
        place, depth = waiting.pop(0)
        for path in _entries(place):
            count += 1
            if count > bounds.files:
                raise Unfit(f"{folder} holds more than {bounds.files} files: keep what is needed")
            yield path
            if path.is_dir() and not path.is_symlink():
                if depth == bounds.depth:
                    first = folder / path.relative_to(folder).parts[0]
                    raise Unfit(
                        f"{first} holds more than {depth} folders in one another: remove it"
                    )
                waiting.append((path, depth + 1))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except PermissionError:
        raise Unfit(f"{folder} may not be read: change its permissions") from None


def plain_files(folder: Path) -> Iterator[Path]:
    """The regular files in a folder and its subfolders; no links. Raises Unfit."""
    return (path for path in everything_in(folder) if path.is_file() and not path.is_symlink())


def check_files(folder: Path, bounds: Bounds = HANDED_IN) -> None:
    """Raises Unfit if nbgrader, which follows links, could not copy all files in short time.

    This reads none of the files.
    """
    size = 0
    for path in everything_in(folder, bounds):
        if os.fsencode(path.name) != path.name.encode(errors="replace"):
            raise Unfit(f"{path} has a name with bytes that are no UTF-8: rename it")
        if not path.is_file() and not path.is_dir():
            raise Unfit(f"{path} is no plain file (a broken link, a pipe or a device): remove it")
        if not os.access(path, os.R_OK):
            raise Unfit(f"{path} may not be read: change its permissions")
        size += path.stat().st_size
        if size > bounds.bytes:
            limit = f"the limit is {bounds.bytes / 2**20:,.0f} MB for all files together"
            raise Unfit(f"{path} is too large ({limit}): remove what is not needed")


def digest(folder: Path, bounds: Bounds = HANDED_IN, without: Collection[Path] = ()) -> bytes:
    """A text that changes whenever a file in the folder changes, except those left out.

    Raises Unfit if there is too much to read, OSError if a file cannot be read or disappears.
    """
    parts, left = hashlib.sha256(), bounds.bytes
    for path in everything_in(folder, bounds):
        left_out = path in without or LITTER.intersection(path.parts)
        if path.is_file() and not left_out:
            size = path.stat().st_size
            left -= size
            if left < 0:
                raise Unfit(f"{folder} holds more than {bounds.bytes // 2**20} MB")
            parts.update(os.fsencode(path.relative_to(folder)) + b"\0")
            with path.open("rb") as file:
                parts.update(hashlib.sha256(file.read(size)).digest())
    return parts.digest()
