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


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import observe
from nbjudge.torch import probe


def _assert_rows_in_order(student, *shape):
    # Numbers of every size, and a quarter of them zero.
    images = torch.randn(shape) * 10 ** torch.empty(shape).uniform_(-30, 30)
    images = images * (torch.rand(shape) > 0.25)
    for given in (images, images.double() / 3):
        assert_close(student.flatten(given), given.reshape(shape[0], -1), atol=0, rtol=0)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_numbers_keep_their_order(student):
    """Row i holds the numbers of `images[i]`, in their order.

    hint (wrong values): a transposition or a permutation of the dimensions changes the order.
    """
    _assert_rows_in_order(student, 64, 1, 28, 28)


@pytest.mark.weight(2)
def test_any_sizes_are_flattened(student):
    """Colour images, images that are not square, batches that are not 64.

    hint (wrong shape; raised): take the sizes from the shape of the input.
    """
    drawn = tuple(torch.randint(2, 9, (4,)).tolist())
    sizes = ((5, 3, 4, 6), (32, 3, 32, 32), (100, 1, 7, 7), (4, 4, 4, 4), (2, 3, 100, 90))
    for shape in (*sizes, drawn):
        _assert_rows_in_order(student, *shape)


def test_any_number_of_dimensions_is_flattened(student):
    """From two, a table that keeps its shape, to as many as you like."""
    for shape in ((6, 5), (3, 4, 5), (3, 2, 4, 5), (2, 3, 2, 3, 2), (2, 1, 3, 1, 2, 2)):
        _assert_rows_in_order(student, *shape)


def test_a_batch_of_one_stays_a_batch(student):
    """One image gives one row, and images of one pixel give rows of one number."""
    for shape in ((1, 1, 28, 28), (1, 5), (3, 1, 1, 1), (3, 1), (1, 1)):
        _assert_rows_in_order(student, *shape)


def test_the_result_has_the_dtype_of_the_input(student):
    images = torch.randn(3, 1, 4, 4, dtype=torch.float64)
    got = student.flatten(images)
    _assert_shape(got, (3, 16))
    assert got.dtype == torch.float64, f"the dtype is {got.dtype}, not torch.float64"
    message = "the numbers lose digits on the way"
    assert_close(got, images.reshape(3, 16), atol=0, rtol=0, message=message)


def test_the_result_lies_on_the_device_of_the_input(student):
    """A tensor that the function makes has to be made on the device of the input."""
    images = torch.randn(3, 1, 4, 4)
    got = probe.where_tensors_default_to_meta(student.flatten, images)
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert not got.is_meta, "the result does not lie on the device of the input"


def test_nothing_else_is_changed(student):
    """The input keeps its numbers and its shape, and torch its settings."""
    images = torch.randn(3, 1, 4, 4)
    seen = observe(student.flatten, images)
    assert_close(seen.arguments[0], images, atol=0, rtol=0, message="the input was changed")
    assert seen.settings_kept, "torch's global settings (seed, gradient mode) were changed"


### END HIDDEN TESTS
