"""Known mistakes are named by what came back, and nothing is named that is not so."""

import linecache

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, assert_distributions, assert_layers
from nbjudge.kernel.agent import Agent
from nbjudge.link.failures import Misspelt, NotAttempted, StudentError
from nbjudge.link.handle import Link, Student
from nbjudge.torch import slips_of_a_call

torch.manual_seed(0)
TABLE = torch.randn(6, 6)
CHANCES = torch.randn(5, 4).softmax(dim=1)


def said_of(got, expected, **how):
    with pytest.raises(CheckFailure) as found:
        assert_close(got, expected, **how)
    return found.value


@pytest.mark.parametrize(
    ("got", "expected", "mistake"),
    [
        (TABLE.T, TABLE, "rows and columns are swapped (transposed)"),
        (TABLE.flip(0), TABLE, "the rows are reversed"),
        (TABLE.roll(1, 0), TABLE, "the rows are shifted by one"),
        (TABLE**2, TABLE, "all values are the square of what they should be"),
        (-TABLE, TABLE, "all signs are turned round"),
        (TABLE.relu(), TABLE, "negative values have become 0"),
        (3 * TABLE, TABLE, "all values are 3 times what they should be"),
        (TABLE / 2, TABLE, "all values are 1/2 of what they should be"),
        (TABLE + 0.5, TABLE, "all values are 0.5 too large"),
        (TABLE / 0 * 0, TABLE, "the values are NaN"),
        (CHANCES.T.softmax(1).T, CHANCES, "the columns sum to 1, not the rows"),
        (CHANCES.softmax(1), CHANCES, "a softmax is applied once more"),
        (CHANCES.log() + 1, CHANCES, "these are the raw scores: the softmax is missing"),
        (torch.full((5, 4), 0.3), CHANCES, "all values are the same number, 0.3"),
        (TABLE.round(decimals=2), TABLE, "the values are rounded, to 2 decimals"),
        (TABLE.clamp(-1, 1), TABLE, "values beyond -1 and 1 are cut off"),
        (TABLE.clamp(max=0.5), TABLE, "values beyond 0.5 are cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_relation_of_all_values_is_named(got, expected, mistake):
    found = said_of(got, expected)
    assert found.mistake in (mistake, "the rows do not sum to 1")
    assert found.kind == "wrong values"


def test_a_checks_own_mistakes_come_first():
    mistakes = {"the bias is missing": lambda: TABLE - 1, "other": False}
    assert said_of(TABLE - 1, TABLE, mistakes=mistakes).message == "the bias is missing"


def test_a_mistake_that_changes_nothing_is_not_named():
    without_bias = {"the bias is missing": lambda: TABLE + 1e-9}
    found = said_of(TABLE + torch.eye(6), TABLE, atol=0, rtol=0, mistakes=without_bias)
    assert found.mistake == ""


def test_float32_on_the_way_is_named_where_just_that_was_rounded():
    exact = torch.randn(4, 4, dtype=torch.float64)
    rounded, shifted = exact.float().double(), exact + 1e-9
    told = "on the way the numbers have been rounded to float32"
    assert said_of(rounded, exact, atol=1e-12, rtol=1e-12).mistake == told
    assert said_of(shifted, exact, atol=1e-12, rtol=1e-12).mistake != told


SLIPS = {
    "lambda x: x + torch.rand(())": "a second call with the same input gives other values",
    "lambda x: x.mul_(2) + 1": "the input itself is changed",
    "lambda x: x + 2": "all values are the same number, 3",
    "lambda x: x / 0 * 0": "the values are NaN",
    "lambda x, calls=[]: calls.append(x) or (x + 2).to(torch.float32 if len(calls) < 2 else "
    "torch.float64)": "all values are the same number, 3",
    "lambda x, calls=[]: calls.append(x) or [x + 2][len(calls) - 1]": "all values are the same "
    "number, 3",
}


@pytest.mark.parametrize("expression", SLIPS)
def test_a_call_that_goes_wrong_in_itself_is_told(expression):
    function, given = student(f"f = {expression}").f, torch.ones(3, 2)
    got = function(given)
    slips = slips_of_a_call(function, given, got)
    assert said_of(got, TABLE[:3, :2], mistakes=slips).mistake == SLIPS[expression]


def test_values_without_a_relation_are_shown_where_they_differ_with_digits_enough():
    got = TABLE.clone()
    got[2, 3], expected = 0.95248412, TABLE.clone()
    expected[2, 3] = 0.95248361
    found = said_of(got, expected, atol=0, rtol=0)
    assert found.mistake == ""
    assert found.message == (
        "1 of 36 values differ; the first, at [2, 3], is 0.9524841, not 0.9524836"
    )
    assert "from [2, 3] on: 0.9524841" in found.got
    assert "from [2, 3] on: 0.9524836" in found.expected


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "wrong type", "is None, not a tensor: is there a `return`?"),
        ((TABLE,), "wrong type", "a comma too much"),
        ([1.0, 2.0], "wrong type", "is a list of 2, not a tensor"),
        (2.5, "wrong type", "is a plain number (2.5), not a tensor"),
        (TABLE[:, :2], "wrong shape", "the shape of the result is (6, 2), not (6, 6)"),
        (TABLE.double(), "wrong dtype", "the dtype of the result is torch.float64"),
        (TABLE.reshape(6, 6, 1), "wrong shape", "there is a dimension of size 1 more"),
    ],
    ids=str,
)
def test_what_is_no_such_tensor_is_met_in_words(value, kind, words):
    found = said_of(value, TABLE)
    assert found.kind == kind
    assert words in found.message


def test_a_table_of_probabilities_is_met_in_words():
    assert_distributions(CHANCES)
    for table, mistake in (
        (CHANCES.T, "the columns sum to 1, not the rows"),
        (CHANCES / 5, "all values together sum to 1, not each row"),
        (CHANCES.log(), "these are the logarithms of what they should be"),
        (3 * torch.randn(5, 4), "these are raw scores: the softmax is missing"),
        (torch.full((3, 3), torch.nan), "the values are NaN"),
    ):
        with pytest.raises(CheckFailure) as found:
            assert_distributions(table)
        assert found.value.mistake == mistake


LINEAR = [("hidden", "Linear(20, 10)"), ("output", "Linear(10, 2)")]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "are they assigned to `self`"),
        ([("hiden", "Linear(20, 10)"), LINEAR[1]], "did you mean `hidden`?"),
        ([("hidden", "Linear(10, 20)"), LINEAR[1]], "inputs and outputs are swapped"),
        ([("hidden", "Linear(20, 10, bias=False)"), LINEAR[1]], "its bias is missing"),
        (LINEAR[::-1], "in another order: `output`, `hidden`"),
        ([*LINEAR, ("more", "ReLU")], "one layer too many"),
        ([LINEAR[0]], "`output`, which is to be Linear(10, 2), is not there"),
    ],
)
def test_layers_that_are_other_ones_are_met_in_words(found, words):
    with pytest.raises(CheckFailure) as failure:
        assert_layers(found, LINEAR)
    assert words in failure.value.message


def student(cell):
    names = {"torch": torch, "nn": torch.nn}
    linecache.cache["<cell>"] = (len(cell), None, cell.splitlines(keepends=True), "<cell>")
    exec(compile(cell, "<cell>", "exec"), names)
    return Student(Link(Agent(names).answer, [cell]))


def test_only_the_courses_stub_is_not_attempted():
    with pytest.raises(NotAttempted):
        student("def relu(x):\n    raise NotImplementedError()").relu(TABLE)
    with pytest.raises(StudentError):
        student("class relu(nn.Module):\n    pass").relu()(TABLE)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    def foward(self, x):\n        return x", "did you mean `forward`?"),
        (
            "    def __init__(self):\n        super().__init__()\n"
            "        def forward(self, x):\n            return x",
            "it stands inside `__init__`",
        ),
        ("    def forward(x):\n        return x", "is `self` missing"),
    ],
)
def test_a_forward_that_torch_does_not_find_is_met_in_words(body, words):
    network = student(f"class Network(nn.Module):\n{body}").Network()
    with pytest.raises(StudentError) as found:
        network(TABLE)
    assert words in found.value.said
    assert found.value.call.startswith("Network()(a tensor of shape (6, 6)")


@pytest.mark.parametrize(
    ("body", "lost"),
    [
        ("return x / x.sum(dim=1)", True),
        ("return x - torch.log(x.exp().sum(1))", True),
        ("x -= x.max(dim=1).values\n    return x", True),
        ("return (x * torch.ones(5)).sum(1)", False),
        ("return x / x.sum(dim=1).reshape(2, 2)", False),
        ("return sum(x * torch.ones(size) for size in (3, 2))", False),
    ],
)
def test_a_dimension_is_missed_only_where_it_was_lost(body, lost):
    with pytest.raises(StudentError) as found:
        student(f"def share(x):\n    {body}").share(torch.rand(4, 3))
    assert ("keepdim" in found.value.said) is lost


def test_a_misspelt_name_is_named():
    with pytest.raises(Misspelt, match="did you mean `softmax`"):
        _ = student("def sofmax(x):\n    return x").softmax
    with pytest.raises(NotAttempted, match="`softmax` is not defined yet"):
        _ = student("def relu(x):\n    return x").softmax


def test_a_name_of_pythons_that_was_given_away_is_named():
    held = student("sum = 3\ndef total(x):\n    return sum(x)")
    linecache.cache["<cell>"] = (0, None, ["sum = 3\n", "\n", "    return sum(x)\n"], "<cell>")
    with pytest.raises(StudentError) as found:
        held.total(TABLE)
    assert "`sum` now means the number 3 here" in found.value.said
