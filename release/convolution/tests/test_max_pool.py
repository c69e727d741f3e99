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


CHECKS_AT_GRADING = 8
