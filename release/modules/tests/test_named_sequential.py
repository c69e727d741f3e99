"""`named_network`: a network as a list whose layers have names."""

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, layers, show
from nbjudge.torch import probe


def _assert_sequential(network):
    structure = layers(network)
    assert probe.is_module(network, "Sequential"), "it is a module, and not an nn.Sequential"
    return structure


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_six_names_are_there_in_order(student):
    """`fc1`, `relu1`, `fc2`, `relu2`, `output`, `softmax`."""
    found = [name for name, _ in _assert_sequential(student.named_network)]
    expected = ["fc1", "relu1", "fc2", "relu2", "output", "softmax"]
    if found != expected:
        raise CheckFailure("the names are other ones", show(found), show(expected))


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_six_layers_are_there_in_order(student):
    """Linear, ReLU, Linear, ReLU, Linear, Softmax, of the sizes in the text."""
    structure = _assert_sequential(student.named_network)
    found = [what.replace("dim=-1", "dim=1") for _, what in structure]
    first, second, third = "Linear(784, 128)", "Linear(128, 64)", "Linear(64, 10)"
    expected = [first, "ReLU", second, "ReLU", third, "Softmax(dim=1)"]
    if found != expected:
        raise CheckFailure("the layers are other ones", show(found), show(expected))


def test_every_row_is_a_distribution(student):
    """(64, 784) gives (64, 10): positive numbers, and each row sums to 1."""
    network = student.named_network
    layers(network)
    rows = network(torch.rand(64, 784) * 2 - 1)
    if not isinstance(rows, torch.Tensor) or rows.shape != (64, 10):
        raise CheckFailure("the output has another shape", show(rows), "shape (64, 10)")
    assert bool((rows > 0).all()), "some of the numbers are not positive"
    assert_close(rows.sum(dim=1), torch.ones(64), atol=1e-5)
