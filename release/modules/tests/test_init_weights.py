"""`init_weights`: weights of a linear layer from a normal distribution, and a bias of zeros.

At grading: another `std`, layers of every size, the mean, the bell curve, that every weight is
drawn by itself, a new draw at each call, the same tensors as before, `requires_grad`, the dtype
and the device, other modules, `apply`, the settings of torch.

Question: Which modules have your function to change, and which has it to leave alone?

Idea: First ask whether the module is a linear layer. If so, write new numbers into its own
weight, and zeros into its bias where it has one.

Tool: `isinstance(module, nn.Linear)` asks; the functions of `nn.init` whose names end in `_`
write into a tensor in place.
"""

import functools

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, assert_tensor, make, show


def _numbers(values, shape):
    """The values of a weight in double precision, once it is a tensor of the expected shape."""
    return assert_tensor(values, shape, name="the weight").detach().double()


@functools.lru_cache(maxsize=1)
def _weights_after(student):
    """The weights of a new Linear(784, 256) after `init_weights`; kept, since it takes long."""
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(784, 256)")
    init_weights(layer)
    return _numbers(layer.weight, (256, 784))


def _assert_spread(weights, std):
    """Fails for a std that is off by 5.3 of its standard errors: 0.84 % for 200,704 weights."""
    found, error = weights.std().item(), std / (2 * weights.numel()) ** 0.5
    if not abs(found - std) <= 5.3 * error:
        said = f"the standard deviation of the weights is {found:.5g}, not {std:g}"
        if abs(found - std**2) < 0.05 * std**2:
            said += f": that is the square of {std:g}, and std is no variance"
        what = "the standard deviation"
        raise CheckFailure(said, show(found), f"{std}", kind="wrong values", what=what)


def test_the_bias_becomes_zero(student):
    init_weights = student.init_weights
    for n_in, n_out in ((100, 50), (4, 3), (1, 1)):
        layer = make(student, "nn.Linear(n_in, n_out)", n_in=n_in, n_out=n_out)
        init_weights(layer)
        message = "the bias is not 0 after `init_weights(layer)`"
        zeros = torch.zeros(n_out)
        assert_close(layer.bias, zeros, atol=0, rtol=0, message=message, what="the bias")


@pytest.mark.weight(2)
def test_the_weights_have_the_right_spread(student):
    """Their standard deviation is 0.01, unless another `std` is given.

    A right solution fails once in 8 million times.
    """
    _assert_spread(_weights_after(student), 0.01)


def test_a_layer_without_bias_works(student):
    """Its weights are drawn, and it still has no bias.

    hint (NoneType): the `bias` of such a layer is None.

    A right solution fails once in 8 million times.
    """
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(200, 100, bias=False)")
    init_weights(layer)
    _assert_spread(_numbers(layer.weight, (100, 200)), 0.01)
    assert layer.bias is None, "the layer has got a bias"


CHECKS_AT_GRADING = 12
