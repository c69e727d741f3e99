"""A world with a graphics card, on a machine that may have none."""

from collections.abc import Callable
from typing import Any

import torch
import torch.utils._device
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._device import _device_constructors
from torch.utils._pytree import tree_leaves, tree_map

from nbjudge.torch.probes.devices import replace_for_good

_CARD = torch.device("cuda", 0)
_MOVES = (torch.Tensor.to, torch.Tensor.cpu, torch.Tensor.cuda)
# These are properties of the class, although their types say otherwise.
_IS_CUDA: Any = torch.Tensor.is_cuda
_DATA: Any = torch.Tensor.data
_TO_PYTHON = (torch.Tensor.numpy, torch.Tensor.tolist, torch.Tensor.item, *_MOVES)
_ANSWERS: dict[Callable[..., Any], Callable[..., Any]] = {
    torch.cuda.is_available: lambda: True,
    torch.cuda.device_count: lambda: 1,
    torch.cuda.current_device: lambda: 0,
    torch.cuda.get_device_name: lambda device=None: "a graphics card",
    torch.cuda.get_device_capability: lambda device=None: (9, 0),
    torch.cuda.get_device_properties: lambda device=None: __import__("types").SimpleNamespace(
        name="a graphics card", major=9, minor=0, total_memory=2**33, multi_processor_count=64
    ),
    torch.cuda.set_device: lambda device: None,
    torch.cuda.synchronize: lambda device=None: None,
    torch.cuda.empty_cache: lambda: None,
    torch.accelerator.is_available: lambda: True,
    torch.accelerator.device_count: lambda: 1,
    torch.accelerator.current_accelerator: lambda check_available=False: torch.device("cuda"),
}


def put_in_a_card() -> None:
    """Makes this process, for good, behave as if it had one graphics card, the device `cuda`.

    Tensors on that card have a device, a shape and a dtype. Their numbers are not kept: reading
    them gives zeros.
    """
    for function, answer in _ANSWERS.items():
        replace_for_good(function, answer)
    _Card().__enter__()


def take_the_cards_out() -> None:
    """Makes this process, for good, report that it has no graphics card."""
    replace_for_good(torch.cuda.is_available, lambda: False)
    replace_for_good(torch.cuda.device_count, lambda: 0)


class _Card(TorchFunctionMode):
    """Uses `meta` as the card: like a card, it does not mix with tensors of other devices."""

    def __torch_function__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        kwargs = dict(kwargs or {})
        if func is torch.device:
            return func(*args, **kwargs)
        if func == torch.Tensor.device.__get__:
            return _CARD if _is_there(args[0]) else func(*args)
        if func == _IS_CUDA.__get__:
            return _is_there(args[0])
        if func == _DATA.__set__ and _is_there(args[0]) != _is_there(args[1]):
            return _put_in_its_place(*args)
        if func is torch._C._nn._parse_to:  # how `nn.Module.to` reads its arguments
            numbered: list[Any] = [_CARD if type(value) is int else value for value in args]
            return func(*numbered, **kwargs)
        if func is torch.Tensor.cuda:
            return args[0].to("meta")
        if func is torch.Tensor.to and type(args[1] if len(args) > 1 else None) is int:
            args = (args[0], "meta", *args[2:])
        if func in _device_constructors() and kwargs.get("device") is None:
            kwargs = {**kwargs, "device": torch.utils._device.CURRENT_DEVICE}
        args, kwargs = tree_map(_on_meta, (args, kwargs))
        try:
            return func(*args, **kwargs)
        except (NotImplementedError, RuntimeError, TypeError):
            if not _all_lie_there(args, kwargs):
                raise
        result = func(*tree_map(_zeros, args), **tree_map(_zeros, kwargs))
        return result if func in _TO_PYTHON else tree_map(_moved_there, result)


def _is_there(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_meta


def _all_lie_there(*arguments: Any) -> bool:
    """Whether an operation that needs numbers was called with tensors that all lie on the card."""
    tensors = [value for value in tree_leaves(arguments) if isinstance(value, torch.Tensor)]
    # Single numbers mix with tensors of any device.
    sized = [value for value in tensors if value.dim()]
    held = {value.is_meta for value in sized or tensors}
    return held == {True}


def _on_meta(value: Any) -> Any:
    named = isinstance(value, torch.device) or (isinstance(value, str) and value[:4] == "cuda")
    return torch.device("meta") if named and torch.device(value).type == "cuda" else value


def _zeros(value: Any) -> Any:
    return torch.zeros_like(value, device="cpu") if _is_there(value) else value


def _moved_there(value: Any) -> Any:
    return value.to("meta") if isinstance(value, torch.Tensor) else value


def _put_in_its_place(tensor: torch.Tensor, value: torch.Tensor) -> None:
    """Gives a tensor data on another device; the object stays the same, as with a real card."""
    value = value.detach()
    wanted = tensor.requires_grad
    other = nn.Parameter(value, wanted) if isinstance(tensor, nn.Parameter) else value
    torch.utils.swap_tensors(tensor, other)
