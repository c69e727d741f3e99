"""What a `ConvNetwork` is as data: its weights, and what they make of pictures."""

from collections.abc import Callable

import torch
import torch.nn.functional as F

from nbjudge.checks import beside

_SHAPES = {
    "conv1.weight": (16, 1, 3, 3),
    "conv1.bias": (16,),
    "conv2.weight": (32, 16, 3, 3),
    "conv2.bias": (32,),
    "output.weight": (10, 32 * 7 * 7),
    "output.bias": (10,),
}


def weights_of(network: object) -> dict[str, torch.Tensor]:
    """The weights of a `ConvNetwork` as data. Fails where it has others than asked for."""
    weights: dict[str, torch.Tensor] = _clothes.weights_of(network, "ConvNetwork", _SHAPES)
    return weights


def answers(
    weights: dict[str, torch.Tensor],
    images: torch.Tensor,
    activation: Callable[[torch.Tensor], torch.Tensor] = torch.relu,
    pool: Callable[[torch.Tensor, int], torch.Tensor] = F.max_pool2d,
) -> torch.Tensor:
    """The logits (N, 10) that a `ConvNetwork` with these weights gives, computed here."""

    def logits(values: torch.Tensor) -> torch.Tensor:
        for name in ("conv1", "conv2"):
            kernels = weights[f"{name}.weight"], weights[f"{name}.bias"]
            values = pool(activation(F.conv2d(values, *kernels, padding=1)), 2)
        return F.linear(values.flatten(1), weights["output.weight"], weights["output.bias"])

    # A few at a time: what lies between the layers then fits into the processor's cache.
    return torch.cat([logits(some) for some in images.reshape(-1, 1, 28, 28).split(100)])


_clothes = beside(__file__, "clothes.py")
