"""`relu`: negative numbers to 0, the others as they are."""

import torch

from nbjudge.checks import assert_close


def test_the_worked_example(student):
    got = student.relu(torch.tensor([-2.0, 0.0, 3.5]))
    mistakes = {
        "negative numbers are kept": torch.tensor([-2.0, 0.0, 3.5]),
        "positive numbers have become 1": torch.tensor([0.0, 0.0, 1.0]),
        "the comparison is turned round": torch.tensor([-2.0, 0.0, 0.0]),
        "negative numbers have become positive": torch.tensor([2.0, 0.0, 3.5]),
    }
    assert_close(got, torch.tensor([0.0, 0.0, 3.5]), mistakes=mistakes)


def test_the_result_has_the_shape_of_x(student):
    x = torch.tensor([[1.0, -1.0, 2.0], [-3.0, 4.0, -5.0]])
    assert_close(student.relu(x), torch.tensor([[1.0, 0.0, 2.0], [0.0, 4.0, 0.0]]))
