"""Probes that call a network: in a mode, on a device, and for its gradients."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from nbjudge.torch.samples import uneven_sum


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


def reached_by_gradients(module: nn.Module, inputs: torch.Tensor) -> list[bool]:
    """Whether a gradient of the outputs that is not zero reaches each parameter, in order."""
    found = gradients(module, inputs).values()
    return [part is not None and bool(part.any()) for part in found]


def device_of_output(module: nn.Module, inputs: torch.Tensor) -> str:
    """Where a network's output lies if weights and inputs lie on `meta`, which has no values.

    It is "" if the network looks at values or copies them to another device, so that nothing can be
    said, and "elsewhere" if it mixes devices. The network stays on `meta`. It must not have been
    called before, and nothing else may hold its parameters.
    """
    # Else the parameters would be new objects afterwards, which differs from a real card.
    torch.__future__.set_swap_module_params_on_conversion(True)
    try:
        outputs: torch.Tensor = module.to("meta")(inputs.to("meta"))
        return outputs.device.type
    # Torch raises several kinds of error here, which differ only in their messages.
    except Exception as error:
        mixed = any(said in str(error) for said in ("on device", "CUDA", "devices"))
        return "elsewhere" if mixed else ""
    finally:
        torch.__future__.set_swap_module_params_on_conversion(False)


def called_in_mode(
    module: nn.Module, inputs: torch.Tensor, *, training: bool, tracked: bool, times: int = 1
) -> tuple[Any, bool]:
    """Calls a network in a mode, with gradients on (`tracked`) or off; its output, and the mode.

    It is given a copy of the inputs, repeated `times` times in the batch. The second value is
    whether gradients are on after the call.
    """
    with torch.set_grad_enabled(tracked):
        batch = inputs.repeat(times, *[1] * (inputs.dim() - 1))
        return module.train(training)(batch), torch.is_grad_enabled()


def leaves_gradients_switched(enabled: bool, function: Callable[..., Any], *arguments: Any) -> bool:
    """Calls the function with gradients switched on or off; whether they are on afterwards."""
    with torch.set_grad_enabled(enabled):
        function(*arguments)
        return torch.is_grad_enabled()


def state_after(function: Callable[..., Any], module: nn.Module, switched: bool) -> list[Any]:
    """Calls the function with a module that is trainable and in training mode, or neither.

    Returns the state afterwards, and all values that `requires_grad` and `training` have then.
    """
    module.requires_grad_(switched).train(switched)
    function(module)
    trainable = sorted({part.requires_grad for part in module.parameters()})
    return [dict(module.state_dict()), trainable, sorted({m.training for m in module.modules()})]
