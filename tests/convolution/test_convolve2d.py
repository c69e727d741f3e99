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


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone, observe
from nbjudge.torch import assert_from_definition, probe

_SHAPES = (  # of images and kernels
    *(((5, 5), (3, 3)), ((7, 4), (2, 3)), ((4, 9), (3, 2)), ((6, 6), (1, 1)), ((6, 5), (6, 5))),
    *(((1, 1), (1, 1)), ((1, 8), (1, 3)), ((8, 1), (4, 1)), ((5, 7), (5, 1)), ((5, 7), (1, 7))),
    *(((12, 12), (5, 5)), ((30, 20), (4, 7))),
)


@pytest.mark.weight(3)
@pytest.mark.essential
def test_the_formula_is_right_for_any_sizes(student):
    """For images and kernels of any shape, up to a kernel as large as the image.

    hint (wrong values; wrong shape; raised): for each place (a, b) of the kernel, `kernel[a,
    b]` times the image moved by (a, b).
    """
    for image, kernel in _SHAPES:
        _assert_convolved(student, torch.randn(image), torch.randn(kernel))


def test_the_kernel_is_not_turned_round(student):
    """It is laid over the picture as it is.

    hint: `image[i + a, j + b]` goes with `kernel[a, b]`.
    """
    for size in (2, 3, 4):
        kernel = torch.arange(float(size * size)).reshape(size, size)
        image = torch.zeros(2 * size - 1, 2 * size - 1)
        image[size - 1, size - 1] = 1
        _assert_convolved(student, image, kernel)


@pytest.mark.weight(2)
def test_the_work_is_done_for_all_places_at_once(student):
    """A larger image takes no more tensor operations.

    hint (operations; one by one): loop over the kernel, not over the image.
    """
    kernel = torch.randn(3, 3)
    few, many = (
        len(observe(student.convolve2d, torch.rand(size, size), kernel).operations)
        for size in (5, 40)
    )
    message = f"{few} operations for an image of 5 by 5, and {many} for one of 40 by 40"
    assert many <= few + 8, message
    steps = [
        probe.python_steps(student.convolve2d, torch.rand(size, size), kernel) for size in (5, 40)
    ]
    assert steps[1] <= 2 * steps[0] + 200, "it goes through the pixels of the image one by one"


def test_the_result_lies_on_the_device_of_the_image(student):
    """A tensor that the function makes has to be made on the device of the image."""
    pair = torch.rand(6, 5), torch.randn(2, 3)
    got = probe.where_tensors_default_to_meta(student.convolve2d, *pair)
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert not got.is_meta, "the result does not lie on the device of the image"
    assert_close(got, _expected(*pair), atol=1e-4)


def test_the_result_has_the_dtype_of_the_image(student):
    """float64 stays float64, and is not rounded on the way."""
    pair = torch.randn(6, 6, dtype=torch.float64), torch.randn(3, 3, dtype=torch.float64)
    _assert_convolved(student, *pair, atol=1e-12, rtol=1e-12)
    got = student.convolve2d(torch.rand(4, 4), torch.rand(2, 2))
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert got.dtype == torch.float32, f"the dtype is {got.dtype}, not torch.float32"


def test_nothing_else_is_changed(student):
    """Image and kernel keep their numbers, and torch its settings."""
    for image, kernel in (((6, 4), (2, 3)), ((3, 3), (3, 3)), ((5, 5), (1, 1))):
        given = {"image": torch.randn(image), "kernel": torch.randn(kernel)}
        assert_leaves_alone(student.convolve2d, **given)


@pytest.mark.weight(3)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """By products and sums, without a ready-made convolution."""
    given = [(torch.rand(6, 5), torch.randn(2, 3)), (torch.rand(3, 3), torch.randn(3, 3))]
    assert_from_definition(student, "convolve2d", *given)


### END HIDDEN TESTS
