"""What is often wrong with networks, as `assert_close` takes it: in words, with what it gives."""

import functools
from collections.abc import Callable

import torch
import torch.nn.functional as F

from nbjudge.checks import StudentError, observe
from nbjudge.link.handle import Handle

Activation = Callable[[torch.Tensor], torch.Tensor]
Computation = Callable[..., torch.Tensor]

_ACTIVATIONS: dict[str, Activation] = {
    "there is no activation": lambda values: values,
    "the activation is a sigmoid": torch.sigmoid,
    "the activation is tanh": torch.tanh,
    "the activation is ReLU": torch.relu,
    "the activation is a leaky ReLU": F.leaky_relu,
    "the activation is GELU": F.gelu,
    "the activation is the absolute value": torch.abs,
}


def with_other_activations(compute: Computation, right: Activation) -> dict[str, Computation]:
    """What `compute` gives with another `activation`, its argument, than the right one."""
    others = {said: other for said, other in _ACTIVATIONS.items() if other is not right}
    return {said: functools.partial(compute, activation=other) for said, other in others.items()}


def slips_of_a_call(
    function: Handle, values: torch.Tensor, got: torch.Tensor
) -> dict[str, Callable[[], torch.Tensor | bool]]:
    """Whether a call that gave `got` for these values goes wrong in itself; asked if at all."""

    @functools.cache
    def again() -> tuple[object, ...]:
        """What another call gives, and its arguments then; nothing if it fails."""
        try:
            seen = observe(function, values)
        except StudentError:
            return (None,)
        return (seen.result, *seen.arguments)

    return {
        "a second call with the same input gives other values": lambda: _is_other(again()[0], got),
        "the input itself is changed": lambda: any(_is_other(a, values) for a in again()[1:]),
    }


def _is_other(found: object, value: torch.Tensor) -> bool:
    """Whether these are other numbers, in a tensor of the same kind."""
    if not isinstance(found, torch.Tensor) or _kind(found) != _kind(value):
        return False
    return not torch.allclose(found, value, atol=1e-5, rtol=1e-4, equal_nan=True)


def _kind(tensor: torch.Tensor) -> tuple[object, ...]:
    return tensor.shape, tensor.dtype, tensor.device
