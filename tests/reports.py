"""What training tells of its epochs, as the judge reads it."""

from nbjudge.checks import CheckFailure, show


def pairs(reports: object) -> list[tuple[int, float]]:
    """What `after_epoch` was given, as pairs of an epoch and its loss. Fails for anything else."""
    if type(reports) is not list or not all(type(r) is tuple and len(r) == 2 for r in reports):
        reports = []
    if not reports:
        raise CheckFailure("`after_epoch` was not called with an epoch and its loss")
    if any((type(epoch), type(loss)) != (int, float) for epoch, loss in reports):
        message = "`after_epoch` is to be given an epoch, an int, and its loss, a float"
        raise CheckFailure(message, show(reports[0]), kind="wrong type")
    return reports


### BEGIN HIDDEN TESTS
from collections.abc import Callable

import torch


def assert_mean_of_the_epoch(told: Callable[[torch.Tensor, torch.Tensor], float]) -> None:
    """Fails unless a loss is the mean over two batches of four pictures.

    `told` gives the loss that is told of such batches, for a model whose answers never change.
    """
    images, kinds = torch.zeros(4, 1, 28, 28), torch.arange(10).repeat_interleave(4)
    first, last = told(images, kinds[:4]), told(images, kinds[-4:])
    both = told(torch.cat([images, images]), torch.cat([kinds[:4], kinds[-4:]]))
    if not abs(both - (first + last) / 2) <= 0.05 * abs(first - last):
        message = f"it is not the mean: two batches cost {first:.3g} and {last:.3g} alone"
        raise CheckFailure(message, show(both), show((first + last) / 2), kind="wrong values")


### END HIDDEN TESTS
