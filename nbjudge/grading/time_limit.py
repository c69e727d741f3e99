"""A limit on the time that a piece of work in this process may take."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import NoReturn

from nbjudge.link.channel import ChannelError


class OutOfTime(ChannelError):
    """What was being done took too long. A check that runs then fails, as by a late answer."""


@contextlib.contextmanager
def time_limit(seconds: float, what: str) -> Iterator[None]:
    """Raises OutOfTime inside after so many seconds of the clock; not on Windows or in threads."""
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
