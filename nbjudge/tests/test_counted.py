"""What a kernel may have many of: counted, and bounded, in a real forked kernel."""

import contextlib
import tempfile
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from nbjudge import sandbox
from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel, KernelLost
from nbjudge.judge.provisioner import scratch_folder
from nbjudge.sandbox import landlock, missing, policy

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")

LIMITS = Limits(cell_seconds=30, threads=60, sockets=60, files=500)
WAIT = "import time; time.sleep(5)\n"
MANY = {
    "threads": (
        "import threading, time\nthreading.stack_size(64 * 1024)\n"
        "for _ in range(100):\n"
        "    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n",
        "too many threads",
    ),
    "pairs of sockets": (
        "import socket\nkept = [socket.socketpair() for _ in range(50)]\n",
        "too many sockets",
    ),
    "sockets with a name beside the judge's": (
        "import socket\nfor i in range(100):\n"
        "    with socket.socket(socket.AF_UNIX) as s: s.bind(f'../s/x{i}')\n",
        "too many sockets",
    ),
    "sockets of child processes": (
        "import os, socket\nfor _ in range(4):\n"
        "    if not os.fork():\n"
        "        kept = [socket.socketpair() for _ in range(10)]; import time; time.sleep(9)\n",
        "too many sockets",
    ),
}


@contextlib.contextmanager
def kernel_with(**settings):
    with tempfile.TemporaryDirectory(prefix="nbj-data-") as data:
        kernel = Kernel(None, Path(data), LIMITS, fork=True, **settings)
        try:
            yield kernel
        finally:
            kernel.close()


def errors_of(kernel, code):
    cell = new_code_cell(code)
    with contextlib.suppress(KernelLost):
        kernel.run(cell)
    return [o.evalue for o in cell.outputs if o.output_type == "error"]


@pytest.mark.parametrize(("code", "reason"), MANY.values(), ids=MANY.keys())
def test_a_kernel_with_too_many_of_them_is_ended(code, reason):
    with kernel_with() as kernel:
        assert reason in errors_of(kernel, code + WAIT)[-1]


@pytest.mark.parametrize(("code", "reason"), MANY.values(), ids=MANY.keys())
def test_with_the_sandbox_off_it_may_have_as_many(code, reason):
    with kernel_with(sandbox=False) as kernel:
        assert errors_of(kernel, code) == []


NAMED = "import socket\nwith socket.socket(socket.AF_UNIX) as s: s.bind('../s/own')"


def sockets_on_the_disk():
    return list(Path(scratch_folder()).rglob("own"))


def test_the_name_of_a_socket_lies_in_the_kernels_memory_not_on_the_disk():
    with kernel_with() as kernel:
        assert errors_of(kernel, NAMED) == []
        assert "already in use" in errors_of(kernel, NAMED)[-1]
        assert sockets_on_the_disk() == []


def test_with_the_sandbox_off_it_lies_on_the_disk():
    with kernel_with(sandbox=False) as kernel:
        assert errors_of(kernel, NAMED) == []
        assert len(sockets_on_the_disk()) == 1


def descriptors():
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def test_a_kernel_that_was_closed_leaves_no_descriptor_behind():
    with kernel_with():
        pass
    before = descriptors()
    with kernel_with():
        assert len(descriptors()) > len(before)
    assert descriptors() == before


FILES = "for i in range(1000): open(f'empty{i}', 'w').close()"


def test_no_more_empty_files_can_be_made_than_are_allowed():
    with kernel_with() as kernel:
        assert "No space left" in errors_of(kernel, FILES)[-1]
        assert errors_of(kernel, "1 + 1") == []


def test_with_the_sandbox_off_empty_files_can_be_made():
    with kernel_with(sandbox=False) as kernel:
        assert errors_of(kernel, FILES) == []


def test_a_signal_to_its_whole_group_does_not_stop_what_watches_it():
    with kernel_with() as kernel:
        errors_of(kernel, "import os, signal; os.kill(0, signal.SIGSTOP)")
        assert "too many threads" in errors_of(kernel, MANY["threads"][0] + WAIT)[-1]


def test_an_interrupt_reaches_a_cell_and_the_programs_that_it_runs():
    limits = Limits(cell_seconds=2)
    with tempfile.TemporaryDirectory(prefix="nbj-data-") as data:
        kernel = Kernel(None, Path(data), limits, fork=True)
        try:
            cell = new_code_cell("import subprocess; subprocess.run(['sleep', '60'])")
            kernel.run(cell)
            assert any(o.get("ename") == "CellTimeout" for o in cell.outputs)
            assert errors_of(kernel, "1 + 1") == []
        finally:
            kernel.close()


def test_an_older_linux_is_named_where_nothing_else_keeps_signals_in(monkeypatch):
    monkeypatch.setattr(policy, "_can_separate", lambda: False)
    monkeypatch.setattr(landlock, "version", lambda: landlock.KEEPS_SIGNALS_IN - 1)
    assert any("older than Linux 6.12" in lack for lack in sandbox.missing())
    monkeypatch.setattr(landlock, "version", lambda: landlock.KEEPS_SIGNALS_IN)
    assert not any("older than Linux 6.12" in lack for lack in sandbox.missing())
