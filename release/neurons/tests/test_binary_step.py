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


CHECKS_AT_GRADING = 7
