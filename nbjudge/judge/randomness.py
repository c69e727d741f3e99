"""Seeds the random numbers of checks, and puts the generators back afterwards.

The generators are Python's, and numpy's and torch's if they are loaded.
"""

import contextlib
import hmac
import random
import sys
import zlib
from collections.abc import Callable, Iterator


def public_seed(check: str, seed: int) -> int:
    """The seed of a check's inputs, which is the same wherever the check runs."""
    return zlib.crc32(f"{check}:{seed}".encode())


def secret_seed(check: str, secret: str) -> int:
    """The seed of a hidden check's inputs; nobody can work it out from that of another check."""
    return int.from_bytes(hmac.digest(secret.encode(), check.encode(), "sha256")[:4])


def draw_from(seed: int) -> None:
    """Seeds the shared (global) generators; `seed` has at most 32 bits."""
    random.seed(seed)
    if (numpy := sys.modules.get("numpy.random")) is not None:
        numpy.seed(seed)
    if (torch := sys.modules.get("torch")) is not None:
        # `torch.manual_seed` would also ask every kind of device, which takes a while.
        torch.default_generator.manual_seed(seed)


@contextlib.contextmanager
def generators_put_back() -> Iterator[None]:
    """Puts the shared generators back at its end: in a live notebook they are the student's.

    This takes longer than many checks, so use it once around many of them.
    """
    with contextlib.ExitStack() as stack:
        for put_back in _ways_back():
            stack.callback(put_back)
        yield


def _ways_back() -> Iterator[Callable[[], object]]:
    state = random.getstate()
    yield lambda: random.setstate(state)
    if (numpy := sys.modules.get("numpy.random")) is not None:
        numpy_state = numpy.get_state()
        yield lambda: numpy.set_state(numpy_state)
    if (torch := sys.modules.get("torch")) is not None:
        torch_state = torch.get_rng_state()
        yield lambda: torch.set_rng_state(torch_state)
