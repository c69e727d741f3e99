"""A process that holds the state of a notebook after a cell, waits, and is forked to go on.

It is used at a terminal of the student's own machine, so it has no sandbox. A fork has only one
thread, so a process with more threads is not forked, but goes on itself. `python -m
nbjudge.kernel.states FD MODULE ...` is the state before any cell: it imports these modules if they
are installed, and takes requests from the socket FD.
"""

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import sys
from pathlib import Path

from nbjudge.course.limits import Limits
from nbjudge.kernel.agent import Agent
from nbjudge.link.channel import Channel, ChannelError
from nbjudge.link.state_request import FORKED, RUN, RUN_ITSELF
from nbjudge.process.ending import end_with
from nbjudge.process.imports import many_imports


class _State:
    """The names of a notebook, in this process."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        config = Config()
        config.HistoryManager.enabled = False  # on disk, the history needs a file and a thread
        self._shell = InteractiveShell.instance(config=config)
        self._shell.ask_exit = lambda: None
        # Nobody sees a cell's rich output here, and making it takes time.
        self._shell.showtraceback = self._shell.showsyntaxerror = lambda *_, **__: None

    def wait(self, asked: socket.socket) -> None:
        """Carries out requests from `asked` until all processes have closed the other end."""
        while True:
            verb, files, _, _ = socket.recv_fds(asked, 1, 1)
            if not verb:
                return
            _reap()
            stream = socket.socket(fileno=files[0])
            if verb not in FORKED:
                self._answer(verb, stream)
            elif self._is_fork(stream):
                asked.close()
                self._answer(verb, stream)
                if verb == RUN:
                    self.wait(stream)
                os._exit(0)  # skips Python's clean-up, which the first process does
            stream.close()

    def _is_fork(self, stream: socket.socket) -> bool:
        """Forks, and tells the judge the fork's number."""
        parent = os.getpid()
        if os.fork():
            return False
        end_with(parent)
        with contextlib.suppress(ChannelError):
            Channel(stream).send(str(os.getpid()).encode())
        return True

    def _answer(self, verb: bytes, stream: socket.socket) -> None:
        with contextlib.suppress(ChannelError):
            if verb in (RUN, RUN_ITSELF):
                self._run(Channel(stream))
            else:
                self._serve(Channel(stream))

    def _run(self, judge: Channel) -> None:
        said = json.loads(judge.receive())
        if said["folder"]:
            os.chdir(said["folder"])
            sys.path.insert(0, said["folder"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            error = self._error_of(said["cell"])
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close("all")
        judge.send(json.dumps({"error": error, "threads": _threads()}).encode())

    def _error_of(self, cell: str) -> str:
        """The error of a cell, as `NameError: name 'x' is not defined`; empty for a stub."""
        try:
            result = self._shell.run_cell(cell, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        # `exit()` in a cell must not end this process.
        except (Exception, SystemExit, KeyboardInterrupt) as raised:
            error = raised
        if error is None or isinstance(error, NotImplementedError):
            return ""
        if isinstance(error, SyntaxError):
            return f"{type(error).__name__}: {error.msg} (line {error.lineno})"
        return f"{type(error).__name__}: {error}"[:500]

    def _serve(self, judge: Channel) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        limits = Limits(**json.loads(judge.receive()))
        agent = Agent(self._shell.user_ns, limits)
        while True:
            judge.send(agent.answer(judge.receive()))


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def _reap() -> None:
    """Collects the forks that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    asked = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with many_imports():
        for name in sys.argv[2:]:
            if importlib.util.find_spec(name.partition(".")[0]):
                importlib.import_module(name)
        state = _State()
        gc.freeze()
    state.wait(asked)
    os._exit(0)


if __name__ == "__main__":
    main()
