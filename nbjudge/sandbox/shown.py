"""The machine's files that a kernel is shown: only those that programs and Python need.

Folders are named one by one, since their parents (`/usr`, a Python's prefix) may hold anything,
even a course. Files that must never be seen are cut out of the shown folders, wherever they lie.
"""

import functools
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

_FOLDERS_OF_A_PREFIX = ("bin", "include", "lib", "lib32", "lib64", "libexec", "sbin", "share")
# The system's libraries and the few files of /etc that they read; no passwords or keys.
_SYSTEM = (
    *("/lib", "/lib64", "/bin", "/sbin", "/opt/cuda"),
    *(f"{prefix}/{folder}" for prefix in ("/usr", "/usr/local") for folder in _FOLDERS_OF_A_PREFIX),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime"),
    *("/etc/alternatives", "/etc/fonts", "/etc/mime.types", "/etc/nsswitch.conf"),
    *("/sys/devices/system", "/sys/fs/cgroup", "/sys/module/nvidia"),
)


@functools.cache
def by_the_system() -> frozenset[Path]:
    """The system's files that every kernel is shown; links and their targets."""
    cuda = Path("/usr/local").glob("cuda*")
    return frozenset(existing([*map(Path, _SYSTEM), *cuda]))


@functools.cache
def by_python() -> frozenset[Path]:
    """The folders of the running Python, its packages and the engine."""
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix}
    inside = (*_FOLDERS_OF_A_PREFIX, "pyvenv.cfg")
    places = [Path(prefix) / name for prefix in prefixes for name in inside]
    # An editable install puts the engine's parent folder on the path; only the engine is shown.
    engine = Path(__file__).parents[1]
    on_the_path = {Path(path).absolute() for path in (*sys.path, sysconfig.get_path("stdlib"))}
    on_the_path -= {engine.parent, engine.parent.resolve()}
    return frozenset(existing([*places, *on_the_path, engine]))


def to_a_kernel(hidden: Iterable[Path]) -> set[Path]:
    """The files of the system and of Python, without `hidden` paths and what lies beside these.

    Python's own folders are shown even inside a hidden one: a virtual environment may lie there.
    """
    covered = {place for path in hidden for place in _with_its_neighbours(path)}
    own = {path for path in by_python() if any(path.is_relative_to(h) for h in covered)} - covered
    others = (by_the_system() | by_python()) - own
    return {path for shown in others for path in _without(shown, covered)} | own


@functools.cache
def programs(path: str) -> str:
    """Those folders of a `PATH` that a kernel is shown; others may tell of the instructor's."""
    shown = by_the_system() | by_python()
    folders = [one for one in path.split(os.pathsep) if one and _is_in(Path(one), shown)]
    return os.pathsep.join(dict.fromkeys(folders))


def _is_in(path: Path, shown: Iterable[Path]) -> bool:
    return any(path.is_relative_to(one) for one in shown)


def graphics_cards(devices: Path = Path("/dev")) -> list[Path]:
    """The files of this machine's NVIDIA cards, in order of their numbers."""
    found = [path for path in devices.glob("nvidia*") if path.name[6:].isdecimal()]
    return sorted(found, key=lambda path: int(path.name[6:]))


def existing(paths: Iterable[Path]) -> set[Path]:
    """The paths that exist; links and their targets."""
    return {place for path in paths for place in (path, path.resolve()) if place.exists()}


def _with_its_neighbours(hidden: Path) -> Iterator[Path]:
    """The path and its parent, unless that holds files of the system, such as `/usr/local`.

    A folder like that cannot be hidden as a whole; only what programs need is shown of it.
    """
    for path in {hidden, hidden.resolve()}:
        for place in (path, path.parent):
            if not any(root.is_relative_to(place) for root in by_the_system()):
                yield place


def _without(shown: Path, hidden: set[Path]) -> Iterator[Path]:
    """The path; if something hidden lies in it, everything else in it."""
    if any(shown.is_relative_to(path) for path in hidden):
        return
    if shown.is_symlink() or not any(path.is_relative_to(shown) for path in hidden):
        yield shown
        return
    for inside in shown.iterdir():
        yield from _without(inside, hidden)
