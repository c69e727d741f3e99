"""A kernel for one notebook: runs cells within limits, and opens channels to its agent."""

import contextlib
import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_core.utils import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from nbjudge.course.layout import course_root
from nbjudge.course.limits import Limits
from nbjudge.judge.kernel_client import TOO_MANY, BoundedClient, BoundedManager, error_output
from nbjudge.judge.provisioner import PASSED_ON, PROVISIONER, can_fork, scratch_folder
from nbjudge.link.channel import TARGET, Channel
from nbjudge.link.kernel_request import REASONS, Policy
from nbjudge.submission.attachments import give, offer

# Subfolders of a kernel's scratch folder: its working folder, its home, and the folder of the
# sockets between kernel and judge.
_OWN_FOLDERS = ("work", "home", "s")


# The output of a cell whose kernel was killed at every try.
KILLED = "the kernel was killed from outside while this cell ran, perhaps because memory is short"


class KernelLost(Exception):
    """The kernel has ended or does not answer any more; a fresh one is needed."""


class Kernel:
    """A kernel in `folder` (None: a scratch folder), with the data sets at `data`.

    A scratch folder holds copies of the files that were `handed_in` and of the files that the
    course has `given` beside its notebook. Only tests switch the sandbox off, to show what it is
    for. Close the kernel when done. Raises RuntimeError if it does not start.
    """

    def __init__(
        self,
        folder: Path | None,
        data: Path,
        limits: Limits,
        *,
        fork: bool,
        handed_in: Path | None = None,
        given: Path | None = None,
        sandbox: bool = True,
    ):
        self._limits = limits
        self._has_agent = False
        self._forked = fork = fork and can_fork()
        # A short name, since the path of a Unix socket has at most 107 characters.
        within = scratch_folder() if fork else None
        self._scratch = Path(tempfile.mkdtemp(prefix="nbj-", dir=within))
        for own in _OWN_FOLDERS:
            (self._scratch / own).mkdir()
        self._client = _client(_manager(self._scratch, fork, limits), limits)
        environment = _environment(self._scratch, data)
        if folder is None:
            folder = self._scratch / "work"
            if handed_in is not None:
                offer(handed_in, folder, limits)
            if given is not None:
                give(given, folder)
        policy = _policy(self._scratch, data, limits) if sandbox else None
        forked = {"policy": policy} if fork else {}
        try:
            self._client.start_new_kernel(cwd=str(folder), env=environment, **forked)
            self._sockets = self._folder_of_sockets()
            self._client.start_new_kernel_client()
        except BaseException:
            self.close()
            raise

    def _folder_of_sockets(self) -> Path:
        """Where this process finds the kernel's sockets; it tells the client, too."""
        manager = self._client.km
        held = getattr(manager.provisioner, "sockets", None)
        if held is None:
            return self._scratch / "s"
        folder = Path(f"/proc/self/fd/{held}")
        manager.ip = str(folder / "k")
        return folder

    def run(self, cell: NotebookNode) -> bool:
        """Runs one code cell and puts its outputs into it.

        Returns whether it ran to its end without an error. Raises KernelLost.
        """
        self._client.nb.cells = [cell]
        try:
            self._client.execute_cell(cell, 0)
        # If a kernel died, or the student's code forged its messages, nbclient may raise any error.
        except Exception as error:
            cell.outputs.append(error_output("KernelDied", self._cause_of_death()))
            raise KernelLost(str(error)) from error
        ended = self._client.ended  # read before a probe cell runs, which changes it
        flooded, late, heard = self._client.flooded, self._client.timed_out, self._client.heard
        if late:
            limit = f"this cell took longer than {self._limits.cell_seconds} s and was stopped"
            cell.outputs.append(error_output("CellTimeout", limit))
        # The interrupt and the cell's messages may arrive late. An empty probe cell runs first, so
        # that they do not hit the next cell.
        if (flooded or late or not heard) and not self.listens():
            if not heard and not late:
                cell.outputs.append(error_output("TooMuchOutput", TOO_MANY))
            raise KernelLost("the kernel does not answer after this cell")
        return ended and heard and not late and not flooded

    def _cause_of_death(self) -> str:
        if self.was_killed():
            return KILLED
        code = getattr(self._client.km.provisioner, "exit_code", None)
        return REASONS.get(code or 0, "the kernel died while this cell ran")

    def was_killed(self) -> bool:
        """Whether somebody else has killed this kernel or its server by a signal."""
        provisioner = self._client.km.provisioner
        if provisioner is None or (
            provisioner.has_process and run_sync(provisioner.poll)() is None
        ):
            return False
        return bool(getattr(provisioner, "was_killed", False))  # known only for a forked kernel

    def changed(self) -> list[str]:
        """What of the modules that a judge relies on is no longer as it was, by name.

        A forked kernel is looked at from outside; of another kernel, nothing is known.
        """
        if not self._forked or self._client.km.provisioner is None:
            return []
        found: list[str] = self._client.km.provisioner.changed(self._limits.silence_seconds)
        return found

    def listens(self) -> bool:
        """Whether the kernel soon runs an empty cell."""
        probe = new_code_cell("pass")
        self._client.timeout, kept = self._limits.silence_seconds, self._client.timeout
        try:
            self._client.execute_cell(probe, 0)
        except Exception:  # as in `run`
            return False
        finally:
            self._client.timeout = kept
        return self._client.heard and not self._client.timed_out

    def interrupt(self) -> None:
        with contextlib.suppress(RuntimeError):
            run_sync(self._client.km.interrupt_kernel)()

    def open_channel(self) -> Channel:
        """A channel to an agent in the kernel. Raises KernelLost if none answers."""
        # A kernel that was not forked has to import torch before it can answer.
        imports = not self._has_agent and not self._forked
        limits = self._limits
        with _listener(self._sockets, self._scratch / "s") as (listener, address):
            self._ask_to_serve(address)
            listener.settimeout(limits.start_seconds if imports else limits.call_seconds)
            try:
                stream, _ = listener.accept()
            except TimeoutError as error:
                raise KernelLost("the kernel does not answer") from error
        return Channel(stream, self._limits.answer_bytes)

    def _ask_to_serve(self, address: str | int) -> None:
        client = self._client.kc
        if not self._has_agent:
            code = "__import__('nbjudge.kernel.agent', fromlist=['listen']).listen()"
            client.execute(code, silent=True, store_history=False)
            self._has_agent = True
        said = {
            "comm_id": secrets.token_hex(8),
            "target_name": TARGET,
            "data": {"address": address, "limits": asdict(self._limits)},
        }
        client.shell_channel.send(client.session.msg("comm_open", said))

    def close(self) -> None:
        """Ends the kernel at once and removes what it wrote."""
        manager, client = self._client.km, self._client.kc
        if client is not None:
            client.stop_channels()
        # nbclient itself drops the manager of a kernel that did not start.
        if manager is not None and manager.provisioner is not None:
            # `shutdown_kernel` would take longer: it polls until the kernel has ended.
            run_sync(manager.provisioner.kill)()
            run_sync(manager.provisioner.wait)()
            run_sync(manager.cleanup_resources)()
        shutil.rmtree(self._scratch, ignore_errors=True)


@contextlib.contextmanager
def _listener(here: Path, there: Path) -> Iterator[tuple[socket.socket, str | int]]:
    """A socket that only processes of this machine can reach, and its address for the agent.

    `here` and `there` are the same folder, as it is called in this process and in the kernel.
    """
    if hasattr(socket, "AF_UNIX"):
        # A random name, which the student's code cannot take first.
        name = secrets.token_hex(8)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(here / name))
            listener.listen(1)
            yield listener, str(there / name)
    else:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            yield listener, listener.getsockname()[1]


def _client(manager: BoundedManager, limits: Limits) -> BoundedClient:
    return BoundedClient(
        new_notebook(),
        km=manager,
        timeout=limits.cell_seconds,
        startup_timeout=limits.start_seconds,
        iopub_timeout=limits.cell_seconds,
        store_widget_state=False,
        interrupt_on_timeout=True,
        error_on_timeout={"ename": "CellTimeout", "evalue": "", "traceback": []},
        allow_errors=True,
        skip_cells_with_tag="",  # the caller of `run` decides about errors
        limits=limits,
    )


def _manager(scratch: Path, fork: bool, limits: Limits) -> BoundedManager:
    metadata = {"kernel_provisioner": {"provisioner_name": PROVISIONER}} if fork else {}
    manager = BoundedManager(limits, connection_file=str(scratch / "s" / "connection.json"))
    if os.name == "posix":
        manager.transport, manager.ip = "ipc", str(scratch / "s" / "k")
    # The interpreter that runs this code, whatever kernels are registered on this machine.
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    # As in a forked kernel: `exit()` would end it only a little later, during another cell.
    command.append("--InteractiveShellApp.exec_lines=get_ipython().ask_exit = lambda: None")
    manager._kernel_spec = KernelSpec(argv=command, language="python", metadata=metadata)
    return manager


def _policy(scratch: Path, data: Path, limits: Limits) -> Policy:
    course = course_root(Path.cwd()) or Path.cwd()
    work, home, sockets = (str(scratch / own) for own in _OWN_FOLDERS)
    return Policy(
        readable=[str(data)],
        writable=[work, home],
        sockets=[sockets],
        hidden=[str(course), str(Path.home())],
        limits=limits,
    )


def _environment(scratch: Path, data: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    home = str(scratch / "home")
    own = {"HOME": home, "TMPDIR": home, "NBJUDGE_DATA": str(data), "USER": "student"}
    return {**kept, **own, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def not_run(seconds: int) -> NotebookNode:
    """The output of a cell that did not run, since the cells before it took too long."""
    return error_output("NotRun", f"the cells before this one took more than {seconds} s")
