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


CHECKS_AT_GRADING = 8
