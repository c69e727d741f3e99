"""Probes of `training` and `convolution`: what `after_epoch` is told."""

from collections.abc import Callable

from torch import nn
from torch.utils.data import DataLoader


def epochs_reported(function: Callable, model: nn.Module, loader: DataLoader) -> list:
    """What `function(model, loader, after_epoch)` reports: pairs of an epoch and its loss."""
    reports: list[tuple] = []
    function(model, loader, lambda *report, **named: reports.append((*report, *named.values())))
    return reports


### BEGIN HIDDEN TESTS
import torch


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
