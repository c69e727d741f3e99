"""`binary_step`: 1 from zero on, 0 below.

At grading: many numbers at once, -0.0, very small and very large numbers, every shape, the dtype,
the device, what stays as it was.

Question: What does your function give for 0, and of which kind are its results: numbers, or True
and False?

Idea: A comparison of a tensor with a number answers True or False for each element. It is nearly
done: the answers only have to become numbers of the kind of `x`.

Tool: `>=` compares; `.to(dtype)` turns one kind of numbers into another, and `x.dtype` names the
kind of `x`.
"""

import torch

from nbjudge.checks import as_graph, assert_close


def _graph(student):
    """The picture of the student's function over the right one."""
    return as_graph(student.binary_step, lambda x: torch.heaviside(x, torch.ones(())))


def test_negative_numbers_give_zero_and_positive_numbers_one(student):
    x = torch.tensor([-2.0, -0.5, 3.0])
    mistakes = {
        "negative numbers give -1, not 0": torch.tensor([-1.0, -1.0, 1.0]),
        "0 and 1 are swapped": torch.tensor([1.0, 1.0, 0.0]),
    }
    got, expected = student.binary_step(x), torch.tensor([0.0, 0.0, 1.0])
    assert_close(got, expected, mistakes=mistakes, picture=_graph(student))


def test_zero_gives_one(student):
    mistakes = {"zero gives 0: the comparison is > instead of >=": torch.zeros(2)}
    assert_close(student.binary_step(torch.zeros(2)), torch.ones(2), mistakes=mistakes)


def test_the_result_has_the_shape_of_x(student):
    x = torch.tensor([[1.0, -1.0, 2.0], [-3.0, 4.0, -5.0]])
    got, expected = student.binary_step(x), torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    assert_close(got, expected, picture=_graph(student))


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import every_size, of_every_rank, probe, varied


@pytest.mark.weight(2)
@pytest.mark.essential
def test_each_number_is_judged_by_itself(student):
    x = torch.randn(1000)
    assert_close(student.binary_step(x), (x >= 0).float())


def test_minus_zero_is_zero_too(student):
    """-0.0 is equal to zero, and gives 1.

    hint (wrong values): ask whether x >= 0 rather than for its sign.
    """
    assert_close(student.binary_step(torch.tensor([-0.0, -1.0])), torch.tensor([1.0, 0.0]))


def test_numbers_of_every_size_are_judged_right(student):
    sizes = torch.tensor([1e-30, 1e-6, 100.0, 1e30, torch.finfo().max])
    assert_close(student.binary_step(sizes), torch.ones(5))
    assert_close(student.binary_step(-sizes), torch.zeros(5))
    for dtype in (torch.float32, torch.float64):
        x = every_size(dtype)
        assert_close(student.binary_step(x), (x >= 0).to(dtype))


def test_the_result_has_the_dtype_of_x(student):
    """Numbers of the dtype of `x`, not True and False."""
    for dtype in (torch.float32, torch.float64):
        x = torch.tensor([-1.5, 0.5, 2.0], dtype=dtype)
        assert_close(student.binary_step(x), torch.tensor([0, 1, 1], dtype=dtype))


def test_every_shape_is_accepted(student):
    """From 0-d to 4-d, in float32 and in float64."""
    for x in of_every_rank():
        assert_close(student.binary_step(x), (x >= 0).to(x.dtype))


def test_x_and_the_settings_of_torch_stay_as_they_were(student):
    for x in varied():
        seen = assert_leaves_alone(student.binary_step, x=x)
        assert isinstance(seen.result, torch.Tensor), "the result is not a tensor"


def test_the_result_lies_on_the_device_of_x(student):
    """New tensors are created on the device of `x`.

    hint (device): torch.zeros_like(x) takes its device and dtype from x; torch.zeros(x.shape)
    does not.
    """
    for x in (torch.randn(4, 5), torch.tensor(0.5)):
        got = probe.where_tensors_default_to_meta(student.binary_step, x)
        assert_close(got, (x >= 0).float())


### END HIDDEN TESTS
