"""`layer_by_layer`: three pictures on their way through the layers.

At grading: the values of every step, `hidden1` as it was, the very same layers in `seq_modules`,
the softmax of the logits.

Question: Which step gives each of the names, and does `hidden1` still have negative numbers at
the end?

Idea: Make a layer, give it a name, and call it with the result before it. Put the same layers,
not new ones, into the container.

Tool: `nn.Flatten()`, `nn.Linear(inputs, outputs)`, `nn.ReLU()`, `nn.Sequential(...)`;
`nn.Softmax(dim=...)` is made first and then called.
"""

from nbjudge.checks import (
    CheckFailure,
    assert_distributions,
    assert_equal,
    assert_tensor,
    show,
)
from nbjudge.torch import probe


def _tensor(value, name, shape):
    """The value of a variable, once it is sure to be a tensor of its shape."""
    assert_tensor(value, shape, name=f"`{name}`")
    if not value.is_floating_point():
        raise CheckFailure(f"`{name}` must be a tensor of floats", show(value), kind="wrong dtype")
    return value.detach()


def _described(student, value):
    """A module by its kind and sizes."""
    return probe.description_of(student, value) or f"no module, but {show(value)}"


def test_flat_image_has_a_row_for_each_picture(student):
    """(3, 784)"""
    _tensor(student.flat_image, "flat_image", (3, 784))


def test_the_layers_are_of_the_kinds_asked_for(student):
    """`flatten` is an nn.Flatten(), `layer1` an nn.Linear(784, 20)."""
    assert_equal(_described(student, student.flatten), "Flatten")
    assert_equal(_described(student, student.layer1), "Linear(784, 20)")


def test_the_hidden_values_have_a_row_for_each_picture(student):
    """`hidden1` and `activated` have the shape (3, 20)."""
    _tensor(student.hidden1, "hidden1", (3, 20))
    _tensor(student.activated, "activated", (3, 20))


def test_nothing_that_is_activated_is_negative(student):
    activated = _tensor(student.activated, "activated", (3, 20))
    assert bool((activated >= 0).all()), "`activated` has negative values"


def test_seq_modules_holds_four_modules(student):
    """Flatten, Linear(784, 20), ReLU, Linear(20, 10), in this order."""
    expected = "Sequential(Flatten, Linear(784, 20), ReLU, Linear(20, 10))"
    assert_equal(_described(student, student.seq_modules), expected)


def test_the_results_have_ten_values_for_each_picture(student):
    """`logits` and `pred_probab` have the shape (3, 10), and each row of the latter sums to 1."""
    _tensor(student.logits, "logits", (3, 10))
    probabilities = _tensor(student.pred_probab, "pred_probab", (3, 10))
    assert_distributions(probabilities)


CHECKS_AT_GRADING = 7
