"""Grades a class again and again under faults drawn from a seed: `python -m benchmarks.chaos`.

Each round starts `nbjudge grade` in a fresh copy of a course and lets faults strike while it runs;
then the same command runs once more, undisturbed, as an instructor would type it again. In the end
the gradebook must be that of a class that was never disturbed, and nothing may be left behind.
"""

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from benchmarks.realistic_class import realistic_class
from nbjudge.sandbox.limits import descendants

_PATIENCE = 900  # seconds for one run, before it counts as hung
_BUSY = "import time\nend = time.monotonic() + {seconds}\nwhile time.monotonic() < end: pass"
_SCORES = """
    SELECT assignment.name, submitted_assignment.student_id, base_cell.name, grade.auto_score
    FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
    JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN assignment ON submitted_assignment.assignment_id = assignment.id
    JOIN base_cell ON grade.cell_id = base_cell.id ORDER BY 1, 2, 3
"""
Scores = list[tuple]


@dataclass
class Run:
    """One `nbjudge grade`, and every process that was seen to belong to it."""

    course: Path
    process: subprocess.Popen
    seen: set[int] = field(default_factory=set)

    def processes(self) -> list[int]:
        """Those that live now, the command itself first."""
        if self.process.poll() is not None:
            return []
        found = [self.process.pid, *descendants(self.process.pid)]
        self.seen.update(found)
        return found


def killed(run: Run, chance: random.Random) -> None:
    os.kill(chance.choice(run.processes()), signal.SIGKILL)


def interrupted(run: Run, chance: random.Random) -> None:
    os.kill(chance.choice(run.processes()), signal.SIGINT)


def stopped(run: Run, chance: random.Random) -> None:
    """For a while, as on a machine that goes to sleep."""
    process = chance.choice(run.processes())
    os.kill(process, signal.SIGSTOP)
    time.sleep(chance.uniform(0.2, 3))
    os.kill(process, signal.SIGCONT)


def in_jerks(run: Run, chance: random.Random) -> None:
    """Stopped and let go on many times, as on a disk that is slow to answer."""
    process = chance.choice(run.processes())
    for _ in range(30):
        os.kill(process, signal.SIGSTOP)
        time.sleep(0.05)
        os.kill(process, signal.SIGCONT)
        time.sleep(0.02)


def without_files_to_open(run: Run, chance: random.Random) -> None:
    """EMFILE at the next file."""
    _limited(chance.choice(run.processes()), resource.RLIMIT_NOFILE, 3, chance)


def without_room_on_the_disk(run: Run, chance: random.Random) -> None:
    """Each write to a file fails (EFBIG), as on a full disk."""
    _limited(chance.choice(run.processes()), resource.RLIMIT_FSIZE, 0, chance)


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
    for _ in range(4):
        subprocess.Popen([sys.executable, "-c", program])


FAULTS: tuple[Callable[[Run, random.Random], None], ...] = (
    *(killed, killed, interrupted, stopped, in_jerks, without_files_to_open),
    *(without_room_on_the_disk, gradebook_locked, cores_taken),
)


def strike(run: Run, chance: random.Random, most: int) -> Iterator[str]:
    """Lets faults strike until the run ends or there were `most`; yields the name of each."""
    for _ in range(most):
        time.sleep(chance.uniform(0.1, 1.5))
        fault = chance.choice(FAULTS)
        if not run.processes():
            return
        # What it was to strike may end in the same moment.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            fault(run, chance)
            yield fault.__name__


def disturbed_round(model: Path, folder: Path, seed: int, most: int) -> tuple[list[str], Scores]:
    """Grades a copy of a course under faults, then once more; the faults, and the gradebook.

    Raises AssertionError where something outlives its run, or a run does not end.
    """
    course = folder / f"round-{seed}"
    shutil.copytree(model, course)
    run = started(course)
    struck = list(strike(run, random.Random(seed), most))
    finish(run)
    again = started(course)
    again.processes()
    finish(again)
    found = scores(course)
    shutil.rmtree(course)
    return struck, found


def started(course: Path) -> Run:
    with (course / "run.log").open("a") as log:
        command = [sys.executable, "-m", "nbjudge", "grade", "-j", "2"]
        process = subprocess.Popen(
            command, cwd=course, stdout=log, stderr=log, start_new_session=True
        )
    return Run(course, process)


def finish(run: Run) -> None:
    """Waits for the end of a run. Raises AssertionError where one of its processes goes on."""
    deadline = time.monotonic() + _PATIENCE
    while run.processes():
        assert time.monotonic() < deadline, f"a run does not end: {run.course / 'run.log'}"
        time.sleep(0.2)
    left = set(run.seen)
    while left and time.monotonic() < deadline:
        left = {process for process in left if _lives(process)}
        time.sleep(0.1)
    assert not left, f"processes outlive their run: {sorted(left)}"


def scores(course: Path) -> Scores:
    """Every score in the gradebook, in order."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        return gradebook.execute(_SCORES).fetchall()


def scratch_folders() -> set[Path]:
    """The folders that runs make for their kernels, in the folder for temporary files."""
    return set(Path(tempfile.gettempdir()).glob("nbj-*"))


def _limited(process: int, kind: int, limit: int, chance: random.Random) -> None:
    kept = resource.prlimit(process, kind)
    resource.prlimit(process, kind, (limit, kept[1]))
    time.sleep(chance.uniform(0.2, 1.5))
    resource.prlimit(process, kind, kept)


def _lives(process: int) -> bool:
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False


def main() -> int:
    """Lets faults strike until there were enough; 1 where anything was lost or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--copies", type=int, default=4, help="submissions of each assignment")
    options = parser.parse_args()
    console = Console(width=100, highlight=False)
    struck: Counter[str] = Counter()
    began, seed, failed = time.monotonic(), options.seed, 0
    with tempfile.TemporaryDirectory() as folder:
        model = realistic_class(Path(folder) / "model", options.copies)
        _, undisturbed = disturbed_round(model, Path(folder), seed, most=0)
        while struck.total() < options.faults:
            before = scratch_folders()
            names, found = disturbed_round(model, Path(folder), seed, most=20)
            struck.update(names)
            same, left = found == undisturbed, scratch_folders() - before
            failed += not same or bool(left)
            said = "" if same and not left else f" {'' if same else 'other scores'} {left or ''}"
            console.print(f"seed {seed}: {', '.join(names)}{said}")
            seed += 1
    hours = (time.monotonic() - began) / 3600
    console.print(f"{struck.total()} faults, {struck.total() / hours:.0f} an hour: {dict(struck)}")
    console.print(f"{failed} of {seed - options.seed} rounds lost or left something")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
