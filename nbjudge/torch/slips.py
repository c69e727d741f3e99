"""What is often wrong with networks, as `assert_close` takes it: in words, with what it gives."""

import functools
from collections.abc import Callable

import torch
import torch.nn.functional as F

from nbjudge.checks import observe
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

    def differs() -> bool:
        again = function(values)
        alike = isinstance(again, torch.Tensor) and again.shape == got.shape
        return alike and not torch.allclose(again, got, atol=1e-5, rtol=1e-4)

    def changes() -> bool:
        (after,) = observe(function, values).arguments
        return isinstance(after, torch.Tensor) and not torch.equal(after, values)

    return {
        "a second call with the same input gives other values": differs,
        "the input itself is changed": changes,
    }
