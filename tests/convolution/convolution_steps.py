"""Probes of `convolution`: loaders, a small network, and what `after_epoch` is told."""

from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def batches(images: torch.Tensor, labels: torch.Tensor, size: int) -> DataLoader:
    """A loader of pairs in batches of this size, in order."""
    return DataLoader(TensorDataset(images, labels), batch_size=size)


def small_network() -> nn.Module:
    """A network for clothes whose weights are all zero."""
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    return model


def epochs_reported(function: Callable, model: nn.Module, loader: DataLoader) -> list:
    """What `function(model, loader, after_epoch)` reports: pairs of an epoch and its loss."""
    reports: list[tuple] = []
    function(model, loader, lambda *report, **named: reports.append((*report, *named.values())))
    return reports


### BEGIN HIDDEN TESTS


class _Unmoved(nn.Module):
    """Logits that no step changes: each class costs something else."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(10))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        fixed = torch.linspace(0, 9, 10, device=self.weight.device)
        return (fixed + 0 * self.weight).expand(len(images), 10)


def unmoved() -> nn.Module:
    """A model for ten classes whose logits stay the same, however it is trained."""
    return _Unmoved()


### END HIDDEN TESTS
