"""Refuses modules that answer for their parts in a way of their own.

Probes ask a network for its parts. A class of a student's may override what is asked, and hide a
parameter, or show layers that it does not use.
"""

import functools
import sys
from collections.abc import Callable, Iterator
from typing import Any

from torch import nn

_ASKED = frozenset(
    {
        *("parameters", "named_parameters", "get_parameter", "buffers", "named_buffers"),
        *("modules", "named_modules", "children", "named_children", "get_submodule"),
        *("state_dict", "load_state_dict", "_named_members", "_load_from_state_dict"),
        *("_save_to_state_dict", "__getattr__", "__getattribute__"),
    }
)


def believing_modules(probe: Callable[..., Any]) -> Callable[..., Any]:
    """The probe; it raises TypeError if it is given a module with such ways of its own."""

    @functools.wraps(probe)
    def asked(*arguments: Any, **keywords: Any) -> Any:
        for value in (*arguments, *keywords.values()):
            if isinstance(value, nn.Module):
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


def _with_its_parts(module: nn.Module, seen: set[int]) -> Iterator[nn.Module]:
    if id(module) in seen:
        return
    seen.add(id(module))
    yield module
    for part in object.__getattribute__(module, "__dict__").get("_modules", {}).values():
        if isinstance(part, nn.Module):
            yield from _with_its_parts(part, seen)


def _own_ways(module: nn.Module) -> set[str]:
    own = {name for kind in type(module).__mro__ if not _is_torchs(kind) for name in vars(kind)}
    of_the_object: dict[str, Any] = object.__getattribute__(module, "__dict__")
    return {name for name in (*own, *of_the_object) if name in _ASKED}


def _is_torchs(kind: type) -> bool:
    """Whether torch, or Python, knows a class by its name; what it says of itself is not enough."""
    if kind is object:
        return True
    # A class that `eval` has made may say nothing of its module.
    said = str(getattr(kind, "__module__", ""))
    module = sys.modules.get(said) if said.partition(".")[0] == "torch" else None
    return getattr(module, kind.__qualname__, None) is kind
