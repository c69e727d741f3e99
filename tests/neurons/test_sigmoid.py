"""`sigmoid`: any number to one between 0 and 1.

At grading: very large and very small inputs, values between 0 and 1, every shape, float64, the
definition, the device, what stays as it was.

Question: What is the sigmoid of 0 by the formula, and what does your function give?

Idea: Write the formula as it stands, for all elements at once: tensors add, divide and negate
element by element. Look at the sign in the exponent and at the brackets.

Tool: `torch.exp` gives the powers of e; `/` divides a number by each element of a tensor.
"""

import torch

from nbjudge.checks import as_graph, assert_close

_MISTAKES = {
    "the minus sign in e^-x is missing": torch.tensor([0.8808, 0.5, 0.1192]),
    "this is a tanh, not a sigmoid": torch.tensor([-0.9640, 0.0, 0.9640]),
    "the 1 under the fraction bar is missing": torch.tensor([0.1353, 1.0, 7.3891]),
    "the brackets under the fraction bar are missing": torch.tensor([8.3891, 2.0, 1.1353]),
}


def _graph(student):
    """The picture of the student's function over the right one."""
    return as_graph(student.sigmoid, torch.sigmoid)


def test_the_worked_example(student):
    got, expected = student.sigmoid(torch.tensor([-2.0, 0.0, 2.0])), [0.1192, 0.5, 0.8808]
    picture = _graph(student)
    assert_close(got, torch.tensor(expected), atol=1e-4, mistakes=_MISTAKES, picture=picture)


def test_the_result_has_the_shape_of_x(student):
    got = student.sigmoid(torch.zeros(2, 3))
    assert_close(got, torch.full((2, 3), 0.5), picture=_graph(student))


def test_a_number_and_its_opposite_add_up_to_one(student):
    x = torch.tensor([0.5, 1.0, 3.0])
    right, left = student.sigmoid(x), student.sigmoid(-x)
    expected, picture = torch.tensor([0.6225, 0.7311, 0.9526]), _graph(student)
    assert_close(right, expected, atol=1e-4, picture=picture)
    assert_close(left, 1 - right, picture=picture)


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import assert_from_definition, every_size, of_every_rank, probe, varied


@pytest.mark.weight(2)
@pytest.mark.essential
def test_each_value_is_right(student):
    x = 4 * torch.randn(1000)
    assert_close(student.sigmoid(x), torch.sigmoid(x), rtol=0)


@pytest.mark.weight(2)
def test_large_inputs_give_zero_and_one(student):
    """Never NaN, for every finite input.

    hint (NaN): inf / inf is NaN, 1 / inf is 0.
    """
    for dtype in (torch.float32, torch.float64):
        sizes = [100.0, 1000.0, 1e30, torch.finfo(dtype).max]
        x = torch.tensor([0.0, -0.0, *sizes, *(-size for size in sizes)], dtype=dtype)
        for given in (x, *x, every_size(dtype)):
            assert_close(student.sigmoid(given), torch.sigmoid(given), rtol=0)


def test_the_result_stays_between_zero_and_one(student):
    x = torch.linspace(-120, 120, 4801)
    got = student.sigmoid(x)
    assert_close(got, torch.sigmoid(x), atol=1e-3)
    assert bool(((got >= 0) & (got <= 1)).all()), "some values lie outside [0, 1]"


def test_the_result_has_the_dtype_of_x(student):
    """float64 inputs give float64 results, computed as precisely."""
    # A formula with x - log(1 + e^x) in it rounds at the size of x.
    for largest, atol in ((40, 4e-14), (1200, 1e-12)):
        x = every_size(torch.float64)
        x = torch.cat([x[x.abs() <= largest], 3 * torch.randn(100, dtype=torch.float64)])
        assert_close(student.sigmoid(x), torch.sigmoid(x), atol=atol, rtol=0)


def test_every_shape_is_accepted(student):
    """From 0-d to 4-d, in float32 and in float64."""
    for x in of_every_rank():
        assert_close(student.sigmoid(x), torch.sigmoid(x), rtol=0)


def test_x_and_the_settings_of_torch_stay_as_they_were(student):
    for x in varied():
        seen = assert_leaves_alone(student.sigmoid, x=x)
        assert isinstance(seen.result, torch.Tensor), "the result is not a tensor"


def test_the_result_lies_on_the_device_of_x(student):
    """New tensors are created on the device of `x`.

    hint (device): torch.ones_like(x) takes its device and dtype from x; torch.ones(x.shape)
    does not.
    """
    for x in (torch.randn(4, 5), torch.tensor(0.5)):
        got = probe.where_tensors_default_to_meta(student.sigmoid, x)
        assert_close(got, torch.sigmoid(x))


@pytest.mark.weight(6)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """The formula itself: no ready-made sigmoid or tanh, under any name."""
    x = torch.randn(3, 4)
    assert_close(student.sigmoid(x), torch.sigmoid(x), atol=0.01)
    assert_from_definition(student, "sigmoid", *varied(each=16))


### END HIDDEN TESTS
