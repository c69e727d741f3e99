"""`sequential_network` and `first_layer`: a network as a list, and its first layer by index.

At grading: the very object in `first_layer`, the formula, weights that can be trained, nothing
else kept.

Question: How many modules stand in your list, and at which places are the activations?

Idea: The list in the text is the code: each arrow is a module, in that order. The first layer is
taken out of the network, not made anew.

Tool: `nn.Sequential(...)` takes the modules one after the other; square brackets take one out:
`network[0]`.
"""

from nbjudge.checks import CheckFailure, beside, layers, show
from nbjudge.torch import probe

_suite = beside(__file__, "sequential_suite.py")

globals().update(_suite.visible_checks("sequential_network"))


def test_first_layer_takes_784_pixels(student):
    """`first_layer` is an nn.Linear(784, 128)."""
    layer = student.first_layer
    layers(layer)
    described = probe.description_of(layer)
    if described != "Linear(784, 128)":
        raise CheckFailure("`first_layer` is another one", show(described), "'Linear(784, 128)'")


CHECKS_AT_GRADING = 4
