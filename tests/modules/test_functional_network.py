"""`FunctionalNetwork`: the same computation, with functions for what has no weights.

At grading: the formula, ten images, a single image, training and evaluation mode, gradients,
weights of its own for each network, float64, the device, what stays as it was, nothing else
registered.

Question: What does your network register besides the two layers, and has it any numbers to learn?

Idea: Keep in `self` what has weights. The sigmoid and the softmax have none: call them in
`forward`, where the formula has them.

Tool: `torch.sigmoid` and `F.softmax` (with its `dim`) are functions and need no place in `self`.
"""

import pytest

from nbjudge.checks import assert_layers, beside, layers

_suite = beside(__file__, "network_suite.py")


@pytest.mark.weight(3)
def test_the_two_layers_are_the_only_submodules(student):
    """`hidden` and `output`, in this order, and nothing else.

    hint (too many): a module such as `nn.Sigmoid()` is registered as soon as it is assigned to
    `self`.
    """
    found = layers(student.FunctionalNetwork())
    expected = [("hidden", "Linear(784, 256)"), ("output", "Linear(256, 10)")]
    assert_layers(found, expected)


globals().update(_suite.visible_checks("FunctionalNetwork"))


### BEGIN HIDDEN TESTS
from nbjudge.checks import assert_equal
from nbjudge.torch import probe

_FORMULA = _suite.sigmoid_formula()
globals().update(
    _suite.hidden_checks(
        "FunctionalNetwork",
        _FORMULA,
        last="output",
        scale=10,
        hint="hidden, a sigmoid, output, a softmax; each of them once.",
    )
)


def test_each_layer_does_no_more_than_a_linear_one(student):
    """Called by itself, it computes x · Wᵀ + b."""
    _FORMULA.assert_its_layers_are_linear(student.FunctionalNetwork)
    network, _ = _FORMULA.network(student.FunctionalNetwork)
    inside = [name for name in probe.module_names(network) if "." in name]
    assert_equal(inside, [], "a submodule has submodules of its own")


def test_nothing_else_is_registered(student):
    """The weights and biases of the two layers are all that the network keeps.

    hint (submodules; other tensors): a module or parameter that `forward` assigns to `self` is
    registered too.
    """
    _FORMULA.assert_nothing_else_is_registered(student.FunctionalNetwork)


### END HIDDEN TESTS
