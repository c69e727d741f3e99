"""`flatten`: a row of numbers for each image."""

import torch

from nbjudge.checks import assert_close, assert_tensor


def _assert_shape(value, shape):
    assert_tensor(value, shape)


def test_a_batch_of_digits_becomes_a_table(student):
    """(64, 1, 28, 28) gives (64, 784)."""
    _assert_shape(student.flatten(torch.rand(64, 1, 28, 28)), (64, 784))


def test_the_example_comes_out_right(student):
    """Two images of 2 × 2 pixels, as in the text."""
    images = torch.tensor([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])
    expected = torch.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]])
    assert_close(student.flatten(images), expected)
