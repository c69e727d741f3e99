"""`neuron`: the activation of the weighted sum plus the bias.

At grading: inputs of every length, the bias as a number or a tensor, any activation, how the
activation is called, float64, the device, what stays as it was.

Question: How many numbers go into the activation function: one for each input, or one in all?

Idea: First the products, then their sum, then the bias, once; the activation comes last and gets
that single number.

Tool: `@` multiplies two vectors and sums up; so does `(inputs * weights).sum()`. The activation
is a function: call it.
"""

import torch

from nbjudge.checks import assert_close, make


def test_the_worked_example(student):
    x, w = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, -1.0, 0.25])
    got = student.neuron(x, w, 1.0, make(student, "lambda z: z"))
    mistakes = {
        "the bias is missing": -0.75,
        "the bias is subtracted": -1.75,
        "the bias is added for each input": 2.25,
        "it is the mean of the products, not the sum": 0.75,
        "this is always the sigmoid, whatever the activation": 0.56218,
    }
    assert_close(got, torch.tensor(0.25), mistakes=_tensors(mistakes))


def test_the_worked_example_with_a_sigmoid(student):
    x, w = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, -1.0, 0.25])
    got = student.neuron(x, w, 1.0, make(student, "torch.sigmoid"))
    mistakes = {
        "the activation is missing": 0.25,
        "the bias is added after the activation": 1.32082,
        "the activation is applied to the inputs, not to the sum": 0.72288,
        "the activation is applied to each product": 1.60306,
        "the activation is applied twice": 0.63696,
    }
    assert_close(got, torch.tensor(0.5622), atol=1e-4, mistakes=_tensors(mistakes))


def _tensors(numbers):
    return {said: torch.tensor(number) for said, number in numbers.items()}


def test_the_result_is_a_single_number(student):
    """A 0-d tensor, of shape ()."""
    got = student.neuron(torch.ones(4), torch.ones(4), 0.5, make(student, "torch.relu"))
    assert_close(got, torch.tensor(4.5))


CHECKS_AT_GRADING = 8
