"""`accuracy`: the share of right answers.

At grading: a square table, ties, a single row, logits of any size, the device, what stays as it
was.

Question: Of three rows, two have their largest score at their label. Which number do you expect,
and which do you get?

Idea: The answer of a row is the place of its largest score. Compare the answers with the labels,
and count how many are equal.

Tool: `argmax(dim=1)` gives a place for each row; `==` compares; the mean of true and false, as
floats, is a share; `.item()` makes a Python number of it.
"""

import torch

from nbjudge.checks import CheckFailure, show


def _float(value):
    if type(value) is not float:
        raise CheckFailure("the result is not a Python float", show(value), kind="wrong type")
    return value


def _assert_share(student, logits, labels):
    expected = float((logits.argmax(dim=1) == labels).double().mean())
    got = _float(student.accuracy(logits, labels))
    if not abs(got - expected) <= 1e-6:
        mistake = _mistake(got, expected, len(labels))
        message = mistake or "the share of right rows is another one"
        shown = show(got), show(expected)
        raise CheckFailure(message, *shown, kind="wrong values", mistake=mistake)


def _mistake(got, share, rows):
    """What the result is instead of the share of right rows; empty if it is nothing known."""
    known = {
        "it is the number of right rows, not their share": rows * share,
        "it is the share of wrong rows": 1 - share,
        "it is in percent, not from 0 to 1": 100 * share,
    }
    found = [said for said, value in known.items() if abs(got - value) <= 1e-6 * (1 + value)]
    return found[0] if found else ""


def _batch(rows, classes, dtype=torch.float32):
    """Logits without ties, and labels that about half of the rows have right."""
    logits = torch.rand(rows, classes, dtype=dtype).argsort(dim=1).to(dtype) - classes / 2
    other = torch.randint(classes, (rows,))
    return logits, torch.where(torch.rand(rows) < 0.5, logits.argmax(dim=1), other)


def test_the_result_is_a_float(student):
    """A Python float from 0.0 to 1.0."""
    got = _float(student.accuracy(*_batch(64, 10)))
    assert 0 <= got <= 1, f"{got} is no share: it is not between 0 and 1"


def test_the_example_comes_out_right(student):
    """Two of the three rows in the text are right."""
    logits = torch.tensor([[1.0, 3.0], [5.0, 2.0], [4.0, 4.0]])
    _assert_share(student, logits, torch.tensor([1, 1, 0]))


def test_all_right_is_one_and_all_wrong_is_zero(student):
    logits = torch.eye(5)
    _assert_share(student, logits, torch.arange(5))
    _assert_share(student, logits, (torch.arange(5) + 1) % 5)


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import probe


@pytest.mark.weight(3)
@pytest.mark.essential
def test_the_share_of_right_rows_is_counted(student):
    """The rows whose largest logit is at the label, divided by the number of rows.

    hint: `logits.argmax(dim=1)` gives the place of the largest logit of each row.
    """
    for rows, classes in ((64, 10), (7, 3), (200, 4), (3, 50), (1000, 2)):
        _assert_share(student, *_batch(rows, classes))


def test_a_square_table_is_read_along_its_rows(student):
    """With as many rows as classes, the largest of each row still counts.

    hint: dimension 1 runs over the classes of a row.
    """
    for size in (2, 3, 10, 10):
        logits, _ = _batch(size, size)
        _assert_share(student, logits, logits.argmax(dim=1))
        _assert_share(student, logits, logits.argmax(dim=0))


@pytest.mark.weight(2)
def test_of_equal_logits_the_first_counts(student):
    """Where several logits are the largest, the first of them is the answer.

    hint: `argmax` answers so; comparing with the largest value counts each of them.
    """
    for rows, classes in ((400, 3), (60, 10), (30, 40)):
        logits = torch.randint(2, (rows, classes)).float()
        for labels in (logits.argmax(dim=1), torch.randint(classes, (rows,))):
            _assert_share(student, logits, labels)
    for classes in (2, 10, 17, 100):
        _assert_share(student, torch.zeros(classes, classes), torch.arange(classes))


def test_a_batch_may_be_a_single_row(student):
    """One row gives 0.0 or 1.0; one class is always right.

    hint (raised; wrong values): do not squeeze.
    """
    for row in torch.rand(4, 1, 5):
        _assert_share(student, row, row.argmax(dim=1))
        _assert_share(student, row, (row.argmax(dim=1) + 1) % 5)
    _assert_share(student, torch.randn(6, 1), torch.zeros(6, dtype=torch.int64))
    _assert_share(student, torch.randn(1, 1), torch.zeros(1, dtype=torch.int64))


def test_any_logits_will_do(student):
    """Negative ones, float64, ones that differ little, and ones that carry a gradient."""
    logits, labels = _batch(30, 10)
    _assert_share(student, logits - 100, labels)
    _assert_share(student, logits.clone().requires_grad_(), labels)
    _assert_share(student, 1000 * logits, labels)
    for close in (1 + 1e-12 * logits.double(), 1e-9 * logits):
        _assert_share(student, close, close.argmax(dim=1))
    _assert_share(student, *_batch(30, 10, torch.float64))


def test_logits_may_lie_on_any_device(student):
    """A tensor that the function makes has to be made on the device of the logits."""
    logits, labels = _batch(30, 10)
    got = _float(probe.where_tensors_default_to_meta(student.accuracy, logits, labels))
    expected = float((logits.argmax(dim=1) == labels).double().mean())
    assert abs(got - expected) <= 1e-6, f"elsewhere it is {got}, not {expected}"


def test_nothing_else_is_changed(student):
    """Logits and labels keep their numbers, and torch its settings."""
    for rows in (1, 9):
        logits, labels = _batch(rows, 5)
        assert_leaves_alone(student.accuracy, logits=logits, labels=labels)


### END HIDDEN TESTS
