"""Control groups of kernels, made for real where this machine lets the tests make any."""

import contextlib
import os
import re
import signal
import tempfile
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel, KernelLost
from nbjudge.sandbox import missing
from nbjudge.sandbox.cgroups import groups

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}"),
    pytest.mark.skipif(groups() is None, reason="this process may make no control groups"),
]
BOUNDED = Limits(memory_bytes=2**24, file_bytes=2**20, threads=8)


@pytest.fixture
def group():
    made = groups()
    held = made.make(BOUNDED)
    yield held
    made.remove(held)
    assert not any(folder.exists() for folder in held._folders), "the group is left"


def in_a_group(group, work):
    """The exit code of a process that joins the group and works."""
    group.open()
    if (process := os.fork()) == 0:
        group.join()
        with contextlib.suppress(OSError):
            work()
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def many_processes():
    children = []
    try:
        for _ in range(100):
            if (process := os.fork()) == 0:
                signal.pause()
            children.append(process)
    finally:
        for process in children:
            os.kill(process, 9)
            os.waitpid(process, 0)


def much_memory():
    kept = bytearray(2**29)
    for place in range(0, len(kept), 4096):
        kept[place] = 1


def test_a_group_has_no_more_processes_than_are_allowed(group):
    assert in_a_group(group, many_processes) == 1
    assert not group.has_lacked_memory()


def test_a_process_of_a_group_that_takes_too_much_memory_is_killed_and_that_is_told(group):
    assert in_a_group(group, much_memory) == -9
    assert group.has_lacked_memory()


@pytest.mark.parametrize("work", [many_processes, much_memory])
def test_outside_a_group_nothing_stops_it(work):
    if (process := os.fork()) == 0:
        work()
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0


def test_groups_of_a_server_that_was_killed_are_removed_by_the_next_one():
    if (process := os.fork()) == 0:
        groups().make(BOUNDED)
        os._exit(0)
    os.waitpid(process, 0)
    left = [path for one in groups()._parents for path in one.glob(f"nbjudge-{process}-*")]
    assert left == []


@contextlib.contextmanager
def kernel_with(**settings):
    with tempfile.TemporaryDirectory(prefix="nbj-data-") as data:
        kernel = Kernel(None, Path(data), Limits(cell_seconds=30, **settings), fork=True)
        try:
            yield kernel
        finally:
            kernel.close()


# Pages that a process shares with its forks, and memory of Linux's own, count against no rlimit.
SHARED = """
import mmap, os
kept = mmap.mmap(-1, 2**30)
for place in range(0, len(kept), 4096):
    kept[place] = 1
"""


def test_a_kernel_runs_in_a_group_of_its_own_which_is_gone_with_it():
    with kernel_with() as kernel:
        cell = new_code_cell("open('/proc/self/cgroup').read()")
        kernel.run(cell)
        (name, *_) = re.findall(r"nbjudge-\d+-\d+", cell.outputs[0].data["text/plain"])
    assert not any((parent / name).exists() for parent in groups()._parents)


def test_a_kernel_that_linux_ends_for_its_memory_says_so():
    with kernel_with(memory_bytes=2**28, file_bytes=2**20) as kernel:
        cell = new_code_cell(SHARED)
        with contextlib.suppress(KernelLost):
            kernel.run(cell)
        assert "too much memory" in cell.outputs[-1].evalue
        assert not kernel.was_killed()
