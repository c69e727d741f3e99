"""`layer`: all neurons of a layer, for a whole batch."""

import torch

from nbjudge.checks import assert_close, make


def test_the_worked_example(student):
    x = torch.tensor([[1.0, 2.0], [-1.0, 0.0]])
    w = torch.tensor([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]])
    b = torch.tensor([0.5, -1.0, 0.0])
    expected = torch.tensor([[1.5, 1.0, 1.0], [0.0, 0.0, 1.0]])
    mistakes = {
        "the bias is missing": torch.tensor([[1.0, 2.0, 1.0], [0.0, 0.0, 1.0]]),
        "the bias is added after the activation": torch.tensor([[1.5, 1.0, 1.0], [0.5, -1.0, 1.0]]),
        "the activation is missing": torch.tensor([[1.5, 1.0, 1.0], [-0.5, -1.0, 1.0]]),
    }
    got = student.layer(x, w, b, make(student, "torch.relu"))
    assert_close(got, expected, mistakes=mistakes)


def test_each_example_gives_a_row_and_each_neuron_a_column(student):
    got = student.layer(
        torch.ones(5, 4), torch.ones(4, 3), torch.zeros(3), make(student, "torch.relu")
    )
    assert_close(got, torch.full((5, 3), 4.0))


def test_each_neuron_has_a_bias_of_its_own(student):
    bias = torch.tensor([1.0, -2.0])
    got = student.layer(torch.zeros(3, 4), torch.ones(4, 2), bias, make(student, "lambda z: z"))
    assert_close(got, torch.tensor([[1.0, -2.0]] * 3))
