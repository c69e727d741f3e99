"""Calling a function as if some of its tensors lay on another device than others."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import torch
from torch import nn
from torch._C._functorch import get_unwrapped, is_functorch_wrapped_tensor
from torch._subclasses.fake_tensor import FakeTensor
from torch.overrides import TorchFunctionMode
from torch.utils._device import _device_constructors
from torch.utils._pytree import tree_leaves, tree_map

from nbjudge.torch.probes.devices import device_of
from nbjudge.torch.probes.dispatch import QuickDispatchMode

_MOVES = (torch.Tensor.to, torch.Tensor.type_as, torch.Tensor.cpu)
_MAY_SHARE = (*_MOVES, torch.Tensor.type, torch.as_tensor, torch.asarray)
_TO_NUMPY = (torch.Tensor.numpy, torch.Tensor.__array__)
_MADE = (torch.ops.aten.lift_fresh.default, torch.ops.aten.empty.memory_format)
_ACROSS = (
    *(torch.Tensor.copy_, torch.Tensor.__setitem__, torch.Tensor.__getitem__),
    *(torch.Tensor.data.__set__, torch._has_compatible_shallow_copy_type),  # type: ignore[attr-defined]
    # These operations ask the other tensors only for a shape, or for a copy of their numbers.
    *(torch.Tensor.view_as, torch.Tensor.reshape_as, torch.Tensor.expand_as),
    *(torch.Tensor.resize_as_, torch.Tensor.new_tensor, torch.Tensor.new),
)
# Operations that ask several tensors for facts, or give views of each of them.
_FACTS = (
    *(torch.result_type, torch.is_same_size, torch.Tensor.is_same_size, torch.Tensor.is_set_to),
    *(torch.broadcast_tensors, torch.functional.broadcast_tensors),
    *(torch.atleast_1d, torch.atleast_2d, torch.atleast_3d),
)


def where_tensors_default_to_meta(function: Callable[..., Any], *arguments: Any) -> Any:
    """Calls the function where new tensors lie on another device unless it says which.

    Tensors on that device have values and can be moved with `.to`, but cannot be combined with
    others, as between a CPU and a graphics card. Parts of the result on that device come back on
    `meta`. Single numbers (0-d tensors) mix with tensors of any device, as they do in torch.
    """
    with _Elsewhere(card=False) as elsewhere, _Unannounced(elsewhere):
        result = function(*arguments)
    return elsewhere.shown(result)


def with_model_elsewhere(
    function: Callable[..., Any], model: nn.Module, *arguments: Any
) -> list[Any]:
    """Calls the function where the model alone lies on another device, which is called `meta`.

    Its weights still have values. Returns the same as `with_model_on`; parts of the result on that
    device come back on `meta`. A model that is moved for a call, and back, did not stay there.
    """

    def look(*of_a_call: Any) -> None:
        with torch._C.DisableTorchFunction():
            parts = (*model.parameters(), *model.buffers())
            stayed.append(all(map(elsewhere.holds, parts)))

    elsewhere, stayed = _Elsewhere(card=True), list[bool]()
    for part in (*model.parameters(), *model.buffers()):
        elsewhere.mark(part)
    with contextlib.ExitStack() as hooks, elsewhere, _files_read_to(elsewhere):
        for layer in model.modules():
            hooks.callback(layer.register_forward_pre_hook(look).remove)
        result = function(model, *arguments)
    look()
    shown = elsewhere.shown(result)
    parts = shown if isinstance(shown, tuple | list) else [shown]
    return [shown, [device_of(part) for part in parts], all(stayed)]


@contextlib.contextmanager
def _files_read_to(elsewhere: "_Elsewhere") -> Iterator[None]:
    """Has `torch.load` put there what is to be loaded there: a function mode does not see it."""
    read: Callable[..., Any] = torch.serialization._load

    def read_there(file: Any, map_location: Any, *others: Any, **named: Any) -> Any:
        if not _is_meta(map_location):
            return read(file, map_location, *others, **named)
        return tree_map(elsewhere.mark, read(file, "cpu", *others, **named))

    with mock.patch.object(torch.serialization, "_load", read_there):
        yield


def with_model_on(
    device: str, function: Callable[..., Any], model: nn.Module, *arguments: Any
) -> list[Any]:
    """Calls the function with the model moved to a device that this machine has.

    Returns the result, the kinds of device of its tensors, and whether the model is still on the
    device.
    """
    result = function(model.to(device), *arguments)
    parts = result if isinstance(result, tuple | list) else [result]
    return [result, [device_of(part) for part in parts], device_of(model) == device]


class _Elsewhere(TorchFunctionMode):
    """Marks storages, so that views of a marked tensor, and parameters made of it, are marked too.

    `card` tells whether the marked tensors are the ones on the graphics card, or the others are.
    """

    def __init__(self, card: bool):
        super().__init__()
        self._card = card
        self._marked: dict[int, torch.Tensor] = {}
        self.depth = 0

    def holds(self, value: Any) -> bool:
        return _is_dense(value) and _storage(value) in self._marked

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.depth += 1
        try:
            return self._call(func, args, kwargs or {})
        finally:
            self.depth -= 1

    def mark(self, value: Any) -> Any:
        if _is_dense(value):
            self._marked[_storage(value)] = value
        return value

    def shown(self, result: Any) -> Any:
        """The result, in which tensors of the other device lie on `meta`."""
        return tree_map(lambda value: value.to("meta") if self.holds(value) else value, result)

    def _call(self, func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if func == torch.Tensor.device.__get__ and args[0].device.type == "cpu":
            return self._device(args[0])
        if func is torch._C._nn._parse_to:  # how `nn.Module.to` reads its arguments
            device, *others = func(*args, **kwargs)
            like = next((value for value in args if isinstance(value, torch.Tensor)), None)
            return (device if like is None else self._device(like), *others)
        if func in _TO_NUMPY and _has_elements(args[0]) and self.holds(args[0]) == self._card:
            if kwargs.get("force"):
                copy = args[0].detach().clone()
                return (copy if self._card else self.mark(copy)).numpy()
            raise TypeError("can't convert a tensor on a graphics card to numpy; move it first")
        if func is torch.Tensor.type and len(args) == 1 and not kwargs:
            return _TypeName(func(*args), self.holds(args[0]))
        there = self._is_there(func, args, kwargs)
        args, kwargs = tree_map(lambda value: "cpu" if _is_meta(value) else value, (args, kwargs))
        result = func(*args, **kwargs)
        if func in _MAY_SHARE and self.holds(result) != there:
            result = result.clone()
        return tree_map(self.mark, result) if there else result

    def _is_there(
        self, func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> bool:
        """Whether a call's result lies on the other device; raises if its arguments are mixed."""
        target = kwargs.get("device", kwargs.get("other"))
        if func in _MOVES:
            named = (value for value in args[1:] if not isinstance(value, torch.dtype | bool))
            target = next(named, target)
        if func is torch.Tensor.cpu:
            return not self._card
        kind = next(iter(args[1:]), kwargs.get("dtype")) if func is torch.Tensor.type else None
        if isinstance(kind, str):
            return kind.there if isinstance(kind, _TypeName) else not self._card
        if _is_dense(kwargs.get("out")):
            return self.holds(kwargs["out"])
        if target is not None and (func in _MOVES or "device" in kwargs):
            return self.holds(target) or self._is_named(target)
        if func in _device_constructors() and not isinstance(next(iter(args), None), torch.Tensor):
            return not self._card
        if func in _ACROSS:
            return self.holds(args[0])
        if func in _FACTS:
            return False
        tensors = [value for value in tree_leaves((args, kwargs)) if _is_dense(value)]
        held = {self.holds(value) for value in tensors if value.dim() > 0}
        if len(held) > 1:
            raise RuntimeError("expected all tensors to be on the same device")
        # If there are only single numbers, the result lies where they do.
        return held == {True} if held or not tensors else all(map(self.holds, tensors))

    def _device(self, tensor: torch.Tensor) -> torch.device:
        # The index distinguishes the device of a tensor from one written as "cpu".
        return torch.device("meta") if self.holds(tensor) else torch.device("cpu", 0)

    def _is_named(self, target: Any) -> bool:
        if isinstance(target, torch.Tensor):
            return False
        return _is_meta(target) or (not self._card and torch.device(target) == torch.device("cpu"))


class _TypeName(str):
    """The name of a tensor's type, which includes its device."""

    there: bool

    def __new__(cls, name: str, there: bool) -> "_TypeName":
        named = super().__new__(cls, name)
        named.there = there
        return named


class _Unannounced(QuickDispatchMode):
    """Marks tensors of `torch.from_numpy` and the old constructors, which function modes miss."""

    def __init__(self, elsewhere: _Elsewhere):
        super().__init__()
        self._elsewhere = elsewhere

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        unannounced = self._elsewhere.depth == 0 and func in _MADE
        self._elsewhere.depth += 1
        try:
            with torch._C.DisableTorchFunction():
                result = func(*args, **(kwargs or {}))
        finally:
            self._elsewhere.depth -= 1
        return self._elsewhere.mark(result) if unannounced else result


def _is_meta(value: Any) -> bool:
    return isinstance(value, str | torch.device) and str(value) == "meta"


def _has_elements(value: Any) -> bool:
    return _is_dense(value) and value.dim() > 0


def _is_dense(value: Any) -> bool:
    value = _unwrapped(value)
    is_dense = isinstance(value, torch.Tensor) and value.layout == torch.strided
    # A fake tensor has no storage that could be marked.
    return is_dense and not isinstance(value, FakeTensor) and not value.is_meta


def _storage(value: torch.Tensor) -> int:
    dense: torch.Tensor = _unwrapped(value)
    return dense.untyped_storage().data_ptr()


def _unwrapped(value: Any) -> Any:
    """The batch that torch.vmap lets a function see as one of its rows."""
    while isinstance(value, torch.Tensor) and is_functorch_wrapped_tensor(value):
        value = get_unwrapped(value)
    return value
