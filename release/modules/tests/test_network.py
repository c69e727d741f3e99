"""`Network`: a hidden layer, sigmoid, an output layer and softmax, all as submodules."""

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, layers
from nbjudge.link.show import show


def _rows_of(student, images):
    """What a new network gives for a batch, once it is a matrix with a row for each image."""
    network = student.Network()
    layers(network)
    rows = network(images)
    if not isinstance(rows, torch.Tensor) or rows.shape != (len(images), 10):
        shown = show(rows)
        raise CheckFailure("the output has another shape", shown, f"shape ({len(images)}, 10)")
    return rows


@pytest.mark.weight(2)
def test_the_four_submodules_are_there_in_order(student):
    """`hidden`, `output`, `sigmoid`, `softmax`, of the kinds and sizes in the table.

    hint: the order is that of the assignments in `__init__`.
    """
    found = [(name, what.replace("dim=-1", "dim=1")) for name, what in layers(student.Network())]
    expected = [
        ("hidden", "Linear(784, 256)"),
        ("output", "Linear(256, 10)"),
        ("sigmoid", "Sigmoid"),
        ("softmax", "Softmax(dim=1)"),
    ]
    if found != expected:
        raise CheckFailure("the submodules are other ones", show(found), show(expected))


def test_a_batch_of_images_gives_ten_numbers_each(student):
    """(64, 784) gives (64, 10)."""
    rows = _rows_of(student, torch.rand(64, 784) * 2 - 1)
    assert rows.dtype == torch.float32, f"the dtype is {rows.dtype}, not torch.float32"


def test_every_row_is_a_distribution(student):
    """The ten numbers for an image are positive and sum to 1."""
    rows = _rows_of(student, torch.rand(64, 784) * 2 - 1)
    assert bool((rows > 0).all()), "some of the numbers are not positive"
    assert_close(rows.sum(dim=1), torch.ones(64), atol=1e-5)
