"""Probes about the structure of a network and the kinds of objects."""

from typing import Any

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def layers(module: nn.Module) -> list[tuple[str, str]]:
    """The direct submodules in order, as `("hidden", "Linear(20, 10)")`.

    A submodule with two names is listed twice, unlike in `named_children`.
    """
    if not isinstance(module, nn.Module):
        raise TypeError(f"expected a module, and this is a {type(module).__name__}")
    children = module._modules.items()
    return [(name, _described(child)) for name, child in children if child is not None]


def description_of(value: Any) -> str:
    """A module by its kind and sizes, as `Linear(20, 10)`; "" for what is no module."""
    return _described(value) if isinstance(value, nn.Module) else ""


def module_names(module: nn.Module) -> list[str]:
    """The full names of all submodules at every depth; the module itself is ""."""
    return [name for name, _ in module.named_modules()]


def modules_with_parameters(module: nn.Module) -> list[str]:
    """The names of the direct submodules that have parameters."""
    children = module._modules.items()
    return [name for name, child in children if child is not None and list(child.parameters())]


def modes_of(module: nn.Module) -> list[bool]:
    """Whether each module at every depth is in training mode, the outermost first."""
    return [part.training for part in module.modules()]


def set_modes(module: nn.Module, modes: bool | list[bool]) -> None:
    """Puts all modules into training mode (True) or evaluation mode, or each into its own."""
    parts = list(module.modules())
    given = [modes] * len(parts) if isinstance(modes, bool) else modes
    for part, mode in zip(parts, given, strict=True):
        part.training = mode


def is_module(value: Any, kind: str = "Module") -> bool:
    """Whether a value is an instance of this class in `torch.nn`."""
    return isinstance(value, getattr(nn, kind))


def is_data_loader(value: Any) -> bool:
    """Whether a value is a `DataLoader`."""
    return isinstance(value, torch.utils.data.DataLoader)


def are_of_one_class(value: Any, other: Any) -> bool:
    """Whether the first is an instance of the other's class."""
    return isinstance(value, type(other))


def holds_at(owner: Any, index: int, value: Any) -> bool:
    """Whether `owner[index]` is this very object."""
    return owner[index] is value


def emptied(items: list[Any]) -> list[Any]:
    """The items of a list, which is empty afterwards."""
    found = list(items)
    items.clear()
    return found


def _described(module: nn.Module) -> str:
    # What a class says of its own module is not believed.
    kinds = type(module).__mro__
    kind = next(kind for kind in kinds if getattr(nn, kind.__name__, None) is kind)
    own = {name for one in kinds[: kinds.index(kind)] for name in vars(one)} | vars(module).keys()
    if {"forward", "__call__"} & own and kind is not nn.Module:
        return f"{kind.__name__} with a forward of its own"
    if isinstance(module, nn.Linear):
        bias = "" if module.bias is not None else ", bias=False"
        return f"Linear({', '.join(map(str, _sizes(module)))}{bias})"
    if isinstance(module, nn.Sequential):
        inside = ", ".join(_described(child) for child in module)
        return f"Sequential({inside})"
    if isinstance(module, nn.Softmax):
        return f"Softmax(dim={module.dim})"
    return str(kind.__name__)


def _sizes(layer: nn.Linear) -> tuple[int, int]:
    """How many numbers a layer takes and gives: its weights tell, not what it says of itself."""
    if is_lazy(layer.weight):
        return layer.in_features, layer.out_features
    outputs, inputs = layer.weight.shape
    return inputs, outputs
