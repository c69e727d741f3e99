"""Checks that `sequential_network` and `named_network` have in common."""

import pytest
import torch

from nbjudge.checks import assert_distributions, assert_layers, assert_tensor, layers
from nbjudge.torch import probe

_SIZES = ("Linear(784, 128)", "ReLU", "Linear(128, 64)", "ReLU", "Linear(64, 10)", "Softmax(dim=1)")


def assert_sequential(network):
    """The layers of a network, once it is an nn.Sequential."""
    structure = layers(network)
    assert probe.is_module(network, "Sequential"), "it is a module, and not an nn.Sequential"
    return structure


def visible_checks(variable):
    """The checks by name, for the network that is this variable."""

    @pytest.mark.weight(2)
    @pytest.mark.essential
    def test_the_six_layers_are_there_in_order(student):
        """Linear, ReLU, Linear, ReLU, Linear, Softmax, of the sizes in the text."""
        structure = assert_sequential(getattr(student, variable))
        found = [
            (f"layer {n}", what.replace("dim=-1", "dim=1")) for n, (_, what) in enumerate(structure)
        ]
        assert_layers(found, [(f"layer {n}", what) for n, what in enumerate(_SIZES)])

    def test_every_row_is_a_distribution(student):
        """(64, 784) gives (64, 10): positive numbers, and each row sums to 1."""
        network = getattr(student, variable)
        layers(network)
        rows = network(torch.rand(64, 784) * 2 - 1)
        assert_distributions(assert_tensor(rows, (64, 10), name="the output"))
        assert bool((rows > 0).all()), "some of the numbers are not positive"

    return _checks_in(locals())


def _checks_in(names):
    return {name: value for name, value in names.items() if name.startswith("test_")}
