"""`relu`: negative numbers to 0, the others as they are.

At grading: numbers of every size, every shape, float64, the definition, the device, what stays as
it was (`x` above all).

Question: Which elements of `x` should stay as they are, and does `x` itself still hold its
negative numbers after the call?

Idea: Choose between each element and 0, and make a new tensor of the answers, rather than writing
zeros into `x`.

Tool: `torch.where`, `clamp` and `maximum` all choose element by element and leave `x` alone.
"""

import torch

from nbjudge.checks import as_graph, assert_close


def _graph(student):
    """The picture of the student's function over the right one."""
    return as_graph(student.relu, torch.relu)


def test_the_worked_example(student):
    got = student.relu(torch.tensor([-2.0, 0.0, 3.5]))
    mistakes = {
        "negative numbers are kept": torch.tensor([-2.0, 0.0, 3.5]),
        "positive numbers have become 1": torch.tensor([0.0, 0.0, 1.0]),
        "the comparison is turned round": torch.tensor([-2.0, 0.0, 0.0]),
        "negative numbers have become positive": torch.tensor([2.0, 0.0, 3.5]),
    }
    expected = torch.tensor([0.0, 0.0, 3.5])
    assert_close(got, expected, mistakes=mistakes, picture=_graph(student))


def test_the_result_has_the_shape_of_x(student):
    x = torch.tensor([[1.0, -1.0, 2.0], [-3.0, 4.0, -5.0]])
    expected = torch.tensor([[1.0, 0.0, 2.0], [0.0, 4.0, 0.0]])
    assert_close(student.relu(x), expected, picture=_graph(student))


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import assert_from_definition, every_size, of_every_rank, probe, varied


def _assert_itself(got, expected):
    """Where x is not negative the result is x itself; halving the smallest numbers rounds them."""
    known = torch.finfo(expected.dtype)
    assert_close(got, expected, atol=4 * known.tiny * known.eps, rtol=0)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_each_value_is_right(student):
    for dtype in (torch.float32, torch.float64):
        x = 4 * torch.randn(1000, dtype=dtype)
        _assert_itself(student.relu(x), torch.relu(x))


def test_numbers_of_every_size_are_right(student):
    sizes = torch.tensor([0.0, 1e-30, 1e-6, 100.0, 1e30, 1e38])
    _assert_itself(student.relu(sizes), sizes)
    _assert_itself(student.relu(-sizes), torch.zeros(6))
    for dtype in (torch.float32, torch.float64):
        x = every_size(dtype, 0.4)  # x + |x| may be a part of the formula
        _assert_itself(student.relu(x), torch.relu(x))


def test_the_result_has_the_dtype_of_x(student):
    """float64 inputs give float64 results, as precise as they were."""
    x = torch.cat([torch.randn(100, dtype=torch.float64), every_size(torch.float64, 0.4)])
    _assert_itself(student.relu(x), torch.relu(x))


def test_every_shape_is_accepted(student):
    """From 0-d to 4-d, in float32 and in float64."""
    for x in of_every_rank():
        _assert_itself(student.relu(x), torch.relu(x))


def test_x_and_the_settings_of_torch_stay_as_they_were(student):
    """`x` keeps its negative numbers: the result is a new tensor.

    hint (changed argument): x[x < 0] = 0, and functions whose name ends in an underscore,
    change x itself.
    """
    for x in varied(0.4):
        seen = assert_leaves_alone(student.relu, x=x)
        assert isinstance(seen.result, torch.Tensor), "the result is not a tensor"


def test_the_result_lies_on_the_device_of_x(student):
    """New tensors are created on the device of `x`.

    hint (device): torch.zeros_like(x) takes its device and dtype from x; torch.zeros(x.shape)
    does not.
    """
    for x in (torch.randn(4, 5), torch.tensor(0.5)):
        got = probe.where_tensors_default_to_meta(student.relu, x)
        assert_close(got, torch.relu(x))


@pytest.mark.weight(5)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """The formula itself: no ready-made ReLU nor one of its relatives, under any name."""
    x = torch.randn(3, 4)
    assert_close(student.relu(x), torch.relu(x), atol=0.01)
    assert_from_definition(student, "relu", *varied(0.4, each=16))


### END HIDDEN TESTS
