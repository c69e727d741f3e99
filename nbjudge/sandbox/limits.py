"""Limits what one process may use, and measures what a kernel's processes use."""

import os
import resource
from pathlib import Path

from nbjudge.course.limits import Limits

_DATA_BYTES_WHERE_UNKNOWN = 128 * 2**20


def restrict_own_memory(more_bytes: int) -> None:
    """Limits this process to `more` bytes beyond its present memory; past that, MemoryError."""
    _set(resource.RLIMIT_DATA, _data_bytes() + more_bytes)


def restrict(limits: Limits) -> None:
    """Limits this process and each child: memory beyond its present use, CPU time, files."""
    restrict_own_memory(limits.memory_bytes)
    _set(resource.RLIMIT_CPU, limits.submission_seconds)
    _set(resource.RLIMIT_FSIZE, limits.file_bytes)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, limits.open_files)
    _set(resource.RLIMIT_MSGQUEUE, 0)


def descendants(process: int) -> list[int]:
    """The processes that a process started, and their descendants."""
    found: list[int] = []
    waiting = [process]
    while waiting:
        for child in _children(waiting.pop()):
            found.append(child)
            waiting.append(child)
    return found


def resident_bytes(process: int) -> int:
    """The memory that a process holds now, shared pages included; 0 if it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def own_bytes(process: int) -> int:
    """A process's memory, with its share of shared pages; 0 if it has ended. Slow."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def count_threads(process: int) -> int:
    """The number of threads of a process; 0 if it has ended."""
    try:
        # Each thread is a folder, and each folder adds one link to its parent.
        return Path(f"/proc/{process}/task").stat().st_nlink - 2
    except OSError:
        return 0


def sockets_in_use() -> int:
    """The number of sockets in this process's network namespace, local ones included."""
    try:
        first = Path("/proc/net/sockstat").read_text().partition("\n")[0]
        return int(first.removeprefix("sockets: used "))
    except (OSError, ValueError):
        return 0


def entries(folder: str) -> int:
    """The number of entries in a folder; 0 if it is gone."""
    try:
        with os.scandir(folder) as found:
            return sum(1 for _ in found)
    except OSError:
        return 0


def _children(process: int) -> list[int]:
    # Asked at each look at a kernel, so without `pathlib`, which takes thrice as long.
    found: list[int] = []
    threads = f"/proc/{process}/task"
    try:
        for thread in os.listdir(threads):  # noqa: PTH208
            with open(f"{threads}/{thread}/children", "rb", buffering=0) as told:  # noqa: PTH123
                found += map(int, told.read().split())
    except OSError:
        return found  # the process ended meanwhile
    return found


def _data_bytes() -> int:
    """The memory that already counts against RLIMIT_DATA: private and writable."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return _DATA_BYTES_WHERE_UNKNOWN


def _set(kind: int, wanted: int) -> None:
    _, most = resource.getrlimit(kind)
    limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    resource.setrlimit(kind, (limit, limit))
