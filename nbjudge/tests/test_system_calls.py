"""The numbers of the sandbox are those of Linux's own headers (Debian: linux-libc-dev)."""

import re
from pathlib import Path

import pytest

from nbjudge.sandbox import landlock, namespaces, seccomp, system_calls

INCLUDE = Path("/usr/include")
GENERIC = INCLUDE / "asm-generic" / "unistd.h"
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
    pairs = {
        **seccomp._REFUSED,
        "socket": seccomp._SOCKET,
        "clone": seccomp._CLONE,
        "clone3": seccomp._CLONE3,
    }
    found = {name: numbers[COLUMNS[architecture]] for name, numbers in pairs.items()}
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


@pytest.mark.parametrize("architecture", COLUMNS)
def test_the_numbers_of_system_calls_are_those_of_the_header(architecture):
    assert differing(calls(architecture), defined(header(architecture))) == []


@pytest.mark.parametrize("architecture", COLUMNS)
@pytest.mark.parametrize("call", ["ptrace", "mount", "memfd_secret", "io_uring_register"])
def test_one_wrong_number_of_a_system_call_is_noticed(architecture, call, monkeypatch):
    monkeypatch.setitem(seccomp._REFUSED, call, (1000, 1000))
    (said,) = differing(calls(architecture), defined(header(architecture)))
    assert said.startswith(f"__NR_{call} is 1000, and ")


def test_a_system_call_that_no_header_knows_is_noticed(monkeypatch):
    monkeypatch.setitem(seccomp._REFUSED, "ptraice", (101, 117))
    (said,) = differing(calls("aarch64"), defined(GENERIC))
    assert said == "__NR_ptraice is 117, and missing in the header"


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
