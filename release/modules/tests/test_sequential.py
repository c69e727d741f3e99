"""`sequential_network` and `first_layer`: a network as a list, and its first layer by index."""

import pytest
import torch

from nbjudge.checks import (
    CheckFailure,
    assert_distributions,
    assert_layers,
    assert_tensor,
    layers,
    show,
)
from nbjudge.torch import probe


def _assert_sequential(network):
    structure = layers(network)
    assert probe.is_module(network, "Sequential"), "it is a module, and not an nn.Sequential"
    return structure


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_six_layers_are_there_in_order(student):
    """Linear, ReLU, Linear, ReLU, Linear, Softmax, of the sizes in the formula."""
    structure = _assert_sequential(student.sequential_network)
    found = [
        (f"layer {n}", what.replace("dim=-1", "dim=1")) for n, (_, what) in enumerate(structure)
    ]
    first, second, third = "Linear(784, 128)", "Linear(128, 64)", "Linear(64, 10)"
    expected = [first, "ReLU", second, "ReLU", third, "Softmax(dim=1)"]
    assert_layers(found, [(f"layer {n}", what) for n, what in enumerate(expected)])


def test_every_row_is_a_distribution(student):
    """(64, 784) gives (64, 10): positive numbers, and each row sums to 1."""
    network = student.sequential_network
    layers(network)
    rows = network(torch.rand(64, 784) * 2 - 1)
    assert_distributions(assert_tensor(rows, (64, 10), name="the output"))
    assert bool((rows > 0).all()), "some of the numbers are not positive"


def test_first_layer_takes_784_pixels(student):
    """`first_layer` is an nn.Linear(784, 128)."""
    layer = student.first_layer
    layers(layer)
    described = probe.description_of(layer)
    if described != "Linear(784, 128)":
        raise CheckFailure("`first_layer` is another one", show(described), "'Linear(784, 128)'")
