"""Refuses modules that answer for their parts in a way of their own.

Probes ask a network for its parts. A class of a student's may override what is asked, and hide a
parameter, or show layers that it does not use.
"""

import functools
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from types import GetSetDescriptorType
from typing import Any

import torch
from torch import nn

# What a class of a student's may define though its bases define it too. It is what a network
# computes, or text, and the judge reads neither from the class.
_MAY_BE_OWN = frozenset(
    {
        *("__init__", "__new__", "__call__", "__repr__", "__str__", "__annotate__", "__doc__"),
        *("__annotate_func__", "__firstlineno__", "__static_attributes__", "__init_subclass__"),
        *("extra_repr", "forward", "reset_parameters", "train", "eval"),
    }
)
_HOLDING = ("_modules", "_parameters", "_buffers")


def believing_modules(probe: Callable[..., Any]) -> Callable[..., Any]:
    """The probe; it raises TypeError if it is given a module with such ways of its own."""

    @functools.wraps(probe)
    def asked(*arguments: Any, **keywords: Any) -> Any:
        for value in (*arguments, *keywords.values()):
            # What a value says of its own class is not believed.
            if issubclass(type(value), nn.Module) or isinstance(value, nn.Module):
                refuse_own_ways(value)
        return probe(*arguments, **keywords)

    return asked


def refuse_own_ways(module: nn.Module) -> None:
    """Raises TypeError if a module, or a part of it, answers for its parts in its own way."""
    for part in _with_its_parts(module, set()):
        for name in sorted(_own_ways(part)):
            raise TypeError(
                f"{type(part).__name__} has a `{name}` of its own, so nobody can see what it holds:"
                " leave that to nn.Module"
            )


def _with_its_parts(module: nn.Module, seen: set[int]) -> Iterator[Any]:
    """The module, the modules in it, and their parameters and buffers, each once."""
    if id(module) in seen:
        return
    seen.add(id(module))
    yield module
    for part in _held(module, "_modules"):
        if issubclass(type(part), nn.Module):
            yield from _with_its_parts(part, seen)
    for name in _HOLDING[1:]:
        yield from (part for part in _held(module, name) if isinstance(part, torch.Tensor))


def _held(module: nn.Module, name: str) -> list[Any]:
    table = _of_the_object(module).get(name)
    return list(dict.values(table)) if isinstance(table, dict) else []


def _own_ways(part: Any) -> Iterator[str]:
    kind = type(part)
    if not _is_torchs(type(kind)):
        yield f"metaclass ({type(kind).__name__})"
        return
    given = tuple(k for k in kind.__mro__ if _is_torchs(k))
    for own in kind.__mro__:
        if own not in given:
            yield from (n for n, value in vars(own).items() if _hides(n, value, given))
    for name, value in _of_the_object(part).items():
        if name in _HOLDING and type(value) not in (dict, OrderedDict):
            if not _is_torchs(type(value)):
                yield name
        elif name not in _MAY_BE_OWN and name in _methods(given) and _answers(value):
            yield name


def _hides(name: str, value: Any, given: tuple[type, ...]) -> bool:
    return name not in _MAY_BE_OWN and name in _names(given) and _answers(value)


def _answers(value: Any) -> bool:
    """Whether a member of a class or an object can answer in the place of torch's."""
    if isinstance(value, GetSetDescriptorType):  # Python makes these for each class
        return False
    function = getattr(value, "fget", value)
    where = getattr(function, "__globals__", {}).get("__name__", "")
    if where.partition(".")[0] == "torch" and vars(sys.modules[where]) is function.__globals__:
        return False  # torch itself makes classes, for parametrized layers for instance
    return callable(value) or hasattr(value, "__get__")


@functools.cache
def _names(given: tuple[type, ...]) -> frozenset[str]:
    """What these classes define, or say that their objects have."""
    said = {name for kind in given for name in vars(kind).get("__annotations__", {})}
    return _methods(given) | said


@functools.cache
def _methods(given: tuple[type, ...]) -> frozenset[str]:
    return frozenset(name for kind in given for name in vars(kind))


def _of_the_object(part: Any) -> dict[str, Any]:
    try:
        found: dict[str, Any] = object.__getattribute__(part, "__dict__")
    except AttributeError:
        return {}
    return found


def _is_torchs(kind: type) -> bool:
    """Whether torch, or Python, knows a class by its name; what it says of itself is not enough."""
    if kind in (object, type):
        return True
    # A class that `eval` has made may say nothing of its module.
    said = str(getattr(kind, "__module__", ""))
    inside = said.partition(".")[0] in ("torch", "builtins", "collections", "abc", "typing")
    module = sys.modules.get(said) if inside else None
    return getattr(module, kind.__qualname__, None) is kind
