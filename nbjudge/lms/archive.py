"""Unpacks a zip that somebody else made: corrects names, and checks every file first."""

import io
import lzma
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from nbjudge.course.layout import CourseError

# Files that operating systems add by themselves.
_LITTER = {"__MACOSX", ".DS_Store", "Thumbs.db", ".ipynb_checkpoints", "__pycache__"}
_NAMED_IN_UTF8 = 0x800


@dataclass(frozen=True)
class Member:
    """A file in a zip: its path (with `/`), its bytes, and when it was last changed."""

    path: str
    data: bytes
    changed: datetime


@dataclass(frozen=True)
class Refused:
    """A file in a zip that is not taken out, and why."""

    path: str
    why: str


def unpack(path: Path, most: int) -> Iterator[Member | Refused]:
    """The files of a zip, of at most `most` bytes each. Raises CourseError if it is not a zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _members(archive, most)
    except FileNotFoundError:
        raise CourseError(f"there is no file {path}") from None
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise CourseError(f"{path} is no whole zip file ({error}): download it again") from error


def unpack_within(outer: Member, most: int) -> Iterator[Member | Refused]:
    """The files of a zip inside a zip; their paths begin with the folder of the inner zip."""
    folder = PurePosixPath(outer.path).parent
    try:
        with zipfile.ZipFile(io.BytesIO(outer.data)) as archive:
            for member in _members(archive, most):
                yield type(member)(**{**vars(member), "path": str(folder / member.path)})
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        yield Refused(outer.path, f"it is no whole zip file ({error}): ask for it again")


def _members(archive: zipfile.ZipFile, most: int) -> Iterator[Member | Refused]:
    for info in archive.infolist():
        path = _path(info)
        if not info.is_dir() and not _LITTER.intersection(PurePosixPath(path).parts):
            yield _member(archive, info, path, most)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, most: int
) -> Member | Refused:
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or ":" in parts[0]:
        return Refused(path, "its path leads out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return Refused(path, "it is a link")
    try:
        with archive.open(info) as file:
            data = file.read(most + 1)
    # What damaged data make the decompressors raise.
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, EOFError,
            NotImplementedError, RuntimeError) as error:  # fmt: skip
        return Refused(path, f"it cannot be unpacked ({error}): ask for it again")
    if len(data) > most:
        return Refused(path, f"it is larger than {most // 2**20} MB")
    return Member(path, data, datetime(*info.date_time))


def _path(info: zipfile.ZipInfo) -> str:
    """A member's path, read in the encoding that it was written in, with composed characters."""
    name = info.filename
    if not info.flag_bits & _NAMED_IN_UTF8:
        name = _decoded(name.encode("cp437"))  # the encoding in which `zipfile` has read it
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _decoded(raw: bytes) -> str:
    """Decodes text whose encoding is not given: UTF-8 if possible, else a code page.

    The code page of DOS has its letters below 0xa0, where that of Windows has hardly any.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        from_dos = any(0x80 <= byte < 0xA0 for byte in raw)
        return raw.decode("cp850" if from_dos else "cp1252", errors="replace")
