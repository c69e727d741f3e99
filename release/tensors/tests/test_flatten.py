"""`flatten`: a row of numbers for each image.

At grading: the order of the numbers, sizes and dimensions of every kind, a batch of one, the
dtype, the device, what stays as it was.

Question: Which size of the input has to be kept, and what is the product of all the others?

Idea: Keep the first dimension, the images, and join the others. The sizes come from the input, so
that a batch of one or a colour image fits too.

Tool: `images.shape[0]` is the number of images; `reshape` takes -1 for "whatever is left".
"""

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


CHECKS_AT_GRADING = 7
