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


CHECKS_AT_GRADING = 7
