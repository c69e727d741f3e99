"""Notices folders that have arrived: that are new or changed, and that nobody writes to now.

It looks at the times of files. Notifications of changes do not work on network drives or across
containers, and an exchange is often on one.
"""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from nbjudge.submission.files import LITTER

_LITTER = LITTER | {".pytest_cache"}
# No submission that can be graded has so many entries; those of others need not all be looked at.
_MOST = 5000
Stamp = tuple[tuple[str, int, int, int], ...]


def stamp_of(folder: Path) -> Stamp:
    """A value that changes with everything in a folder; links are not followed."""
    found: list[tuple[str, int, int, int]] = []
    waiting = [str(folder)]
    while waiting and len(found) < _MOST:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name in _LITTER:
                        continue
                    state = entry.stat(follow_symlinks=False)
                    times = (state.st_mtime_ns, state.st_ctime_ns)
                    found.append((entry.path, state.st_size, *times))
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError as error:  # it has gone, or may not be read: grading says which
            found.append((str(error), 0, 0, 0))
    return tuple(sorted(found))


@dataclass
class _Seen:
    stamp: Stamp
    since: float
    told: bool = False
    whole: bool | None = None


class Arrivals:
    """Tells each state of a folder once, as soon as it is whole and quiet.

    A folder is quiet if nothing in it has changed for `quiet` seconds. One that is not whole may
    still be on its way; it is told after `patience` seconds without a change.
    """

    def __init__(self, quiet: float, patience: float):
        self._quiet, self._patience = quiet, max(quiet, patience)
        self._seen: dict[Path, _Seen] = {}

    def look(self, folders: Iterable[Path], is_whole: Callable[[Path], bool]) -> list[Path]:
        """The folders to tell now."""
        now = time.monotonic()
        return [folder for folder in folders if self._has_arrived(folder, is_whole, now)]

    def leave_out(self, folder: Path) -> None:
        """Does not tell the present state of a folder."""
        self._seen[folder] = _Seen(stamp_of(folder), time.monotonic(), told=True)

    def _has_arrived(self, folder: Path, is_whole: Callable[[Path], bool], now: float) -> bool:
        stamp, seen = stamp_of(folder), self._seen.get(folder)
        if seen is None or seen.stamp != stamp:
            self._seen[folder] = _Seen(stamp, now)
            return False
        quiet = now - seen.since
        if seen.told or not stamp or quiet < self._quiet:
            return False
        if seen.whole is None:
            seen.whole = is_whole(folder)
        seen.told = seen.whole or quiet >= self._patience
        return seen.told
