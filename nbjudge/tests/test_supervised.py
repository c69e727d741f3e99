"""Work in processes that hang, die or are killed: the others' is done, and nothing is left."""

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nbjudge.grading.supervised import Lost, supervised

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")
FORK = multiprocessing.get_context("fork")


def done(work, subjects, workers=2, seconds=60, prepare=lambda number: None):
    found = supervised(
        work, subjects, workers=workers, seconds=seconds, prepare=prepare, context=FORK
    )
    return dict(found)


def test_every_subject_gets_its_result():
    assert done(lambda n: n * n, range(20)) == {n: n * n for n in range(20)}


def test_no_subject_is_no_work():
    assert done(lambda n: n, []) == {}


def test_each_worker_is_prepared_once_with_its_number(tmp_path):
    def prepare(number):
        with (tmp_path / str(number)).open("a") as file:
            file.write("prepared\n")

    done(lambda n: time.sleep(0.01), range(10), workers=2, prepare=prepare)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {
        "0": "prepared\n",
        "1": "prepared\n",
    }


def test_work_whose_process_dies_is_lost_and_all_other_work_is_done():
    def work(n):
        if n == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    found = done(work, range(8))
    said = found.pop(3).why
    assert said.startswith("the process that graded it was killed (SIGKILL), 2 times. ")
    assert "with fewer at a time (-j 1)" in said
    assert found == {n: n for n in range(8) if n != 3}


def test_work_whose_process_was_killed_once_is_done_all_the_same(tmp_path):
    def work(n):
        if n == 3 and not (tmp_path / "killed").exists():
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert done(work, range(8)) == {n: n for n in range(8)}


def test_work_that_hangs_is_stopped_also_where_it_takes_no_signal():
    def work(n):
        if n == 3:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
                signal.signal(number, signal.SIG_IGN)
            while True:
                time.sleep(1)
        return n

    found = done(work, range(6), seconds=1)
    assert found.pop(3) == Lost("it took longer than 1 s in all, and was stopped")
    assert found == {n: n for n in range(6) if n != 3}


def test_an_error_in_the_work_is_told_and_not_tried_again(tmp_path):
    def work(n):
        (tmp_path / f"{n}-{time.monotonic_ns()}").touch()
        raise ValueError(f"no {n}")

    assert done(work, [1]) == {1: Lost("ValueError: no 1")}
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_begins_while_work_is_held():
    asked = []

    def hold():
        asked.append(None)
        return len(asked) < 3

    def subjects():
        assert len(asked) == 3
        yield 1

    found = supervised(
        lambda n: n, subjects(), workers=1, seconds=60, prepare=lambda n: None, context=FORK,
        hold=hold,
    )  # fmt: skip
    assert list(found) == [(1, 1)]


def test_results_that_nobody_waits_for_leave_no_process():
    found = supervised(
        lambda n: os.getpid(),
        range(50),
        workers=2,
        seconds=60,
        prepare=lambda number: None,
        context=FORK,
    )
    _, worker = next(found)
    found.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


KILLED = """
import multiprocessing, os, sys, time
from nbjudge.grading.supervised import supervised

def work(n):
    # One write, so that the lines of two workers are not mixed.
    print(f"{os.getpid()}\\n", end="", flush=True)
    time.sleep(60)

print(*supervised(work, [1, 2], workers=2, seconds=60, prepare=lambda number: None,
                  context=multiprocessing.get_context("fork")))
"""


def test_workers_end_with_a_parent_that_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(_lives, workers)):
        time.sleep(0.05)
    assert not any(map(_lives, workers))


def _lives(process: int) -> bool:
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False
