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


### BEGIN HIDDEN TESTS
import torch.nn.functional as F

from nbjudge.checks import assert_close, assert_equal, same_object


@pytest.mark.weight(2)
def test_first_layer_is_the_same_object(student):
    """It is the first layer of `sequential_network`, by its index, and not a copy.

    hint (is not): square brackets with an index take a layer out of an nn.Sequential.
    """
    network, layer = student.sequential_network, student.first_layer
    _assert_sequential(network)
    assert same_object(layer, network[0]), "`first_layer` is not `sequential_network[0]`"


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_output_is_what_the_layers_compute(student):
    """For batches of 10, 23 and 1, with the network's own weights."""
    network = student.sequential_network
    _assert_sequential(network)
    given = probe.named_parameters(network)
    if type(given) is not dict or len(given) != 6:
        raise CheckFailure("it has other weights and biases than those of three linear layers")
    w1, b1, w2, b2, w3, b3 = (parameter.detach().float() for parameter in given.values())
    for count in (10, 23, 1):
        images = torch.rand(count, 784) * 2 - 1
        hidden = F.linear(F.linear(images, w1, b1).relu(), w2, b2).relu()
        expected = F.linear(hidden, w3, b3).softmax(dim=1)
        assert_close(network(images), expected, rtol=1e-4)


def test_all_weights_can_be_trained(student):
    """All weights and biases are float32 numbers with a gradient, as nn.Linear makes them."""
    network = student.sequential_network
    _assert_sequential(network)
    given = probe.named_parameters(network)
    assert given, "the network has no weights"
    for name, parameter in given.items():
        assert getattr(parameter, "requires_grad", False), f"`{name}` is frozen"
        assert parameter.dtype == torch.float32, f"the dtype of `{name}` is {parameter.dtype}"
    reached = probe.gradients(network, torch.rand(16, 784) * 2 - 1)
    for name in reached:
        gradient = reached[name]
        arrived = isinstance(gradient, torch.Tensor) and bool(gradient.any())
        assert arrived, f"no gradient of the output reaches `{name}`"


def test_nothing_else_is_kept(student):
    """The weights and biases of the three linear layers are all; a layer holds no other module."""
    network = student.sequential_network
    _assert_sequential(network)
    kept = probe.registered(network)
    assert_equal(len(kept), 6, f"it keeps other tensors: {kept}")
    inside = [name for name in probe.module_names(network) if "." in name]
    assert_equal(inside, [], "a layer holds another module")


### END HIDDEN TESTS
