"""`named_network`: a network as a list whose layers have names."""

import pytest
import torch

from nbjudge.checks import (
    assert_distributions,
    assert_layers,
    assert_tensor,
    layers,
)
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
    assert_layers([(name, "") for name in found], [(name, "") for name in expected])


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_six_layers_are_there_in_order(student):
    """Linear, ReLU, Linear, ReLU, Linear, Softmax, of the sizes in the text."""
    structure = _assert_sequential(student.named_network)
    found = [
        (f"layer {n}", what.replace("dim=-1", "dim=1")) for n, (_, what) in enumerate(structure)
    ]
    first, second, third = "Linear(784, 128)", "Linear(128, 64)", "Linear(64, 10)"
    expected = [first, "ReLU", second, "ReLU", third, "Softmax(dim=1)"]
    assert_layers(found, [(f"layer {n}", what) for n, what in enumerate(expected)])


def test_every_row_is_a_distribution(student):
    """(64, 784) gives (64, 10): positive numbers, and each row sums to 1."""
    network = student.named_network
    layers(network)
    rows = network(torch.rand(64, 784) * 2 - 1)
    assert_distributions(assert_tensor(rows, (64, 10), name="the output"))
    assert bool((rows > 0).all()), "some of the numbers are not positive"
