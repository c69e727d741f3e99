"""`layer`: all neurons of a layer, for a whole batch.

At grading: sizes of every kind, a batch of one, square matrices, a bias of two shapes, any
activation, how the activation is called, no loop over the batch, float64, the device, what stays
as it was.

Question: Which shape has each of your matrices, and which of their sizes have to agree for a
product?

Idea: One matrix product computes all weighted sums of the batch: a row for each example, a column
for each neuron. The bias is added to every row.

Tool: `@` is the matrix product, and adding a bias of shape (n_out,) or (1, n_out) repeats it for
every row by itself. The activation gets the whole matrix, once.
"""

import torch

from nbjudge.checks import assert_close, make


def test_the_worked_example(student):
    x = torch.tensor([[1.0, 2.0], [-1.0, 0.0]])
    w = torch.tensor([[1.0, 0.0, -1.0], [0.0, 1.0, 1.0]])
    b = torch.tensor([0.5, -1.0, 0.0])
    expected = torch.tensor([[1.5, 1.0, 1.0], [0.0, 0.0, 1.0]])
    mistakes = {
        "the bias is missing": torch.tensor([[1.0, 2.0, 1.0], [0.0, 0.0, 1.0]]),
        "the bias is added after the activation": torch.tensor([[1.5, 1.0, 1.0], [0.5, -1.0, 1.0]]),
        "the activation is missing": torch.tensor([[1.5, 1.0, 1.0], [-0.5, -1.0, 1.0]]),
        "the bias is subtracted": torch.tensor([[0.5, 3.0, 1.0], [0.0, 1.0, 1.0]]),
        "the bias is the same for all neurons": torch.tensor([[0.5, 1.5, 0.5], [0.0, 0.0, 0.5]]),
        "it is the mean of the products, not the sum": torch.tensor(
            [[1.0, 0.0, 0.5], [0.0, 0.0, 0.5]]
        ),
    }
    got = student.layer(x, w, b, make(student, "torch.relu"))
    assert_close(got, expected, mistakes=mistakes)


def test_each_example_gives_a_row_and_each_neuron_a_column(student):
    got = student.layer(
        torch.ones(5, 4), torch.ones(4, 3), torch.zeros(3), make(student, "torch.relu")
    )
    assert_close(got, torch.full((5, 3), 4.0))


def test_each_neuron_has_a_bias_of_its_own(student):
    bias = torch.tensor([1.0, -2.0])
    got = student.layer(torch.zeros(3, 4), torch.ones(4, 2), bias, make(student, "lambda z: z"))
    assert_close(got, torch.tensor([[1.0, -2.0]] * 3))


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import CheckFailure, ask_a_person, observe, show
from nbjudge.torch import leaves_torch, probe

# An activation whose n-th call gives n times tanh.
_COUNTING = "(lambda calls: lambda z: (calls.append(1), torch.tanh(z) * len(calls))[1])([])"


def _case(batch, n_in, n_out, dtype=torch.float32):
    """Inputs, weights and bias of a layer, and its weighted sums with the bias."""
    x, w = torch.randn(batch, n_in, dtype=dtype), torch.randn(n_in, n_out, dtype=dtype)
    bias = torch.randn(n_out, dtype=dtype)
    return x, w, bias, (x.double() @ w.double() + bias.double()).to(dtype)


def _with_the_bias(z, bias):
    """What mistakes with the bias give, where there is no activation."""
    return {
        "the bias is missing": z - bias,
        "the bias is subtracted": z - 2 * bias,
        "the bias is added twice": z + bias,
    }


@pytest.mark.weight(3)
@pytest.mark.essential
def test_each_value_is_right_for_all_sizes_that_fit_together(student):
    identity = make(student, "lambda z: z")
    drawn = tuple(torch.randint(1, 40, (3,)).tolist())
    sizes = ((6, 4, 3), (2, 9, 5), (5, 1, 2), (7, 3, 1), (33, 20, 10), drawn)
    # What a dtype rounds off, as a share of what float32 does; and somewhat more.
    for dtype, share in ((torch.float32, 1), (torch.float64, 1e-8)):
        for batch, n_in, n_out in sizes:
            x, w, bias, z = _case(batch, n_in, n_out, dtype)
            got = student.layer(x, w, bias, identity)
            mistakes = _with_the_bias(z, bias)
            assert_close(got, z, atol=5e-5 * share, rtol=1e-5 * share, mistakes=mistakes)
        x, w, bias, z = _case(130, 300, 3, dtype)
        got = student.layer(100 * x, w, bias, identity)
        expected = 100 * (z - bias) + bias
        assert_close(got, expected, atol=0.1 * share, rtol=1e-5 * share)


def test_a_batch_of_one_gives_one_row(student):
    for n_in, n_out in ((4, 3), (1, 1)):
        x, w, bias, z = _case(1, n_in, n_out)
        got = student.layer(x, w, bias, make(student, "torch.tanh"))
        assert_close(got, torch.tanh(z), atol=5e-5)


@pytest.mark.weight(2)
def test_square_sizes_mix_nothing_up(student):
    """The bias belongs to the neurons, and each column of the weights to one neuron.

    hint (transposed): where batch, n_in and n_out are equal, a transposed matrix fits too, but
    is wrong.
    """
    x, w, bias, z = _case(4, 4, 4)
    for given in (bias, bias.reshape(1, 4)):
        got = student.layer(x, w, given, make(student, "lambda z: z"))
        assert_close(got, z, atol=5e-5, mistakes=_square(x, w, bias))


def _square(x, w, bias):
    return {
        "the weights are transposed": x @ w.T + bias,
        "the bias goes down the rows, not along the columns": x @ w + bias.reshape(4, 1),
    }


def test_the_bias_may_have_two_shapes(student):
    """(n_out,) or (1, n_out)."""
    for n_out in (3, 1):
        x, w, bias, z = _case(6, 4, n_out)
        for given in (bias, bias.reshape(1, n_out)):
            got = student.layer(x, w, given, make(student, "torch.tanh"))
            assert_close(got, torch.tanh(z), atol=5e-5)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_activation_that_is_given_is_applied(student):
    """Whichever function it is, and to the weighted sums, not to the inputs."""
    activations = {
        "lambda z: z * 2 + 1": lambda z: z * 2 + 1,
        "torch.tanh": torch.tanh,
        "nn.Softplus()": torch.nn.functional.softplus,
        "lambda z: z - z.mean(dim=0)": lambda z: z - z.mean(dim=0),
    }
    for expression, activation in activations.items():
        x, w, bias, z = _case(6, 4, 3)
        got = student.layer(x, w, bias, make(student, expression))
        message = f"for `{expression}` as the activation"
        mistakes = {
            "the activation is not applied": z,
            "the activation is applied before the bias is added": activation(z - bias) + bias,
            "the activation is applied to the inputs, not to the sums": activation(x) @ w + bias,
            "the bias is missing": activation(z - bias),
        }
        assert_close(got, activation(z), atol=1e-4, rtol=1e-4, message=message, mistakes=mistakes)


@pytest.mark.weight(2)
def test_the_activation_is_called_once_with_the_whole_matrix(student):
    """The (batch, n_out) weighted sums, the bias included."""
    x, w, bias, z = _case(6, 4, 3)
    recorder = make(student, "Recorder(torch.tanh)")
    student.layer(x, w, bias, recorder)
    calls = recorder.calls
    if not isinstance(calls, list) or len(calls) != 1:
        raise CheckFailure("the activation is not called exactly once", show(calls), show([z]))
    message = f"the activation was given {show(calls[0])}, not {show(z)}"
    assert_close(calls[0], z, atol=5e-5, message=message)
    # What is recorded can be changed by whom it was given to, and a result cannot.
    got = student.layer(x, w, bias, make(student, _COUNTING))
    assert_close(got, torch.tanh(z), atol=5e-5, message="the activation is not called exactly once")


@pytest.mark.weight(3)
def test_it_does_not_go_through_the_batch_row_by_row(student):
    """The number of tensor operations does not grow with the batch.

    hint (operations; loops): one matrix product does all rows at once.
    """
    operations, steps = [], []
    # Of 500 rows, torch prints no more than of 5,000: a solution that prints is no loop.
    for batch in (10, 500, 5000):
        x, w, bias, _ = _case(batch, 6, 3)
        arguments = [x, w, bias, make(student, "lambda z: z")]
        seen = observe(student.layer, *arguments)
        is_matrix = isinstance(seen.result, torch.Tensor) and seen.result.shape == (batch, 3)
        assert is_matrix, f"the result is not a ({batch}, 3) tensor"
        operations.append(len(seen.operations))
        steps.append(probe.python_steps(student.layer, *arguments))
    counted = f"{operations[0]} tensor operations for 10 rows, {max(operations)} for more"
    assert max(operations) <= operations[0], counted
    assert max(steps) < steps[0] + 200, "it loops over the rows of the batch"
    if leaves_torch(student, "layer", *arguments):
        ask_a_person(student, "it computes outside torch, where a loop over the rows is not seen")


def test_the_result_has_the_dtype_of_the_inputs(student):
    """float64 inputs give float64 results, computed as precisely."""
    x, w, bias, z = _case(6, 4, 3, torch.float64)
    got = student.layer(x, w, bias, make(student, "lambda z: z"))
    assert_close(got, z, atol=1e-10, rtol=0)


def test_what_it_is_given_and_the_settings_of_torch_stay_as_they_were(student):
    for batch, shape in ((6, (3,)), (6, (1, 3)), (1, (3,)), (1, (1, 3))):
        x, w, bias, _ = _case(batch, 4, 3)
        bias = bias.reshape(shape)
        seen = observe(student.layer, x, w, bias, make(student, "torch.tanh"))
        assert isinstance(seen.result, torch.Tensor), "the result is not a tensor"
        given = {"inputs": x, "weights": w, "bias": bias}
        for (name, before), after in zip(given.items(), seen.arguments, strict=False):
            assert_close(after, before, atol=0, rtol=0, message=f"`{name}` was changed")
        assert seen.settings_kept, "the gradient mode, the seed or the default dtype was changed"


def test_new_tensors_lie_on_the_device_of_the_inputs(student):
    x, w, bias, z = _case(6, 4, 3)
    arguments = [x, w, bias, make(student, "lambda z: z")]
    got = probe.where_tensors_default_to_meta(student.layer, *arguments)
    assert_close(got, z, atol=5e-5)


### END HIDDEN TESTS
