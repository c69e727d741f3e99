"""`softmax`: scores to probabilities."""

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
