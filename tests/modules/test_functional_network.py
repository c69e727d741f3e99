"""`FunctionalNetwork`: the same computation, with functions for what has no weights."""

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, layers
from nbjudge.link.show import show


def _rows_of(student, images):
    """What a new network gives for a batch, once it is a matrix with a row for each image."""
    network = student.FunctionalNetwork()
    layers(network)
    rows = network(images)
    if not isinstance(rows, torch.Tensor) or rows.shape != (len(images), 10):
        shown = show(rows)
        raise CheckFailure("the output has another shape", shown, f"shape ({len(images)}, 10)")
    return rows


@pytest.mark.weight(2)
def test_the_two_layers_are_the_only_submodules(student):
    """`hidden` and `output`, in this order, and nothing else.

    hint: a module such as `nn.Sigmoid()` is registered as soon as it is assigned to `self`.
    """
    found = layers(student.FunctionalNetwork())
    expected = [("hidden", "Linear(784, 256)"), ("output", "Linear(256, 10)")]
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


### BEGIN HIDDEN TESTS
from nbjudge.checks import ask, assert_equal
from nbjudge.torch.formula import (
    Formula,
    assert_double_stays_double,
    assert_making_and_calling_leave_all_alone,
    assert_runs_on_the_device_of_its_weights,
)

_FORMULA = Formula(
    {"hidden": 784, "output": 256},
    lambda layer, x: layer["output"](layer["hidden"](x).sigmoid()).softmax(dim=1),
)


@pytest.mark.weight(3)
def test_the_output_is_what_the_formula_gives(student):
    """The network computes the formula with its own weights.

    hint: hidden, a sigmoid, output, a softmax; each of them once.
    """
    _FORMULA.assert_followed(student.FunctionalNetwork, 23)


def test_ten_images_are_no_special_case(student):
    """For a batch of ten, the softmax still runs over the classes of each image."""
    _FORMULA.assert_followed(student.FunctionalNetwork, 10)


def test_a_single_image_is_enough(student):
    """(1, 784) gives (1, 10)."""
    _FORMULA.assert_followed(student.FunctionalNetwork, 1)


def test_neither_the_mode_nor_the_size_of_numbers_and_batches_matters(student):
    """The formula holds in training and evaluation mode, with gradients and without."""
    _FORMULA.assert_followed_in_all_modes(student.FunctionalNetwork, "output", 10)


def test_each_layer_does_no_more_than_a_linear_one(student):
    """Called by itself, it computes x · Wᵀ + b."""
    _FORMULA.assert_its_layers_are_linear(student.FunctionalNetwork)
    network, _ = _FORMULA.network(student.FunctionalNetwork)
    inside = ask(network, "[n for n, _ in network.named_modules() if '.' in n]", network=network)
    assert_equal(inside, [], "a submodule has submodules of its own")


def test_nothing_else_is_registered(student):
    """The weights and biases of the two layers are all that the network keeps.

    hint: a module or parameter that `forward` assigns to `self` is registered too.
    """
    _FORMULA.assert_nothing_else_is_registered(student.FunctionalNetwork)


@pytest.mark.weight(2)
def test_every_weight_can_be_trained(student):
    """All weights and biases are trainable, and a gradient of the output reaches them."""
    _FORMULA.assert_trainable(student.FunctionalNetwork)


def test_two_networks_share_no_weights(student):
    """Setting the weights of one network leaves another one as it was."""
    _FORMULA.assert_no_weights_are_shared(student.FunctionalNetwork)


def test_double_precision_stays_double(student):
    """With float64 weights and inputs the output is float64."""
    assert_double_stays_double(student.FunctionalNetwork())


def test_it_runs_on_the_device_of_its_weights(student):
    """Nothing in the network depends on one particular device.

    hint: no `.to(...)`, `.cpu()` or `.cuda()` in the class; tensors made in `forward` lie on
    the device of `x`.
    """
    assert_runs_on_the_device_of_its_weights(student.FunctionalNetwork)


def test_its_input_and_torch_stay_as_they_were(student):
    """Neither making nor calling a network changes its input, the gradient mode or the seed."""
    assert_making_and_calling_leave_all_alone(student.FunctionalNetwork)


### END HIDDEN TESTS
