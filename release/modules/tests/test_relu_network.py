"""`ReLUNetwork`: three layers, with ReLU between them and a softmax at the end."""

import pytest
import torch

from nbjudge.checks import CheckFailure, ask, assert_close, layers
from nbjudge.link.show import show


def _rows_of(student, images):
    """What a new network gives for a batch, once it is a matrix with a row for each image."""
    network = student.ReLUNetwork()
    layers(network)
    rows = network(images)
    if not isinstance(rows, torch.Tensor) or rows.shape != (len(images), 10):
        shown = show(rows)
        raise CheckFailure("the output has another shape", shown, f"shape ({len(images)}, 10)")
    return rows


@pytest.mark.weight(2)
def test_the_three_layers_are_there_in_order(student):
    """`fc1`, `fc2` and `fc3` are the only submodules with parameters.

    hint: the order is that of the assignments in `__init__`.
    """
    network = student.ReLUNetwork()
    described = layers(network)
    expression = (
        "[name for name, _ in layers(network) if list(network._modules[name].parameters())]"
    )
    with_parameters = ask(network, expression, network=network)
    found = [(name, what) for name, what in described if name in with_parameters]
    expected = [("fc1", "Linear(784, 128)"), ("fc2", "Linear(128, 64)"), ("fc3", "Linear(64, 10)")]
    if found != expected:
        raise CheckFailure(
            "the submodules with parameters are other ones", show(found), show(expected)
        )


def test_a_batch_of_images_gives_ten_numbers_each(student):
    """(64, 784) gives (64, 10)."""
    rows = _rows_of(student, torch.rand(64, 784) * 2 - 1)
    assert rows.dtype == torch.float32, f"the dtype is {rows.dtype}, not torch.float32"


def test_every_row_is_a_distribution(student):
    """The ten numbers for an image are positive and sum to 1."""
    rows = _rows_of(student, torch.rand(64, 784) * 2 - 1)
    assert bool((rows > 0).all()), "some of the numbers are not positive"
    assert_close(rows.sum(dim=1), torch.ones(64), atol=1e-5)
