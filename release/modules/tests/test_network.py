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


CHECKS_AT_GRADING = 11
