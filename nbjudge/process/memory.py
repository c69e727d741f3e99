"""How a process that is forked again and again holds its memory.

Linux only; elsewhere nothing is changed, and all goes on as before, only slower.
"""

import ctypes
from pathlib import Path

from nbjudge.process.tricks import is_on

_libc = ctypes.CDLL(None)
# asm-generic/mman-common.h, since Linux 6.1
_MADV_COLLAPSE = 25
_HUGE = 2 * 2**20


def gather_into_huge_pages() -> None:
    """Moves what this process holds into pages of 2 MB, as far as the machine has any.

    A fork copies a table with an entry for each page, and so there are far fewer (man 2
    madvise, MADV_COLLAPSE). Linux before 6.1 knows no such advice and leaves everything alone.
    """
    if not is_on("pages"):
        return
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, permissions, _, _, inode, *name = line.split()
        if permissions == "rw-p" and inode == "0" and name in ([], ["[heap]"]):
            first, end = (int(number, 16) for number in place.split("-"))
            first = -(-first // _HUGE) * _HUGE
            size = (end - first) // _HUGE * _HUGE
            if size > 0:
                _libc.madvise(ctypes.c_void_p(first), ctypes.c_size_t(size), _MADV_COLLAPSE)
