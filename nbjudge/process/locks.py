"""Locks between processes: files that one process holds at a time, whatever ends it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there, nothing serves while something else grades
    fcntl = None  # type: ignore[assignment]


class Lock:
    """A lock on a file, which is made if it is missing; the system frees it with its process."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a")

    def take(self, *, wait: bool = True) -> bool:
        """Takes the lock, or says that another process has it."""
        if fcntl is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True

    def free(self) -> None:
        if fcntl is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Frees the lock for good."""
        self.free()
        self._file.close()


@contextlib.contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Holds the lock on a file; gives whether another process had to be waited for."""
    with contextlib.closing(Lock(path)) as lock:
        waited = not lock.take(wait=False)
        if waited:
            lock.take()
        yield waited


def is_taken(path: Path) -> bool:
    """Whether another process holds the lock on a file."""
    if not path.exists():
        return False
    with contextlib.closing(Lock(path)) as lock:
        return not lock.take(wait=False)
