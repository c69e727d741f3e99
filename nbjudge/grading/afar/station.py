"""A process on a worker's machine, in which one submission after another is judged.

An executor's own process has threads and may be a daemon, from which nothing may be forked. It
also must survive a submission that ends its judge.
"""

import contextlib
import os
import select
import subprocess
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbjudge.grading.afar.contents import Contents
from nbjudge.grading.afar.jobs import Engine
from nbjudge.process.imports import many_imports

_SECONDS_TO_START = 180


class Ended(Exception):
    """The process had to be ended, or has ended by itself; the message says why."""


class Station:
    """The process, seen from the executor's worker. Raises Ended if it does not start."""

    def __init__(self, contents: Contents):
        self._pipe, theirs = Pipe()
        number = str(theirs.fileno())
        command = [sys.executable, "-P", "-m", __name__, number, str(contents.root)]
        self._process = subprocess.Popen(
            [*command, *contents.folders], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()
        said = self._answer(_SECONDS_TO_START, "the process that grades did not start")
        self.engine: Engine
        self.lacking: tuple[str, ...]
        self.engine, self.lacking = said

    def judged(self, payload: bytes, seconds: float) -> bytes:
        """The result for a submission. Raises Ended if there is none after so many seconds."""
        with contextlib.suppress(OSError):  # it has just ended, which the answer tells
            self._pipe.send(payload)
        late = f"it took longer than {seconds:g} s in all, and was stopped"
        return bytes(self._answer(seconds, late))

    def end(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()

    def _answer(self, seconds: float, late: str) -> Any:
        try:
            if self._pipe.poll(seconds):
                return self._pipe.recv()
            why = late
        except (EOFError, OSError):
            code = self._process.wait()
            why = f"the process that graded it ended with code {code}"
            if code < 0:
                why = f"the process that graded it was killed (signal {-code})"
        self.end()
        raise Ended(why)


def _serve(pipe: Connection, contents: Contents) -> None:
    """What the process does, until it is killed or the worker has gone."""
    with many_imports():
        from nbjudge.grading.afar.workplace import opened_workplace
    from nbjudge.grading.afar.engines import own_engine
    from nbjudge.sandbox import missing

    lacking = tuple(missing())
    threading.Thread(target=_end_with, args=(pipe.fileno(),), daemon=True).start()
    with opened_workplace(contents) as workplace:
        pipe.send((own_engine(), lacking))
        while True:
            try:
                payload = pipe.recv()
            except (EOFError, OSError):
                return
            pipe.send(workplace.judged(payload))


def _end_with(other_end: int) -> None:
    """Ends this process as soon as the worker's process has gone, also while it judges."""
    waiting = select.poll()
    waiting.register(other_end, select.POLLHUP | getattr(select, "POLLRDHUP", 0))
    waiting.poll()
    os._exit(1)


if __name__ == "__main__":
    number, root, *folders = sys.argv[1:]
    _serve(Connection(int(number)), Contents(Path(root), tuple(folders)))
