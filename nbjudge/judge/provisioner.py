"""Kernels from the fork server: starts the server once, and gets kernels for jupyter_client."""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from jupyter_client.provisioning import KernelProvisionerBase

from nbjudge.judge.scratch import held_folder, remove_what_killed_runs_left
from nbjudge.link.kernel_request import PRELOADED, KernelRequest, send_request
from nbjudge.process.tricks import SWITCH

PROVISIONER = "nbjudge-fork"
# The exit codes of a guard if a signal killed it or its kernel. (Windows has no SIGKILL.)
_SIGKILL = 9
_KILLED = {-_SIGKILL, -signal.SIGTERM, 128 + _SIGKILL, 128 + signal.SIGTERM}
_SETTINGS = {"OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
# The environment variables that a kernel needs; it gets no others of the grader's.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES")
_control: socket.socket | None = None
_scratch: str | None = None
# The server's printed output; if the server died, it ends with the reason.
_printed: int | None = None
_preloaded: tuple[str, ...] | None = None
_MOST_TOLD = 4096  # bytes to read, of which the last lines are shown
_LINES_SHOWN = 3


def can_fork() -> bool:
    """Whether kernels can be forked here: Linux only, since macOS frameworks do not survive it."""
    return sys.platform == "linux"


def fork_server(preloaded: Sequence[str] | None = None) -> socket.socket:
    """The control socket of this process's fork server, which is started at the first call.

    Processes forked from this one share the server. The server imports the modules `preloaded`
    that are installed; if it has imported others, a new server replaces it (None: any will do).
    """
    global _control, _preloaded, _printed, _scratch
    any_will_do = PRELOADED if _preloaded is None else _preloaded
    wanted = tuple(any_will_do if preloaded is None else preloaded)
    if wanted != _preloaded:
        _forget_server()
    if _control is None:
        _preloaded = wanted
        remove_what_killed_runs_left()
        _scratch, held = held_folder()
        _printed = os.memfd_create("printed by the fork server")
        _control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            server = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "nbjudge.kernel.server",
                    str(theirs.fileno()),
                    _scratch,
                    *wanted,
                ],
                pass_fds=[theirs.fileno(), held],
                stdin=subprocess.DEVNULL,
                stderr=_printed,
                env=_environment(),
            )
        atexit.register(_stop, server, os.getpid(), _scratch)
    return _control


def scratch_folder() -> str:
    """The folder for the kernels of the fork server; the server removes it at its end."""
    fork_server()
    assert _scratch is not None
    return _scratch


def _forget_server() -> None:
    global _control
    if _control is not None:
        _control.close()  # the server ends when no process holds this end of the socket
    _control = None


def _environment() -> dict[str, str]:
    """The server's environment, made from nothing: forks can always read its first one."""
    passed_on = (*PASSED_ON, "PYTHONPATH", SWITCH)
    kept = {name: os.environ[name] for name in passed_on if name in os.environ}
    return {**kept, **_SETTINGS}


def _stop(server: subprocess.Popen[bytes], owner: int, scratch: str) -> None:
    # A forked worker inherits this hook, and must not end the server that others use.
    if os.getpid() == owner:
        _forget_server()
        server.wait()
        shutil.rmtree(scratch, ignore_errors=True)  # it would be left over if the server was killed


def _why_the_server_died() -> str:
    if _printed is None:
        return ""
    end = os.fstat(_printed).st_size
    text = os.pread(_printed, _MOST_TOLD, max(0, end - _MOST_TOLD))
    return f"the server that forks kernels has died: {_last_lines(text.decode(errors='replace'))}"


def _last_lines(text: str) -> str:
    """The last lines of a traceback, joined into one."""
    lines = [line.strip() for line in text.splitlines() if line.strip(" ^~")]
    return " | ".join(lines[-_LINES_SHOWN:])


class ForkProvisioner(KernelProvisionerBase):
    """Asks the fork server for a kernel, and follows this kernel over a socket."""

    _socket: socket.socket | None = None
    _exit: int | None = None
    sockets: int | None = None
    """A descriptor of the folder of the kernel's sockets, if only that names it."""
    reason: str = ""
    """Why the kernel could not start, in one line; empty where that is not known."""
    _server_died = False

    @property
    def exit_code(self) -> int | None:
        """The exit code of the kernel's guard, if it has ended."""
        return self._exit

    @property
    def was_killed(self) -> bool:
        """Whether a signal killed the kernel, or it ended with its server.

        Its own code hardly causes that, but can fake it by such an exit code.
        """
        return self._server_died or self._exit in _KILLED

    @property
    def has_process(self) -> bool:
        return self._socket is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        self.parent.write_connection_file()
        self.connection_info = self.parent.get_connection_info()
        settings: dict[str, Any] = await super().pre_launch(cmd=["forked"], **kwargs)
        return settings

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        request = KernelRequest(
            self.parent.connection_file,
            kwargs["cwd"],
            kwargs["env"],
            kwargs["policy"],
            sorted(os.sched_getaffinity(0)),
        )
        try:
            self._socket = send_request(fork_server(), request)
        except OSError:
            # The server was killed, for instance for lack of memory; a new one may live.
            _forget_server()
            self._socket = send_request(fork_server(), request)
        self._said = b""
        if request.policy:
            self._hold_its_sockets(request.policy.limits.start_seconds)
        connection: dict[str, Any] = self.connection_info
        return connection

    def _hold_its_sockets(self, seconds: float) -> None:
        """Waits until the kernel's walls stand, and takes the folder of sockets within them.

        Raises RuntimeError if that takes too long. A kernel that ends before is found out later.
        """
        assert self._socket is not None
        self._socket.settimeout(seconds)
        try:
            while b'"separated"' not in self._said and b'"exit"' not in self._said:
                said, files, _, _ = socket.recv_fds(self._socket, _MOST_TOLD, 1)
                self.sockets = files[0] if files else self.sockets
                if not said:
                    return
                self._said += said
        except TimeoutError:
            raise RuntimeError("the server that forks kernels does not answer") from None
        finally:
            self._socket.settimeout(None)

    async def poll(self) -> int | None:
        """None while the kernel lives, else its exit code (minus a signal's number)."""
        if self._socket is None:
            return self._exit if self._exit is not None else 1
        try:
            piece = self._socket.recv(4096, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        self._said += piece
        for line in self._said.splitlines():
            if (said := _parsed(line)) and "exit" in said:
                self.reason = _last_lines(said.get("reason", ""))
                return self._ended(said["exit"])
        if piece:
            return None
        # The socket is closed without an exit code: the server itself has ended.
        self._server_died = True
        self.reason = _why_the_server_died()
        return self._ended(1)

    def changed(self, seconds: float) -> list[str]:
        """What the kernel's process has changed of what a judge relies on, by name.

        The kernel's guard looks now, from outside. Returns nothing if the kernel has ended, or if
        no answer comes in time.
        """
        if self._socket is None:
            return []
        try:
            self._socket.send(bytes([signal.SIGUSR1]))
            self._socket.settimeout(seconds)
            while (found := self._told_of_changes()) is None:
                if not (piece := self._socket.recv(4096)):
                    return []
                self._said += piece
            return found
        except OSError:  # the kernel has just ended, or its guard is too slow
            return []
        finally:
            self._socket.settimeout(None)

    def _told_of_changes(self) -> list[str] | None:
        """Takes the guard's answer out of what was said; an empty one if the kernel has ended."""
        for line in self._said.splitlines(keepends=True):
            said = _parsed(line) or {}
            if "changed" in said:
                self._said = self._said.replace(line, b"", 1)
                return list(said["changed"])
            if "exit" in said:
                return []
        return None

    async def wait(self) -> int | None:
        if self._socket is not None:
            self._socket.settimeout(None)
        while (code := await self._next()) is None:
            pass
        return code

    async def _next(self) -> int | None:
        if self._socket is not None:
            self._socket.recv(1, socket.MSG_PEEK)
        return await self.poll()

    def _ended(self, code: int) -> int:
        self._exit = code
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        return code

    async def send_signal(self, signum: int) -> None:
        if self._socket is not None:
            with contextlib.suppress(BrokenPipeError):  # the kernel has just ended by itself
                self._socket.send(bytes([signum]))

    async def kill(self, restart: bool = False) -> None:
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        await self.send_signal(signal.SIGKILL)

    async def cleanup(self, restart: bool = False) -> None:
        """Gives up the folder of sockets, when nobody connects any more."""
        if self.sockets is not None:
            os.close(self.sockets)
        self.sockets = None


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads(line)
    except ValueError:
        return None  # the line has not fully arrived yet
    return said
