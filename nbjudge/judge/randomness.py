"""Random numbers that are the same each time, and leave everybody else's as they were."""

import contextlib
import random
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """Seeds the generators of Python, numpy and torch, and puts them back afterwards.

    In a live notebook they are the student's own. Numpy and torch count only where they are
    loaded. `seed` has at most 32 bits.
    """
    with _python_drawn_from(seed), _numpy_drawn_from(seed), _torch_drawn_from(seed):
        yield


@contextlib.contextmanager
def _python_drawn_from(seed: int) -> Iterator[None]:
    kept = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(kept)


@contextlib.contextmanager
def _numpy_drawn_from(seed: int) -> Iterator[None]:
    generator = getattr(sys.modules.get("numpy"), "random", None)
    if generator is None:
        yield
        return
    kept = generator.get_state()
    generator.seed(seed)
    try:
        yield
    finally:
        generator.set_state(kept)


@contextlib.contextmanager
def _torch_drawn_from(seed: int) -> Iterator[None]:
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    with torch.random.fork_rng(devices=[]):
        # Not `torch.manual_seed`, which also asks every kind of device and takes a while.
        torch.default_generator.manual_seed(seed)
        yield
