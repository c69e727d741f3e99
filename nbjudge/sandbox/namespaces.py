"""A small world of its own: processes, network, shared memory and files that only it can see."""

import os
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


def enter() -> None:
    """Leaves the machine's namespaces; processes started from now on live in the new ones.

    Raises OSError where this machine does not allow it. To be called in a process of one thread.
    """
    user, group = os.getuid(), os.getgid()
    unshare(_USERS | _MOUNTS | _UTS | _IPC | _PROCESSES | _NETWORK)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    mount("none", "/", "", _RECURSIVE | _PRIVATE)


def leave_the_machines_files(
    shown: Iterable[Path], fresh: Iterable[Path], size: int, files: int
) -> None:
    """Gives this process a root that holds nothing but the paths in `shown`, and `fresh` folders.

    What is written to fresh folders and to shared memory lives in memory, takes no more than
    `size` bytes and `files` files in all and is gone with the namespace. To be called after
    `enter`.
    """
    shown = outermost(shown)
    # Before the mount, which covers what lies below it: an environment may.
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
    enter_root(_NEW_ROOT)


def outermost(paths: Iterable[Path]) -> list[Path]:
    """The paths that lie below no other one of them."""
    found: list[Path] = []
    for path in sorted(paths):
        # In this order, what lies below a path comes right after it.
        if not (found and path.is_relative_to(found[-1])):
            found.append(path)
    return found


def show_own_processes() -> bool:
    """Has /proc show the processes of this namespace only. To be called in one of them.

    False where a container keeps that from its processes.
    """
    try:
        # The process that watches needs the machine's /proc, so this one gets mounts of its own.
        unshare(_MOUNTS)
        mount("proc", "/proc", "proc", _NO_SUID | _NO_DEVICES)
    except OSError:
        return False
    return True


def drop_capabilities() -> None:
    """Gives up what a user namespace, or root, has been granted, and that it can be had again."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # it may not, or this Linux knows no more of them
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
