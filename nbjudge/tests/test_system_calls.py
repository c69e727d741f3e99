"""The numbers of the sandbox are those of Linux's own headers (Debian: linux-libc-dev)."""

import errno
import re
import struct
from pathlib import Path

import pytest

from nbjudge.sandbox import landlock, namespaces, seccomp, system_calls
from nbjudge.sandbox.allowed_calls import ALLOWED

INCLUDE = Path("/usr/include")
GENERIC = INCLUDE / "asm-generic" / "unistd.h"
BY_ARGUMENT = ("socket", "clone", "clone3", "prctl")
COLUMNS = {"x86_64": 0, "aarch64": 1}

pytestmark = pytest.mark.skipif(
    not GENERIC.is_file(), reason="no headers of Linux here (Debian: install linux-libc-dev)"
)


def defined(header: Path) -> dict[str, int]:
    """The names that a header defines as a number: decimal, hexadecimal, or one bit shifted."""
    text = header.read_text(encoding="utf-8", errors="replace")
    found = {}
    for name, shift, number in re.findall(
        r"^#define\s+(\w+)\s+\(?(1U?L?L?\s*<<\s*)?(0x[0-9a-fA-F]+|\d+)U?\)?\s*(?:$|/\*)", text, re.M
    ):
        value = int(number, 0)
        found[name] = 1 << value if shift else value
    for name, other in re.findall(r"^#define\s+(\w+)\s+(__NR\w+)\s*$", text, re.M):
        if other in found:
            found.setdefault(name, found[other])
    return found


def differing(ours: dict[str, int], theirs: dict[str, int]) -> list[str]:
    """What our numbers have another value for than a header, or what it does not have."""
    return [
        f"{name} is {number}, and {theirs.get(name, 'missing')} in the header"
        for name, number in ours.items()
        if theirs.get(name) != number
    ]


def calls(architecture: str) -> dict[str, int]:
    """The sandbox's numbers of system calls, by their names in the header."""
    by_argument = {name: getattr(seccomp, name.upper()) for name in BY_ARGUMENT}
    pairs = {**ALLOWED, **by_argument}
    numbers = {name: pair[COLUMNS[architecture]] for name, pair in pairs.items()}
    found = {name: number for name, number in numbers.items() if number is not None}
    found |= {
        "pivot_root": system_calls._PIVOT_ROOT[architecture],
        "landlock_create_ruleset": landlock._CREATE_RULESET,
        "landlock_add_rule": landlock._ADD_RULE,
        "landlock_restrict_self": landlock._RESTRICT_SELF,
    }
    return {f"__NR_{name}": number for name, number in found.items()}


def header(architecture: str) -> Path:
    if architecture == "aarch64":
        return GENERIC  # it has no numbers of its own
    found = [*INCLUDE.glob("*-linux-gnu/asm/unistd_64.h"), *INCLUDE.glob("asm/unistd_64.h")]
    return found[0] if found else pytest.skip("this machine has the headers of another processor")


def differing_calls(architecture: str) -> list[str]:
    """Calls whose numbers are not the header's; those that are newer than it are passed over."""
    theirs = defined(header(architecture))
    theirs.pop("__NR_syscalls", None)  # how many there are
    newest = max(number for name, number in theirs.items() if name.startswith("__NR_"))
    ours = {name: number for name, number in calls(architecture).items() if number <= newest}
    return differing(ours, theirs)


@pytest.mark.parametrize("architecture", COLUMNS)
def test_the_numbers_of_system_calls_are_those_of_the_header(architecture):
    assert differing_calls(architecture) == []


@pytest.mark.parametrize("architecture", COLUMNS)
@pytest.mark.parametrize("call", ["read", "mmap", "openat", "futex"])
def test_one_wrong_number_of_a_system_call_is_noticed(architecture, call, monkeypatch):
    monkeypatch.setitem(ALLOWED, call, (400, 400))
    (said,) = differing_calls(architecture)
    assert said.startswith(f"__NR_{call} is 400, and ")


def test_a_system_call_that_no_header_knows_is_noticed(monkeypatch):
    monkeypatch.setitem(ALLOWED, "raed", (101, 117))
    (said,) = differing_calls("aarch64")
    assert said == "__NR_raed is 117, and missing in the header"


def test_a_call_that_is_not_on_the_list_is_refused_and_a_newer_one_unknown():
    """As the filter's own program says, run here by a reader of it."""
    numbers = {number for number, _ in ALLOWED.values()}
    x86, first = seccomp._ARCHITECTURES["x86_64"], seccomp._NEWER
    steps = seccomp._filter(*x86)
    for number in range(first + 100):
        verdict = run_filter(steps, x86[0], number, argument=0)
        if number in numbers:
            assert verdict == seccomp._ALLOW
        elif number >= first:
            assert verdict == seccomp._ERROR | errno.ENOSYS
        elif number not in {getattr(seccomp, name.upper())[0] for name in BY_ARGUMENT}:
            assert verdict == seccomp._ERROR | errno.EPERM


def test_calls_by_another_interface_of_the_processor_are_not_allowed():
    audit, column = seccomp._ARCHITECTURES["x86_64"]
    steps = seccomp._filter(audit, column)
    assert run_filter(steps, audit, 0x40000000, argument=0) != seccomp._ALLOW
    assert run_filter(steps, 0x40000003, 0, argument=0) == seccomp._KILL


def run_filter(steps: bytes, audit: int, number: int, argument: int) -> int:
    """What a filter says of a system call."""
    program = list(struct.iter_unpack("=HBBI", steps))
    at, loaded = 0, 0
    jumps = {
        seccomp._JUMP_EQUAL: lambda value: loaded == value,
        seccomp._JUMP_GREATER_OR_EQUAL: lambda value: loaded >= value,
        seccomp._JUMP_ANY_BIT: lambda value: bool(loaded & value),
    }
    while True:
        code, if_true, if_false, value = program[at]
        at += 1
        if code == seccomp._RETURN:
            return value
        if code == seccomp._LOAD:
            loaded = {
                seccomp._NUMBER_AT: number,
                seccomp._ARCHITECTURE_AT: audit,
                seccomp._FIRST_ARGUMENT_AT: argument,
            }[value]
        else:
            at += if_true if jumps[code](value) else if_false


NAMED = {
    "prctl.h": {
        "PR_SET_PDEATHSIG": system_calls.PR_SET_PDEATHSIG,
        "PR_SET_SECCOMP": system_calls.PR_SET_SECCOMP,
        "PR_CAPBSET_DROP": system_calls.PR_CAPBSET_DROP,
        "PR_SET_CHILD_SUBREAPER": system_calls.PR_SET_CHILD_SUBREAPER,
        "PR_SET_NO_NEW_PRIVS": system_calls.PR_SET_NO_NEW_PRIVS,
    },
    "sched.h": {
        "CLONE_NEWNS": namespaces._MOUNTS,
        "CLONE_NEWUTS": namespaces._UTS,
        "CLONE_NEWIPC": namespaces._IPC,
        "CLONE_NEWUSER": namespaces._USERS,
        "CLONE_NEWPID": namespaces._PROCESSES,
        "CLONE_NEWNET": namespaces._NETWORK,
    },
    "mount.h": {
        "MS_NOSUID": namespaces._NO_SUID,
        "MS_NODEV": namespaces._NO_DEVICES,
        "MS_BIND": namespaces._BIND,
        "MS_REC": namespaces._RECURSIVE,
        "MS_PRIVATE": namespaces._PRIVATE,
    },
    "seccomp.h": {
        "SECCOMP_MODE_FILTER": seccomp._FILTER_MODE,
        "SECCOMP_RET_ALLOW": seccomp._ALLOW,
        "SECCOMP_RET_ERRNO": seccomp._ERROR,
        "SECCOMP_RET_KILL_PROCESS": seccomp._KILL,
    },
    "landlock.h": {
        "LANDLOCK_CREATE_RULESET_VERSION": landlock._ASK_VERSION,
        "LANDLOCK_ACCESS_FS_EXECUTE": landlock._EXECUTE,
        "LANDLOCK_ACCESS_FS_WRITE_FILE": landlock._WRITE_FILE,
        "LANDLOCK_ACCESS_FS_READ_FILE": landlock._READ_FILE,
        "LANDLOCK_ACCESS_FS_READ_DIR": landlock._READ_DIR,
        "LANDLOCK_ACCESS_FS_MAKE_SOCK": landlock._MAKE_SOCKET,
        "LANDLOCK_ACCESS_FS_MAKE_SYM": (landlock._FIRST_THIRTEEN + 1) >> 1,
    },
}
# What headers older than some kernels lack.
LATER = {
    "LANDLOCK_ACCESS_FS_REFER": landlock._REFER,
    "LANDLOCK_ACCESS_FS_TRUNCATE": landlock._TRUNCATE,
    "LANDLOCK_ACCESS_FS_IOCTL_DEV": landlock._IOCTL,
    "LANDLOCK_ACCESS_NET_CONNECT_TCP": (landlock._ALL_TCP + 1) >> 1,
    "LANDLOCK_SCOPE_SIGNAL": (landlock._ALL_SCOPES + 1) >> 1,
}


@pytest.mark.parametrize("name", NAMED)
def test_other_constants_are_those_of_the_header(name):
    assert differing(NAMED[name], defined(INCLUDE / "linux" / name)) == []


def test_later_rights_of_landlock_are_those_of_a_header_that_has_them():
    theirs = defined(INCLUDE / "linux" / "landlock.h")
    assert differing({n: v for n, v in LATER.items() if n in theirs}, theirs) == []


def test_a_clone_that_makes_any_namespace_is_refused():
    flags = {n: v for n, v in defined(INCLUDE / "linux" / "sched.h").items() if "CLONE_NEW" in n}
    assert len(flags) >= 7
    assert all(flag & seccomp._NEW_NAMESPACES == flag for flag in flags.values())
