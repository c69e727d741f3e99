"""Where an interrupt may stop a forked kernel: in a cell and in an answer, and nowhere else."""

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Lets SIGINT raise KeyboardInterrupt inside, where it is ignored outside.

    Anywhere else in a kernel it would stop the handling of a message, whose sender would then wait
    for the reply until its time is up.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
