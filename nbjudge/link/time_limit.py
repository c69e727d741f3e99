"""A limit on the time that a piece of work in this process may take."""

import _thread
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from nbjudge.link.channel import ChannelError


class OutOfTime(ChannelError):
    """Work took too long. If a check was running, it fails as if an answer had come too late."""


@contextlib.contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Raises OutOfTime in its block after so many seconds. It does nothing in a side thread.

    On Windows, a call of a library that waits, such as `time.sleep`, ends by itself first.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise OutOfTime(f"{what} took longer than {seconds:g} s")

    after = _after_by_alarm if hasattr(signal, "SIGALRM") else _after_by_interrupt
    with after(seconds, stop):
        yield


@contextlib.contextmanager
def _after_by_alarm(seconds: float, stop: Callable[..., NoReturn]) -> Iterator[None]:
    kept = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, kept)


@contextlib.contextmanager
def _after_by_interrupt(seconds: float, stop: Callable[..., NoReturn]) -> Iterator[None]:
    """For systems without alarms: a thread interrupts the main one, as Stop in a notebook does."""
    late = threading.Event()

    def interrupt() -> None:
        late.set()
        _thread.interrupt_main()

    def handle(*interrupted: Any) -> None:
        if late.is_set():
            stop()
        if callable(kept):
            kept(*interrupted)

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    kept = signal.signal(signal.SIGINT, handle)
    timer.start()
    try:
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # else it might interrupt what comes after the block
    finally:
        signal.signal(signal.SIGINT, kept)
