"""Importing much at once, quickly."""

import contextlib
import gc
import sys
from collections.abc import Iterator

from nbjudge.process.tricks import is_on

# nbformat imports jsonschema, which imports this package, if it is installed, to check a format
# that no notebook uses. The package compiles a grammar when it is imported.
_DONE_WITHOUT = "rfc3987_syntax"


@contextlib.contextmanager
def many_imports() -> Iterator[None]:
    """Use it around the import of modules that together make a million objects.

    It switches the garbage collector off, which would look through all these objects again and
    again, although modules stay. Other threads may go on.
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
