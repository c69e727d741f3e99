"""`tanh`: any number to one between -1 and 1.

At grading: very large and very small inputs, values between -1 and 1, the values to 0.000001, every
shape, float64, the definition, the device, what stays as it was.

Question: What does `torch.exp` give for 1000, and what is that number divided by itself?

Idea: Two huge powers are divided by each other. Change the formula so that every exponent is at
most 0, whatever the sign of `x`.

Tool: `abs` and `sign` let you compute for positive numbers and put the sign back; `torch.where`
picks element by element. Your own sigmoid may be used as well.
"""

import torch

from nbjudge.checks import as_graph, assert_close


def _graph(student, largest=5.0):
    """The picture of the student's function over the right one."""
    return as_graph(student.tanh, torch.tanh, -largest, largest)


def test_the_worked_example(student):
    got = student.tanh(torch.tensor([-1.0, 0.0, 1.0]))
    mistakes = {
        "this is a sigmoid, not a tanh": torch.tensor([0.2689, 0.5, 0.7311]),
        "the sign of the numerator is wrong": torch.ones(3),
        "the fraction is turned round": torch.tensor([-1.3130, torch.inf, 1.3130]),
        "this is half of x, not x": torch.tensor([-0.4621, 0.0, 0.4621]),
    }
    expected, picture = torch.tensor([-0.7616, 0.0, 0.7616]), _graph(student)
    assert_close(got, expected, atol=1e-4, mistakes=mistakes, picture=picture)


def test_one_thousand_gives_one(student):
    got, picture = student.tanh(torch.tensor([1000.0])), _graph(student, 120.0)
    assert_close(got, torch.tensor([1.0]), picture=picture)


def test_the_result_has_the_shape_of_x(student):
    got, expected = student.tanh(torch.ones(2, 3)), torch.full((2, 3), 0.7616)
    assert_close(got, expected, atol=1e-4, picture=_graph(student))


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import assert_from_definition, every_size, of_every_rank, probe, varied


@pytest.mark.weight(2)
@pytest.mark.essential
def test_each_value_is_right(student):
    """In float32 to an absolute error of 0.000001."""
    x = torch.cat([2 * torch.randn(1000), 1e-3 * torch.randn(100)])
    assert_close(student.tanh(x), torch.tanh(x), atol=1e-6, rtol=0)


@pytest.mark.weight(2)
def test_large_inputs_give_minus_one_and_one(student):
    """Never NaN, for every finite input, positive or negative.

    hint (NaN; infinite): e^100 overflows. Multiply top and bottom by a power that makes the
    large ones shrink.
    """
    for dtype in (torch.float32, torch.float64):
        sizes = [45.0, 88.0, 100.0, 1000.0, 1e30, torch.finfo(dtype).max]
        x = torch.tensor([0.0, -0.0, *sizes, *(-size for size in sizes)], dtype=dtype)
        for given in (x, *x, every_size(dtype)):
            assert_close(student.tanh(given), torch.tanh(given), atol=1e-6, rtol=0)


def test_the_result_stays_between_minus_one_and_one(student):
    x = torch.linspace(-30, 30, 4801)
    got = student.tanh(x)
    assert_close(got, torch.tanh(x), atol=1e-3)
    assert bool((got.abs() <= 1).all()), "some values lie outside [-1, 1]"


def test_the_result_has_the_dtype_of_x(student):
    """float64 inputs give float64 results, computed as precisely."""
    x = torch.cat([10 * torch.rand(100).double() - 5, every_size(torch.float64)])
    assert_close(student.tanh(x), torch.tanh(x), atol=1e-14, rtol=0)


def test_every_shape_is_accepted(student):
    """From 0-d to 4-d, in float32 and in float64."""
    for x in of_every_rank():
        assert_close(student.tanh(x), torch.tanh(x), rtol=0)


def test_x_and_the_settings_of_torch_stay_as_they_were(student):
    for x in varied():
        seen = assert_leaves_alone(student.tanh, x=x)
        assert isinstance(seen.result, torch.Tensor), "the result is not a tensor"


def test_the_result_lies_on_the_device_of_x(student):
    """New tensors are created on the device of `x`.

    hint (device): torch.ones_like(x) takes its device and dtype from x; torch.ones(x.shape)
    does not.
    """
    for x in (torch.randn(4, 5), torch.tensor(0.5)):
        got = probe.where_tensors_default_to_meta(student.tanh, x)
        assert_close(got, torch.tanh(x))


@pytest.mark.weight(6)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """The formula itself: no ready-made tanh or sigmoid, under any name."""
    x = torch.randn(3, 4)
    assert_close(student.tanh(x), torch.tanh(x), atol=0.01)
    assert_from_definition(student, "tanh", *varied(each=16))


### END HIDDEN TESTS
