"""Which pages of memory a fork has written since, as Linux knows it.

A fork shares each page with the process that it comes from until one of them writes to it. Then the
page is copied, and Linux says of the copy that it is held by one process only
(admin-guide/mm/pagemap, bit 56). So a page that is still shared is as it was.
"""

import os
import resource
from operator import itemgetter

PAGE_BYTES = resource.getpagesize()
_ENTRY = 8  # bytes that describe a page; the last of them has what is asked here
_NEAR = 64  # pages: what lies closer together is asked for at once
# The page is in memory, and no file's, and more processes than one hold it.
_SHARED = 0x80


class Pages:
    """Some pages of memory, by their numbers (address divided by PAGE_BYTES), in order."""

    def __init__(self, numbers: list[int]):
        self._count = len(numbers)
        self._runs: list[tuple[int, int]] = []  # the first number, and how many
        places, asked = [], 0
        for number in numbers:
            first, count = self._runs[-1] if self._runs else (number, 0)
            if number > first + count + _NEAR:
                asked += count
                self._runs.append((number, 1))
            else:
                self._runs[-1:] = [(first, number - first + 1)]
            places.append(asked + number - self._runs[-1][0])
        self._pick = itemgetter(*places, 0)  # of more than one item, so that it gives a tuple

    def written(self, process: int) -> list[int]:
        """Which of the pages a process does not share, by their places; all if it is not known."""
        try:
            entries = self._entries(process)
        except OSError:  # a Linux that does not tell
            return list(range(self._count))
        flags = self._pick(entries[_ENTRY - 1 :: _ENTRY])
        return [place for place in range(self._count) if flags[place] != _SHARED]

    def _entries(self, process: int) -> bytes:
        file = os.open(f"/proc/{process}/pagemap", os.O_RDONLY | os.O_CLOEXEC)
        try:
            return b"".join(
                os.pread(file, count * _ENTRY, first * _ENTRY) for first, count in self._runs
            )
        finally:
            os.close(file)
