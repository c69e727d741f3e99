"""Folders for what kernels write: each is removed by its run, at the latest by the next run."""

import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "nbj-"
# The path of a Unix socket has at most 107 characters; a kernel's in such a folder adds 55.
_LONGEST = 50
_SHORT = "/tmp"


def held_folder() -> tuple[str, int]:
    """A new folder and a descriptor of it; it is in use until all processes have closed that."""
    while True:
        folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_place())
        held = _hold(folder, alone=False)
        # Before the folder was locked, another run may have removed it as left over.
        if held is not None and Path(folder).exists():
            return folder, held


def remove_what_killed_runs_left() -> None:
    """Removes folders that nobody holds: those of runs that were killed with their server.

    This also sees the locks of processes that cannot be seen, such as those of other containers.
    """
    for folder in Path(_place()).glob(f"{_PREFIX}[0-9]*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if not Path("/proc", owner).exists():
            _remove_if_left(folder)


def _place() -> str:
    """The folder for temporary files, or another if paths of sockets in it would be too long."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= _LONGEST else _SHORT


def _remove_if_left(folder: Path) -> None:
    held = _hold(str(folder), alone=True)
    if held is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _hold(folder: str, *, alone: bool) -> int | None:
    """A descriptor of the folder with a lock on it; None if others hold it, or if it is gone."""
    import fcntl  # only where kernels are forked

    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
