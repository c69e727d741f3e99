"""`parameters`: how many numbers a model can learn, and where they are."""

from nbjudge.checks import CheckFailure, assert_equal, make, show


def _assert_count(student, model, expected):
    got = student.count_parameters(model)
    if type(got) is not int:
        raise CheckFailure("the count must be an int", show(got), show(expected))
    assert_equal(got, expected, "the count is another one")


def _assert_summary(student, model, expected):
    got = student.parameter_summary(model)
    if type(got) is not list:
        raise CheckFailure("the summary must be a list", show(got), show(expected))
    for entry in got:
        is_pair = type(entry) is tuple and len(entry) == 2
        if not is_pair or type(entry[0]) is not str or not _is_shape(entry[1]):
            message = "each entry must be a tuple of a name and a shape, which is a tuple of ints"
            raise CheckFailure(message, show(entry))
    assert_equal(got, expected, "the summary is another one")


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
