"""Which system calls may be made: a seccomp filter (man 2 seccomp).

The calls in `allowed_calls` may be made, and four more depending on their first argument. Refused
are all ways out of the sandbox or to other processes: network sockets of any family, other
processes' memory, mounts and namespaces, kernel modules, memory and messages that no process holds.
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

# The audit number of the architecture, and the numbers of its system calls.
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
# System calls that are decided by their arguments, or get a special answer.
SOCKET, CLONE, CLONE3, PRCTL = (41, 198), (56, 220), (435, 435), (157, 167)
_NEW_NAMESPACES = 0x7E020000 | 0x00000080

# Linux 6.10, for which the list was made, has no calls from this number on.
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
    """Puts the filter on this process for good. Raises OSError if Linux has no such filters."""
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
    # The most frequent calls come first.
    for first, last in _ranges(pair[column] for pair in ALLOWED.values()):
        steps += [
            _step(_JUMP_GREATER_OR_EQUAL, first, 0, 2),
            _step(_JUMP_GREATER_OR_EQUAL, last + 1, 1, 0),
            _step(_RETURN, _ALLOW),
        ]
    # A filter cannot read the flags of clone3; if that is missing, glibc uses clone.
    steps += [_step(_JUMP_EQUAL, CLONE3[column], 0, 1), _refuse(errno.ENOSYS)]
    # After an argument was loaded, only verdicts may follow: the call's number is overwritten.
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
        # A process that asks not to end with its parent gets success, and nothing changes.
        _step(_JUMP_EQUAL, PRCTL[column], 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_JUMP_EQUAL, PR_SET_PDEATHSIG, 0, 1),
        _refuse(_NOTHING),
        _step(_RETURN, _ALLOW),
        # For newer calls the answer is "no such call", which programs can handle.
        _step(_JUMP_GREATER_OR_EQUAL, _NEWER, 0, 1),
        _refuse(errno.ENOSYS),
        _refuse(errno.EPERM),
    ]
    return b"".join(steps)


def _ranges(numbers: Iterable[int | None]) -> Iterator[tuple[int, int]]:
    """The runs of consecutive numbers, each as its first and last number."""
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
