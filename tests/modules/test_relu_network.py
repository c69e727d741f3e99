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


### BEGIN HIDDEN TESTS
from nbjudge.checks import assert_equal
from nbjudge.torch.formula import (
    Formula,
    assert_double_stays_double,
    assert_making_and_calling_leave_all_alone,
    assert_runs_on_the_device_of_its_weights,
)

_FORMULA = Formula(
    {"fc1": 784, "fc2": 128, "fc3": 64},
    lambda layer, x: layer["fc3"](layer["fc2"](layer["fc1"](x).relu()).relu()).softmax(dim=1),
)


@pytest.mark.weight(3)
def test_the_output_is_what_the_formula_gives(student):
    """The network computes the formula with its own weights.

    hint: ReLU after fc1 and after fc2, and none after fc3.
    """
    _FORMULA.assert_followed(student.ReLUNetwork, 23)


def test_ten_images_are_no_special_case(student):
    """For a batch of ten, the softmax still runs over the classes of each image."""
    _FORMULA.assert_followed(student.ReLUNetwork, 10)


def test_a_single_image_is_enough(student):
    """(1, 784) gives (1, 10)."""
    _FORMULA.assert_followed(student.ReLUNetwork, 1)


def test_neither_the_mode_nor_the_size_of_numbers_and_batches_matters(student):
    """The formula holds in training and evaluation mode, with gradients and without."""
    _FORMULA.assert_followed_in_all_modes(student.ReLUNetwork, "fc3", 1 / 3)


def test_each_layer_does_no_more_than_a_linear_one(student):
    """Called by itself, it computes x · Wᵀ + b."""
    _FORMULA.assert_its_layers_are_linear(student.ReLUNetwork)


def test_no_other_parameters_are_kept(student):
    """The weights and biases of the three layers are the only parameters.

    hint: what `forward` needs has to be made in `__init__`, and once.
    """
    network = student.ReLUNetwork()
    layers(network)
    expression = "[name for name, _ in network.named_parameters(remove_duplicate=False)]"
    names = ask(network, expression, network=network)
    assert_equal(names, _FORMULA.parameters, "it has other parameters")
    for mode in ("train", "eval"):
        getattr(network, mode)()(torch.rand(3, 784))
    names = ask(network, expression, network=network)
    assert_equal(names, _FORMULA.parameters, "after a call it has other parameters")


@pytest.mark.weight(2)
def test_every_weight_can_be_trained(student):
    """All weights and biases are trainable, and a gradient of the output reaches them."""
    _FORMULA.assert_trainable(student.ReLUNetwork)


def test_two_networks_share_no_weights(student):
    """Setting the weights of one network leaves another one as it was."""
    _FORMULA.assert_no_weights_are_shared(student.ReLUNetwork)


def test_double_precision_stays_double(student):
    """With float64 weights and inputs the output is float64."""
    assert_double_stays_double(student.ReLUNetwork())


def test_it_runs_on_the_device_of_its_weights(student):
    """Nothing in the network depends on one particular device.

    hint: no `.to(...)`, `.cpu()` or `.cuda()` in the class; tensors made in `forward` lie on
    the device of `x`.
    """
    assert_runs_on_the_device_of_its_weights(student.ReLUNetwork)


def test_its_input_and_torch_stay_as_they_were(student):
    """Neither making nor calling a network changes its input, the gradient mode or the seed."""
    assert_making_and_calling_leave_all_alone(student.ReLUNetwork)


### END HIDDEN TESTS
