"""`tanh`: any number to one between -1 and 1."""

import torch

from nbjudge.checks import assert_close


def test_the_worked_example(student):
    got = student.tanh(torch.tensor([-1.0, 0.0, 1.0]))
    assert_close(got, torch.tensor([-0.7616, 0.0, 0.7616]), atol=1e-4)


def test_one_thousand_gives_one(student):
    assert_close(student.tanh(torch.tensor([1000.0])), torch.tensor([1.0]))


def test_the_result_has_the_shape_of_x(student):
    assert_close(student.tanh(torch.ones(2, 3)), torch.full((2, 3), 0.7616), atol=1e-4)
