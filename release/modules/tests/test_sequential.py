"""`sequential_network` and `first_layer`: a network as a list, and its first layer by index."""

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
