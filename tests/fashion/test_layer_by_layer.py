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


### BEGIN HIDDEN TESTS
import functools

import pytest
import torch
import torch.nn.functional as F

from nbjudge.checks import assert_close
from nbjudge.torch import with_other_activations


def _input_image(student):
    return _tensor(student.input_image, "input_image", (3, 28, 28))


def _linear(student, layer, sizes):
    """The weight and bias of a linear layer on the student's side."""
    weight, bias = probe.weight_and_bias(student, layer)
    return _tensor(weight, "weight", sizes), _tensor(bias, "bias", sizes[:1])


def test_flatten_keeps_the_batch_and_joins_the_rest(student):
    """`flatten` is an nn.Flatten() as it comes."""
    values = torch.randn(2, 3, 4, 5)
    assert_close(student.flatten(values), values.reshape(2, 60))


def test_flat_image_is_the_flattened_input(student):
    """Row n holds the pixels of picture n."""
    flat = _tensor(student.flat_image, "flat_image", (3, 784))
    assert_close(flat, _input_image(student).reshape(3, 784), what="`flat_image`")


@pytest.mark.weight(2)
def test_hidden1_is_what_layer1_gives(student):
    """hidden1 = layer1(flat_image), and keeps its own values, negative ones included.

    hint (negative): a ReLU that works in place writes over its input.
    """
    hidden = _tensor(student.hidden1, "hidden1", (3, 20))
    flat = _tensor(student.flat_image, "flat_image", (3, 784))
    expected = F.linear(flat, *_linear(student, student.layer1, (20, 784)))
    same_as_activated = torch.equal(hidden, torch.relu(expected))
    message = "`hidden1` has lost its negative values" if same_as_activated else ""
    assert_close(hidden, expected, atol=1e-4, message=message, what="`hidden1`")


@pytest.mark.weight(2)
def test_activated_is_the_relu_of_hidden1(student):
    """Zero where `hidden1` is negative, and `hidden1` elsewhere."""
    activated = _tensor(student.activated, "activated", (3, 20))
    hidden = _tensor(student.hidden1, "hidden1", (3, 20))
    mistakes = {"the ReLU is missing: it equals `hidden1`": hidden}
    for said, other in with_other_activations(_activated, torch.relu).items():
        mistakes[said] = functools.partial(other, hidden)
    assert_close(activated, torch.relu(hidden), mistakes=mistakes, what="`activated`")


def _activated(values, activation):
    return activation(values)


@pytest.mark.weight(3)
def test_seq_modules_reuses_flatten_and_layer1(student):
    """The first two modules in it are the very objects `flatten` and `layer1`.

    hint (is not the object): put the names into the nn.Sequential, not new layers.
    """
    modules = student.seq_modules
    for index, name in enumerate(("flatten", "layer1")):
        same = probe.holds_at(student, modules, index, getattr(student, name))
        assert same is True, f"`seq_modules[{index}]` is not the object `{name}`"


@pytest.mark.weight(2)
def test_logits_are_what_seq_modules_gives(student):
    """logits = seq_modules(input_image)

    hint (softmax; wrong shape): `seq_modules` flattens by itself; its last layer gives the raw
    scores.
    """
    logits = _tensor(student.logits, "logits", (3, 10))
    modules = student.seq_modules
    flat = _input_image(student).reshape(3, 784)
    hidden = F.linear(flat, *_linear(student, modules[1], (20, 784)))
    expected = F.linear(torch.relu(hidden), *_linear(student, modules[3], (10, 20)))
    mistakes = {"these are probabilities: a softmax too much": expected.softmax(dim=1)}
    assert_close(logits, expected, atol=1e-4, mistakes=mistakes, what="`logits`")


@pytest.mark.weight(2)
def test_pred_probab_is_the_softmax_of_the_logits(student):
    """Softmax over dimension 1, once.

    hint (columns; softmax; sum): the ten classes lie along dimension 1.
    """
    probabilities = _tensor(student.pred_probab, "pred_probab", (3, 10))
    logits = _tensor(student.logits, "logits", (3, 10))
    mistakes = {
        "the columns sum to 1, not the rows": torch.softmax(logits, dim=0),
        "the softmax is applied twice": logits.softmax(dim=1).softmax(dim=1),
        "these are the raw logits: the softmax is missing": logits,
    }
    expected = torch.softmax(logits, dim=1)
    assert_close(probabilities, expected, mistakes=mistakes, what="`pred_probab`")


### END HIDDEN TESTS
