"""The fork server: it has imported everything and computed nothing, and is forked for each kernel.

Importing torch takes most of the time of grading one notebook; a fork has torch imported already.
The idea is SageCell's (kernel_provider.py). `python -m nbjudge.kernel.server FD FOLDER MODULE ...`
starts the server. It imports these modules if they are installed. It takes requests from the
control socket FD. Each request brings a socket, over which the server reports on the kernel and
takes signals for it; there is no path that others could connect to. FOLDER holds the folders of
kernels; the server removes it at its end.
"""

import contextlib
import gc
import importlib
import json
import os
import platform
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from nbjudge.course.limits import DEFAULTS
from nbjudge.kernel.audit import Audit
from nbjudge.kernel.guard import Watch, guard
from nbjudge.kernel.preloaded import forget_the_seed, preload
from nbjudge.kernel.relied_on import relied_on
from nbjudge.kernel.starting import Starting
from nbjudge.link.kernel_request import KernelRequest, Policy
from nbjudge.process.imports import many_imports
from nbjudge.process.memory import gather_into_huge_pages
from nbjudge.sandbox import look_up_paths, structures
from nbjudge.sandbox.cgroups import Group, groups
from nbjudge.sandbox.originals import Originals
from nbjudge.sandbox.shown import programs
from nbjudge.sandbox.system_calls import PR_SET_PDEATHSIG, prctl

_MOST = 2**16


class ForkServer:
    """Forks kernels and reports their ends, with one selector for all."""

    def __init__(self, control: socket.socket, originals: Originals | None = None):
        self._control, self._originals = control, originals
        self._groups = groups()
        self._kernels: set[_Kernel] = set()
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, self._take_request)

    def run(self) -> None:
        """Serves until all processes have closed the other end of the control socket.

        Then it ends the kernels that are left, for instance if their clients were killed.
        """
        while True:
            for key, _ in self._selector.select():
                # A kernel may have ended just now, although its client has sent something at the
                # same moment.
                if self._selector.get_map().get(key.fd) is not key:
                    continue
                try:
                    key.data()
                except EOFError:
                    self._end_all()
                    return

    def _end_all(self) -> None:
        for kernel in self._kernels:
            kernel.signal(signal.SIGTERM)
        for kernel in self._kernels:
            os.waitpid(kernel.guard, 0)

    def _take_request(self) -> None:
        said, files, _, _ = socket.recv_fds(self._control, _MOST, 1)
        if not said:
            raise EOFError
        client = socket.socket(fileno=files[0])
        request, server = KernelRequest.read(said), os.getpid()
        group = self._group_for(request.policy)
        try:
            process, starting = _fork()
        except OSError as error:  # the machine has no room: later kernels may start
            self._give_back(group)
            _say(client, {"exit": 1, "reason": f"{error}"})
            client.close()
            return
        if process == 0:
            _become_guard(request, starting, client, server, self._originals, group)
        starting.stop_telling()
        _say(client, {"pid": process})
        exit_notice = os.pidfd_open(process)
        kernel = _Kernel(process, client, exit_notice, starting, group)
        self._kernels.add(kernel)
        self._selector.register(client, selectors.EVENT_READ, lambda: self._pass_on(kernel))
        self._selector.register(exit_notice, selectors.EVENT_READ, lambda: self._reap(kernel))

    def _group_for(self, policy: Policy | None) -> Group | None:
        return self._groups.make(policy.limits) if self._groups and policy else None

    def _give_back(self, group: Group | None) -> None:
        if self._groups and group:
            self._groups.remove(group)

    def _pass_on(self, kernel: "_Kernel") -> None:
        """Passes on signals that the client asks for; kills the kernel if the client has left.

        SIGUSR1 asks the guard to look at the kernel; the guard answers the client itself.
        """
        try:
            wanted = list(kernel.client.recv(_MOST))
        except OSError:
            wanted = []
        if not wanted:
            self._selector.unregister(kernel.client)
        for number in wanted or [signal.SIGTERM]:
            kernel.signal(number)

    def _reap(self, kernel: "_Kernel") -> None:
        _, status = os.waitpid(kernel.guard, 0)
        self._kernels.remove(kernel)
        self._give_back(kernel.group)
        self._selector.unregister(kernel.exit_notice)
        os.close(kernel.exit_notice)
        with contextlib.suppress(KeyError):
            self._selector.unregister(kernel.client)
        reason = kernel.starting.heard()
        code = os.waitstatus_to_exitcode(status)
        _say(kernel.client, {"exit": code, **({"reason": reason} if reason else {})})
        kernel.client.close()


@dataclass(frozen=True, eq=False)
class _Kernel:
    guard: int
    client: socket.socket
    exit_notice: int
    starting: Starting
    group: Group | None

    def signal(self, number: int) -> None:
        """Interrupts or looks at the kernel and what it started; other signals end all of them."""
        with contextlib.suppress(ProcessLookupError):
            passed_on = (signal.SIGINT, signal.SIGUSR1)
            os.kill(self.guard, number if number in passed_on else signal.SIGTERM)
            # Without a sandbox, the kernel may have stopped its guard.
            os.kill(self.guard, signal.SIGCONT)


def _say(client: socket.socket, said: dict[str, Any]) -> None:
    # A client that has gone needs no answer.
    with contextlib.suppress(OSError):
        client.sendall(json.dumps(said).encode() + b"\n")


def _fork() -> tuple[int, Starting]:
    """Forks this process; raises OSError if the machine has no room."""
    starting = Starting()
    try:
        return os.fork(), starting
    except OSError:
        starting.close()
        raise


def _become_guard(
    request: KernelRequest,
    starting: Starting,
    client: socket.socket,
    server: int,
    originals: Originals | None,
    group: Group | None,
) -> NoReturn:
    """Turns this process, a fork of the server, into the guard of a kernel."""
    try:
        _leave_the_server_behind(starting, client)
        if group:
            group.open()
        watch = Watch(client, Audit(), originals, group)
        if request.cores:
            os.sched_setaffinity(0, request.cores)
        guard(lambda: _become_kernel(request), request.policy, starting, watch, server)
    except BaseException as error:
        starting.tell(error)
    finally:
        os._exit(1)


def _leave_the_server_behind(starting: Starting, client: socket.socket) -> None:
    """Closes every file of the server's but the socket of the kernel's client."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    starting.leave_all_else_behind(client.fileno())


def _become_kernel(request: KernelRequest) -> Callable[[], None]:
    """Turns this process into a kernel; returns the function that runs the kernel."""
    from nbjudge.kernel.app import ForkedKernelApp

    os.environ.clear()
    os.environ.update(request.environment)
    if request.policy:
        os.environ["PATH"] = programs(os.environ.get("PATH", os.defpath))
    os.chdir(request.folder)
    # Caches and random seeds of the server must not be the kernel's.
    tempfile.tempdir = None
    platform._uname_cache = None  # type: ignore[attr-defined]
    forget_the_seed()
    # Put last, so that no file in the working folder hides another module.
    sys.path.append(request.folder)
    sys.argv = ["ipykernel_launcher"]
    app = ForkedKernelApp.instance()
    app.connection_file = request.connection_file
    app.limits = request.policy.limits if request.policy else DEFAULTS
    app.initialize()
    start: Callable[[], None] = app.start
    return start


# The modules that a kernel consists of. None of them may start a thread when imported.
_IMPORTED = (
    *("ipykernel.debugger", "IPython.core.completerlib", "IPython.core.debugger", "faulthandler"),
    *("IPython.core.logger", "IPython.core.oinspect", "IPython.extensions.storemagic"),
    *("stack_data", "pygments.formatters.terminal256", "encodings.hex_codec"),
    "tornado.platform.asyncio",
    *("nbjudge.kernel.agent", "nbjudge.kernel.app", "nbjudge.judge.live"),
)


def _import_everything(preloaded: list[str]) -> None:
    preload(preloaded)
    for name in _IMPORTED:
        importlib.import_module(name)
    _look_up_colours()
    # Each fork uses this application.
    sys.modules["nbjudge.kernel.app"].ForkedKernelApp.instance()
    look_up_paths()


def _look_up_colours() -> None:
    """Makes IPython look up the colours of its error messages once, for all forks."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.ultratb import FormattedTB

    try:
        raise NotImplementedError
    except NotImplementedError:
        settings = {"mode": "Context", "theme_name": InteractiveShell.colors.default_value}
        FormattedTB(**settings).text(*sys.exc_info())


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    with _ended_with_its_maker(), many_imports():
        _import_everything(sys.argv[3:])
        originals = Originals(relied_on()) if structures.known() else None
        gc.freeze()
    gather_into_huge_pages()
    try:
        ForkServer(socket.socket(fileno=int(sys.argv[1])), originals).run()
    finally:
        shutil.rmtree(sys.argv[2], ignore_errors=True)


@contextlib.contextmanager
def _ended_with_its_maker() -> Iterator[None]:
    """Ends this process if its parent dies, even during the imports, which cannot notice it."""

    def leave(*_: object) -> NoReturn:
        shutil.rmtree(sys.argv[2], ignore_errors=True)
        os._exit(1)

    kept = signal.signal(signal.SIGTERM, leave)
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    yield
    prctl(PR_SET_PDEATHSIG, 0)
    signal.signal(signal.SIGTERM, kept)


if __name__ == "__main__":
    main()
