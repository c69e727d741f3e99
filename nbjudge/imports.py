"""Importing much at once, in half the time."""

import contextlib
import gc
import sys
from collections.abc import Iterator

# jsonschema, which nbformat imports, takes whatever of this package is there to check a format
# that no notebook has; the package compiles a grammar of its own for a second at its import.
_DONE_WITHOUT = "rfc3987_syntax"


@contextlib.contextmanager
def many_imports() -> Iterator[None]:
    """To be held while modules are imported that hold, together, a million objects.

    Without the garbage collector, that would look through all of them again and again: modules
    stay. Any other thread may go on.
    """
    absent = _DONE_WITHOUT not in sys.modules
    collects = gc.isenabled()
    gc.disable()
    if absent:
        sys.modules[_DONE_WITHOUT] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if absent:
            del sys.modules[_DONE_WITHOUT]
        if collects:
            gc.enable()
