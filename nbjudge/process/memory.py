"""How a process that is forked again and again holds its memory.

Linux only; on other systems nothing is changed, and forking is slower.
"""

import ctypes
from pathlib import Path

from nbjudge.process.tricks import is_on

_libc = ctypes.CDLL(None)
# asm-generic/mman-common.h, since Linux 6.1
_MADV_COLLAPSE = 25
_HUGE = 2 * 2**20


def gather_into_huge_pages() -> None:
    """Moves the memory of this process into pages of 2 MB, as far as the machine has any.

    A fork copies a table with an entry for each page, and large pages are far fewer (man 2
    madvise, MADV_COLLAPSE). Linux before 6.1 does not know this advice and changes nothing.
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
