"""`ReLUNetwork`: three layers, with ReLU between them and a softmax at the end.

At grading: the formula, ten images, a single image, training and evaluation mode, gradients,
weights of its own for each network, float64, the device, what stays as it was, nothing else
registered.

Question: After which of the three layers does the formula have a ReLU, and after which has it
none?

Idea: Three layers, whose sizes have to join: what one gives, the next one takes. A ReLU stands
between two layers, and the softmax after the last.

Tool: `F.relu`, or one `nn.ReLU()`; `F.softmax` with the dimension of the classes.
"""

import pytest

from nbjudge.checks import assert_layers, beside, layers
from nbjudge.torch import probe

_suite = beside(__file__, "network_suite.py")


@pytest.mark.weight(2)
def test_the_three_layers_are_there_in_order(student):
    """`fc1`, `fc2` and `fc3` are the only submodules with parameters.

    hint (another order): the order is that of the assignments in `__init__`.
    """
    network = student.ReLUNetwork()
    described = layers(network)
    with_parameters = probe.modules_with_parameters(network)
    found = [(name, what) for name, what in described if name in with_parameters]
    expected = [("fc1", "Linear(784, 128)"), ("fc2", "Linear(128, 64)"), ("fc3", "Linear(64, 10)")]
    assert_layers(found, expected)


globals().update(_suite.visible_checks("ReLUNetwork"))


### BEGIN HIDDEN TESTS
import torch

from nbjudge.checks import assert_equal
from nbjudge.torch import Formula, with_other_activations


def _computed(layer, x, activation=torch.relu):
    """What the network gives with an activation after `fc1` and `fc2`."""
    hidden = activation(layer["fc2"](activation(layer["fc1"](x))))
    return layer["fc3"](hidden).softmax(dim=1)


def _with_activations(first, second, last):
    """What it gives with these three activations, each after its layer."""

    def computed(layer, x):
        hidden = second(layer["fc2"](first(layer["fc1"](x))))
        return last(layer["fc3"](hidden)).softmax(dim=1)

    return computed


def _none(values):
    return values


def _softmax(values):
    return values.softmax(dim=1)


_MISTAKES = {
    "a ReLU is missing, that after fc2": _with_activations(torch.relu, _none, _none),
    "a ReLU is missing, that after fc1": _with_activations(_none, torch.relu, _none),
    "there is a ReLU after fc3 too": _with_activations(torch.relu, torch.relu, torch.relu),
    "a softmax is applied after every layer": _with_activations(_softmax, _softmax, _none),
    "a ReLU is applied to the input too": lambda layer, x: _computed(layer, x.relu()),
    "each ReLU stands before its layer, not behind it": lambda layer, x: _with_activations(
        torch.relu, _none, _none
    )(layer, x.relu()),
    **with_other_activations(_computed, torch.relu),
}
_FORMULA = Formula({"fc1": 784, "fc2": 128, "fc3": 64}, _computed, _MISTAKES)
globals().update(
    _suite.hidden_checks(
        "ReLUNetwork",
        _FORMULA,
        last="fc3",
        scale=1 / 3,
        hint="ReLU after fc1 and after fc2, and none after fc3.",
    )
)


def test_each_layer_does_no_more_than_a_linear_one(student):
    """Called by itself, it computes x · Wᵀ + b."""
    _FORMULA.assert_its_layers_are_linear(student.ReLUNetwork)


def test_no_other_parameters_are_kept(student):
    """The weights and biases of the three layers are the only parameters.

    hint (other parameters): what `forward` needs has to be made in `__init__`, and once.
    """
    network = student.ReLUNetwork()
    layers(network)
    names = probe.parameter_names(network)
    assert_equal(names, _FORMULA.parameters, "it has other parameters")
    for mode in ("train", "eval"):
        getattr(network, mode)()(torch.rand(3, 784))
    names = probe.parameter_names(network)
    assert_equal(names, _FORMULA.parameters, "after a call it has other parameters")


### END HIDDEN TESTS
