"""`neural_network`: a classifier for pictures of clothes.

At grading: the logits, batches of every size, training and evaluation mode, gradients, weights of
its own for each network, the device, float64, what stays as it was, that `model` lies on
`device`, nothing else registered.

Question: Which shape has the batch after each of the two parts, and what stands at the end of
your network?

Idea: `__init__` makes two parts, after `super().__init__()`; `forward` sends the pictures through
both. The logits are what the last linear layer gives.

Tool: `nn.Flatten()` and `nn.Sequential(...)`; `.to(device)` moves a whole model.
"""

import functools

import pytest
import torch

from nbjudge.checks import (
    CheckFailure,
    assert_layers,
    assert_tensor,
    kind,
    layers,
)
from nbjudge.torch import probe

_STACK = "Sequential(Linear(784, 512), ReLU, Linear(512, 512), ReLU, Linear(512, 10))"


@functools.lru_cache(maxsize=1)
def _network(student):
    """The network of all checks that do not need another one: making it takes time."""
    return _made(student)


def _made(student):
    network = student.NeuralNetwork()
    if probe.is_module(student, network) is not True:
        raise CheckFailure("`NeuralNetwork()` gives something that is no `nn.Module`")
    return network


def _logits(network, images):
    return probe.call_on_its_device(network, images)


def _assert_shape(got, shape, fed):
    assert_tensor(got, shape, name=f"what comes out for {fed}")


@pytest.mark.weight(2)
def test_the_parts_have_their_names_and_sizes(student):
    """`flatten` and `linear_relu_stack`, with the layers asked for, in this order."""
    parts = layers(_network(student))
    assert_layers(parts, [("flatten", "Flatten"), ("linear_relu_stack", _STACK)])


def test_pictures_of_shape_28_by_28_give_ten_logits_each(student):
    """(5, 28, 28) gives (5, 10)."""
    network = _network(student)
    _assert_shape(_logits(network, torch.rand(5, 28, 28)), (5, 10), "pictures (5, 28, 28)")


def test_pictures_with_a_channel_give_ten_logits_each(student):
    """(5, 1, 28, 28) gives (5, 10)."""
    network = _network(student)
    _assert_shape(_logits(network, torch.rand(5, 1, 28, 28)), (5, 10), "pictures (5, 1, 28, 28)")


def test_model_is_a_neural_network(student):
    if kind(student.model) == "type":
        said = "`model` is the class itself, not an instance: brackets behind its name make one"
        raise CheckFailure(said, kind="wrong type", mistake=said)
    answer = probe.are_of_one_class(student, student.model, _network(student))
    assert answer is True, "`model` is not an instance of `NeuralNetwork`"


CHECKS_AT_GRADING = 12
