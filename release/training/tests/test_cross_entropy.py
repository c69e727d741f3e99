"""`cross_entropy`: the price of an answer.

At grading: the mean over the rows, any number of rows and classes, very large logits, the
gradient, float64, the device, the definition, what stays as it was.

Question: What do ten equal scores cost, by the formula, and what does your function give for
them?

Idea: The price of a row is the logarithm of the sum of its powers, less the score at its label. A
power of a large score overflows: which number may be taken from all scores of a row without
changing the price?

Tool: `logits.max(dim=1, keepdim=True)` has the largest score of each row; `torch.exp`,
`.sum(dim=1)` and `torch.log` make the first part; `logits[torch.arange(len(labels)), labels]`
takes the scores at the labels.
"""

import torch

from nbjudge.checks import CheckFailure, assert_close, show, show_shape


def _number(value):
    """The result, which is to be a 0-d tensor."""
    if not isinstance(value, torch.Tensor) or value.is_meta:
        raise CheckFailure(
            "the result is not a tensor with a number in it", show(value), kind="wrong type"
        )
    if value.dim():
        what = "mean" if value.numel() > 1 else "0-d tensor"
        raise CheckFailure(
            f"its shape is {show_shape(value.shape)}, not (): it is no {what}", kind="wrong shape"
        )
    return value


def _batch(rows, classes, dtype=torch.float32):
    return 3 * torch.randn(rows, classes, dtype=dtype), torch.randint(classes, (rows,))


def test_the_result_is_a_single_number(student):
    """A 0-d tensor, for 64 rows of 10 logits."""
    _number(student.cross_entropy(*_batch(64, 10)))


def test_the_example_comes_out_right(student):
    """`[[0., 0.], [0., 2.]]` with the labels `[0, 1]` costs 0.410."""
    logits, labels = torch.tensor([[0.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 1])
    mistakes = {
        "it is the sum over the rows, not the mean": torch.tensor(0.82008),
        "the sign is the other one": torch.tensor(-0.41004),
        "it is divided by the number of classes as well": torch.tensor(0.20502),
        "the logarithm is to the base 2": torch.tensor(0.59156),
        "the labels are used as if they were one-hot rows": torch.tensor(1.12693),
    }
    got = _number(student.cross_entropy(logits, labels))
    assert_close(got, torch.tensor(0.41004), atol=1e-4, mistakes=mistakes)


def test_guessing_among_ten_costs_log_ten(student):
    """Ten equal logits cost 2.303, whatever the label."""
    for level in (0.0, 1.0, -7.0):
        got = student.cross_entropy(torch.full((5, 10), level), torch.randint(10, (5,)))
        assert_close(_number(got), torch.tensor(2.302585), atol=1e-4)


CHECKS_AT_GRADING = 8
