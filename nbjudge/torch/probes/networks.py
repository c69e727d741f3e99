"""Looking into a network: its layers and the gradients that reach its parameters."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn


def layers(module: nn.Module) -> list[tuple[str, str]]:
    """The direct submodules in order, as `("hidden", "Linear(784, 256)")`.

    A submodule registered under two names is there twice, which `named_children` hides.
    """
    if not isinstance(module, nn.Module):
        raise TypeError(f"expected a module, and this is a {type(module).__name__}")
    children = module._modules.items()
    return [(name, _described(child)) for name, child in children if child is not None]


def registered(module: nn.Module) -> list[str]:
    """The full names of all parameters and buffers, each name of a shared one included."""
    parameters = module.named_parameters(remove_duplicate=False)
    buffers = module.named_buffers(remove_duplicate=False)
    return [name for name, _ in (*parameters, *buffers)]


def gradients(module: nn.Module, inputs: torch.Tensor) -> dict[str, torch.Tensor | None]:
    """The gradient of a weighted sum of the outputs for each named parameter, None where none.

    The outputs are weighted unevenly, since probabilities sum to one and the gradient of that
    sum is zero everywhere. All are None where the outputs carry no gradient.
    """
    module.zero_grad(set_to_none=True)
    with torch.enable_grad():
        outputs = module(inputs)
        if outputs.requires_grad:
            uneven_sum(outputs).backward()
    found = {name: parameter.grad for name, parameter in module.named_parameters()}
    module.zero_grad(set_to_none=True)
    return found


def uneven_sum(outputs: torch.Tensor) -> torch.Tensor:
    """The sum of the outputs, each times its place."""
    places = torch.arange(outputs.numel(), dtype=outputs.dtype, device=outputs.device)
    return (outputs * places.reshape(outputs.shape)).sum()


def device_of_output(module: nn.Module, inputs: torch.Tensor) -> str:
    """Where a network's output lies if weights and inputs lie on `meta`, which has no values.

    "" where the network looks at values or copies them to another device, so that nothing can be
    said; "elsewhere" where it mixes devices. The network stays on `meta`; it has to be one that
    was not called before, whose parameters nothing else holds.
    """
    # Else the parameters would be other objects afterwards, as they are on no graphics card.
    torch.__future__.set_swap_module_params_on_conversion(True)
    try:
        return module.to("meta")(inputs.to("meta")).device.type
    # Torch raises several kinds of error here, and tells them apart only by what they say.
    except Exception as error:
        mixed = any(said in str(error) for said in ("on device", "CUDA", "devices"))
        return "elsewhere" if mixed else ""
    finally:
        torch.__future__.set_swap_module_params_on_conversion(False)


def under_gradient_mode(enabled: bool, function: Callable, *arguments: Any) -> tuple[Any, bool]:
    """Calls the function with gradients switched on or off; its result, and the mode it leaves."""
    with torch.set_grad_enabled(enabled):
        return function(*arguments), torch.is_grad_enabled()


def _described(module: nn.Module) -> str:
    name = next(kind for kind in type(module).__mro__ if kind.__module__.startswith("torch."))
    if isinstance(module, nn.Linear):
        bias = "" if module.bias is not None else ", bias=False"
        return f"Linear({module.in_features}, {module.out_features}{bias})"
    if isinstance(module, nn.Sequential):
        inside = ", ".join(_described(child) for child in module)
        return f"Sequential({inside})"
    if isinstance(module, nn.Softmax):
        return f"Softmax(dim={module.dim})"
    return name.__name__
