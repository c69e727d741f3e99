"""`binary_step`: 1 from zero on, 0 below."""

import torch

from nbjudge.checks import assert_close


def test_negative_numbers_give_zero_and_positive_numbers_one(student):
    x = torch.tensor([-2.0, -0.5, 3.0])
    mistakes = {
        "negative numbers give -1, not 0": torch.tensor([-1.0, -1.0, 1.0]),
        "0 and 1 are swapped": torch.tensor([1.0, 1.0, 0.0]),
    }
    assert_close(student.binary_step(x), torch.tensor([0.0, 0.0, 1.0]), mistakes=mistakes)


def test_zero_gives_one(student):
    mistakes = {"zero gives 0: the comparison is > instead of >=": torch.zeros(2)}
    assert_close(student.binary_step(torch.zeros(2)), torch.ones(2), mistakes=mistakes)


def test_the_result_has_the_shape_of_x(student):
    x = torch.tensor([[1.0, -1.0, 2.0], [-3.0, 4.0, -5.0]])
    assert_close(student.binary_step(x), torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]))
