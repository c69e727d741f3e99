"""What a kernel may do, and the order in which its walls are built."""

import functools
import os
import sys
import sysconfig
from pathlib import Path

from nbjudge.link.kernel_request import Policy
from nbjudge.sandbox import landlock, limits, namespaces, seccomp

# The system's libraries and the little of /etc that they read; no passwords, keys or settings.
_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt/cuda"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime"),
    *("/etc/alternatives", "/etc/fonts", "/etc/mime.types", "/etc/passwd", "/etc/nsswitch.conf"),
    *("/sys/devices/system", "/sys/fs/cgroup", "/sys/module/nvidia"),
)
_GIVEN_DEVICES = (
    *("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"),
    *("/dev/nvidiactl", "/dev/nvidia-uvm", *(f"/dev/nvidia{i}" for i in range(16))),
)
_OWN_PROCESS = ("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm")


def separate(policy: Policy) -> bool:
    """Takes this process out of the machine's namespaces; False where it may not."""
    try:
        namespaces.enter()
        writable = list(map(Path, policy.writable))
        handed_in = [path for folder in writable for path in folder.rglob("*") if path.is_file()]
        own = [*map(Path, (*policy.readable, *policy.sockets)), *handed_in]
        shown = _shown_to_all() | namespaces.existing(own)
        namespaces.leave_the_machines_files(shown, writable, policy.file_bytes)
    except OSError:
        return False
    return True


def apply(policy: Policy, separated: bool) -> None:
    """Builds the walls around this process. Raises OSError where one that exists cannot be built.

    `separated` tells whether this process is the first of namespaces that `separate` made.
    """
    processes = _OWN_PROCESS
    if separated:
        processes = ("/proc",) if namespaces.show_own_processes() else _OWN_PROCESS
        namespaces.drop_capabilities()
    limits.restrict(policy.memory_bytes, policy.cpu_seconds, policy.file_bytes)
    if landlock.version():
        own = map(Path, (*policy.readable, *policy.sockets, *processes))
        readable = [*_readable_by_all(), *own]
        writable = map(Path, (*policy.writable, *_GIVEN_DEVICES, "/dev/shm"))
        landlock.restrict(readable, writable, map(Path, policy.sockets))
    if seccomp.supported():
        seccomp.restrict()


def look_up_paths() -> None:
    """Finds out what all kernels may read, so that those forked after it need not."""
    _shown_to_all()


def missing() -> list[str]:
    """The protections that this machine cannot give, in words for the instructor."""
    if sys.platform != "linux":
        return ["the whole sandbox: it needs Linux"]
    found = []
    if not landlock.version():
        found.append("files: no Landlock in this kernel, so students' code can read your files")
    if not seccomp.supported():
        found.append("system calls: no filter for this processor, so the network is open")
    if not _can_separate():
        found.append("namespaces: not allowed here, so sockets of local services can be reached")
    return found


def python_installation() -> list[Path]:
    """Where the running Python and its packages lie."""
    places = {*sys.path, sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib")}
    # An editable install puts the whole course folder on the path: of that, only the engine.
    course = Path(__file__).parents[2]
    inside = {Path(p).absolute() for p in places if p} - {course, course.resolve()}
    return [*sorted(inside), course / "nbjudge"]


# The same for every kernel, so that a fork server may look these up before it forks.
@functools.cache
def _readable_by_all() -> list[Path]:
    return [*python_installation(), *map(Path, _SYSTEM)]


@functools.cache
def _shown_to_all() -> frozenset[Path]:
    shown = [*_readable_by_all(), *map(Path, (*_GIVEN_DEVICES, "/proc"))]
    return frozenset(namespaces.existing(shown))


def _can_separate() -> bool:
    process = os.fork()
    if process == 0:
        try:
            namespaces.enter()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
