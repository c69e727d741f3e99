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


CHECKS_AT_GRADING = 7
