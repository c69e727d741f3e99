"""How much memory a process and its descendants hold together."""

import threading
import time
from pathlib import Path

from nbjudge.sandbox.limits import descendants, own_bytes

_REST = 50


def held_bytes(process: int) -> int:
    """The memory of a process and its descendants; what they share counts once."""
    return sum(map(own_bytes, [process, *descendants(process)]))


class PeakMemory(threading.Thread):
    """Looks, now and then, how much a process holds, until it ends.

    A look takes long, and holds up the processes that it looks at, so it is taken seldom.
    """

    def __init__(self, process: int):
        super().__init__(daemon=True)
        self._process = process
        self.bytes = 0
        self.start()

    def run(self) -> None:
        while Path(f"/proc/{self._process}/statm").exists():
            began = time.perf_counter()
            self.bytes = max(self.bytes, held_bytes(self._process))
            time.sleep(0.5 + _REST * (time.perf_counter() - began))
