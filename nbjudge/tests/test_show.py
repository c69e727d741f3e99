"""Values as a report shows them: one short line each."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nbjudge.link.show import show, show_call, show_shape


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None"),
        (True, "True"),
        (3, "3"),
        (0.1 + 0.2, "0.3"),
        (float("nan"), "nan"),
        ("a\nb", "'a\\nb'"),
        (b"ab", "b'ab'"),
        ([], "[]"),
        ((1,), "(1,)"),
        ((), "()"),
        ([1.0, (2, "x")], "[1, (2, 'x')]"),
        (list(range(20)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …]"),
        ({"a": torch.ones(2, 2), 1: 0.5}, "{'a': tensor([[1., 1.], [1., 1.]]), 1: 0.5}"),
        (dict.fromkeys(range(13)), "{" + "".join(f"{i}: None, " for i in range(12)) + "…}"),
        (torch.tensor(2.5), "tensor(2.5)"),
        (torch.tensor([1, 2]), "tensor([1, 2])"),
        (torch.tensor([True]), "tensor([True])"),
        (torch.tensor([1.0], dtype=torch.float64), "tensor([1.], float64)"),
        (torch.tensor([1.0 / 3], requires_grad=True), "tensor([0.33333])"),
        (torch.empty(0), "tensor([])"),
        (torch.empty(0, 3), "an empty tensor of shape (0, 3)"),
        (torch.zeros(64, 10), "a tensor of shape (64, 10), beginning 0., 0., 0., 0., …"),
        (torch.zeros(2, device="meta"), "a tensor of shape (2,) on the meta device"),
    ],
    ids=str,
)
def test_a_value_is_shown_in_a_line(value, shown):
    assert show(value) == shown


def test_a_shape_is_written_as_one_writes_it():
    assert [show_shape(shape) for shape in ((), (3,), torch.Size([64, 10]))] == [
        "()",
        "(3,)",
        "(64, 10)",
    ]


def test_a_call_is_shown_as_typed():
    assert show_call("f", [1, torch.ones(1)], {"dim": 1}) == "f(1, tensor([1.]), dim=1)"


@pytest.mark.parametrize(
    "shape", [(2**40, 0), (0, 2**40), (*(12,) * 15, 0), (1,) * 64, (10**6, 0, 10**6), (1,) * 13]
)
def test_a_tensor_of_absurd_shape_is_shown_at_once(shape):
    shown = show(torch.empty(shape))
    assert "tensor" in shown
    assert len(shown) <= 160


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inside: (
        st.lists(inside) | st.lists(inside).map(tuple) | st.dictionaries(st.text(), inside)
    ),
)


@settings(deadline=None, max_examples=100)
@given(anything)
def test_anything_is_shown_in_one_line_of_at_most_160_characters(value):
    shown = show(value)
    assert "\n" not in shown
    assert 0 < len(shown) <= 160
