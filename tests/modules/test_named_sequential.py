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


### BEGIN HIDDEN TESTS
import torch.nn.functional as F

from nbjudge.checks import assert_close, assert_equal


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_output_is_what_the_layers_compute(student):
    """For batches of 10, 23 and 1, with the weights under their names."""
    network = student.named_network
    _assert_sequential(network)
    given = probe.named_parameters(network)
    for name in ("fc1", "fc2", "output"):
        for part in (f"{name}.weight", f"{name}.bias"):
            there = type(given) is dict and isinstance(given.get(part), torch.Tensor)
            assert there, f"there is no `{part}`"
    given = {name: parameter.detach().float() for name, parameter in given.items()}
    for count in (10, 23, 1):
        images = torch.rand(count, 784) * 2 - 1
        first = F.linear(images, given["fc1.weight"], given["fc1.bias"]).relu()
        second = F.linear(first, given["fc2.weight"], given["fc2.bias"]).relu()
        scores = F.linear(second, given["output.weight"], given["output.bias"])
        assert_close(network(images), scores.softmax(dim=1), rtol=1e-4)


def test_all_weights_can_be_trained(student):
    """All weights and biases are float32 numbers with a gradient, as nn.Linear makes them."""
    network = student.named_network
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
    network = student.named_network
    _assert_sequential(network)
    kept = probe.registered(network)
    expected = [
        f"{name}.{part}" for name in ("fc1", "fc2", "output") for part in ("weight", "bias")
    ]
    assert_equal(kept, expected, "it keeps other tensors")
    inside = [name for name in probe.module_names(network) if "." in name]
    assert_equal(inside, [], "a layer holds another module")


### END HIDDEN TESTS
