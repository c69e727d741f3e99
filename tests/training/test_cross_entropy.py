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


### BEGIN HIDDEN TESTS
import pytest
import torch.nn.functional as F

from nbjudge.checks import assert_leaves_alone, probes_in
from nbjudge.torch import assert_from_definition, probe

_steps = probes_in(__file__, "training_steps.py")


def _assert_loss(student, logits, labels, atol=1e-5):
    def taken(loss):
        return loss.to(logits.dtype)

    wide = logits.double()
    each = F.cross_entropy(wide, labels, reduction="none")
    mistakes = {
        "it is the sum over the rows, not the mean": lambda: taken(each.sum()),
        "the labels are used as if they were one-hot rows": lambda: taken(
            -(labels.unsqueeze(1) * torch.log_softmax(wide, dim=1)).sum(dim=1).mean()
        ),
        "the sign is the other one": lambda: taken(-each.mean()),
    }
    got = _number(student.cross_entropy(logits, labels))
    assert_close(got, taken(each.mean()), atol=atol, mistakes=mistakes)


def _large():
    """Logits up to ±10,000: alike in a row, different between rows, and in any mixture."""
    for dtype in (torch.float32, torch.float64):
        levels = torch.tensor([[0.0], [9990.0], [-9990.0], [120.0], [-120.0], [5000.0]])
        yield (levels + 3 * torch.randn(6, 10)).to(dtype)
        yield 20000 * torch.rand(16, 10, dtype=dtype) - 10000
        yield torch.tensor([[10000.0, -10000.0], [-10000.0, -10000.0]], dtype=dtype)


@pytest.mark.weight(3)
@pytest.mark.essential
def test_the_loss_is_the_mean_over_the_rows(student):
    """For each row the log of the sum of powers, minus the logit of the label; then the mean.

    hint (wrong values; one-hot; raised): `logits[torch.arange(N), labels]` takes from each row
    the logit of its label.
    """
    for rows, classes in ((64, 10), (10, 10), (7, 3)):
        _assert_loss(student, *_batch(rows, classes))


def test_any_number_of_rows_and_classes_will_do(student):
    """One row, one class, many of both."""
    for rows, classes in ((1, 10), (1, 2), (7, 1), (1, 1), (3, 100), (200, 4)):
        _assert_loss(student, *_batch(rows, classes))


@pytest.mark.weight(2)
def test_large_logits_give_no_nan(student):
    """Logits from -10,000 to 10,000, in any mixture, give the right loss.

    hint (NaN; wrong values; infinite): take the largest logit of each row out of the sum: each
    row needs one of its own.
    """
    for logits in _large():
        # A logit of 10,000 itself is known only to 0.001 in float32.
        _assert_loss(student, logits, torch.randint(logits.shape[1], (len(logits),)), atol=3e-3)


@pytest.mark.weight(2)
def test_the_gradient_is_softmax_minus_one_hot(student):
    """After `.backward()`: (softmax - one-hot) / N, for large logits too.

    hint (raised; wrong type): stay with tensors from the logits to the result; `.item()` and
    `.detach()` cut it off.
    """
    usual = (_batch(6, 4)[0], _batch(1, 10, torch.float64)[0])
    # A logit of 10,000 itself is known only to 0.001 in float32.
    for logits, atol in (*((u, 1e-5) for u in usual), *((large, 3e-4) for large in _large())):
        labels = torch.randint(logits.shape[1], (len(logits),))
        got = _steps.gradient_of(student.cross_entropy, logits, labels)
        one_hot = F.one_hot(labels, logits.shape[1])
        expected = (torch.softmax(logits.double(), dim=1) - one_hot) / len(logits)
        assert_close(got, expected.to(logits.dtype), atol=atol)


def test_the_result_has_the_dtype_of_the_logits(student):
    """float32 gives float32, float64 gives float64."""
    for dtype in (torch.float32, torch.float64):
        got = _number(student.cross_entropy(*_batch(5, 3, dtype)))
        assert got.dtype == dtype, f"the dtype is {got.dtype}, not {dtype}"
    logits, labels = _batch(40, 6, torch.float64)
    expected = F.cross_entropy(logits, labels)
    message = "on the way the numbers have been rounded to float32"
    got = student.cross_entropy(logits, labels)
    assert_close(got, expected, atol=1e-10, rtol=1e-10, message=message)


def test_the_result_lies_on_the_device_of_the_logits(student):
    """A tensor that the function makes has to be made on the device of the logits.

    hint (raised; another device; does not lie): `torch.arange(N, device=labels.device)`.
    """
    got = probe.where_tensors_default_to_meta(student.cross_entropy, *_batch(5, 3))
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert not got.is_meta, "the result does not lie on the device of the logits"


def test_nothing_else_is_changed(student):
    """Logits and labels keep their numbers, and torch its settings."""
    for rows, classes in ((6, 4), (1, 10)):
        logits, labels = _batch(rows, classes)
        assert_leaves_alone(student.cross_entropy, logits=logits, labels=labels)


@pytest.mark.weight(3)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """By powers, sums and logarithms, without a ready-made loss or softmax."""
    given = [_batch(5, 3), _batch(1, 10), (20000 * torch.rand(4, 4) - 10000, torch.arange(4))]
    assert_from_definition(student, "cross_entropy", *given)


### END HIDDEN TESTS
