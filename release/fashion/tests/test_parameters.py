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


CHECKS_AT_GRADING = 9
