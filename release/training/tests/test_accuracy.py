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


CHECKS_AT_GRADING = 7
