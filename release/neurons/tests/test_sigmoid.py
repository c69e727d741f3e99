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


CHECKS_AT_GRADING = 8
