"""`max_pool`: of each square the largest.

At grading: squares of any size, what fills no square, any number of dimensions, negative numbers,
the definition, dtypes, the device, what stays as it was.

Question: How many whole squares of 2 by 2 are there in a picture of 5 by 7, and which pixels lie
in none of them?

Idea: Cut off what fills no square first. Then give each square two dimensions of its own, and take
the largest number along both.

Tool: `reshape` to (..., H // size, size, W // size, size), and `amax(dim=(-3, -1))`; or
`unfold(-2, size, size)` twice.
"""

import torch
import torch.nn.functional as F

from nbjudge.checks import assert_close


def _expected(images, size):
    flat = images.reshape(-1, 1, *images.shape[-2:])
    pooled = F.max_pool2d(flat, size)
    return pooled.reshape(*images.shape[:-2], *pooled.shape[-2:])


def _assert_pooled(student, images, *size):
    got, (edge,) = student.max_pool(images, *size), size or (2,)
    expected = _expected(images, edge)
    mistakes = {said: lambda of=of: of(_squares(images, edge)) for said, of in _MISTAKES.items()}
    assert_close(got, expected, atol=0, rtol=0, mistakes=mistakes)


_MISTAKES = {
    "it is the mean of each square": lambda squares: squares.mean((-1, -2)),
    "it is the sum of each square": lambda squares: squares.sum((-1, -2)),
    "it is the smallest of each square": lambda squares: squares.amin((-1, -2)),
    "it is the first number of each square": lambda squares: squares[..., 0, 0],
    "it is the last number of each square": lambda squares: squares[..., -1, -1],
}


def _squares(images, size):
    """The whole squares of images: (..., rows of squares, squares in a row, size, size)."""
    return images.unfold(-2, size, size).unfold(-2, size, size)


def test_the_example_comes_out_right(student):
    """3 by 3 pixels hold one whole square."""
    images = torch.tensor([[1.0, 2.0, 5.0], [4.0, 3.0, 6.0], [7.0, 8.0, 9.0]])
    _assert_pooled(student, images)


def test_a_batch_becomes_half_as_high_and_wide(student):
    """(4, 1, 28, 28) becomes (4, 1, 14, 14)."""
    _assert_pooled(student, torch.rand(4, 1, 28, 28))


def test_the_size_may_be_three(student):
    _assert_pooled(student, torch.rand(2, 9, 6), 3)


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import assert_from_definition, probe


@pytest.mark.weight(3)
@pytest.mark.essential
def test_each_square_gives_its_largest(student):
    """Squares of any size, of images high or wide.

    hint: `reshape` to (..., H // size, size, W // size, size), and `amax` over both `size`s.
    """
    for shape in ((4, 4), (6, 12), (12, 6), (24, 24)):
        for size in (1, 2, 3, 4):
            _assert_pooled(student, torch.randn(shape), size)


@pytest.mark.weight(2)
def test_what_fills_no_square_is_left_out(student):
    """Where `size` does not divide height or width, the last rows and columns do not count.

    hint (wrong values; wrong shape; raised): cut the images to whole squares first.
    """
    for shape in ((5, 4), (4, 5), (7, 7), (3, 11), (2, 2, 5, 9)):
        for size in (2, 3):
            images = torch.rand(shape)
            images[..., shape[-2] // size * size :, :] += 5
            images[..., shape[-1] // size * size :] += 5
            _assert_pooled(student, images, size)


def test_there_may_be_any_number_of_dimensions(student):
    """None before the last two, one, two or three; a batch of one, and a single square."""
    for shape in ((6, 4), (3, 6, 4), (1, 1, 6, 4), (2, 3, 6, 4), (2, 1, 3, 4, 6), (1, 2, 2)):
        _assert_pooled(student, torch.randn(shape))


def test_negative_numbers_stay_negative(student):
    """The largest of a square may be below zero, and far below.

    hint: nothing is to be filled up with zeros or with another number.
    """
    for shape in ((4, 4), (2, 5, 7)):
        _assert_pooled(student, -1 - torch.rand(shape))
        _assert_pooled(student, -1 - torch.rand(shape), 3)
        _assert_pooled(student, -1e30 - 1e30 * torch.rand(shape))


def test_the_result_has_the_dtype_of_the_images(student):
    for dtype in (torch.float32, torch.float64):
        _assert_pooled(student, torch.randn(2, 4, 6, dtype=dtype))


def test_the_result_lies_on_the_device_of_the_images(student):
    """A tensor that the function makes has to be made on the device of the images."""
    images = torch.randn(2, 5, 6)
    got = probe.where_tensors_default_to_meta(student.max_pool, images)
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert not got.is_meta, "the result does not lie on the device of the images"
    assert_close(got, _expected(images, 2))


def test_nothing_else_is_changed(student):
    """The images keep their numbers, and torch its settings."""
    for shape in ((4, 4), (1, 5, 3), (2, 1, 6, 6)):
        assert_leaves_alone(student.max_pool, images=torch.randn(shape))


@pytest.mark.weight(2)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """By shapes and maxima, without a ready-made pooling."""
    assert_from_definition(student, "max_pool", torch.rand(4, 4), torch.rand(2, 1, 5, 6))


### END HIDDEN TESTS
