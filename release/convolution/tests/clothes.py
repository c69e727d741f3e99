"""Clothes for the judge, and the weights of networks that know clothes, as data."""

from pathlib import Path

import torch

from nbjudge import data_folder
from nbjudge.checks import CheckFailure, show
from nbjudge.torch import probe


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


def weights_of(
    network: object, kind: str, shapes: dict[str, tuple[int, ...]]
) -> dict[str, torch.Tensor]:
    """The weights of a network as data. Fails where it has others than a network of its kind."""
    state = probe.state_of(network)
    if type(state) is not dict or list(state) != list(shapes):
        names = show(list(state)) if type(state) is dict else show(state)
        raise CheckFailure(f"these are not the weights of a `{kind}`", names)
    for name, shape in shapes.items():
        value = state[name]
        if not isinstance(value, torch.Tensor) or value.shape != shape or value.is_meta:
            raise CheckFailure(f"`{name}` must have the shape {shape}", show(value))
    return {name: value.detach().float() for name, value in state.items()}


def share_right(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """The share of rows whose largest logit is at the label."""
    return float((logits.argmax(dim=1) == labels).double().mean())
