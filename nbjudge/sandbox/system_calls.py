"""System calls for which Python has no function."""

import ctypes
import os
import platform
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
ARCHITECTURE = platform.machine()

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 22, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_DETACH = 2
# linux/capability.h: _LINUX_CAPABILITY_VERSION_3
_CAPABILITIES_IN_64_BITS = 0x20080522


def system_call(number: int, *arguments: Any) -> int:
    """Makes a system call and returns its result. Raises OSError if it fails."""
    return _checked(_libc.syscall(number, *arguments))


def prctl(option: int, *values: Any) -> int:
    """Changes a setting of this process (man 2 prctl). Raises OSError if it may not."""
    padded = [ctypes.c_ulong(v) if isinstance(v, int) else v for v in values]
    padded += [ctypes.c_ulong(0)] * (4 - len(padded))
    return _checked(_libc.prctl(option, *padded))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mounts a file system (man 2 mount). Raises OSError if it may not."""
    texts = [text.encode() for text in (source, target, kind)]
    _checked(_libc.mount(*texts, ctypes.c_ulong(flags), options.encode()))


def unshare(flags: int) -> None:
    """Gives this process namespaces of its own (man 2 unshare). Raises OSError if it may not."""
    _checked(_libc.unshare(flags))


def set_no_capabilities() -> None:
    """Leaves this process no capability to use, to regain or to hand on (man 2 capset)."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_IN_64_BITS, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _checked(_libc.capset(header, nothing))


def enter_root(folder: str) -> None:
    """Makes the file system that is mounted at `folder` the root, and lets go of the old one."""
    os.chdir(folder)
    # The old root is then mounted over the new one (man 2 pivot_root), and is unmounted.
    system_call(_PIVOT_ROOT[ARCHITECTURE], b".", b".")
    _checked(_libc.umount2(b".", _DETACH))
    os.chdir("/")


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
