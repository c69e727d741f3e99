"""The fork server goes on, whatever becomes of one kernel or of who asked for it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel
from nbjudge.judge.provisioner import can_fork
from nbjudge.kernel.server import ForkServer
from nbjudge.kernel.starting import Starting
from nbjudge.link.kernel_request import KernelRequest, send_request

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are not forked here")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[int, socket.socket]]:
    """A server's process, and the socket over which it takes requests."""
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-P", "-m", "nbjudge.kernel.server", str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()])
    yield process.pid, control
    control.close()
    process.wait()


@contextlib.contextmanager
def _kernel(server: tuple[int, socket.socket], folder: Path) -> Iterator[tuple[int, socket.socket]]:
    """The guard of a new kernel, and the socket to follow it with."""
    request = KernelRequest(str(folder / "connection.json"), str(folder), {"HOME": str(folder)})
    with send_request(server[1], request) as followed:
        followed.settimeout(60)
        yield json.loads(followed.recv(100))["pid"], followed


def _wait_for_the_end_of(process: int) -> None:
    """A process that nobody has asked about yet stays as a zombie."""
    while Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)


@pytest.mark.parametrize("left", [False, True], ids=["it sends a signal", "it leaves"])
def test_a_kernel_may_end_while_its_client_does_something(server, tmp_path, left):
    with _kernel(server, tmp_path) as (guard, followed):
        # While the server stands still, both things happen: it will hear of them at once.
        os.kill(server[0], signal.SIGSTOP)
        os.kill(guard, signal.SIGTERM)
        _wait_for_the_end_of(guard)
        if left:
            followed.close()
        else:
            followed.send(bytes([signal.SIGKILL]))
        os.kill(server[0], signal.SIGCONT)
    with _kernel(server, tmp_path) as (_, followed):
        followed.send(bytes([signal.SIGKILL]))
        assert set(json.loads(followed.recv(100))) == {"exit"}


def test_a_machine_that_is_full_costs_one_kernel_and_not_the_server():
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    request = KernelRequest("connection.json", ".", {})
    # A superuser's processes have no limit that the real call could meet.
    with theirs, mock.patch("os.fork", side_effect=BlockingIOError) as fork:
        followed = [send_request(control, request) for _ in range(2)]
        control.close()
        ForkServer(theirs).run()
    assert fork.call_count == 2, "it went on after the first"
    for one in followed:
        with one:
            said = json.loads(one.recv(200))
            assert said["exit"] == 1
            assert "reason" in said
            assert not one.recv(100), "nothing more is said"


@pytest.mark.oldest
def test_a_forked_kernel_shows_an_error_as_any_kernel_does(tmp_path):
    source = "import torch\ndef product(a, b):\n    return a @ b\nproduct(torch.ones(3), 'four')"
    shown = []
    for fork in (True, False):
        kernel = Kernel(None, tmp_path, Limits(), fork=fork)
        cell = new_code_cell(source)
        kernel.run(cell)
        kernel.close()
        shown += cell.outputs
    assert shown[0].ename == "TypeError"
    assert shown[0] == shown[1]


def test_a_kernel_runs_on_the_cores_of_who_asked_for_it(tmp_path):
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(own)})
    try:
        kernel = Kernel(None, tmp_path, Limits(), fork=True)
        cell = new_code_cell("import os\nos.sched_getaffinity(0)")
        kernel.run(cell)
        loader = new_code_cell(
            "from torch.utils.data import DataLoader\nlen(DataLoader([1, 2, 3], num_workers=2))"
        )
        kernel.run(loader)
        kernel.close()
    finally:
        os.sched_setaffinity(0, own)
    assert [output.data["text/plain"] for output in cell.outputs] == [str({max(own)})]
    assert [output.output_type for output in loader.outputs] == ["execute_result"], "a warning"


@pytest.mark.parametrize(
    ("folder", "limits", "told"),
    [
        ("gone", Limits(), "FileNotFoundError: [Errno 2] No such file or directory: '{folder}'"),
        (".", Limits(submission_seconds=2**70), "OverflowError"),
    ],
    ids=["its folder is gone", "a wall cannot be built"],
)
def test_a_kernel_that_cannot_start_says_why(tmp_path, folder, limits, told):
    folder = tmp_path / folder
    with pytest.raises(RuntimeError) as caught:
        Kernel(folder, tmp_path, limits, fork=True)
    said = str(caught.value)
    assert said.startswith("the kernel could not start: ")
    assert told.format(folder=folder) in said
    assert "\n" not in said


def test_a_reason_is_told_in_part_where_it_is_long_and_not_at_all_by_a_kernel_that_runs():
    for stops, kept in ((False, 4096), (True, 0)):
        starting = Starting()
        if stops:
            starting.stop_telling()
        starting.tell(ValueError("x" * 10**6))
        assert len(starting.heard()) == kept


def test_settings_that_ipykernel_refuses_are_the_reason_and_not_its_exit():
    starting = Starting()
    try:
        try:
            raise ValueError("what is wrong")
        except ValueError:
            sys.exit(1)
    except SystemExit as error:
        starting.tell(error)
    assert starting.heard().endswith("ValueError: what is wrong\n")


def test_a_fork_server_that_cannot_start_says_why(tmp_path):
    (tmp_path / "stack_data.py").write_text("raise RuntimeError('a broken package')\n")
    code = (
        "from pathlib import Path\n"
        "from nbjudge.course.limits import Limits\n"
        "from nbjudge.judge.kernels import Kernel\n"
        "for _ in range(2):\n"  # while it dies, and when it has died
        "    try:\n"
        "        Kernel(None, Path(), Limits(), fork=True)\n"
        "    except RuntimeError as error:\n"
        "        print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    first, second = run.stdout.splitlines()
    for said in (first, second):
        assert "the server that forks kernels has died: " in said
        assert said.endswith("RuntimeError: a broken package")
