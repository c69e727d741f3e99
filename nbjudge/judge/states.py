"""Keeps the state of a notebook after each cell, in a forked process for each state.

After a cell was changed, only that cell and those below run again. The processes themselves run
`kernel.states`.
"""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from nbjudge.course.layout import CourseError
from nbjudge.course.limits import Limits
from nbjudge.judge.exchange import Exchange
from nbjudge.link.channel import Channel, ChannelError
from nbjudge.link.handle import Link, Student
from nbjudge.link.state_request import RUN, RUN_ITSELF, SERVE, SERVE_ITSELF
from nbjudge.link.worlds import World

_SLOW = ("torch", "torchvision.datasets", "torchvision.transforms", "matplotlib.pyplot")
_LOOK_EVERY = 0.05
_GRACE = 2.0  # seconds that a process has to react to an interrupt before it is killed
_MOST_TOLD = 2000  # bytes
_DIED = "KernelDied: the kernel died while this cell ran"


def can_keep_states() -> bool:
    """Whether a process can be forked in the middle of a notebook: on Linux only."""
    return sys.platform == "linux"


def first_state(texts: Sequence[bytes]) -> "State | None":
    """The state before all cells of a notebook; `texts` are those of its cells and its checks.

    Modules that take long to import are imported there at once. None if states cannot be kept.
    """
    if not can_keep_states():
        return None
    found = [m for m in _SLOW if any(m.partition(".")[0].encode() in text for text in texts)]
    return State.before_all_cells([*found, "nbjudge.judge.live"])


class Outdated(Exception):
    """The notebook was changed while it ran: waiting for its end is useless."""


class State:
    """A process that holds the state after some cells, and waits. Close it when done."""

    def __init__(
        self,
        asked: socket.socket,
        process: int,
        *,
        forks: bool = True,
        made: "subprocess.Popen[bytes] | None" = None,
        printed: IO[bytes] | None = None,
    ):
        self._asked, self._process, self._made, self._printed = asked, process, made, printed
        self.forks = forks
        """Whether the process can be forked, so that this state stays when another is made."""

    @classmethod
    def before_all_cells(cls, modules: Sequence[str]) -> "State":
        """Starts a process, which begins to import the modules of these that are installed."""
        mine, theirs = socket.socketpair()
        printed = tempfile.TemporaryFile()  # noqa: SIM115 (it goes with the state)
        with theirs:
            command = [sys.executable, "-P", "-m", "nbjudge.kernel.states", str(theirs.fileno())]
            process = subprocess.Popen(
                [*command, *modules],
                pass_fds=[theirs.fileno()], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=printed,
                env={**os.environ, "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"},
            )  # fmt: skip
        return cls(mine, process.pid, made=process, printed=printed)

    def after(
        self, cell: str, folder: str, seconds: float, outdated: Callable[[], bool]
    ) -> "tuple[State | None, str]":
        """The state after one more cell, and the cell's error; empty if there was none.

        `folder` is the new working folder; empty to keep the old one. The state is None if the
        process has died. Raises Outdated as soon as `outdated()` is true, and CourseError if this
        state is gone.
        """
        late = ""
        channel, stream, process = self._ask(RUN if self.forks else RUN_ITSELF)
        try:
            channel.send(json.dumps({"cell": cell, "folder": folder}).encode())
            if not _readable(stream, seconds, outdated):
                late = f"CellTimeout: this cell took longer than {seconds:g} s and was stopped"
                os.kill(process, signal.SIGINT)
            said = json.loads(channel.receive(_GRACE))
        except (ChannelError, ProcessLookupError):
            _kill(process)
            return None, late or _DIED
        except BaseException:
            _kill(process)
            raise
        after = State(stream, process, forks=said["threads"] == 1) if self.forks else self
        return after, late or said["error"]

    def serve(self, limits: Limits) -> tuple[Channel, int]:
        """A channel to an agent in this state, and the agent's process."""
        channel, _, process = self._ask(SERVE if self.forks else SERVE_ITSELF)
        channel.send(json.dumps(asdict(limits)).encode())
        return channel, process

    def _ask(self, verb: bytes) -> tuple[Channel, socket.socket, int]:
        mine, theirs = socket.socketpair()
        channel = Channel(mine)
        try:
            with theirs:
                socket.send_fds(self._asked, [verb], [theirs.fileno()])
            return channel, mine, int(channel.receive()) if self.forks else self._process
        except (OSError, ChannelError) as error:
            raise CourseError(
                f"a process of the notebook's has ended{self._last_words()}"
            ) from error

    def _last_words(self) -> str:
        """The last output of the first process, for instance that it could not import something."""
        if self._printed is None:
            return ", perhaps because memory is short: close other programs, and try again"
        self._printed.seek(0)
        return f": {self._printed.read()[-_MOST_TOLD:].decode(errors='replace').strip()}"

    @property
    def lives(self) -> bool:
        """Whether the process is alive: it sends nothing unless it is asked, or has ended."""
        return not select.select([self._asked], [], [], 0)[0]

    def close(self) -> None:
        """Ends the process and all processes that were forked from it."""
        self._asked.close()
        if self._printed is not None:
            self._printed.close()
        if self._made is not None:
            self._made.wait()


@dataclass
class _Step:
    """A cell that has run. Its state is None if a later cell went on in the same process."""

    cell: str
    error: str
    state: State | None

    @property
    def is_kept(self) -> bool:
        return self.state is not None and self.state.lives


class Steps:
    """The states after the cells of a notebook in `folder`, beginning with the state `first`."""

    def __init__(self, first: State, folder: Path, limits: Limits):
        self._first, self._folder, self._limits = first, str(folder), limits
        self._steps: list[_Step] = []
        self._serving: list[tuple[Exchange, int]] = []
        self._elsewhere: list[Steps] = []

    def run(self, cells: list[str], outdated: Callable[[], bool] = lambda: False) -> int:
        """Makes the state after these cells; returns how many of them had to run.

        Raises Outdated as soon as `outdated()` is true; the states made until then are kept.
        """
        self.keep(_alike(cells, [step.cell for step in self._steps]))
        first = len(self._steps)
        for cell in cells[first:]:
            self._go_on(cell, outdated)
        return len(cells) - first

    def _go_on(self, cell: str, outdated: Callable[[], bool]) -> None:
        before = self._state()
        folder = self._folder if before is self._first else ""
        state, error = before.after(cell, folder, self._limits.cell_seconds, outdated)
        if state is before:
            self._steps[-1].state = None
        elif state is None and not before.forks:
            self._run_again(outdated)
        self._steps.append(_Step(cell, error, state))

    def _run_again(self, outdated: Callable[[], bool]) -> None:
        """Runs cells again if their states ended with their process."""
        cells = [step.cell for step in self._steps]
        self.keep(len(cells))
        for cell in cells[len(self._steps) :]:
            self._go_on(cell, outdated)

    def _state(self) -> State:
        """The latest state: if a cell ended its process, the state before that cell."""
        return next((s.state for s in reversed(self._steps) if s.state), self._first)

    def keep(self, number: int) -> None:
        """Keeps states of the first cells, fewer if a later cell went on in a state's process."""
        while self._steps and (len(self._steps) > number or not self._steps[-1].is_kept):
            step = self._steps.pop()
            if step.state and not any(step.state is other.state for other in self._steps):
                step.state.close()

    def open(self, solution: int) -> Student:
        """The names that the cells have defined; `solution` is the place of the solution cell."""
        link = Link(self._exchange(), [step.cell for step in self._steps], self._limits)
        link.own_cells = link.cells[solution:]
        link.cell_error = self._steps[solution].error if solution < len(self._steps) else ""
        link.run_there = self._run_there
        return Student(link)

    def _exchange(self) -> Exchange:
        channel, process = self._state().serve(self._limits)
        deadline = time.monotonic() + self._limits.submission_seconds
        exchange = Exchange(channel, self._limits, deadline)
        self._serving.append((exchange, process))
        return exchange

    def _run_there(self, world: World) -> Student:
        there = Steps(self._first, Path(self._folder), self._limits)
        self._elsewhere.append(there)
        cells = [part for step in self._steps for part in (world.before_cells, step.cell) if part]
        there.run([world.beginning, *cells])
        return there.open(len(cells))

    def close(self) -> None:
        """Ends what was opened for the checks of an exercise; the states are kept."""
        while self._elsewhere:
            self._elsewhere.pop().shut_down()
        while self._serving:
            exchange, process = self._serving.pop()
            exchange.close()
            if exchange.broken:  # it may never answer
                _kill(process)

    def shut_down(self) -> None:
        self.close()
        self.keep(0)


def _alike(cells: list[str], others: list[str]) -> int:
    """How many cells at the beginning are the same."""
    pairs = list(zip(cells, others, strict=False))
    return next((i for i, (cell, other) in enumerate(pairs) if cell != other), len(pairs))


def _readable(stream: socket.socket, seconds: float, outdated: Callable[[], bool]) -> bool:
    """Whether something can be read within these seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if select.select([stream], [], [], _LOOK_EVERY)[0]:
            return True
        if outdated():
            raise Outdated
    return False


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
