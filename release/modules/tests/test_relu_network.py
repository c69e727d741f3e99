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


CHECKS_AT_GRADING = 11
