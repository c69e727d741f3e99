"""Checks that `Network`, `FunctionalNetwork` and `ReLUNetwork` have in common."""

import torch

from nbjudge.checks import assert_distributions, assert_tensor, layers


def visible_checks(class_name):
    """The checks by name, for a network of this class."""

    def rows_of(student, images):
        """What a new network gives for a batch, once it is a matrix with a row for each image."""
        network = getattr(student, class_name)()
        layers(network)
        return assert_tensor(network(images), (len(images), 10), name="the output")

    def test_a_batch_of_images_gives_ten_numbers_each(student):
        """(64, 784) gives (64, 10)."""
        rows = rows_of(student, torch.rand(64, 784) * 2 - 1)
        assert rows.dtype == torch.float32, f"the dtype is {rows.dtype}, not torch.float32"

    def test_every_row_is_a_distribution(student):
        """The ten numbers for an image are positive and sum to 1."""
        rows = rows_of(student, torch.rand(64, 784) * 2 - 1)
        assert_distributions(rows)
        assert bool((rows > 0).all()), "some of the numbers are not positive"

    return _checks_in(locals())


def _checks_in(names):
    return {name: value for name, value in names.items() if name.startswith("test_")}


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.torch import Formula, with_other_activations


def sigmoid_formula():
    """A hidden layer of 256 neurons with a sigmoid, and the softmax of ten scores."""

    def computed(layer, x, activation=torch.sigmoid):
        return layer["output"](activation(layer["hidden"](x))).softmax(dim=1)

    def scores(layer, x):
        return layer["output"](layer["hidden"](x).sigmoid())

    mistakes = {
        "the softmax is missing": scores,
        "a sigmoid is applied to the scores too": lambda layer, x: (
            scores(layer, x).sigmoid().softmax(1)
        ),
        "a sigmoid is applied to the input too": lambda layer, x: computed(layer, x.sigmoid()),
        "the sigmoid is applied twice": lambda layer, x: computed(
            layer, x, lambda values: values.sigmoid().sigmoid()
        ),
    }
    mistakes |= with_other_activations(computed, torch.sigmoid)
    return Formula({"hidden": 784, "output": 256}, computed, mistakes)


def hidden_checks(class_name, formula, *, last, scale, hint):
    """The checks by name, for a network of this class that follows a formula.

    The weights of its layer `last` are scaled where large numbers are tried. `hint` says what the
    formula is.
    """

    def network_class(student):
        return getattr(student, class_name)

    @pytest.mark.weight(3)
    @pytest.mark.essential
    def test_the_output_is_what_the_formula_gives(student):
        formula.assert_followed(network_class(student), 23)

    test_the_output_is_what_the_formula_gives.__doc__ = (
        f"The network computes the formula with its own weights.\n\nhint: {hint}"
    )

    def test_ten_images_are_no_special_case(student):
        """For a batch of ten, the softmax still runs over the classes of each image."""
        formula.assert_followed(network_class(student), 10)

    def test_a_single_image_is_enough(student):
        """(1, 784) gives (1, 10)."""
        formula.assert_followed(network_class(student), 1)

    def test_neither_the_mode_nor_the_size_of_numbers_and_batches_matters(student):
        """The formula holds in training and evaluation mode, with gradients and without."""
        formula.assert_followed_in_all_modes(network_class(student), last, scale)

    @pytest.mark.weight(2)
    def test_every_weight_can_be_trained(student):
        """All weights and biases are trainable, and a gradient of the output reaches them."""
        formula.assert_trainable(network_class(student))

    def test_two_networks_share_no_weights(student):
        """Setting the weights of one network leaves another one as it was."""
        formula.assert_no_weights_are_shared(network_class(student))

    def test_double_precision_stays_double(student):
        """With float64 weights and inputs the output is float64."""
        formula.assert_double_stays_double(network_class(student))

    def test_it_runs_on_the_device_of_its_weights(student):
        """Nothing in the network depends on one particular device.

        hint (device): no `.to(...)`, `.cpu()` or `.cuda()` in the class; tensors made in
        `forward` lie on the device of `x`.
        """
        formula.assert_runs_on_the_device_of_its_weights(network_class(student))

    def test_its_input_and_torch_stay_as_they_were(student):
        """Neither making nor calling a network changes its input, the gradient mode or the seed."""
        formula.assert_making_and_calling_leave_all_alone(network_class(student))

    return _checks_in(locals())


### END HIDDEN TESTS
