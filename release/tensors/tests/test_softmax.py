"""`softmax`: scores to probabilities.

At grading: the formula, square tables, other numbers of rows and classes, large scores, rows of
very different scores, float64, the definition, the device, what stays as it was.

Question: What does `torch.exp` give for a score of 1000, and along which dimension do your rows
sum to 1?

Idea: Only the differences within a row matter. So shift every row by a number of its own, such
that its largest exponent is 0, and divide by the sum of that row.

Tool: `amax` and `sum` take `dim` and `keepdim=True`, which keeps (N, 1), so that every row gets
its own number.
"""

import torch

from nbjudge.checks import assert_close, assert_distributions, assert_tensor


def _table(value, *shape):
    """The result, which is to be a tensor of this shape."""
    return assert_tensor(value, shape)


def test_the_shape_is_kept(student):
    """(64, 10) scores give (64, 10) probabilities."""
    _table(student.softmax(torch.randn(64, 10)), 64, 10)


def test_every_row_sums_to_one(student):
    """Each row holds numbers from 0 to 1 that sum to 1."""
    got = _table(student.softmax(3 * torch.randn(64, 10)), 64, 10)
    assert_distributions(got)


def test_the_example_comes_out_right(student):
    """`[[0., 1., 2.], [5., 5., 5.]]`, as in the text."""
    scores = torch.tensor([[0.0, 1.0, 2.0], [5.0, 5.0, 5.0]])
    expected = torch.tensor([[0.0900, 0.2447, 0.6652], [0.3333, 0.3333, 0.3333]])
    assert_close(student.softmax(scores), expected, atol=1e-4)


CHECKS_AT_GRADING = 10
