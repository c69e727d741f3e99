"""`ReLUNetwork`: three layers, with ReLU between them and a softmax at the end."""

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
