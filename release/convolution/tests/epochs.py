"""Probes of `training` and `convolution`: what `after_epoch` is told."""

from collections.abc import Callable

from torch import nn
from torch.utils.data import DataLoader


def epochs_reported(function: Callable, model: nn.Module, loader: DataLoader) -> list:
    """What `function(model, loader, after_epoch)` reports: pairs of an epoch and its loss."""
    reports: list[tuple] = []
    function(model, loader, lambda *report, **named: reports.append((*report, *named.values())))
    return reports
