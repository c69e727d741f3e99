"""Importing much at once, in half the time."""

import contextlib
import gc
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any
from unittest import mock

from nbjudge.process.tricks import is_on

# jsonschema, which nbformat imports, takes whatever of this package is there to check a format
# that no notebook has; the package compiles a grammar of its own for a second at its import.
_DONE_WITHOUT = "rfc3987_syntax"
_COMPILER = "torch._dynamo.utils"


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


@contextlib.contextmanager
def without_compiler() -> Iterator[None]:
    """To be held while torchvision is imported, which would import torch's compiler on the way.

    That takes a quarter of all, with triton. torchvision wants it for one operator, which asks it
    something when it is called; torch and torchvision, to hide functions from it. Of what is
    imported by the end, nothing is hidden: nobody compiles here. An optimizer still imports it.
    """
    import torch

    if _COMPILER in sys.modules or not is_on("compiler"):
        yield
        return
    sys.modules[_COMPILER] = _ImportedWhenCalled(_COMPILER)
    try:
        with mock.patch.object(torch.compiler, "disable", lambda function, **_: function):
            yield
    finally:
        del sys.modules[_COMPILER]
    _show_to_the_compiler(torch._disable_dynamo)


def _show_to_the_compiler(hide: Callable) -> None:
    """Has functions that torch hid run as they are: where hidden, they import the compiler."""
    code = hide(_show_to_the_compiler).__code__
    for found in gc.get_objects():
        if type(found) is FunctionType and found.__code__ is code:
            for held in inspect.getclosurevars(found).nonlocals.values():
                if isinstance(held, FunctionType):
                    # Where it would keep, at the first call, what the compiler made of it.
                    vars(held)["__dynamo_disable"] = held


class _ImportedWhenCalled(ModuleType):
    """Stands for a module whose functions are only called later on, if at all."""

    def __getattr__(self, name: str) -> Callable:
        if name.startswith("__"):
            raise AttributeError(name)

        def function(*arguments: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*arguments, **named)

        return function
