"""Files that may be read and written: Landlock (https://docs.kernel.org/userspace-api/landlock.html).

If Linux's Landlock is new enough, it also keeps signals and abstract sockets within the sandbox,
and refuses TCP.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from nbjudge.sandbox.system_calls import PR_SET_NO_NEW_PRIVS, prctl, system_call

# The first version that keeps signals within the sandbox (Linux 6.12).
KEEPS_SIGNALS_IN = 6

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = (1 << bit for bit in range(4))
_MAKE_SOCKET = 1 << 9
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_FIRST_THIRTEEN = (1 << 13) - 1
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILES_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_ALL_TCP = 0b11
_ALL_SCOPES = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The version of this machine's Landlock; 0 if it has none."""
    try:
        return system_call(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    except OSError:
        return 0


def restrict(readable: Iterable[Path], writable: Iterable[Path], sockets: Iterable[Path]) -> None:
    """From now on this process reads only below `readable`, and writes only below `writable`.

    Below `sockets` it may make sockets. Paths that do not exist are left out. Raises OSError if
    Landlock is missing.
    """
    handled = _file_rights(version())
    ruleset = _create_ruleset(handled)
    for paths, rights in ((readable, _READ), (writable, handled), (sockets, _MAKE_SOCKET)):
        for path in paths:
            _allow(ruleset, path, rights & handled)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    system_call(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _file_rights(landlock: int) -> int:
    rights = _FIRST_THIRTEEN
    rights |= _REFER if landlock >= 2 else 0
    rights |= _TRUNCATE if landlock >= 3 else 0
    return rights | (_IOCTL if landlock >= 5 else 0)


def _create_ruleset(handled: int) -> int:
    landlock = version()
    wanted = _Ruleset(handled, _ALL_TCP, _ALL_SCOPES)
    # Older versions of Linux know fewer fields, and take only a structure of their own size.
    size = 24 if landlock >= KEEPS_SIGNALS_IN else 16 if landlock >= 4 else 8
    return system_call(_CREATE_RULESET, ctypes.byref(wanted), ctypes.c_size_t(size), 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        allowed = rights if path.is_dir() else rights & _FILES_ONLY
        rule = _PathBeneath(allowed, parent)
        system_call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
