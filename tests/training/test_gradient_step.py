"""`gradient_step`: downhill once.

At grading: the direction and size of each step, the next step, parameters without a gradient,
generators, dtypes, the gradient mode, the device.

Question: A parameter is 1 and its gradient 2. Where is it after a step with the rate 0.1?

Idea: Each parameter moves against its gradient, in place, so that the model keeps it; and nothing
of that is to be part of the next gradient. Afterwards the old gradient has to go, or the next one
is added to it.

Tool: `with torch.no_grad():` records nothing; `parameter -= ...` changes it in place;
`parameter.grad = None` clears.
"""

import torch

from nbjudge.checks import CheckFailure, assert_close, note_call, probes_in, show

_steps = probes_in(__file__, "training_steps.py")
_SHAPES = ((4, 3), (4,), (), (2, 3, 2))


def _step(student, values, gradients, rate, recording=True, once=False):
    """The parameters after a step, as the probe describes them."""
    note_call(student.gradient_step, list(values), rate)
    found = _steps.after_a_step(
        student.gradient_step, list(values), list(gradients), rate, recording, once
    )
    if type(found) is not dict or type(found.get("values")) is not list:
        raise CheckFailure("the parameters cannot be read any more", show(found))
    return found


def _assert_values(found, expected):
    for got, wanted in zip(found["values"], expected, strict=True):
        assert_close(got, wanted, message="the parameter is not where the step leads")


def test_the_example_comes_out_right(student):
    """`[1., 2.]` with the gradient `[0.5, -1.]` and the rate 0.1 becomes `[0.95, 2.1]`."""
    values, gradients = [torch.tensor([1.0, 2.0])], [torch.tensor([0.5, -1.0])]
    _assert_values(_step(student, values, gradients, 0.1), [torch.tensor([0.95, 2.1])])


def test_the_gradients_are_cleared(student):
    """Each is `None` or zero afterwards."""
    values = [torch.randn(shape) for shape in _SHAPES]
    left = _step(student, values, [value + 1 for value in values], 0.1)["gradients"]
    kept = [part for part in left if isinstance(part, torch.Tensor) and bool(part.any())]
    if kept:
        raise CheckFailure(
            "a gradient is still there, and would be added to the next", show(kept[0])
        )


def test_the_parameters_still_require_a_gradient(student):
    """They are no results of a recorded computation."""
    values = [torch.randn(shape) for shape in _SHAPES]
    leaves = _step(student, values, values, 0.1)["leaves"]
    assert leaves == [True] * len(values), "a parameter is no leaf that requires a gradient"


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_equal, make
from nbjudge.torch import probe


@pytest.mark.weight(3)
@pytest.mark.essential
def test_each_parameter_goes_against_its_gradient(student):
    """p - learning_rate * gradient, for parameters of any shape and rate.

    hint (not where the step leads; raised): change the parameter itself, in place and without a
    graph: `p -= step` in `no_grad`.
    """
    for rate in (0.1, 1.0, 0.003, 2.5):
        for dtype in (torch.float32, torch.float64):
            values = [torch.randn(shape, dtype=dtype) for shape in _SHAPES]
            gradients = [torch.randn(shape, dtype=dtype) for shape in _SHAPES]
            found = _step(student, values, gradients, rate)
            pairs = zip(values, gradients, strict=True)
            _assert_values(found, [value - rate * gradient for value, gradient in pairs])


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_next_step_goes_by_its_own_gradient(student):
    """Three steps of a model, each with a gradient of its own.

    hint (the weights are others): `backward` adds to `.grad`, so it has to be cleared after
    each step.
    """
    weight, images = torch.randn(2, 3), torch.randn(5, 3)
    model = _steps.classifier(student, weight, torch.zeros(2))
    note_call(student.gradient_step, make(model, "model.parameters()", model=model), 0.01)
    _steps.steps_of_a_model(student.gradient_step, model, images, 0.01, 3)
    weight, bias = weight.clone(), torch.zeros(2)
    for _ in range(3):
        weight.requires_grad_(), bias.requires_grad_()
        loss = (images @ weight.T + bias).square().sum()
        steps = torch.autograd.grad(loss, (weight, bias))
        weight, bias = (weight - 0.01 * steps[0]).detach(), (bias - 0.01 * steps[1]).detach()
    got = probe.weight_and_bias(model[1])
    for value, expected in zip(got, (weight, bias), strict=True):
        message = "after three steps the weights are others"
        assert_close(value, expected, atol=1e-4, rtol=1e-4, message=message)


@pytest.mark.weight(2)
def test_parameters_without_a_gradient_are_left_alone(student):
    """Neither changed nor given a gradient, wherever they stand; frozen ones too.

    hint (raised; not where): `p.grad` is `None` where no gradient has reached `p`.
    """
    values = [torch.randn(3) for _ in range(4)]
    for without in ((0,), (1, 2), (3,), (0, 1, 2, 3)):
        gradients = [None if i in without else torch.ones(3) for i in range(4)]
        found = _step(student, values, gradients, 0.5)
        _assert_values(found, [v if i in without else v - 0.5 for i, v in enumerate(values)])
        given = [found["gradients"][i] for i in without if found["gradients"][i] is not None]
        if given:
            raise CheckFailure("a parameter without a gradient was given one", show(given[0]))
    note_call(student.gradient_step, [values[0], values[0]], 0.5)
    kept = _steps.frozen_after_a_step(student.gradient_step, values[0])
    assert type(kept) is list, "the frozen parameter cannot be read any more"
    assert_close(kept[0], values[0], message="a frozen parameter was changed")
    assert_equal(kept[1], False, "a frozen parameter requires a gradient now")


def test_parameters_may_come_one_by_one(student):
    """As from `model.parameters()`, which can be gone through only once.

    hint (raised; still there; not where): go through them in a single loop, or make a list of
    them first.
    """
    values = [torch.randn(shape) for shape in _SHAPES]
    found = _step(student, values, values, 0.25, once=True)
    _assert_values(found, [0.75 * value for value in values])
    kept = [part for part in found["gradients"] if isinstance(part, torch.Tensor) and part.any()]
    assert not kept, "a gradient is still there"


def test_the_dtype_stays(student):
    """float64 parameters stay float64, and are not rounded on the way."""
    value, gradient = torch.randn(5, dtype=torch.float64), torch.randn(5, dtype=torch.float64)
    got = _step(student, [value], [gradient], 0.1)["values"][0]
    assert_close(got, value - 0.1 * gradient, atol=1e-13, rtol=1e-13)


def test_gradients_are_on_or_off_as_before(student):
    """And the step works either way.

    hint (switched on or off): `with torch.no_grad():` puts it back by itself.
    """
    for recording in (True, False):
        found = _step(student, [torch.ones(3)], [torch.ones(3)], 0.5, recording)
        _assert_values(found, [torch.full((3,), 0.5)])
        assert_equal(found["recording"], recording, "gradients were switched on or off")


def test_parameters_may_lie_on_any_device(student):
    """A tensor that the function makes has to be made on the device of the parameter."""
    model = _steps.classifier(student, torch.randn(2, 3), torch.zeros(2))
    _steps.fill_gradients(model, 1.0)
    before = probe.weight_and_bias(model[1])[0].detach()
    parameters = make(model, "list(model.parameters())", model=model)
    probe.where_tensors_default_to_meta(student.gradient_step, parameters, 0.5)
    after = probe.weight_and_bias(model[1])[0]
    assert_close(after, before - 0.5, message="elsewhere the step leads to another place")


### END HIDDEN TESTS
