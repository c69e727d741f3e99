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


### BEGIN HIDDEN TESTS
import torch.nn.functional as F

from nbjudge.checks import CheckFailure, assert_close, assert_equal


def hidden_checks(variable):
    """The checks by name, for the network that is this variable."""

    @pytest.mark.weight(2)
    @pytest.mark.essential
    def test_the_output_is_what_the_layers_compute(student):
        """For batches of 10, 23 and 1, with the network's own weights."""
        network = getattr(student, variable)
        w1, b1, w2, b2, w3, b3 = _weights(network)
        for count in (10, 23, 1):
            images = torch.rand(count, 784) * 2 - 1
            hidden = F.linear(F.linear(images, w1, b1).relu(), w2, b2).relu()
            expected = F.linear(hidden, w3, b3).softmax(dim=1)
            assert_close(network(images), expected, rtol=1e-4)

    def test_all_weights_can_be_trained(student):
        """All weights and biases are float32 numbers with a gradient, as nn.Linear makes them."""
        network = getattr(student, variable)
        assert_sequential(network)
        given = probe.named_parameters(network)
        assert given, "the network has no weights"
        for name, parameter in given.items():
            assert getattr(parameter, "requires_grad", False), f"`{name}` is frozen"
            assert parameter.dtype == torch.float32, f"the dtype of `{name}` is {parameter.dtype}"
        for name, gradient in probe.gradients(network, torch.rand(16, 784) * 2 - 1).items():
            arrived = isinstance(gradient, torch.Tensor) and bool(gradient.any())
            assert arrived, f"no gradient of the output reaches `{name}`"

    def test_nothing_else_is_kept(student):
        """The weights and biases of three linear layers are all; no layer holds another module."""
        network = getattr(student, variable)
        linear = [name for name, what in assert_sequential(network) if what.startswith("Linear(")]
        expected = [f"{name}.{part}" for name in linear for part in ("weight", "bias")]
        assert_equal(probe.registered(network), expected, "it keeps other tensors")
        inside = [name for name in probe.module_names(network) if "." in name]
        assert_equal(inside, [], "a layer holds another module")

    return _checks_in(locals())


def _weights(network):
    assert_sequential(network)
    given = probe.named_parameters(network)
    if type(given) is not dict or len(given) != 6:
        raise CheckFailure("it has other weights and biases than those of three linear layers")
    return [parameter.detach().float() for parameter in given.values()]


### END HIDDEN TESTS
