"""`conv_network`: a classifier made of windows.

At grading: the steps from the pictures to the logits, batches of any size, what the parts are and
that there are no others, the weights of each network, devices and dtypes, what stays as it was.

Question: Print it after each step: which shape does a batch of 5 pictures have there?

Idea: Two convolutions, each followed by ReLU and by the same pooling. Before the linear layer, all
numbers of one picture are put in a row; those of different pictures stay apart.

Tool: `super().__init__()` first; what is set on `self` there is a part of the network;
`x.flatten(1)` joins all dimensions but the first.
"""

import functools

import torch

from nbjudge.checks import CheckFailure, assert_equal, beside, layers, show
from nbjudge.torch import probe

_network_as_data = beside(__file__, "conv_network.py")
_PARTS = ["conv1", "conv2", "pool", "output"]


@functools.lru_cache(maxsize=1)
def _network(student):
    network = student.ConvNetwork()
    if probe.is_module(student, network) is not True:
        raise CheckFailure("`ConvNetwork()` gives something that is no `nn.Module`")
    return network


def _logits(network, images):
    got = probe.call_on_its_device(network, images)
    if not isinstance(got, torch.Tensor) or got.shape != (len(images), 10):
        raise CheckFailure(f"the logits must have the shape ({len(images)}, 10)", show(got))
    return got


def test_the_parts_have_their_names(student):
    """`conv1`, `conv2`, `pool` and `output`, in this order."""
    assert_equal([name for name, _ in layers(_network(student))], _PARTS)


def test_pictures_give_ten_logits_each(student):
    """(5, 1, 28, 28) gives (5, 10)."""
    _logits(_network(student), torch.rand(5, 1, 28, 28))


CHECKS_AT_GRADING = 7
