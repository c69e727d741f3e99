"""Namespaces: processes, network, shared memory and files that only the sandbox can see."""

import os
import socket
from collections.abc import Iterable
from pathlib import Path

from nbjudge.sandbox.system_calls import (
    PR_CAPBSET_DROP,
    enter_root,
    mount,
    prctl,
    set_no_capabilities,
    unshare,
)

_MOUNTS, _UTS, _IPC, _USERS, _PROCESSES, _NETWORK = (
    *(0x00020000, 0x04000000, 0x08000000),
    *(0x10000000, 0x20000000, 0x40000000),
)
_NO_SUID, _NO_DEVICES, _BIND, _RECURSIVE, _PRIVATE = 2, 4, 4096, 16384, 1 << 18

_SHARED_MEMORY = Path("/dev/shm")
_NEW_ROOT = "/tmp"
_LAST_CAPABILITY = 63
# What programs are told of the machine and its users.
_HOST, _USER = "kernel", "student"
USERS = Path("/etc/passwd")


def enter() -> None:
    """Leaves the machine's namespaces; processes started from now on are in new ones.

    Raises OSError if this machine does not allow it. Call it in a process with one thread.
    """
    user, group = os.getuid(), os.getgid()
    unshare(_USERS | _MOUNTS | _UTS | _IPC | _PROCESSES | _NETWORK)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    mount("none", "/", "", _RECURSIVE | _PRIVATE)
    socket.sethostname(_HOST)


def leave_the_machines_files(
    shown: Iterable[Path], fresh: Iterable[Path], size: int, files: int
) -> None:
    """Gives this process a root that holds nothing but the paths in `shown`, and `fresh` folders.

    The file of users names one user alone, this process's.
    Files in fresh folders and in shared memory are kept in memory. Together they may take `size`
    bytes and `files` files, and they are gone with the namespace. Call it after `enter`.
    """
    shown = outermost(shown)
    # Opened before the mount, which covers all files below it, perhaps Python's environment.
    links = {path: path.readlink() for path in shown if path.is_symlink()}
    held = {path: os.open(path, os.O_PATH) for path in shown if path not in links}
    options = f"size={size},nr_inodes={files},mode=755"
    mount("tmpfs", _NEW_ROOT, "tmpfs", _NO_SUID | _NO_DEVICES, options)
    for folder in (*fresh, _SHARED_MEMORY):
        _inside(folder).mkdir(parents=True, exist_ok=True)
    for path in shown:
        _inside(path).parent.mkdir(parents=True, exist_ok=True)
        if path in held:
            _show(path, held[path])
        else:
            _inside(path).symlink_to(links[path])
    _inside(USERS).parent.mkdir(parents=True, exist_ok=True)
    _inside(USERS).write_text(f"{_USER}:x:{os.getuid()}:{os.getgid()}::/:/bin/sh\n")
    enter_root(_NEW_ROOT)


def outermost(paths: Iterable[Path]) -> list[Path]:
    """The paths that are not below another of these paths."""
    found: list[Path] = []
    for path in sorted(paths):
        # In this order, paths below another path come right after it.
        if not (found and path.is_relative_to(found[-1])):
            found.append(path)
    return found


def show_own_processes() -> bool:
    """Makes /proc show only the processes of this namespace. Call it in one of them.

    Returns False if a container does not allow it.
    """
    try:
        # The guard needs the machine's /proc, so this process gets mounts of its own.
        unshare(_MOUNTS)
        mount("proc", "/proc", "proc", _NO_SUID | _NO_DEVICES)
    except OSError:
        return False
    return True


def drop_capabilities() -> None:
    """Gives up all capabilities of a user namespace or of root, for good."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # not allowed, or the last capability that this Linux knows
    set_no_capabilities()


def _inside(path: Path) -> Path:
    return Path(_NEW_ROOT, *path.parts[1:])


def _show(path: Path, held: int) -> None:
    source = f"/proc/self/fd/{held}"
    if Path(source).is_dir():
        _inside(path).mkdir(exist_ok=True)
    else:
        _inside(path).touch()
    mount(source, str(_inside(path)), "", _BIND | _RECURSIVE)
    os.close(held)
