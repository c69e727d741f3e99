"""Control groups: where one may be made, Linux itself bounds a kernel's memory and processes.

It counts what no rlimit does: memory of Linux's own that a process causes, and what is started
between two looks of the guard. Both versions are known (admin-guide/cgroup-v2 and cgroup-v1).
Version 2 is used where systemd has delegated a group to this course (`Delegate=`), since a group
there can bound others only once its own processes have left it. Version 1 is used where this
process may make groups.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbjudge.course.limits import Limits

_NAME, _OWN = "nbjudge-", "nbjudge"
_CONTROLLERS = ("memory", "pids")
_DELEGATED = ("user.delegate", "trusted.delegate")  # extended attributes (systemd.resource-control)
# What a kernel needs besides the memory that its limits name. A group takes more tasks than the
# guard allows, so that the guard can end a kernel with the reason before Linux refuses tasks.
_MORE_BYTES = 2**28
_TASKS_FOR_EACH, _MORE_TASKS = 2, 64


@dataclass(frozen=True)
class _Files:
    """How a version names the files of a group."""

    most_memory: str
    counts: str


_OLD = _Files("memory.limit_in_bytes", "memory.oom_control")
_NEW = _Files("memory.max", "memory.events")


class Groups:
    """Makes a group for each kernel, below groups that this process may divide."""

    def __init__(self, parents: list[Path], files: _Files):
        self._parents, self._files = parents, files
        self._numbers = itertools.count()
        self._left: list[Group] = []
        self._remove_what_others_left()

    def make(self, limits: Limits) -> "Group | None":
        """A group with these bounds; None if Linux makes no more, so that other limits must do."""
        name = f"{_NAME}{os.getpid()}-{next(self._numbers)}"
        group = Group([parent / name for parent in self._parents], self._files)
        try:
            group.bound(limits)
        except OSError:
            self.remove(group)
            return None
        return group

    def remove(self, group: "Group") -> None:
        """Removes a group, and those before it of which a process had still to end."""
        self._left = [one for one in (*self._left, group) if not one.remove()]

    def _remove_what_others_left(self) -> None:
        for path in (path for parent in self._parents for path in parent.glob(f"{_NAME}*-*")):
            if not Path("/proc", path.name.removeprefix(_NAME).partition("-")[0]).exists():
                with contextlib.suppress(OSError):  # its processes have not ended yet
                    path.rmdir()


class Group:
    """The group of one kernel: one folder, or one for each controller in version 1."""

    def __init__(self, folders: list[Path], files: _Files):
        self._folders, self._files = folders, files
        self._joined: list[int] = []
        self._counts = -1

    def bound(self, limits: Limits) -> None:
        """Makes the group. Raises OSError."""
        bounds = {
            self._files.most_memory: limits.memory_bytes + limits.file_bytes + _MORE_BYTES,
            "memory.swap.max": 0,
            "pids.max": _TASKS_FOR_EACH * limits.threads + _MORE_TASKS,
        }
        for folder in self._folders:
            folder.mkdir()
            for name, most in bounds.items():
                if (folder / name).exists():
                    (folder / name).write_text(str(most))

    def open(self) -> None:
        """Opens what `join` and `has_lacked_memory` need, while this process can reach it."""
        self._joined = [os.open(folder / "cgroup.procs", os.O_WRONLY) for folder in self._folders]
        found = (folder / self._files.counts for folder in self._folders)
        self._counts = os.open(next(path for path in found if path.exists()), os.O_RDONLY)

    def join(self) -> None:
        """Puts this process, and all that it starts, into the group, and gives up its files."""
        for file in self._joined:
            os.write(file, b"0")
        for file in (*self._joined, self._counts):
            os.close(file)

    def has_lacked_memory(self) -> bool:
        """Whether Linux has killed a process of the group since its memory was used up."""
        told = os.pread(self._counts, 4096, 0).split()
        return int(told[told.index(b"oom_kill") + 1]) > 0 if b"oom_kill" in told else False

    def remove(self) -> bool:
        """Removes the group; returns False if a process of it still has to end."""
        for folder in self._folders:
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                return False
        return True


def groups() -> Groups | None:
    """Where groups can be made for kernels; None if this process may not make any."""
    try:
        own = dict(_own_groups())
        if all(os.access(own.get(name, ""), os.W_OK) for name in _CONTROLLERS):
            return Groups(list(dict.fromkeys(own[name] for name in _CONTROLLERS)), _OLD)
        if folder := _delegated(own.get("")):
            _divide(folder)
            return Groups([folder], _NEW)
    except OSError:  # what is there is no group that may be divided
        return None
    return None


def _own_groups() -> Iterator[tuple[str, Path]]:
    """The folders of this process's groups, by controller; that of version 2 under no name."""
    mounted = dict(_mounted())
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, names, path = line.split(":", 2)
        for name in names.split(","):
            if name in mounted:
                yield name, mounted[name] / path.lstrip("/")


def _mounted() -> Iterator[tuple[str, Path]]:
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        place, (kind, _, options) = Path(before.split()[4]), after.split()[:3]
        if kind == "cgroup2":
            yield "", place
        elif kind == "cgroup":
            yield from ((name, place) for name in options.split(",") if name in _CONTROLLERS)


def _delegated(own: Path | None) -> Path | None:
    """The group that was delegated to this process, which may have been moved within it."""
    folder = own.parent if own and own.name == _OWN else own
    for name in _DELEGATED if folder else ():
        with contextlib.suppress(OSError):
            if os.getxattr(str(folder), name) == b"1":
                return folder
    return None


def _divide(folder: Path) -> None:
    """Moves a group's processes into one below it, so that groups beside that can be bounded."""
    within = folder / _OWN
    within.mkdir(exist_ok=True)
    for process in (folder / "cgroup.procs").read_text().split():
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            (within / "cgroup.procs").write_text(process)
    (folder / "cgroup.subtree_control").write_text(" ".join(f"+{c}" for c in _CONTROLLERS))
