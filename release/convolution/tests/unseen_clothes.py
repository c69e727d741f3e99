"""Clothes for the judge: what a network's weights make of the splits, computed in the judge."""

from pathlib import Path

import torch
import torch.nn.functional as F

from nbjudge import data_folder
from nbjudge.checks import CheckFailure, show
from nbjudge.torch import probe

_SHAPES = {
    "conv1.weight": (16, 1, 3, 3),
    "conv1.bias": (16,),
    "conv2.weight": (32, 16, 3, 3),
    "conv2.bias": (32,),
    "output.weight": (10, 32 * 7 * 7),
    "output.bias": (10,),
}


def split(name: str, most: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """The course's `train` or `t10k` split: images (N, 784) from 0 to 1, and labels (N,).

    The first `most` of them, or all.
    """
    raw = Path(data_folder()) / "FashionMNIST" / "raw"
    images, labels = read(raw / f"{name}-images-idx3-ubyte", raw / f"{name}-labels-idx1-ubyte")
    return images[:most], labels[:most]


def read(images: Path, labels: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Images (N, 784) from 0 to 1 and labels (N,) of two files in the IDX format."""
    pixels = torch.frombuffer(bytearray(images.read_bytes()[16:]), dtype=torch.uint8)
    classes = torch.frombuffer(bytearray(labels.read_bytes()[8:]), dtype=torch.uint8)
    return pixels.reshape(-1, 784) / 255, classes.long()


def weights_of(network: object) -> dict[str, torch.Tensor]:
    """The weights of a `ConvNetwork` as data. Fails where it has others than asked for."""
    state = probe.state_of(network)
    if type(state) is not dict or list(state) != list(_SHAPES):
        names = show(list(state)) if type(state) is dict else show(state)
        raise CheckFailure("these are not the weights of a `ConvNetwork`", names)
    for name, shape in _SHAPES.items():
        value = state[name]
        if not isinstance(value, torch.Tensor) or value.shape != shape or value.is_meta:
            raise CheckFailure(f"`{name}` must have the shape {shape}", show(value))
    return {name: value.detach().float() for name, value in state.items()}


def answers(weights: dict[str, torch.Tensor], images: torch.Tensor) -> torch.Tensor:
    """The logits (N, 10) that a `ConvNetwork` with these weights gives, computed here."""
    # A few at a time: what lies between the layers then fits into the processor's cache.
    return torch.cat([_logits(weights, some) for some in images.reshape(-1, 1, 28, 28).split(100)])


def _logits(weights: dict[str, torch.Tensor], values: torch.Tensor) -> torch.Tensor:
    for name in ("conv1", "conv2"):
        kernels = weights[f"{name}.weight"], weights[f"{name}.bias"]
        values = F.max_pool2d(torch.relu(F.conv2d(values, *kernels, padding=1)), 2)
    return F.linear(values.flatten(1), weights["output.weight"], weights["output.bias"])


def share_right(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The share of rows whose largest logit is at the label."""
    return float((logits.argmax(dim=1) == labels).double().mean())
