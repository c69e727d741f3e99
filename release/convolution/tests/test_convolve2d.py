"""`convolve2d`: a small window moves over a picture.

At grading: images and kernels of any shape, which way round the kernel lies, larger images, the
definition, float64, the device, what stays as it was.

Question: A kernel of 2 by 2 lies on a picture of 3 by 3. In how many places does it fit, and which
pixels lie below its last weight there?

Idea: Go through the weights of the kernel, not through the pixels of the picture: each weight is
multiplied by the whole picture, moved, and these products are added up.

Tool: `image[a : a + height, b : b + width]` is the part of the picture that lies below the weight
`kernel[a, b]`, for all places at once. `image.unfold(0, h, 1).unfold(1, w, 1)` has all windows.
"""

import torch
import torch.nn.functional as F

from nbjudge.checks import assert_close


def _expected(image, kernel):
    result = F.conv2d(image.double()[None, None], kernel.double()[None, None])
    return result[0, 0].to(image.dtype)


_MISTAKES = {
    "the kernel is turned round": lambda kernel: kernel.flip(0, 1),
    "the rows of the kernel are reversed": lambda kernel: kernel.flip(0),
    "the columns of the kernel are reversed": lambda kernel: kernel.flip(1),
    "the kernel is transposed": lambda kernel: kernel.T,
}


def _assert_convolved(student, image, kernel, atol=1e-4, rtol=1e-5):
    mistakes = {
        said: lambda turned=turned: _expected(image, turned(kernel))
        for said, turned in _MISTAKES.items()
        if kernel.shape[0] == kernel.shape[1] > 1
    }
    got, expected = student.convolve2d(image, kernel), _expected(image, kernel)
    mistakes["it is the mean of the products, not the sum"] = expected / kernel.numel()
    assert_close(got, expected, atol=atol, rtol=rtol, mistakes=mistakes)


def test_the_example_comes_out_right(student):
    """Each pixel minus its neighbour at the lower right."""
    image = torch.arange(1.0, 10.0).reshape(3, 3)
    kernel = torch.tensor([[1.0, 0.0], [0.0, -1.0]])
    _assert_convolved(student, image, kernel)


def test_a_kernel_of_three_takes_two_pixels_off(student):
    """28 by 28 pixels become 26 by 26."""
    _assert_convolved(student, torch.rand(28, 28), torch.randn(3, 3))


def test_a_kernel_with_a_single_one_moves_the_picture(student):
    image, kernel = torch.rand(6, 6), torch.zeros(3, 3)
    kernel[0, 2] = 1
    assert_close(student.convolve2d(image, kernel), image[:4, 2:])


CHECKS_AT_GRADING = 7
