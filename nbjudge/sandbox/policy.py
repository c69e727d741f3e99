"""Builds the walls around a kernel, in the right order."""

import os
import sys
from pathlib import Path

from nbjudge.link.kernel_request import Policy
from nbjudge.sandbox import landlock, limits, namespaces, originals, seccomp, shown

_GIVEN_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# What the driver of graphics cards needs besides the cards themselves.
_OF_ALL_CARDS = ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-caps")
_OWN_PROCESS = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm")


def separate(policy: Policy) -> bool:
    """Takes this process out of the machine's namespaces; returns False if it may not.

    In them, the folders that a kernel writes to, and those of its sockets, are in memory.
    """
    try:
        namespaces.enter()
        fresh = list(map(Path, (*policy.writable, *policy.sockets)))
        handed_in = [path for folder in fresh for path in folder.rglob("*") if path.is_file()]
        given = shown.existing([*_devices(policy), Path("/proc"), *handed_in])
        most = policy.limits
        others = _shown(policy).difference(fresh)
        namespaces.leave_the_machines_files(others | given, fresh, most.file_bytes, most.files)
    except OSError:
        return False
    return True


def apply(policy: Policy, separated: bool) -> None:
    """Builds the walls around this process. Raises OSError if an available one cannot be built.

    `separated` tells whether this process is the first of namespaces that `separate` made.
    """
    own_only = not (separated and namespaces.show_own_processes())
    processes = (*_OWN_PROCESS, "/proc/driver/nvidia") if own_only else ("/proc",)
    namespaces.drop_capabilities()
    limits.restrict(policy.limits)
    if landlock.version():
        # A rule for a link would apply to its target, which has a rule of its own if it is shown.
        found = [path for path in _shown(policy) if not path.is_symlink()]
        own = [namespaces.USERS] if separated else []
        readable = [*found, *map(Path, processes), *own]
        writable = (*map(Path, (*policy.writable, "/dev/shm")), *_devices(policy))
        landlock.restrict(readable, writable, map(Path, policy.sockets))
    if seccomp.supported():
        seccomp.restrict()


def look_up_paths() -> None:
    """Finds the paths that all kernels may read, so that kernels forked later need not."""
    shown.by_the_system()
    shown.by_python()
    shown.programs(os.environ.get("PATH", os.defpath))


def missing() -> list[str]:
    """The protections that this machine lacks, in words for the instructor."""
    if sys.platform != "linux":
        return ["the whole sandbox: it needs Linux"]
    found = []
    if not landlock.version():
        found.append("files: no Landlock in this kernel, so students' code can read your files")
    if not seccomp.supported():
        found.append("system calls: no filter for this processor, so the network is open")
    if not originals.can_look():
        found.append(
            "integrity: kernels cannot be looked into here, so nobody notices if students' code "
            "changes what checks rely on"
        )
    if not _can_separate():
        found.append("namespaces: not allowed here, so sockets of local services can be reached")
        if 0 < landlock.version() < landlock.KEEPS_SIGNALS_IN:
            found.append(
                "signals: Landlock is older than Linux 6.12 here, so students' code can stop "
                "or end other processes of this user"
            )
    return found


def _shown(policy: Policy) -> set[Path]:
    hidden = [Path(path) for path in policy.hidden]
    own = map(Path, (*policy.readable, *policy.sockets))
    return shown.to_a_kernel(hidden) | shown.existing(own)


def _devices(policy: Policy) -> list[Path]:
    cards = shown.graphics_cards()[: policy.limits.cards]
    return [*map(Path, _GIVEN_DEVICES), *cards, *(map(Path, _OF_ALL_CARDS) if cards else ())]


def _can_separate() -> bool:
    process = os.fork()
    if process == 0:
        try:
            namespaces.enter()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
