"""Probes about the parameters and buffers of a network: names, values and settings."""

from typing import Any

import torch
from torch import nn


def named_parameters(module: nn.Module) -> dict[str, torch.Tensor]:
    """The parameters by name, each once."""
    return dict(module.named_parameters())


def parameters_on_meta(module: nn.Module) -> dict[str, torch.Tensor]:
    """The parameters by name without their values: tensors like them on `meta`."""
    return {
        name: torch.empty_like(part, device="meta", requires_grad=part.requires_grad)
        for name, part in module.named_parameters()
    }


def parameter_names(module: nn.Module) -> list[str]:
    """The full names of all parameters, each name of a shared one included."""
    return [name for name, _ in module.named_parameters(remove_duplicate=False)]


def buffer_names(module: nn.Module) -> list[str]:
    """The full names of all buffers, each buffer once."""
    return [name for name, _ in module.named_buffers()]


def registered(module: nn.Module) -> list[str]:
    """The full names of all parameters and buffers, each name of a shared one included."""
    buffers = module.named_buffers(remove_duplicate=False)
    return [*parameter_names(module), *(name for name, _ in buffers)]


def registered_directly(module: nn.Module) -> list[str]:
    """The names of a module's own parameters and buffers, without those of its parts."""
    return [*module._parameters, *module._buffers]


def number_of_parameters(module: nn.Module) -> int:
    """How many numbers the parameters hold, shared ones counted once."""
    return sum(part.numel() for part in module.parameters())


def parameter_values(module: nn.Module) -> list[Any]:
    """The values of each parameter as numbers in lists, in order."""
    return [part.tolist() for part in module.parameters()]


def requires_grad_of(module: nn.Module) -> list[bool]:
    """Whether each parameter is trainable, in order."""
    return [part.requires_grad for part in module.parameters()]


def set_requires_grad(module: nn.Module, wanted: dict[str, bool]) -> None:
    """Makes the parameters of these full names trainable, or freezes them."""
    for name, trainable in wanted.items():
        module.get_parameter(name).requires_grad_(trainable)


def have_gradients(module: nn.Module) -> list[bool]:
    """Whether each parameter holds a gradient, in order."""
    return [part.grad is not None for part in module.parameters()]


def are_leaves(module: nn.Module) -> list[bool]:
    """Whether each parameter is no result of a recorded computation, in order."""
    return [part.is_leaf for part in module.parameters()]


def are_its_parameters(module: nn.Module, parameters: list[Any]) -> bool:
    """Whether these very objects are the module's parameters, in this order."""
    found = list(module.parameters())
    alike = zip(found, parameters, strict=False)
    return len(found) == len(parameters) and all(one is other for one, other in alike)


def share_parameters(first: nn.Module, second: nn.Module) -> bool:
    """Whether a parameter of one lies in the memory of one of the other."""
    others = {part.data_ptr() for part in second.parameters()}
    return any(part.data_ptr() in others for part in first.parameters())


def load_state(module: nn.Module, values: dict[str, torch.Tensor]) -> None:
    """Sets parameters and buffers by name; names that the module lacks are passed over."""
    module.load_state_dict(values, strict=False)


def state_of(module: nn.Module) -> dict[str, torch.Tensor]:
    """The parameters and buffers by name."""
    return dict(module.state_dict())


def fill_parameters(module: nn.Module, value: float) -> None:
    """Sets every number in the parameters to `value`."""
    for part in module.parameters():
        part.data.fill_(value)


def draw_parameters(module: nn.Module, std: float) -> None:
    """Draws every parameter from a normal distribution around 0."""
    for part in module.parameters():
        part.data.normal_(0, std)


def randomise(module: nn.Module) -> dict[str, torch.Tensor]:
    """Draws parameters and buffers of decimal numbers, all above 1; gives all of the state."""
    for value in module.state_dict().values():
        if value.is_floating_point():
            value.copy_(torch.randn_like(value).abs() + 1)
    return state_of(module)


def turn_double(module: nn.Module) -> None:
    """Turns parameters and buffers into float64."""
    module.double()


def weight_and_bias(layer: Any) -> tuple[Any, Any]:
    """A layer's `weight` and `bias`."""
    return layer.weight, layer.bias


def weights_of_linear_layers(module: nn.Module, part: str) -> list[Any]:
    """Weight and bias of each `nn.Linear` in the `nn.Sequential` that is the attribute `part`."""
    layers = [layer for layer in getattr(module, part) if isinstance(layer, nn.Linear)]
    return [value for layer in layers for value in (layer.weight, layer.bias)]
