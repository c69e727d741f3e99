"""A submission's folder as bytes, and back; links stay links."""

import io
import os
import shutil
import tarfile
from pathlib import Path


def packed(folder: Path) -> bytes | None:
    """A tar of a folder; None if there is no such folder."""
    if not folder.is_dir():
        return None
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.add(folder, arcname=".")
    return written.getvalue()


def put(content: bytes | None, folder: Path) -> None:
    """Makes a folder hold this content and nothing else; without content it is removed."""
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    if content is not None:
        draft.mkdir(parents=True)
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(draft, filter=_as_it_was)
    if folder.exists():
        shutil.rmtree(folder)
    if content is not None:
        draft.rename(folder)


def _as_it_was(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """Keeps permissions, not owners. Raises an error for what would lie outside the folder."""
    inside = tarfile.tar_filter(member, folder).replace(mode=member.mode & 0o777, deep=False)
    inside.uid, inside.gid = os.getuid(), os.getgid()
    inside.uname = inside.gname = ""
    return inside
