"""`layer`: all neurons of a layer, for a whole batch.

At grading: sizes of every kind, a batch of one, square matrices, a bias of two shapes, any
activation, how the activation is called, no loop over the batch, float64, the device, what stays
as it was.

Question: Which shape has each of your matrices, and which of their sizes have to agree for a
product?

Idea: One matrix product computes all weighted sums of the batch: a row for each example, a column
for each neuron. The bias is added to every row.

Tool: `@` is the matrix product, and adding a bias of shape (n_out,) or (1, n_out) repeats it for
every row by itself. The activation gets the whole matrix, once.
"""

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
        "the bias is subtracted": torch.tensor([[0.5, 3.0, 1.0], [0.0, 1.0, 1.0]]),
        "the bias is the same for all neurons": torch.tensor([[0.5, 1.5, 0.5], [0.0, 0.0, 0.5]]),
        "it is the mean of the products, not the sum": torch.tensor(
            [[1.0, 0.0, 0.5], [0.0, 0.0, 0.5]]
        ),
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


CHECKS_AT_GRADING = 10
