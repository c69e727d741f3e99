"""`Network`: a hidden layer, sigmoid, an output layer and softmax, all as submodules.

At grading: the formula, ten images, a single image, training and evaluation mode, gradients,
weights of its own for each network, float64, the device, what stays as it was, nothing else
registered.

Question: Which of the four parts does `forward` use, and in what order does the formula use them?

Idea: `__init__` makes the parts and keeps them in `self`, after `super().__init__()`; `forward`
sends `x` through them, each once, and returns what the last one gives.

Tool: `nn.Linear(inputs, outputs)`, `nn.Sigmoid()` and `nn.Softmax(dim=...)` make the parts; a
part is called as a function: `self.hidden(x)`.
"""

import pytest

from nbjudge.checks import assert_layers, beside, layers

_suite = beside(__file__, "network_suite.py")


@pytest.mark.weight(2)
def test_the_four_submodules_are_there_in_order(student):
    """`hidden`, `output`, `sigmoid`, `softmax`, of the kinds and sizes in the table.

    hint (another order): the order is that of the assignments in `__init__`.
    """
    found = [(name, what.replace("dim=-1", "dim=1")) for name, what in layers(student.Network())]
    expected = [
        ("hidden", "Linear(784, 256)"),
        ("output", "Linear(256, 10)"),
        ("sigmoid", "Sigmoid"),
        ("softmax", "Softmax(dim=1)"),
    ]
    assert_layers(found, expected)


globals().update(_suite.visible_checks("Network"))


### BEGIN HIDDEN TESTS
from nbjudge.checks import assert_equal
from nbjudge.torch import probe

_FORMULA = _suite.sigmoid_formula()
globals().update(
    _suite.hidden_checks(
        "Network",
        _FORMULA,
        last="output",
        scale=10,
        hint="hidden, sigmoid, output, softmax; each of them once.",
    )
)


def test_each_layer_does_no_more_than_a_linear_one(student):
    """Called by itself, it computes x · Wᵀ + b."""
    _FORMULA.assert_its_layers_are_linear(student.Network)
    network, _ = _FORMULA.network(student.Network)
    inside = [name for name in probe.module_names(network) if "." in name]
    assert_equal(inside, [], "a submodule has submodules of its own")


def test_nothing_else_is_registered(student):
    """The weights and biases of the two layers are all that the network keeps.

    hint (submodules; other tensors): what `forward` needs has to be made in `__init__`, and once.
    """
    _FORMULA.assert_nothing_else_is_registered(student.Network)


### END HIDDEN TESTS
