"""Faults that strike a run of `nbjudge grade` from outside, and what such a run leaves behind."""

import contextlib
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_BUSY = "import time\nend = time.monotonic() + {seconds}\nwhile time.monotonic() < end: pass"
_OWN_PIDS = "/proc/self/ns/pid"
_PATIENCE = 900  # seconds for one run, before it counts as hung
_SOON = 20  # seconds for what ends by itself once the run has ended


@dataclass
class Run:
    """One `nbjudge grade` in a course's folder. All that belongs to it names its `scratch`."""

    course: Path
    scratch: Path
    process: subprocess.Popen

    def processes(self) -> dict[str, list[int]]:
        """Those that live now: command, worker, server, guard, kernel, or program (as alembic)."""
        found: dict[str, list[int]] = {}
        for process in _that_name(self.scratch):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                found.setdefault(self._role(process), []).append(process)
        return found

    def _role(self, process: int) -> str:
        if process == self.process.pid:
            return "command"
        if Path(f"/proc/{process}/ns/pid").readlink() != Path(_OWN_PIDS).readlink():
            return "kernel"
        if _is_server(process):
            return "guard" if _is_server(_parent(process)) else "server"
        return "worker" if _command_line(process) == _command_line(self.process.pid) else "program"

    def output(self) -> str:
        return (self.course / "run.log").read_text()


def _that_name(folder: Path) -> list[int]:
    """The processes that were started with a folder's name."""
    mark, found = os.fsencode(folder), []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (place / "cmdline").read_bytes() + (place / "environ").read_bytes():
                found.append(int(place.name))
    return sorted(found)


def _is_server(process: int) -> bool:
    return b"nbjudge.kernel.server" in _command_line(process)


def _command_line(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def _parent(process: int) -> int:
    said = Path(f"/proc/{process}/stat").read_text()
    return int(said.rpartition(")")[2].split()[1])


def started(course: Path, *options: str) -> Run:
    """Starts `nbjudge grade -j 2` in a course's folder, in a session of its own."""
    scratch = course / "t"
    scratch.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(scratch), "COLUMNS": "200"}
    command = [sys.executable, "-m", "nbjudge", "grade", "-j", "2", *options]
    with (course / "run.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=course, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    return Run(course, scratch, process)


def graded_so_far(course: Path) -> int:
    """How many submissions are noted as graded."""
    path = course / ".nbjudge" / "graded.db"
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(path, timeout=60)) as ledger:
        has_table = ledger.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return ledger.execute("SELECT count(*) FROM graded").fetchone()[0] if has_table else 0


def finish(run: Run) -> int:
    """Waits for the end of a run; its exit code.

    Raises AssertionError where it does not end, or one of its processes goes on.
    """
    try:
        code = run.process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(run.process.pid, signal.SIGKILL)
        raise AssertionError(f"a run does not end:\n{run.output()}") from None
    deadline = time.monotonic() + _SOON
    while (left := _that_name(run.scratch)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left, f"processes outlive their run: {left}"
    return code


def killed(run: Run, chance: random.Random) -> None:
    os.kill(_any(run, chance), signal.SIGKILL)


def interrupted(run: Run, chance: random.Random) -> None:
    os.kill(_any(run, chance), signal.SIGINT)


def stopped(run: Run, chance: random.Random) -> None:
    """For a while, as on a machine that goes to sleep."""
    _held_up(_any(run, chance), chance.uniform(0.2, 3))


def in_jerks(run: Run, chance: random.Random) -> None:
    """Stopped and let go on many times, as on a disk that is slow to answer."""
    process = _any(run, chance)
    for _ in range(30):
        _held_up(process, 0.05)
        time.sleep(0.02)


def without_files_to_open(run: Run, chance: random.Random) -> None:
    """EMFILE at the next file; not in a kernel, which has a limit of its own."""
    _limited(_any(run, chance, but="kernel"), resource.RLIMIT_NOFILE, 3, chance)


def without_room_on_the_disk(run: Run, chance: random.Random) -> None:
    """Each write to a file fails (EFBIG), as on a full disk; not in a kernel, which has its own."""
    _limited(_any(run, chance, but="kernel"), resource.RLIMIT_FSIZE, 0, chance)


def gradebook_locked(run: Run, chance: random.Random) -> None:
    path = run.course / "gradebook.db"
    if not path.exists():
        return
    with (
        contextlib.closing(sqlite3.connect(path, timeout=5)) as gradebook,
        contextlib.suppress(sqlite3.OperationalError),  # as much locked by the run itself
    ):
        gradebook.execute("BEGIN EXCLUSIVE")
        time.sleep(chance.uniform(0.2, 3))
        gradebook.rollback()


def cores_taken(run: Run, chance: random.Random) -> None:
    program = _BUSY.format(seconds=chance.uniform(0.5, 3))
    hogs = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]
    for hog in hogs:
        hog.wait()


FAULTS: tuple[Callable[[Run, random.Random], None], ...] = (
    *(killed, killed, interrupted, stopped, in_jerks, without_files_to_open),
    *(without_room_on_the_disk, gradebook_locked, cores_taken),
)


def strike(run: Run, chance: random.Random, most: int) -> list[str]:
    """Lets faults strike until the run ends or there were `most`; the name of each."""
    struck = []
    while len(struck) < most and run.process.poll() is None:
        time.sleep(chance.uniform(0.1, 1))
        fault = chance.choice(FAULTS)
        # What it was to strike may end in the same moment.
        with contextlib.suppress(ProcessLookupError, PermissionError, IndexError):
            fault(run, chance)
            struck.append(fault.__name__)
    return struck


def _any(run: Run, chance: random.Random, but: str = "") -> int:
    """One of the run's processes: first what it is, since most are kernels and workers."""
    found = {role: processes for role, processes in run.processes().items() if role != but}
    return chance.choice(found[chance.choice(sorted(found))])


def _held_up(process: int, seconds: float) -> None:
    os.kill(process, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(process, signal.SIGCONT)


def _limited(process: int, kind: int, limit: int, chance: random.Random) -> None:
    kept = resource.prlimit(process, kind)
    resource.prlimit(process, kind, (limit, kept[1]))
    time.sleep(chance.uniform(0.2, 1.5))
    resource.prlimit(process, kind, kept)
