"""Does work in processes that may hang, grow or be killed without disturbing other work.

Each worker has a pipe of its own. In the pools of the standard library and of Pebble, workers share
a queue; a worker that is killed while it holds the queue's lock stops them all.
"""

import contextlib
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any

from nbjudge.sandbox.system_calls import PR_SET_PDEATHSIG, prctl

_TRIES = 2
_REMEDY = "If memory is short, grade it again with fewer at a time (-j 1)"
_SOON = 5  # seconds that a process without work has to end
_SOON_AGAIN = 0.1  # seconds until `hold` is asked again
Prepare = Callable[[int], None]


@dataclass(frozen=True)
class Lost:
    """The result of work that did not finish; says why in words."""

    why: str


@dataclass
class _Task:
    subject: Any
    tries: int = 0


def supervised(
    work: Callable[[Any], Any],
    subjects: Iterable[Any],
    *,
    workers: int,
    seconds: float,
    prepare: Prepare,
    context: ForkContext | SpawnContext,
    hold: Callable[[], bool] = lambda: False,
) -> Generator[tuple[Any, Any], None, None]:
    """Pairs of a subject and what `work` returned for it, in the order in which they are done.

    `prepare` is called once in each worker, with the worker's number (from 0). If work takes longer
    than `seconds`, or its process dies, it is tried once more after all other work has begun, since
    something else may have been the cause. If it fails again, its result is `Lost`. No worker
    outlives this call. Subjects are taken when their turn comes; while `hold` is true, none is.
    """
    fresh, is_over = iter(subjects), False
    with contextlib.closing(Crew(work, workers, seconds, prepare, context)) as crew:
        while not is_over or crew.is_busy:
            held = hold()
            while crew.idle and not held and not is_over:
                if (subject := next(fresh, _NOTHING_YET)) is _NOTHING_YET:
                    is_over = True
                else:
                    crew.begin(subject)
            if is_over:
                crew.begin_again()
            yield from crew.finished(_SOON_AGAIN if held else None)


_NOTHING_YET = object()


class Crew:
    """Workers that are given one subject after another, and stay until they are dismissed.

    If work takes longer than `seconds`, or its process dies, `begin_again` tries it once more. If
    it fails again, its result is `Lost`.
    """

    def __init__(
        self,
        work: Callable[[Any], Any],
        workers: int,
        seconds: float,
        prepare: Prepare,
        context: ForkContext | SpawnContext,
    ):
        numbers = range(workers)
        self._workers = [_Worker(number, work, seconds, prepare, context) for number in numbers]
        self._again: deque[_Task] = deque()

    @property
    def idle(self) -> int:
        """How many workers have nothing to do."""
        return sum(worker.task is None for worker in self._workers)

    @property
    def is_busy(self) -> bool:
        """Whether any work is not finished."""
        return bool(self._again) or self.idle < len(self._workers)

    def start(self) -> None:
        """Starts all processes, so that the first subjects need not wait for that."""
        for worker in self._workers:
            worker.start()

    def begin(self, subject: Any) -> None:
        """Gives a subject to a worker that is idle."""
        self._free().begin(_Task(subject))

    def begin_again(self) -> None:
        """Tries once more what failed with its process, as far as workers are idle."""
        while self._again and self.idle:
            self._free().begin(self._again.popleft())

    def finished(self, seconds: float | None = None) -> list[tuple[Any, Any]]:
        """Waits until some work has finished, and at most so long; pairs of subject and result."""
        busy = [worker for worker in self._workers if worker.task]
        signs = [sign for worker in busy for sign in worker.signs()]
        late = [worker.deadline - time.monotonic() for worker in busy]
        longest = [*late, *([] if seconds is None else [seconds])]
        wait(signs, max(0.0, min(longest, default=0.0)))
        return [pair for worker in busy for pair in self._ended(worker)]

    def close(self) -> None:
        """Ends all processes at once."""
        for worker in self._workers:
            worker.dismiss()

    def _free(self) -> "_Worker":
        return next(worker for worker in self._workers if worker.task is None)

    def _ended(self, worker: "_Worker") -> Iterator[tuple[Any, Any]]:
        task, result = worker.task, worker.result()
        if task is None or result is _NOTHING_YET:
            return
        if isinstance(result, Lost) and worker.is_gone and task.tries < _TRIES:
            self._again.append(task)
        else:
            yield task.subject, result


class _Worker:
    """A process that does one task after another; if it dies, a new one replaces it."""

    def __init__(
        self,
        number: int,
        work: Callable[[Any], Any],
        seconds: float,
        prepare: Prepare,
        context: ForkContext | SpawnContext,
    ):
        self._number, self._work, self._seconds = number, work, seconds
        self._prepare, self._context = prepare, context
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self.task: _Task | None = None
        self.deadline = 0.0

    @property
    def is_gone(self) -> bool:
        return self._process is None

    def signs(self) -> list[Any]:
        """What to wait for: one of these is ready when the task is done or the process has died."""
        return [self._pipe, self._process.sentinel] if self._process else []

    def begin(self, task: _Task) -> None:
        self.start()
        task.tries += 1
        self.task, self.deadline = task, time.monotonic() + self._seconds
        # A process that has died just now is noticed when the result is asked for.
        with contextlib.suppress(OSError):
            self._pipe_now().send(task.subject)

    def result(self) -> Any:
        """The result of the task; `_NOTHING_YET` while the process works on it."""
        said = self._said()
        if said is _NOTHING_YET and time.monotonic() < self.deadline:
            return said
        self.task = None
        if said is _NOTHING_YET:
            said = Lost(f"it took longer than {self._seconds:g} s in all, and was stopped")
            self.dismiss()
        return said

    def dismiss(self) -> None:
        """Ends the process at once."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._pipe_now().close()
        self._process = self._pipe = None

    def _said(self) -> Any:
        pipe = self._pipe_now()
        try:
            return pipe.recv() if pipe.poll() else _NOTHING_YET
        except (EOFError, OSError):
            return Lost(self._cause_of_death())

    def _cause_of_death(self) -> str:
        assert self._process is not None
        self._process.join(_SOON)
        code = self._process.exitcode
        self.dismiss()
        if code is not None and code < 0:
            name = signal.Signals(-code).name
            return f"the process that graded it was killed ({name}), {_TRIES} times. {_REMEDY}"
        return f"the process that graded it ended with code {code}"

    def start(self) -> None:
        """Starts the process, if there is none."""
        if self._process is not None:
            return
        self._pipe, theirs = self._context.Pipe()
        arguments = (theirs, os.getpid(), self._number, self._prepare, self._work)
        process = self._context.Process(target=_serve, args=arguments)
        process.start()
        theirs.close()
        self._process = process

    def _pipe_now(self) -> Connection:
        assert self._pipe is not None
        return self._pipe


def _serve(
    pipe: Connection, parent: int, number: int, prepare: Prepare, work: Callable[[Any], Any]
) -> None:
    """What a worker does, until it is killed or its parent has gone."""
    _end_with(parent)
    # A terminal sends Ctrl-C to all processes; only the parent reacts to it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    prepare(number)
    with contextlib.suppress(EOFError):  # the parent has gone
        while True:
            subject = pipe.recv()
            try:
                result = work(subject)
            except Exception as error:
                result = Lost(f"{type(error).__name__}: {error}")
            pipe.send(result)


def _end_with(parent: int) -> None:
    """Makes Linux kill this process when its parent dies, for whatever reason."""
    if sys.platform == "linux":
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
