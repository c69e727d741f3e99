"""`named_network`: a network as a list whose layers have names.

At grading: the formula, weights that can be trained, nothing else kept.

Question: What are the six names, and does each stand at its own layer?

Idea: It is the same network, but each layer comes as a pair of its name and the module.

Tool: `nn.Sequential` takes an `OrderedDict`, which is made of a list of pairs: `("name",
module)`.
"""

import pytest

from nbjudge.checks import assert_layers, beside

_suite = beside(__file__, "sequential_suite.py")

globals().update(_suite.visible_checks("named_network"))


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_six_names_are_there_in_order(student):
    """`fc1`, `relu1`, `fc2`, `relu2`, `output`, `softmax`."""
    found = [name for name, _ in _suite.assert_sequential(student.named_network)]
    expected = ["fc1", "relu1", "fc2", "relu2", "output", "softmax"]
    assert_layers([(name, "") for name in found], [(name, "") for name in expected])


CHECKS_AT_GRADING = 3
