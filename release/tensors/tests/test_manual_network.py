"""`manual_network`: two layers by matrix products, and random weights for them.

At grading: both formulas, sizes of every kind, large sums, float64, the device, what stays as it
was, how `W1`, `B1`, `W2` and `B2` are drawn, that `hidden` and `output` come from them.

Question: Where in the two formulas does the sigmoid stand, and is it in the same places in your
code?

Idea: The function uses its arguments only: a matrix product, a bias, the sigmoid; then a second
product and a bias, and nothing after it. The weights are drawn outside, each by a draw of its
own.

Tool: `@` is the matrix product, the given `activation` is the sigmoid, and `torch.randn(rows,
columns)` draws from a standard normal.
"""

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, assert_tensor, show

_SHAPES = {"W1": (784, 256), "B1": (1, 256), "W2": (256, 10), "B2": (1, 10)}


def _assert_shape(name, value, *shape):
    assert_tensor(value, shape, name=f"`{name}`")


def _pair(result):
    """What the function returned, which is to be (hidden, output)."""
    if type(result) not in (tuple, list) or len(result) != 2:
        said = "it does not return the pair (hidden, output)"
        raise CheckFailure(said, show(result), kind="wrong type", mistake=said)
    return result


def test_weights_and_biases_have_the_right_shapes(student):
    """`W1` is (784, 256), `B1` (1, 256), `W2` (256, 10) and `B2` (1, 10)."""
    for name, shape in _SHAPES.items():
        _assert_shape(name, getattr(student, name), *shape)


@pytest.mark.weight(0.5)
def test_hidden_and_output_have_a_row_for_each_image(student):
    """For the batch of 64, `hidden` is (64, 256) and `output` is (64, 10)."""
    hidden, output, inputs = student.hidden, student.output, student.inputs
    rows = len(inputs) if isinstance(inputs, torch.Tensor) and inputs.dim() else 64
    _assert_shape("hidden", hidden, rows, 256)
    _assert_shape("output", output, rows, 10)


@pytest.mark.weight(0.5)
def test_the_example_comes_out_right(student):
    """One image with two pixels, as in the text."""
    inputs, weights = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, -1.0], [0.0, 0.5]])
    biases, more_weights = torch.tensor([[-1.0, 0.0]]), torch.tensor([[2.0], [6.0]])
    result = student.manual_network(inputs, weights, biases, more_weights, torch.tensor([[-1.0]]))
    hidden, output = _pair(result)
    mistakes = {
        "the sigmoid is missing": torch.zeros(1, 2),
        "the bias `B1` is missing": torch.tensor([[0.731059, 0.5]]),
    }
    assert_close(hidden, torch.tensor([[0.5, 0.5]]), mistakes=mistakes, what="`hidden`")
    mistakes = {
        "the bias `B2` is missing": torch.tensor([[4.0]]),
        "the output is squashed by a sigmoid": torch.tensor([[0.952574]]),
        "the output went through a softmax": torch.tensor([[1.0]]),
    }
    assert_close(output, torch.tensor([[3.0]]), mistakes=mistakes, what="`output`")


CHECKS_AT_GRADING = 17
