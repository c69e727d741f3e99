"""Tables of what came back and what was expected: the part that differs, as far as it may show."""

from dataclasses import asdict

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close
from nbjudge.link.discretion import Discretion
from nbjudge.link.excerpt import Excerpt, excerpt_of
from nbjudge.report.html import Report, as_html
from nbjudge.report.results import CheckText, ExerciseResult, Verdict, result_of

TEXT = CheckText("it is right", "", (), False, 1.0)


def judged(got, expected, **more):
    """The result of a check that compares the two."""
    with pytest.raises(CheckFailure) as failure:
        assert_close(got, expected, **more)
    return result_of("test_it", TEXT, failure.value)


def changed(shape, *places):
    """Zeros, and zeros with a one at these places."""
    got = torch.zeros(shape)
    for place in places:
        got[place] = 1.0
    return got, torch.zeros(shape)


def page(*checks):
    return as_html(ExerciseResult("it", 1.0, checks))


def test_a_small_tensor_is_shown_whole_and_what_differs_is_marked():
    excerpt = judged(*changed((2, 3), (1, 2))).excerpt
    assert excerpt.got == (("0.", "0.", "0."), ("0.", "0.", "1."))
    assert excerpt.expected == (("0.",) * 3,) * 2
    assert excerpt.differs == ((False, False, False), (False, False, True))
    assert excerpt.is_whole


@pytest.mark.parametrize(
    ("shape", "place", "leading", "row", "column", "size"),
    [
        ((8, 8), (7, 7), (), 0, 0, (8, 8)),
        ((64, 10), (20, 9), (), 18, 2, (8, 8)),
        ((64, 10), (63, 0), (), 56, 0, (8, 8)),
        ((100,), (50,), (), 0, 48, (1, 8)),
        ((3,), (1,), (), 0, 0, (1, 3)),
        ((2, 1, 28, 28), (1, 0, 5, 6), (1, 0), 3, 4, (8, 8)),
        ((300, 1), (299, 0), (), 292, 0, (8, 1)),
    ],
)
def test_of_a_large_tensor_the_part_that_differs_is_shown(shape, place, leading, row, column, size):
    excerpt = judged(*changed(shape, place)).excerpt
    assert (excerpt.leading, excerpt.row, excerpt.column) == (leading, row, column)
    assert (len(excerpt.got), len(excerpt.got[0])) == size
    at = (place[-2] if len(shape) > 1 else 0) - row, place[-1] - column
    assert excerpt.differs[at[0]][at[1]]
    assert sum(map(sum, excerpt.differs)) == 1


def test_numbers_that_differ_late_have_the_digits_that_show_it():
    got = torch.tensor([1.0, 1.00000012])
    excerpt = judged(got, torch.ones(2), atol=0, rtol=0).excerpt
    assert excerpt.got[0][1] != excerpt.expected[0][1]


def test_what_is_close_enough_is_not_marked():
    got = torch.tensor([1.0 + 1e-7, 2.0])
    assert judged(got, torch.ones(2)).excerpt.differs == ((False, True),)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (torch.tensor(1.0), torch.tensor(2.0)),
        (torch.ones(2), torch.ones(3)),
        (torch.ones(2), torch.ones(2)),
        (torch.full((2,), torch.nan), torch.full((2,), torch.nan)),
        (torch.ones(0, 3), torch.ones(0, 3)),
        (torch.ones(2, device="meta"), torch.ones(2, device="meta")),
        ([1.0, 2.0], torch.ones(2)),
        (None, None),
    ],
    ids=str,
)
def test_where_a_table_would_show_nothing_there_is_none(got, expected):
    assert excerpt_of(got, expected) is None


def test_tables_stand_in_the_place_of_two_lines_and_text_stays_text():
    check = judged(*changed((2, 2), (0, 1)))
    html = page(check)
    assert html.count("<table") == 2
    assert html.count("<strong") == 2
    assert "tensor(" not in html
    text = str(Report(ExerciseResult("it", 1.0, (check,))))
    assert "this:      tensor([[0., 1.], [0., 0.]])" in text
    assert "expected:  tensor([[0., 0.], [0., 0.]])" in text
    assert "<" not in text


def test_a_part_says_where_it_is():
    html = page(judged(*changed((2, 28, 28), (1, 20, 9))))
    assert "A part at [1] of tensors of shape (2, 28, 28)" in html
    assert ">18</th>" in html


def test_nan_and_other_dtypes_are_shown():
    got = torch.tensor([1.0, torch.nan], dtype=torch.float64)
    html = page(judged(got, torch.ones(2, dtype=torch.float64)))
    assert ">nan</u></strong>" in html
    assert "Both are of shape (2,), float64" in html


def test_what_carries_a_verdict_may_make_lists_of_its_tuples():
    check = judged(*changed((3, 3), (1, 1)))
    data = Verdict("it", 1.0, check).as_data()
    excerpt = data["result"]["excerpt"]
    excerpt.update({name: _lists(value) for name, value in excerpt.items()})
    assert Verdict.from_data(data).result == check
    assert Excerpt.from_data(asdict(check.excerpt)) == check.excerpt


def _lists(value):
    return list(map(_lists, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize(
    ("shape", "place", "row", "column", "numbers"),
    [((3, 4), (1, 1), 0, 0, 12), ((64, 10), (20, 5), 20, 5, 4), ((64, 10), (20, 9), 20, 9, 1)],
)
def test_of_a_hidden_check_a_table_holds_no_more_numbers_than_a_line(
    shape, place, row, column, numbers
):
    excerpt = judged(*changed(shape, place)).excerpt
    discretion = Discretion()
    assert discretion.of_numbers(excerpt) == excerpt
    discretion.keep([], asked=True)
    few = discretion.of_numbers(excerpt)
    assert (few.row, few.column, sum(map(len, few.got))) == (row, column, numbers)
    assert any(map(any, few.differs))
