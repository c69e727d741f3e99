"""`softmax`: scores to probabilities.

At grading: the formula, square tables, other numbers of rows and classes, large scores, rows of
very different scores, float64, the definition, the device, what stays as it was.

Question: What does `torch.exp` give for a score of 1000, and along which dimension do your rows
sum to 1?

Idea: Only the differences within a row matter. So shift every row by a number of its own, such
that its largest exponent is 0, and divide by the sum of that row.

Tool: `amax` and `sum` take `dim` and `keepdim=True`, which keeps (N, 1), so that every row gets
its own number.
"""

import torch

from nbjudge.checks import assert_close, assert_distributions, assert_tensor


def _table(value, *shape):
    """The result, which is to be a tensor of this shape."""
    return assert_tensor(value, shape)


def test_the_shape_is_kept(student):
    """(64, 10) scores give (64, 10) probabilities."""
    _table(student.softmax(torch.randn(64, 10)), 64, 10)


def test_every_row_sums_to_one(student):
    """Each row holds numbers from 0 to 1 that sum to 1."""
    got = _table(student.softmax(3 * torch.randn(64, 10)), 64, 10)
    assert_distributions(got)


def test_the_example_comes_out_right(student):
    """`[[0., 1., 2.], [5., 5., 5.]]`, as in the text."""
    scores = torch.tensor([[0.0, 1.0, 2.0], [5.0, 5.0, 5.0]])
    expected = torch.tensor([[0.0900, 0.2447, 0.6652], [0.3333, 0.3333, 0.3333]])
    assert_close(student.softmax(scores), expected, atol=1e-4)


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_leaves_alone
from nbjudge.torch import assert_from_definition, probe


def _tables():
    """Tables that a function may treat in different ways: few and many, small and large."""
    for dtype in (torch.float32, torch.float64):
        yield torch.randn(4, 3, dtype=dtype)
        yield 20000 * torch.rand(5, 5, dtype=dtype) - 10000
        yield 300 * torch.randn(1, 10, dtype=dtype)
        yield torch.randn(64, 10, dtype=dtype)


def _assert_softmax(student, scores, atol=None):
    """Compares with torch's own, computed in double precision.

    Without `atol`, up to what a dtype rounds off at scores of some tens.
    """
    if atol is None:
        atol = 1e-5 if scores.dtype == torch.float32 else 1e-13
    expected = torch.softmax(scores.double(), dim=1).to(scores.dtype)
    mistakes = {
        "the columns sum to 1, not the rows": lambda: torch.softmax(scores.double(), dim=0),
        "the values are not divided by their sum": lambda: scores.double().exp(),
        "all values together sum to 1, not each row": lambda: _over_all(scores),
        "these are powers of 2, not of e": lambda: torch.softmax(scores.double() * _LN_2, dim=1),
    }
    assert_close(student.softmax(scores), expected, atol=atol, rtol=0, mistakes=mistakes)


_LN_2 = 0.6931471805599453


def _over_all(scores):
    return torch.softmax(scores.double().flatten(), dim=0).reshape(scores.shape)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_formula_is_right(student):
    """e to the score, divided by the sum over the row."""
    for dtype in (torch.float32, torch.float64):
        _assert_softmax(student, 3 * torch.randn(64, 10, dtype=dtype))
        _assert_softmax(student, 60 * torch.rand(5, 3, dtype=dtype) - 30)


def test_a_square_table_is_summed_along_its_rows(student):
    """With as many rows as classes, each row still sums to 1.

    hint (columns; together; keepdim; rows do not): dimension 1 runs over the classes of a row;
    `keepdim=True` keeps the sums a column.
    """
    _assert_softmax(student, 2 * torch.randn(10, 10))


def test_any_number_of_rows_and_classes_will_do(student):
    """One row, one class, many of both."""
    drawn = tuple(torch.randint(2, 60, (2,)).tolist())
    for rows, classes in ((1, 10), (1, 2), (7, 1), (1, 1), (3, 100), (200, 4), drawn):
        for dtype in (torch.float32, torch.float64):
            _assert_softmax(student, torch.randn(rows, classes, dtype=dtype))


def test_a_number_added_to_a_row_changes_nothing(student):
    """softmax(x + c) equals softmax(x), with a c for each row.

    hint (wrong values): numerator and denominator grow by the same factor.
    """
    scores = torch.randn(32, 10)
    shifted = scores + (40 * torch.rand(32, 1) - 20)
    plain = _table(student.softmax(scores), 32, 10)
    assert_close(student.softmax(shifted), plain, atol=1e-4, rtol=0)


@pytest.mark.weight(2)
def test_large_scores_give_no_nan(student):
    """Scores from -10,000 to 10,000 give the right probabilities.

    hint (NaN): subtract the largest score of each row before taking powers.
    """
    # A score of 10,000 itself is known only to 0.001 in float32, so other right formulas differ.
    near = 3 * torch.randn(16, 10)
    for level in (100.0, 1000.0, 9900.0, -100.0, -1000.0, -9900.0):
        _assert_softmax(student, near + level, atol=3e-3)
        _assert_softmax(student, near.double() + level, atol=2e-11)
    for dtype, atol in ((torch.float32, 3e-3), (torch.float64, 2e-11)):
        _assert_softmax(student, 20000 * torch.rand(16, 10, dtype=dtype) - 10000, atol=atol)
        _assert_softmax(student, torch.tensor([[10000.0, -10000.0]], dtype=dtype), atol=atol)
        _assert_softmax(student, torch.tensor([[10000.0, 10000.0]], dtype=dtype), atol=atol)


@pytest.mark.weight(2)
def test_rows_of_very_different_scores_do_not_disturb_each_other(student):
    """A row near -10,000 is right beside a row near 10,000.

    hint (NaN; wrong values): each row needs a largest score of its own, not the largest of the
    whole table.
    """
    levels = torch.tensor([[0.0], [10000.0], [-10000.0], [120.0], [-120.0], [5000.0]])
    for dtype, atol in ((torch.float32, 3e-3), (torch.float64, 2e-11)):
        scores = (levels + 2 * torch.randn(6, 10, dtype=dtype)).clamp(-10000, 10000)
        _assert_softmax(student, scores, atol=atol)
        scores[0, 3], scores[3, 5], scores[4, 0] = -10000, 10000, -9000
        _assert_softmax(student, scores, atol=atol)


def test_the_result_has_the_dtype_of_the_input(student):
    for dtype in (torch.float32, torch.float64):
        got = _table(student.softmax(torch.randn(4, 3, dtype=dtype)), 4, 3)
        assert got.dtype == dtype, f"the dtype is {got.dtype}, not {dtype}"


def test_the_result_lies_on_the_device_of_the_input(student):
    """A tensor that the function makes has to be made on the device of the input."""
    got = probe.where_tensors_default_to_meta(student.softmax, torch.randn(4, 3))
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert not got.is_meta, "the result does not lie on the device of the input"


def test_nothing_else_is_changed(student):
    """The input keeps its numbers, and torch its settings."""
    for x in _tables():
        assert_leaves_alone(student.softmax, x=x)


@pytest.mark.weight(3)
@pytest.mark.essential
def test_it_is_written_from_the_definition(student):
    """By powers and sums, without a ready-made softmax or a relative of it."""
    assert_from_definition(student, "softmax", *_tables())


### END HIDDEN TESTS
