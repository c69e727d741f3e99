"""A limit on the time that a piece of work in this process may take."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import NoReturn

from nbjudge.link.channel import ChannelError


class OutOfTime(ChannelError):
    """Work took too long. If a check was running, it fails as if an answer had come too late."""


@contextlib.contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Raises OutOfTime in its block after so many seconds; not on Windows, nor in other threads."""
    alarm = getattr(signal, "SIGALRM", None)
    if alarm is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise OutOfTime(f"{what} took longer than {seconds:g} s")

    kept = signal.signal(alarm, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(alarm, kept)
