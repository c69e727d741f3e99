"""`Network`: a hidden layer, sigmoid, an output layer and softmax, all as submodules."""

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
