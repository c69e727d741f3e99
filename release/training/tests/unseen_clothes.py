"""Clothes for the judge: what a network's weights make of the splits, computed in the judge."""

from pathlib import Path

import torch
import torch.nn.functional as F

from nbjudge import data_folder
from nbjudge.checks import CheckFailure, show
from nbjudge.torch import probe

_SHAPES = {
    "linear_relu_stack.0.weight": (512, 784),
    "linear_relu_stack.0.bias": (512,),
    "linear_relu_stack.2.weight": (512, 512),
    "linear_relu_stack.2.bias": (512,),
    "linear_relu_stack.4.weight": (10, 512),
    "linear_relu_stack.4.bias": (10,),
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
    """The weights of a `NeuralNetwork` as data. Fails where it has others than asked for."""
    state = probe.state_of(network)
    if type(state) is not dict or list(state) != list(_SHAPES):
        names = show(list(state)) if type(state) is dict else show(state)
        raise CheckFailure("these are not the weights of a `NeuralNetwork`", names)
    for name, shape in _SHAPES.items():
        value = state[name]
        if not isinstance(value, torch.Tensor) or value.shape != shape or value.is_meta:
            raise CheckFailure(f"`{name}` must have the shape {shape}", show(value))
    return {name: value.detach().float() for name, value in state.items()}


def answers(weights: dict[str, torch.Tensor], images: torch.Tensor) -> torch.Tensor:
    """The logits (N, 10) that a `NeuralNetwork` with these weights gives, computed here."""
    layer = "linear_relu_stack.{}.{}".format
    for place in (0, 2, 4):
        images = images if place == 0 else torch.relu(images)
        images = F.linear(images, weights[layer(place, "weight")], weights[layer(place, "bias")])
    return images


def share_right(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The share of rows whose largest logit is at the label."""
    return float((logits.argmax(dim=1) == labels).double().mean())
