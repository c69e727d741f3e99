"""`parameters`: how many numbers a model can learn, and where they are.

At grading: models of every kind, frozen parameters, shared weights, models without parameters,
other devices, what stays as it was.

Question: What do your functions do with a parameter that is frozen, and with one that stands in
two places?

Idea: Go through the model's parameters, each of them once. For the count, leave out the frozen
ones; for the summary, keep all, with their names.

Tool: `model.parameters()` and `model.named_parameters()` give each one once; `numel`,
`requires_grad` and `shape` belong to each; `tuple` makes a tuple.
"""

from nbjudge.checks import CheckFailure, assert_equal, kind, make, show


def _assert_count(student, model, expected, mistakes=()):
    got = student.count_parameters(model)
    if type(got) is not int:
        said = f"the count must be an int, and is {_kind(got)}"
        raise CheckFailure(said, show(got), show(expected), kind="wrong type", mistake=said)
    if got in dict(mistakes):
        mistake, shown = dict(mistakes)[got], (show(got), show(expected))
        raise CheckFailure(mistake, *shown, kind="wrong values", mistake=mistake)
    assert_equal(got, expected, f"the count is {got:,}, not {expected:,}")


def _assert_summary(student, model, expected):
    got = student.parameter_summary(model)
    if type(got) is not list:
        said = f"the summary must be a list, and is {_kind(got)}"
        raise CheckFailure(said, show(got), show(expected), kind="wrong type", mistake=said)
    for entry in got:
        is_pair = type(entry) is tuple and len(entry) == 2
        if not is_pair or type(entry[0]) is not str or not _is_shape(entry[1]):
            raise CheckFailure(_about(entry), show(entry), kind="wrong type", mistake=_about(entry))
    assert_equal(got, expected, _apart(got, expected))


def _apart(got, expected):
    """What tells two summaries apart, in words."""
    if sorted(got) == sorted(expected):
        return "the summary is in another order"
    for name, _ in expected:
        if name not in dict(got):
            return f"`{name}` is missing in the summary"
    more = [name for name, _ in got if name not in dict(expected)]
    if more:
        return f"`{more[0]}` is in the summary, and is no parameter"
    wrong = next((pair for pair in zip(got, expected, strict=False) if pair[0] != pair[1]), None)
    if wrong is None:
        return "a parameter is in the summary twice"
    return f"`{wrong[1][0]}` is listed as {wrong[0]}, not as {wrong[1]}"


def _kind(value):
    """What a value is, in words."""
    known = {
        "NoneType": "None: is there a `return`?",
        "Tensor": "a tensor: `.item()` gives the int",
    }
    return known.get(kind(value), f"of the type {kind(value)}")


def _about(entry):
    """What is wrong with an entry of the summary."""
    is_pair = type(entry) in (tuple, list) and len(entry) == 2
    if is_pair and type(entry[1]) is str:
        return "name and shape stand the other way round in each entry"
    if is_pair and type(entry[0]) is str and kind(entry[1]) in ("Size", "list"):
        return f"the shape in each entry is a {kind(entry[1])}, not a tuple of ints"
    return "each entry must be a tuple of a name and a shape, which is a tuple of ints"


def _is_shape(value):
    return type(value) is tuple and all(type(size) is int for size in value)


def test_a_linear_layer_has_weights_and_biases(student):
    """nn.Linear(3, 2) has 8 parameters."""
    _assert_count(student, make(student, "nn.Linear(3, 2)"), 8)


def test_the_network_of_this_notebook_has_669706_parameters(student):
    stack = "nn.Sequential(nn.Linear(784, 512), nn.Linear(512, 512), nn.Linear(512, 10))"
    _assert_count(student, make(student, stack), 669_706)


def test_the_summary_lists_names_and_shapes(student):
    """For nn.Linear(3, 2) that is [('weight', (2, 3)), ('bias', (2,))]."""
    linear = make(student, "nn.Linear(3, 2)")
    _assert_summary(student, linear, [("weight", (2, 3)), ("bias", (2,))])


### BEGIN HIDDEN TESTS
from typing import NamedTuple

import pytest

from nbjudge.checks import observe
from nbjudge.torch import probe


class _Model(NamedTuple):
    made_by: str
    count: int
    summary: list
    mistakes: tuple = ()


_FROZEN = _Model(
    "[model := nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4)), "
    "model[0].requires_grad_(False), model[2].bias.requires_grad_(False)][0]",
    20,
    [("0.weight", (5, 6)), ("0.bias", (5,)), ("2.weight", (4, 5)), ("2.bias", (4,))],
    ((59, "frozen parameters are counted too"), (1, "tensors are counted, not their numbers")),
)
_ALL_FROZEN = _Model(
    "nn.Linear(3, 2).requires_grad_(False)", 0, [("weight", (2, 3)), ("bias", (2,))]
)
_SHARED_LAYER = _Model(
    "[layer := nn.Linear(4, 4), nn.Sequential(layer, nn.ReLU(), layer, nn.Linear(4, 2))][1]",
    30,
    [("0.weight", (4, 4)), ("0.bias", (4,)), ("3.weight", (2, 4)), ("3.bias", (2,))],
    ((50, "shared weights are counted twice"),),
)
_SHARED_WEIGHT = _Model(
    "[model := nn.Sequential(nn.Embedding(7, 4), nn.Linear(4, 7)), "
    "setattr(model[1], 'weight', model[0].weight)][0]",
    35,
    [("0.weight", (7, 4)), ("1.bias", (7,))],
)
_TWINS = _Model(
    "[model := nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3)), "
    "[nn.init.zeros_(part) for part in model.parameters()]][0]",
    24,
    [("0.weight", (3, 3)), ("0.bias", (3,)), ("1.weight", (3, 3)), ("1.bias", (3,))],
)
_CONVOLUTIONS = _Model(
    "nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Conv2d(4, 2, 3, bias=False))",
    112,
    [("0.weight", (4, 1, 3, 3)), ("0.bias", (4,)), ("2.weight", (2, 4, 3, 3))],
)
_NESTED = _Model(
    "nn.Sequential(OrderedDict([('head', nn.Linear(5, 4)), "
    "('body', nn.Sequential(nn.Linear(4, 3), nn.PReLU()))]))",
    40,
    [
        ("head.weight", (4, 5)),
        ("head.bias", (4,)),
        ("body.0.weight", (3, 4)),
        ("body.0.bias", (3,)),
        ("body.1.weight", (1,)),
    ],
)
_NUMBER = _Model(
    "nn.ParameterList([torch.tensor(2.0), torch.zeros(3)])", 4, [("0", ()), ("1", (3,))]
)
_BUFFERS = _Model(
    "nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5))",
    30,
    [("0.weight", (5, 3)), ("0.bias", (5,)), ("1.weight", (5,)), ("1.bias", (5,))],
)
_OF_ITS_OWN = _Model(
    "nn.Sequential(nn.Sequential(nn.Sequential(nn.MultiheadAttention(8, 2, bias=False))))",
    256,
    [("0.0.0.in_proj_weight", (24, 8)), ("0.0.0.out_proj.weight", (8, 8))],
)
_DOUBLE = _Model("nn.Linear(3, 2, bias=False).double()", 6, [("weight", (2, 3))])
_PART = _Model("nn.ParameterList([torch.zeros(10)[:3]])", 3, [("0", (3,))])
_NOTHING = _Model("nn.Sequential(nn.Flatten(), nn.ReLU())", 0, [])
_META = _Model("nn.Linear(3, 2, bias=False, device='meta')", 6, [("weight", (2, 3))])


def _assert_counts(student, *models):
    for model in models:
        _assert_count(student, make(student, model.made_by), model.count, model.mistakes)


def _assert_summaries(student, *models):
    for model in models:
        _assert_summary(student, make(student, model.made_by), model.summary)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_count_fits_any_model(student):
    """Convolutions, layers within layers, single numbers, normalisation.

    hint (wrong values): every parameter has `numel()` elements.
    """
    models = (_CONVOLUTIONS, _NESTED, _NUMBER, _BUFFERS, _OF_ITS_OWN, _DOUBLE, _PART)
    _assert_counts(student, *models)


@pytest.mark.weight(3)
def test_frozen_parameters_are_not_counted(student):
    """Only parameters with requires_grad=True count.

    hint (frozen): a layer may be frozen in part.
    """
    _assert_counts(student, _FROZEN, _ALL_FROZEN)


@pytest.mark.weight(2)
def test_shared_weights_are_counted_once(student):
    """A layer in two places, or a weight in two layers, counts once; equal ones count each.

    hint (wrong values): `model.parameters()` gives each parameter once.
    """
    _assert_counts(student, _SHARED_LAYER, _SHARED_WEIGHT, _TWINS)


def test_a_model_without_parameters_has_none(student):
    """The count is 0 and the summary an empty list."""
    _assert_counts(student, _NOTHING)
    _assert_summaries(student, _NOTHING)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_summary_fits_any_model(student):
    """All parameters, in the order of named_parameters(), and no buffers.

    hint (buffers): a running mean is no parameter.
    """
    models = (_CONVOLUTIONS, _NESTED, _NUMBER, _BUFFERS, _OF_ITS_OWN, _DOUBLE, _PART)
    _assert_summaries(student, *models)


@pytest.mark.weight(2)
def test_the_summary_has_frozen_parameters_too(student):
    """Frozen or not, every parameter is in the list."""
    _assert_summaries(student, _FROZEN, _ALL_FROZEN)


def test_the_summary_has_shared_weights_once(student):
    """Under their first name, as named_parameters() has them."""
    _assert_summaries(student, _SHARED_LAYER, _SHARED_WEIGHT, _TWINS)


def test_a_model_on_any_device_is_counted(student):
    """The numbers themselves are not needed.

    hint (raised): a parameter knows its shape and size wherever it lies.
    """
    _assert_counts(student, _META)
    _assert_summaries(student, _META)


def test_the_model_is_left_as_it_was(student):
    """Neither values nor `requires_grad` nor mode change."""
    for mode in (True, False):
        model = make(student, f"[model := {_FROZEN.made_by}, model.train({mode})][0]")
        before = [look(model) for look in (probe.parameter_values, probe.modes_of)]
        student.count_parameters(model)
        student.parameter_summary(model)
        after = [look(model) for look in (probe.parameter_values, probe.modes_of)]
        kept = probe.requires_grad_of(model)
        assert_equal(kept, [False, False, True, False], "`requires_grad` was changed")
        for function in (student.count_parameters, student.parameter_summary):
            settings_kept = observe(function, model).settings_kept
            assert_equal(settings_kept, True, "torch's seed or gradient mode was changed")
        assert_equal(after, before, "the model's values or its mode were changed")


### END HIDDEN TESTS
