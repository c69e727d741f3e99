"""`convolve2d`: a small window moves over a picture."""

import torch
import torch.nn.functional as F

from nbjudge.checks import assert_close


def _expected(image, kernel):
    result = F.conv2d(image.double()[None, None], kernel.double()[None, None])
    return result[0, 0].to(image.dtype)


def _assert_convolved(student, image, kernel, atol=1e-4, rtol=1e-5):
    assert_close(student.convolve2d(image, kernel), _expected(image, kernel), atol=atol, rtol=rtol)


def test_the_example_comes_out_right(student):
    """Each pixel minus its neighbour at the lower right."""
    image = torch.arange(1.0, 10.0).reshape(3, 3)
    kernel = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
    assert_close(student.convolve2d(image, kernel), torch.full((2, 2), -4.0))


def test_a_kernel_of_three_takes_two_pixels_off(student):
    """28 by 28 pixels become 26 by 26."""
    _assert_convolved(student, torch.rand(28, 28), torch.randn(3, 3))


def test_a_kernel_with_a_single_one_moves_the_picture(student):
    image, kernel = torch.rand(6, 6), torch.zeros(3, 3)
    kernel[0, 2] = 1
    assert_close(student.convolve2d(image, kernel), image[:4, 2:])
