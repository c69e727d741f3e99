"""`tanh`: any number to one between -1 and 1."""

import torch

from nbjudge.checks import assert_close


def test_the_worked_example(student):
    got = student.tanh(torch.tensor([-1.0, 0.0, 1.0]))
    mistakes = {
        "this is a sigmoid, not a tanh": torch.tensor([0.2689, 0.5, 0.7311]),
        "the sign of the numerator is wrong": torch.ones(3),
        "the fraction is turned round": torch.tensor([-1.3130, torch.inf, 1.3130]),
        "this is half of x, not x": torch.tensor([-0.4621, 0.0, 0.4621]),
    }
    assert_close(got, torch.tensor([-0.7616, 0.0, 0.7616]), atol=1e-4, mistakes=mistakes)


def test_one_thousand_gives_one(student):
    assert_close(student.tanh(torch.tensor([1000.0])), torch.tensor([1.0]))


def test_the_result_has_the_shape_of_x(student):
    assert_close(student.tanh(torch.ones(2, 3)), torch.full((2, 3), 0.7616), atol=1e-4)
