"""Probes of `training`: models that note how they are called, steps, files with weights."""

from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def batches(
    images: torch.Tensor, labels: torch.Tensor, size: int, drop_last: bool = False
) -> DataLoader:
    """A loader of pairs in batches of this size, in order; `drop_last` leaves a rest out."""
    return DataLoader(TensorDataset(images, labels), batch_size=size, drop_last=drop_last)


def classifier(weight: torch.Tensor, bias: torch.Tensor) -> nn.Module:
    """Flattened images times the weight (classes, pixels), plus the bias: logits."""
    model = nn.Sequential(nn.Flatten(), nn.Linear(*reversed(weight.shape)))
    model.to(weight.dtype).load_state_dict({"1.weight": weight, "1.bias": bias})
    return model


def optimizer(model: nn.Module, kind: str, settings: dict[str, float]) -> torch.optim.Optimizer:
    """An optimizer of `torch.optim` of this class for all parameters."""
    return getattr(torch.optim, kind)(model.parameters(), **settings)


def after_a_step(
    function: Any, values: list, gradients: list, rate: float, recording: bool, once: bool
) -> dict[str, Any]:
    """What a step leaves of parameters with these values and gradients (None where none).

    `recording` says whether gradients are on, `once` whether the parameters come as an iterator.
    """
    parameters = [nn.Parameter(value.clone()) for value in values]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = None if gradient is None else gradient.clone()
    with torch.set_grad_enabled(recording):
        function(iter(parameters) if once else parameters, rate)
        recording_after = torch.is_grad_enabled()
    return {
        "values": [parameter.detach() for parameter in parameters],
        "gradients": [parameter.grad for parameter in parameters],
        "leaves": [parameter.is_leaf and parameter.requires_grad for parameter in parameters],
        "recording": recording_after,
    }
