"""A time limit ends what runs too long, and leaves no trace; with and without alarms."""

import os
import signal
import time

import pytest

from nbjudge.link.time_limit import OutOfTime, time_limit


@pytest.fixture(params=["as on Linux and macOS", "as on Windows"], autouse=True)
def system(request, monkeypatch):
    if request.param == "as on Windows":
        monkeypatch.delattr(signal, "SIGALRM")


def run_for(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def limited(seconds, work, *arguments):
    with time_limit(seconds, "this call"):
        work(*arguments)


def test_what_runs_too_long_is_ended():
    with pytest.raises(OutOfTime, match=r"this call took longer than 0\.2 s"):
        limited(0.2, run_for, 60)


def test_what_ends_in_time_is_not_interrupted_later():
    before = signal.getsignal(signal.SIGINT)
    limited(0.2, run_for, 0)
    assert signal.getsignal(signal.SIGINT) is before
    run_for(0.5)


def test_stop_is_still_stop():
    with pytest.raises(KeyboardInterrupt):
        limited(60, os.kill, os.getpid(), signal.SIGINT)


def test_an_error_of_the_work_goes_on():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(OSError, match="No such process"):
        limited(60, os.kill, 2**22 + 1, signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
