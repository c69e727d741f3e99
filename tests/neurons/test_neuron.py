"""`neuron`: the activation of the weighted sum plus the bias.

At grading: inputs of every length, the bias as a number or a tensor, any activation, how the
activation is called, float64, the device, what stays as it was.

Question: How many numbers go into the activation function: one for each input, or one in all?

Idea: First the products, then their sum, then the bias, once; the activation comes last and gets
that single number.

Tool: `@` multiplies two vectors and sums up; so does `(inputs * weights).sum()`. The activation
is a function: call it.
"""

import torch

from nbjudge.checks import assert_close, make


def test_the_worked_example(student):
    x, w = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, -1.0, 0.25])
    got = student.neuron(x, w, 1.0, make(student, "lambda z: z"))
    mistakes = {
        "the bias is missing": -0.75,
        "the bias is subtracted": -1.75,
        "the bias is added for each input": 2.25,
        "it is the mean of the products, not the sum": 0.75,
        "this is always the sigmoid, whatever the activation": 0.56218,
    }
    assert_close(got, torch.tensor(0.25), mistakes=_tensors(mistakes))


def test_the_worked_example_with_a_sigmoid(student):
    x, w = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.5, -1.0, 0.25])
    got = student.neuron(x, w, 1.0, make(student, "torch.sigmoid"))
    mistakes = {
        "the activation is missing": 0.25,
        "the bias is added after the activation": 1.32082,
        "the activation is applied to the inputs, not to the sum": 0.72288,
        "the activation is applied to each product": 1.60306,
        "the activation is applied twice": 0.63696,
    }
    assert_close(got, torch.tensor(0.5622), atol=1e-4, mistakes=_tensors(mistakes))


def _tensors(numbers):
    return {said: torch.tensor(number) for said, number in numbers.items()}


def test_the_result_is_a_single_number(student):
    """A 0-d tensor, of shape ()."""
    got = student.neuron(torch.ones(4), torch.ones(4), 0.5, make(student, "torch.relu"))
    assert_close(got, torch.tensor(4.5))


### BEGIN HIDDEN TESTS
import itertools

import pytest

from nbjudge.checks import CheckFailure, observe, show
from nbjudge.torch import probe

# What a dtype rounds off, as a share of what float32 does; and somewhat more.
_ROUNDINGS = {torch.float32: 1, torch.float64: 1e-8}


def _case(n, dtype=torch.float32):
    """Inputs, weights and a 0-d bias, away from zero, and the weighted sum with the bias."""
    x, w = torch.randn(n, dtype=dtype), torch.randn(n, dtype=dtype)
    bias = 1 + torch.rand((), dtype=dtype)
    return x, w, bias, (x.double() @ w.double() + bias.double()).to(dtype)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_vectors_of_every_length_are_summed_up(student):
    identity = make(student, "lambda z: z")
    lengths = ((1, 1), (2, 1), (7, 1), (int(torch.randint(8, 100, ())), 1), (1000, 1), (7, 100))
    for (n, scale), (dtype, share) in itertools.product(lengths, _ROUNDINGS.items()):
        x, w, bias, _ = _case(n, dtype)
        w = w * scale
        z = (x.double() @ w.double() + bias.double()).to(dtype)
        mistakes = {"the bias is missing": z - bias, "the bias is subtracted": z - 2 * bias}
        mistakes |= {"the bias is added for each input": z + (n - 1) * bias} if n > 1 else {}
        atol = share * (5e-5 if n * scale < 100 else 1e-3)
        got = student.neuron(x, w, bias, identity)
        assert_close(got, z, atol=atol, rtol=share * 1e-5, mistakes=mistakes)
    x, w = torch.tensor([2.0, 2.0, -1.0]), torch.tensor([1.0, 3.0, 2.0])
    assert_close(student.neuron(x, w, 1.0, make(student, "lambda z: z")), torch.tensor(7.0))


@pytest.mark.essential
def test_the_bias_is_added(student):
    """Where all inputs are 0, the weighted sum is the bias."""
    for bias in (2.5, -1.5, 0.25, 0.0):
        got = student.neuron(torch.zeros(3), torch.ones(3), bias, make(student, "lambda z: z - 1"))
        mistakes = {"the bias is missing": torch.tensor(-1.0)} if bias else {}
        mistakes |= {"the bias is added twice": torch.tensor(bias * 2 - 1)}
        assert_close(got, torch.tensor(bias - 1), mistakes=mistakes)


def test_the_bias_may_be_a_number_or_a_tensor(student):
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, -1.0])
    for bias in (2, 2.0, torch.tensor(2.0)):
        assert_close(student.neuron(x, w, bias, make(student, "torch.tanh")), torch.tensor(0.99505))


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_activation_that_is_given_is_applied(student):
    """Whichever function it is, and to the sum, not to the inputs one by one."""
    activations = {
        "lambda s: s * 2 + 1": lambda s: s * 2 + 1,
        "lambda s: s ** 2 - s": lambda s: s**2 - s,
        "torch.tanh": torch.tanh,
        "nn.Softplus()": torch.nn.functional.softplus,
    }
    for expression, activation in activations.items():
        x, w, bias, z = _case(5)
        got = student.neuron(x, w, bias, make(student, expression))
        message = f"for `{expression}` as the activation"
        mistakes = {
            "the activation is not applied": z,
            "the activation is applied to the inputs, not to the sum": activation(x) @ w + bias,
            "the activation is applied before the bias is added": activation(z - bias) + bias,
            "this is always the sigmoid, whatever the activation": torch.sigmoid(z),
            "this is always the relu, whatever the activation": torch.relu(z),
        }
        assert_close(got, activation(z), atol=1e-4, rtol=1e-4, message=message, mistakes=mistakes)


@pytest.mark.weight(2)
def test_the_activation_is_called_once_with_the_weighted_sum(student):
    """A 0-d tensor, the bias included."""
    x, w, bias, z = _case(5)
    recorder = make(student, "Recorder(torch.tanh)")
    student.neuron(x, w, bias, recorder)
    calls = recorder.calls
    if not isinstance(calls, list) or len(calls) != 1:
        raise CheckFailure("the activation is not called exactly once", show(calls), show([z]))
    message = f"the activation was given {show(calls[0])}, not {show(z)}"
    assert_close(calls[0], z, atol=5e-5, message=message)


def test_the_result_has_the_dtype_of_the_inputs(student):
    """float64 inputs give float64 results, computed as precisely."""
    x, w, bias, z = _case(9, torch.float64)
    for given, expected in ((bias, z), (0.1, z - bias + 0.1)):
        got = student.neuron(x, w, given, make(student, "lambda z: z"))
        assert_close(got, expected, atol=1e-10, rtol=0)


def test_what_it_is_given_and_the_settings_of_torch_stay_as_they_were(student):
    x, w, bias, _ = _case(5)
    seen = observe(student.neuron, x, w, bias, make(student, "torch.tanh"))
    assert isinstance(seen.result, torch.Tensor), "the result is not a tensor"
    given = {"inputs": x, "weights": w, "bias": bias}
    for (name, before), after in zip(given.items(), seen.arguments, strict=False):
        assert_close(after, before, atol=0, rtol=0, message=f"`{name}` was changed")
    assert seen.settings_kept, "the gradient mode, the seed or the default dtype was changed"


def test_new_tensors_lie_on_the_device_of_the_inputs(student):
    x, w, bias, z = _case(5)
    arguments = [x, w, bias, make(student, "lambda z: z")]
    got = probe.where_tensors_default_to_meta(student.neuron, *arguments)
    assert_close(got, z, atol=5e-5)
    arguments[2] = 1.5
    got = probe.where_tensors_default_to_meta(student.neuron, *arguments)
    assert_close(got, z - bias + 1.5, atol=5e-5)


### END HIDDEN TESTS
