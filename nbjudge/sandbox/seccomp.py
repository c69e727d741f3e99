"""Which system calls may be made: a seccomp filter (man 2 seccomp).

Those in `allowed_calls` may, and four more by their first argument. Ways out of the sandbox, or at
its neighbours, are not among them: network sockets of any family, other processes' memory, mounts
and namespaces, kernel modules, memory and messages that no process holds.
"""

import ctypes
import errno
import socket
import struct
from collections.abc import Iterable, Iterator

from nbjudge.sandbox.allowed_calls import ALLOWED
from nbjudge.sandbox.system_calls import (
    ARCHITECTURE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    PR_SET_SECCOMP,
    prctl,
)

# The audit name of the architecture, and the numbers of the calls on it.
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
# Decided by their arguments, or answered in a way of their own.
SOCKET, CLONE, CLONE3, PRCTL = (41, 198), (56, 220), (435, 435), (157, 167)
_NEW_NAMESPACES = 0x7E020000 | 0x00000080

# Linux 6.10, for which the list of allowed calls was made, has none from here on.
_NEWER = 463

_LOAD, _JUMP_EQUAL, _JUMP_GREATER_OR_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_FILTER_MODE, _NOTHING = 2, 0


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def supported() -> bool:
    """Whether the filter knows this machine's system call numbers."""
    return ARCHITECTURE in _ARCHITECTURES


def restrict() -> None:
    """Puts the filter on this process for good. Raises OSError where the kernel has none."""
    steps = _filter(*_ARCHITECTURES[ARCHITECTURE])
    stored = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.addressof(stored))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program))


def _filter(audit: int, column: int) -> bytes:
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_JUMP_EQUAL, audit, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
    ]
    # Most calls are among the first that are asked for.
    for first, last in _ranges(pair[column] for pair in ALLOWED.values()):
        steps += [
            _step(_JUMP_GREATER_OR_EQUAL, first, 0, 2),
            _step(_JUMP_GREATER_OR_EQUAL, last + 1, 1, 0),
            _step(_RETURN, _ALLOW),
        ]
    # glibc falls back from clone3, whose flags lie where a filter cannot look, to clone.
    steps += [_step(_JUMP_EQUAL, CLONE3[column], 0, 1), _refuse(errno.ENOSYS)]
    # After a load of an argument, nothing but a verdict may follow: the number is gone.
    steps += [
        _step(_JUMP_EQUAL, CLONE[column], 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_JUMP_ANY_BIT, _NEW_NAMESPACES, 0, 1),
        _refuse(errno.EPERM),
        _step(_RETURN, _ALLOW),
        _step(_JUMP_EQUAL, SOCKET[column], 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_JUMP_EQUAL, socket.AF_UNIX, 1, 0),
        _refuse(errno.EACCES),
        _step(_RETURN, _ALLOW),
        # Whoever asks not to end with its parent is told that it is done.
        _step(_JUMP_EQUAL, PRCTL[column], 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_JUMP_EQUAL, PR_SET_PDEATHSIG, 0, 1),
        _refuse(_NOTHING),
        _step(_RETURN, _ALLOW),
        # Programs know what to do without a call that is newer than the list.
        _step(_JUMP_GREATER_OR_EQUAL, _NEWER, 0, 1),
        _refuse(errno.ENOSYS),
        _refuse(errno.EPERM),
    ]
    return b"".join(steps)


def _ranges(numbers: Iterable[int | None]) -> Iterator[tuple[int, int]]:
    """The runs of consecutive numbers, each by its first and its last one."""
    known = sorted(number for number in numbers if number is not None)
    first = last = known[0]
    for number in known[1:]:
        if number > last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _refuse(number: int) -> bytes:
    return _step(_RETURN, _ERROR | number)
