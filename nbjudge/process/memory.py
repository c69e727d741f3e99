"""How a process that is forked again and again, or makes large tensors, holds its memory.

Linux with glibc only; elsewhere nothing is changed, and all goes on as before, only slower.
"""

import ctypes
from pathlib import Path

from nbjudge.process.tricks import is_on

_libc = ctypes.CDLL(None)
# malloc.h: how much free memory at the end of the heap is given back, and from which size on a
# piece of memory is mapped for itself.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_NEVER, _MOST = 2**30, 32 * 2**20
# asm-generic/mman-common.h, since Linux 6.1
_MADV_COLLAPSE = 25
_HUGE = 2 * 2**20


def keep_freed_memory() -> None:
    """Has this process use freed memory again, instead of giving it back to the machine at once.

    The machine fills what it gives with zeros, page by page, and large tensors would have it do so
    for each of them.
    """
    if is_on("freed") and hasattr(_libc, "mallopt"):
        _libc.mallopt(_TRIM_THRESHOLD, _NEVER)
        _libc.mallopt(_MMAP_THRESHOLD, _MOST)


def gather_into_huge_pages() -> None:
    """Moves what this process holds into pages of 2 MB, as far as the machine has any.

    A fork copies a table with an entry for each page, and there are 500 times fewer (man 2
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
