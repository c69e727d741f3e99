"""ipykernel's application, for a forked process that cannot open network sockets."""

import inspect
import subprocess
import sys
import threading
import warnings
from types import SimpleNamespace
from typing import Any
from unittest import mock

import zmq
from ipykernel import ipkernel
from ipykernel.compiler import XCachingCompiler
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import ExecutionResult
from jupyter_client.session import DELIM
from traitlets import Type

from nbjudge.course.limits import DEFAULTS, Limits
from nbjudge.kernel.interruptible import interruptible
from nbjudge.kernel.warned import names_the_students_line

# The next two classes cut off output that an honest mistake floods the judge with; the judge itself
# limits malicious output. They let slightly more than the limits pass, so that the judge sees that
# there was too much.
_MESSAGES_MORE = 100


class BoundedStream(OutStream):
    """A standard stream that drops text of one cell beyond what the judge reads."""

    _cell: str | None = None
    _room = 0
    _holds_text = False

    def write(self, string: str) -> int:
        cell = self.parent_header.get("msg_id")
        if cell != self._cell:
            self._cell, self._room = cell, 2 * self.pub_thread.limits.output_bytes
        if self._room > 0:
            self._holds_text = True
            super().write(string[: self._room])
            self._room -= len(string)
        return len(string)

    def flush(self) -> None:
        """Sends what was written; waits for the sending thread only if there is anything."""
        if self._holds_text:
            self._holds_text = False
            super().flush()


class BoundedPublisher(IOPubThread):
    """Sends no more messages for one cell than a judge reads.

    The others would still arrive while the next cell runs, whose own messages would be lost.
    """

    limits = DEFAULTS
    _parent = b""
    _sent = _sent_bytes = 0

    def send_multipart(self, parts: list[bytes], *arguments: Any, **named: Any) -> None:
        parent = parts[parts.index(DELIM) + 3]
        if parent != self._parent:
            self._parent, self._sent, self._sent_bytes = parent, 0, 0
        few = self._sent < self.limits.cell_messages + _MESSAGES_MORE
        if few and self._sent_bytes < self.limits.cell_messages_bytes:
            super().send_multipart(parts, *arguments, **named)
        self._sent += 1
        self._sent_bytes += sum(map(len, parts))


class CellCompiler(XCachingCompiler):
    """Compiles cells, and tells `inspect` that no module belongs to a cell's file.

    Otherwise `inspect` searches all modules, several times for each error that is shown.
    """

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        name: str = super().get_code_name(raw_code, code, number)
        inspect.modulesbyfile[name] = ""
        return name


class Shell(ZMQInteractiveShell):
    """Runs `!command` over a pipe: a sandbox has no terminals."""

    def run_cell(self, *arguments: Any, **named: Any) -> ExecutionResult:
        with interruptible():
            result: ExecutionResult = super().run_cell(*arguments, **named)
        return result

    def system_piped(self, cmd: str) -> None:
        command = self.var_expand(cmd, depth=1)
        done = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        print(done.stdout.decode(errors="replace"), end="")
        self.user_ns["_exit_code"] = done.returncode

    system = system_piped


class _NoSubshells:
    """Replaces ipykernel's thread for subshells; a top-level `await` asks which thread that is."""

    parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class ForkedKernel(ipkernel.IPythonKernel):
    """The kernel of `ForkedKernelApp`."""

    compiler_class = CellCompiler
    shell_class = Type(Shell)
    _execute_sleep = 0  # no pause for slow front ends
    _supports_kernel_subshells = False

    def __init__(self, **settings: Any):
        super().__init__(**{**settings, "shell_channel_thread": _NoSubshells()})

    def pre_handler_hook(self) -> None:
        """Leaves interrupts ignored: only what is `interruptible` heeds them."""

    def post_handler_hook(self) -> None:
        """Has nothing to put back."""


class ForkedKernelApp(IPKernelApp):
    """An ipykernel that takes all settings from its creator, and writes to little memory.

    Every page that a fork writes to is copied, even if only a reference count changes.
    """

    limits: Limits = DEFAULTS

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.kernel_class = ForkedKernel
        self.outstream_class = f"{__name__}.{BoundedStream.__name__}"
        self.config.HistoryManager.enabled = False  # else a file in the scratch folder
        # A kernel may have only one core; that is due to the grader, so students are not warned.
        warnings.filterwarnings("ignore", "This DataLoader will create", UserWarning)
        self.log.debug("made")  # this sets up the logging, which else each fork would do

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Does nothing: there is no command line."""

    def load_config_file(self, *arguments: Any, **named: Any) -> None:
        """Does nothing: no file is read."""

    def init_code(self) -> None:
        """Does nothing: no code runs before the notebook's own cells."""

    def init_heartbeat(self) -> None:
        """Does nothing: the judge hears of a kernel's end from its guard."""

    def init_control(self, context: zmq.Context[Any]) -> None:
        """Makes the main thread take its messages itself: there are no subshells for them."""
        super().init_control(context)
        self.shell_channel_thread = None

    def init_kernel(self) -> None:
        """Makes the kernel, without a list of all modules' files, which only a debugger needs."""
        alone = SimpleNamespace(**{**vars(sys), "modules": {}})
        with mock.patch.object(ipkernel, "sys", alone):
            super().init_kernel()
        warnings.formatwarning = names_the_students_line
        # Else `exit()` would end the kernel a little later, while an innocent cell runs.
        self.kernel.shell.ask_exit = lambda: None

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """Makes the socket that outputs go to.

        Leaves out the TCP port by which child processes print into the notebook: the sandbox
        refuses it, and libzmq would then abort the process.
        """
        self.iopub_socket = context.socket(zmq.XPUB)
        self.iopub_socket.linger = 1000
        self.iopub_socket.sndhwm = 0  # else messages to a slow judge would be lost
        self.iopub_port = self._bind_socket(self.iopub_socket, self.iopub_port)
        self.iopub_thread = BoundedPublisher(self.iopub_socket, pipe=False, session=self.session)
        self.iopub_thread.limits = self.limits
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket
