"""`manual_network`: two layers by matrix products, and random weights for them.

At grading: both formulas, sizes of every kind, large sums, float64, the device, what stays as it
was, how `W1`, `B1`, `W2` and `B2` are drawn, that `hidden` and `output` come from them.

Question: Where in the two formulas does the sigmoid stand, and is it in the same places in your
code?

Idea: The function uses its arguments only: a matrix product, a bias, the sigmoid; then a second
product and a bias, and nothing after it. The weights are drawn outside, each by a draw of its
own.

Tool: `@` is the matrix product, the given `activation` is the sigmoid, and `torch.randn(rows,
columns)` draws from a standard normal.
"""

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, assert_tensor, show

_SHAPES = {"W1": (784, 256), "B1": (1, 256), "W2": (256, 10), "B2": (1, 10)}


def _assert_shape(name, value, *shape):
    assert_tensor(value, shape, name=f"`{name}`")


def _pair(result):
    """What the function returned, which is to be (hidden, output)."""
    if type(result) not in (tuple, list) or len(result) != 2:
        said = "it does not return the pair (hidden, output)"
        raise CheckFailure(said, show(result), kind="wrong type", mistake=said)
    return result


def test_weights_and_biases_have_the_right_shapes(student):
    """`W1` is (784, 256), `B1` (1, 256), `W2` (256, 10) and `B2` (1, 10)."""
    for name, shape in _SHAPES.items():
        _assert_shape(name, getattr(student, name), *shape)


@pytest.mark.weight(0.5)
def test_hidden_and_output_have_a_row_for_each_image(student):
    """For the batch of 64, `hidden` is (64, 256) and `output` is (64, 10)."""
    hidden, output, inputs = student.hidden, student.output, student.inputs
    rows = len(inputs) if isinstance(inputs, torch.Tensor) and inputs.dim() else 64
    _assert_shape("hidden", hidden, rows, 256)
    _assert_shape("output", output, rows, 10)


@pytest.mark.weight(0.5)
def test_the_example_comes_out_right(student):
    """One image with two pixels, as in the text."""
    inputs, weights = torch.tensor([[1.0, 2.0]]), torch.tensor([[1.0, -1.0], [0.0, 0.5]])
    biases, more_weights = torch.tensor([[-1.0, 0.0]]), torch.tensor([[2.0], [6.0]])
    result = student.manual_network(inputs, weights, biases, more_weights, torch.tensor([[-1.0]]))
    hidden, output = _pair(result)
    mistakes = {
        "the sigmoid is missing": torch.zeros(1, 2),
        "the bias `B1` is missing": torch.tensor([[0.731059, 0.5]]),
    }
    assert_close(hidden, torch.tensor([[0.5, 0.5]]), mistakes=mistakes, what="`hidden`")
    mistakes = {
        "the bias `B2` is missing": torch.tensor([[4.0]]),
        "the output is squashed by a sigmoid": torch.tensor([[0.952574]]),
        "the output went through a softmax": torch.tensor([[1.0]]),
    }
    assert_close(output, torch.tensor([[3.0]]), mistakes=mistakes, what="`output`")


### BEGIN HIDDEN TESTS
import contextlib
import functools
import itertools
import math

import numpy as np

from nbjudge.checks import (
    NotAttempted,
    StudentError,
    assert_leaves_alone,
    rebinds,
)
from nbjudge.torch import chance_between, chance_within, probe


def _example(rows, pixels, neurons, classes, dtype=torch.float32):
    """Arguments for the network, with sums of a few units."""
    inputs = torch.randn(rows, pixels, dtype=dtype)
    first = torch.randn(pixels, neurons, dtype=dtype) * 2 / math.sqrt(pixels)
    second = torch.randn(neurons, classes, dtype=dtype)
    biases = (torch.randn(1, size, dtype=dtype) for size in (neurons, classes))
    return [inputs, first, next(biases), second, next(biases)]


def _share(tensor):
    """What its dtype rounds off, as a share of what float32 does; and somewhat more."""
    return 1e-7 if tensor.dtype == torch.float64 else 1


def _assert_hidden(got, arguments):
    inputs, first, bias, _, _ = arguments
    share = _share(inputs)
    sums = inputs @ first
    mistakes = {
        "the bias `B1` is missing": lambda: torch.sigmoid(sums),
        "the sigmoid is missing": lambda: sums + bias,
        "the bias `B1` is added after the sigmoid": lambda: torch.sigmoid(sums) + bias,
        "this is a relu, not a sigmoid": lambda: torch.relu(sums + bias),
        "this is a tanh, not a sigmoid": lambda: torch.tanh(sums + bias),
    }
    expected, close = torch.sigmoid(sums + bias), {"atol": 1e-4 * share, "rtol": 1e-5 * share}
    assert_close(got, expected, **close, mistakes=mistakes, what="`hidden`")


def _assert_output(hidden, got, arguments):
    """Judges the second layer by itself, whatever the first one gave."""
    inputs, first, _, second, bias = arguments
    _assert_shape("hidden", hidden, len(inputs), first.shape[1])
    expected = hidden.detach().to(second.dtype) @ second + bias
    share = _share(expected)
    mistakes = {
        "the bias `B2` is missing": lambda: expected - bias,
        "the output is squashed by a sigmoid": lambda: torch.sigmoid(expected),
        "the output went through a softmax": lambda: torch.softmax(expected, dim=1),
        "the output went through a relu": lambda: torch.relu(expected),
    }
    close = {"atol": 1e-3 * share, "rtol": 1e-4 * share}
    assert_close(got, expected, **close, mistakes=mistakes, what="`output`")


@pytest.mark.weight(2)
@pytest.mark.essential
def test_both_formulas_are_followed(student):
    """A sigmoid of sums with their bias, then raw sums with theirs, to two digits or so."""
    arguments = _example(64, 784, 256, 10)
    inputs, first, first_bias, second, second_bias = arguments
    hidden, output = _pair(student.manual_network(*arguments))
    assert_close(hidden, torch.sigmoid(inputs @ first + first_bias), atol=0.05)
    expected = hidden.detach().to(second.dtype) @ second + second_bias
    assert_close(output, expected, atol=0.5, rtol=0.05)


def test_the_hidden_layer_is_the_sigmoid_of_the_sums(student):
    """hidden = sigmoid(inputs · W1 + B1), from the arguments."""
    arguments = _example(64, 784, 256, 10)
    hidden, _ = _pair(student.manual_network(*arguments))
    _assert_hidden(hidden, arguments)


def test_the_output_is_the_raw_scores(student):
    """output = hidden · W2 + B2, from the arguments, with nothing after it."""
    arguments = _example(64, 784, 256, 10)
    hidden, output = _pair(student.manual_network(*arguments))
    _assert_output(hidden, output, arguments)


def test_any_sizes_that_fit_together_will_do(student):
    """Any batch, also of one, any number of inputs, hidden neurons and outputs.

    hint (wrong shape; raised): the sizes come with the arguments; the function needs no number
    of its own.
    """
    sizes = ((1, 784, 256, 10), (5, 20, 8, 3), (1, 1, 1, 1), (9, 4, 1, 7), (100, 3, 300, 1))
    drawn = tuple(torch.randint(1, 30, (4,)).tolist())
    for rows, pixels, neurons, classes in (*sizes, drawn):
        result = student.manual_network(*_example(rows, pixels, neurons, classes))
        hidden, output = _pair(result)
        _assert_shape("hidden", hidden, rows, neurons)
        _assert_shape("output", output, rows, classes)


@pytest.mark.weight(0.5)
def test_the_rows_are_the_images_where_all_sizes_are_equal(student):
    """With six of everything, no transposition goes unseen."""
    arguments = _example(6, 6, 6, 6)
    hidden, output = _pair(student.manual_network(*arguments))
    _assert_hidden(hidden, arguments)
    _assert_output(hidden, output, arguments)


def test_large_sums_give_no_nan(student):
    """The sigmoid of 1,000 is 1 and that of -1,000 is 0.

    hint (NaN): e to the power of 1,000 is infinite in float32, and infinity over infinity is NaN.
    """
    inputs = torch.tensor([[1000.0], [-1000.0], [90.0], [-90.0]])
    one, zero = torch.ones(1, 1), torch.zeros(1, 1)
    hidden, _ = _pair(student.manual_network(inputs, one, zero, one, zero))
    _assert_shape("hidden", hidden, 4, 1)
    assert not bool(hidden.isnan().any()), "`hidden` has NaN in it"
    assert_close(hidden, torch.tensor([[1.0], [0.0], [1.0], [0.0]]), atol=1e-4)


def test_the_results_have_the_dtype_of_the_inputs(student):
    arguments = _example(4, 5, 3, 2, dtype=torch.float64)
    hidden, output = _pair(student.manual_network(*arguments))
    for name, value, columns in (("hidden", hidden, 3), ("output", output, 2)):
        _assert_shape(name, value, 4, columns)
        assert value.dtype == torch.float64, f"`{name}` is {value.dtype}, not torch.float64"


def test_float64_is_computed_in_float64(student):
    """Sums keep the digits that float64 has: of large numbers, of many, and far from zero.

    hint: a number in float32 has 7 digits, one in float64 has 16.
    """
    arguments = _example(64, 784, 256, 10, dtype=torch.float64)
    for size in (1, 8):
        arguments[0] = arguments[0] * size
        hidden, output = _pair(student.manual_network(*arguments))
        _assert_hidden(hidden, arguments)
        _assert_output(hidden, output, arguments)
    inputs = torch.tensor([[1e9 + 0.5, -1e9]], dtype=torch.float64)
    one, zero = torch.ones(1, 1, dtype=torch.float64), torch.zeros(1, 1, dtype=torch.float64)
    hidden, _ = _pair(student.manual_network(inputs, one.expand(2, 1).clone(), zero, one, zero))
    assert_close(hidden, torch.sigmoid(one / 2), atol=1e-6)
    far = torch.linspace(-40, 40, 321, dtype=torch.float64)[:, None]
    hidden, _ = _pair(student.manual_network(far, one, zero, one, zero))
    assert_close(hidden, torch.sigmoid(far), atol=4e-14, rtol=0)


def test_the_results_lie_on_the_device_of_the_inputs(student):
    """A tensor that the function makes has to be made on the device of the inputs."""
    function, arguments = student.manual_network, _example(4, 5, 3, 2)
    for value in _pair(probe.where_tensors_default_to_meta(function, *arguments)):
        assert isinstance(value, torch.Tensor), "the result is not a pair of tensors"
        assert not value.is_meta, "a result does not lie on the device of the inputs"


def test_nothing_else_is_changed(student):
    """The arguments keep their numbers and `requires_grad`, and torch its settings."""
    for sizes in ((4, 5, 3, 2), (1, 5, 3, 2), (4, 4, 4, 4), (1, 1, 1, 1)):
        for dtype in (torch.float32, torch.float64):
            arguments = dict(zip(("inputs", *_SHAPES), _example(*sizes, dtype), strict=True))
            assert_leaves_alone(student.manual_network, **arguments)


def _drawn(student, name):
    """The numbers of a variable in one row, in double precision."""
    value = getattr(student, name)
    if not isinstance(value, torch.Tensor) or not value.is_floating_point() or value.is_meta:
        raise CheckFailure(f"`{name}` is not a tensor of decimal numbers", show(value))
    numbers = value.detach().double().flatten()
    if len(numbers) < 2 or not bool(numbers.isfinite().all()):
        raise CheckFailure(f"`{name}` is not full of finite numbers", show(value))
    return numbers


@functools.lru_cache(maxsize=1)
def _all_drawn(student):
    """The numbers of all four; kept, since they are many."""
    return {name: _drawn(student, name) for name in _SHAPES}


def _in_order(numbers):
    return torch.from_numpy(np.sort(numbers.numpy()))  # ten times as fast as `Tensor.sort`


def test_weights_and_biases_have_mean_zero(student):
    """`W1`, `B1`, `W2` and `B2` are drawn around 0.

    False alarm: 1e-7 for each, since sums of normal numbers are normal; 4e-7 in all.

    hint: `torch.randn` draws from the standard normal, `torch.rand` uniformly from 0 to 1.
    """
    for name, numbers in _all_drawn(student).items():
        mean = float(numbers.mean())
        if math.erfc(abs(mean) * math.sqrt(len(numbers) / 2)) < 1e-7:
            raise CheckFailure(f"the mean of `{name}` is too far from 0", f"{mean:.3g}")


def test_weights_and_biases_have_standard_deviation_one(student):
    """`W1`, `B1`, `W2` and `B2` are as spread out as a standard normal.

    False alarm: 5e-8 on each side for each, by the chi-square distribution of the sum of
    squares; 4e-7 in all.

    hint: nothing scales the numbers up or down after they have been drawn.
    """
    for name, numbers in _all_drawn(student).items():
        half, squares = torch.tensor(len(numbers) / 2).double(), (numbers**2).sum() / 2
        below, above = torch.special.gammainc(half, squares), torch.special.gammaincc(half, squares)
        if min(below, above) < 5e-8:
            spread = float((numbers**2).mean().sqrt())
            message = f"the numbers in `{name}` do not have a standard deviation of 1"
            raise CheckFailure(message, f"{spread:.3g}")


@pytest.mark.weight(1.5)
def test_weights_and_biases_follow_the_bell_curve(student):
    """Most numbers lie near 0, a few far out, as in a standard normal.

    False alarm, for each of the four: 5e-8 that the sample strays so far from the curve (the
    Dvoretzky-Kiefer-Wolfowitz inequality), 5e-8 that none lies farther out (the exact
    probability); and 2e-7 for the last test. 6e-7 in all.

    hint: `torch.randn` draws from the standard normal, `torch.rand` uniformly from 0 to 1.
    """
    for name, numbers in _all_drawn(student).items():
        size = len(numbers)
        curve = torch.special.ndtr(_in_order(numbers))
        steps = torch.arange(size + 1).double() / size
        stray = max(float((steps[1:] - curve).max()), float((curve - steps[:-1]).max()))
        farthest = float(numbers.abs().max())
        none_farther = math.erf(farthest / math.sqrt(2)) ** size
        if 2 * math.exp(-2 * size * stray**2) < 5e-8 or none_farther < 5e-8:
            raise CheckFailure(f"the numbers in `{name}` do not follow a standard normal")
    # `torch.rand` gives multiples of 2^-24. A normal number is one and lies in [0, 1) with a
    # chance of 0.2126 (half of those from 1/4 to 1/2 are, and so on), ten of them with 1.9e-7.
    uniform = bool(((numbers >= 0) & (numbers < 1) & (numbers * 2**24 % 1 == 0)).all())
    assert not uniform, "the numbers in `B2` are uniform, not from a standard normal"


@pytest.mark.essential
def test_weights_and_biases_are_drawn_independently(student):
    """No number follows from others: not by copying, nor with signs, sums or noise in between.

    False alarm: under 2e-7. Signs left out, some 600 pairs of 200,704 normal numbers are equal
    in float32, and a further number is equal to one of them with a chance under 0.02; six of
    ten are with under 210 · 0.02^6 = 1.4e-8. Correlation tells the rest, ten times with a chance
    under 1e-8.

    hint (same; are in; drawn): every tensor needs a draw of its own, and all of its numbers in
    that one draw.
    """
    drawn = {name: _in_order(numbers.abs()) for name, numbers in _all_drawn(student).items()}
    for name, sizes in drawn.items():
        repeated = (sizes[1:] == sizes[:-1]).double().mean()
        assert repeated <= 0.12, f"many numbers in `{name}` are the same"
    names = sorted(drawn, key=lambda name: -len(drawn[name]))
    for place, larger in enumerate(names):
        for smaller in names[place + 1 :]:
            nearest = torch.searchsorted(drawn[larger], drawn[smaller])
            among = drawn[larger][nearest.clamp(max=len(drawn[larger]) - 1)]
            shared = (among == drawn[smaller]).double().mean()
            assert shared < 0.6, f"the numbers of `{smaller}` are in `{larger}` too"
    _assert_uncorrelated(student, names)


def _assert_uncorrelated(student, names):
    tables = {name: _all_drawn(student)[name].reshape(_SHAPES[name]) for name in names}
    for name, table in tables.items():
        assert chance_within(table) > 1e-8, f"some numbers of `{name}` follow from others in it"
    for larger, smaller in itertools.combinations(names, 2):
        follows = chance_between(tables[larger], tables[smaller]) < 1e-8
        assert not follows, f"the numbers of `{smaller}` follow from those of `{larger}`"


@pytest.mark.weight(1.5)
def test_neighbouring_numbers_have_nothing_to_do_with_each_other(student):
    """No row or column repeats or follows from the one before it.

    False alarm: 1e-11, a normal number beyond 7, for four tables and two directions.
    """
    for name, (rows, columns) in _SHAPES.items():
        table = _all_drawn(student)[name].reshape(rows, columns)
        for first, second in ((table[1:], table[:-1]), (table[:, 1:], table[:, :-1])):
            if first.numel() > 200:
                drift = float((first * second).sum()) / math.sqrt(first.numel())
                assert abs(drift) < 7, f"the numbers of `{name}` follow from each other"
        for dim, size in ((0, rows), (1, columns)):
            # Two single numbers may be equal in float32; ten in a row are not.
            is_repeated = table.unique(dim=dim).shape[dim] != size
            assert not (is_repeated and table.numel() // size >= 10), (
                f"`{name}` has the same row or column twice"
            )


def _table(student, name):
    """A tensor of the student's as a table in double precision."""
    value = getattr(student, name)
    if not isinstance(value, torch.Tensor) or value.dim() not in (1, 2) or value.is_meta:
        raise CheckFailure(f"`{name}` is not a table of numbers", show(value))
    return value.detach().double()


def _assert_dtype(student, name):
    value, inputs = getattr(student, name), student.inputs
    if isinstance(value, torch.Tensor) and isinstance(inputs, torch.Tensor):
        assert value.dtype == inputs.dtype, f"`{name}` is {value.dtype}, not {inputs.dtype}"


def _affine(inputs, weights, bias):
    try:
        return inputs @ weights + bias
    except RuntimeError:
        raise CheckFailure("the shapes of the tensors do not fit together") from None


def test_hidden_comes_from_your_weights(student):
    """`hidden` is the sigmoid of inputs · W1 + B1."""
    _assert_dtype(student, "hidden")
    got = _table(student, "hidden")
    close = []
    for inputs in _flattened(student):
        expected = torch.sigmoid(_affine(inputs, _table(student, "W1"), _table(student, "B1")))
        close.append(got.shape == expected.shape and torch.allclose(got, expected, atol=1e-4))
    if not any(close):
        said = "this is not the sigmoid of the sums"
        sums = _affine(inputs, _table(student, "W1"), _table(student, "B1"))
        mistakes = {"the sigmoid is missing": sums}
        assert_close(got, expected, atol=1e-4, message=said, mistakes=mistakes, what="`hidden`")
        raise CheckFailure(said, show(got), show(expected), kind="wrong values", what="`hidden`")


def _flattened(student):
    """`inputs`; where the cell has bound that name anew, what the batch of images gives."""
    if not rebinds(student, "inputs"):
        return [_table(student, "inputs")]
    images = student.images
    found = [images.reshape(len(images), -1).double()]
    with contextlib.suppress(NotAttempted, StudentError, AttributeError):
        found.append(student.flatten(images).double())
    return found


@pytest.mark.weight(1.5)
def test_output_comes_from_your_weights(student):
    """`output` is hidden · W2 + B2, from your own `hidden`."""
    _assert_dtype(student, "output")
    got = _table(student, "output")
    assert_close(
        got,
        _affine(*(_table(student, name) for name in ("hidden", "W2", "B2"))),
        atol=1e-3,
        rtol=1e-4,
        what="`output`",
    )


### END HIDDEN TESTS
