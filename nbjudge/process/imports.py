"""Importing much at once, quickly."""

import contextlib
import gc
import sys
from collections.abc import Iterator

from nbjudge.process.tricks import is_on

# jsonschema, which nbformat imports, takes whatever of this package is there to check a format
# that no notebook has; the package compiles a grammar of its own at its import.
_DONE_WITHOUT = "rfc3987_syntax"


@contextlib.contextmanager
def many_imports() -> Iterator[None]:
    """To be held while modules are imported that hold, together, a million objects.

    Without the garbage collector, that would look through all of them again and again: modules
    stay. Any other thread may go on.
    """
    with _collector_at_rest(), _without_grammar():
        yield


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    if not gc.isenabled() or not is_on("collector"):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextlib.contextmanager
def _without_grammar() -> Iterator[None]:
    if _DONE_WITHOUT in sys.modules or not is_on("grammar"):
        yield
        return
    sys.modules[_DONE_WITHOUT] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[_DONE_WITHOUT]
