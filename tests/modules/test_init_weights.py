"""`init_weights`: weights of a linear layer from a normal distribution, and a bias of zeros.

At grading: another `std`, layers of every size, the mean, the bell curve, that every weight is
drawn by itself, a new draw at each call, the same tensors as before, `requires_grad`, the dtype
and the device, other modules, `apply`, the settings of torch.

Question: Which modules have your function to change, and which has it to leave alone?

Idea: First ask whether the module is a linear layer. If so, write new numbers into its own
weight, and zeros into its bias where it has one.

Tool: `isinstance(module, nn.Linear)` asks; the functions of `nn.init` whose names end in `_`
write into a tensor in place.
"""

import functools

import pytest
import torch

from nbjudge.checks import CheckFailure, assert_close, assert_tensor, make, show


def _numbers(values, shape):
    """The values of a weight in double precision, once it is a tensor of the expected shape."""
    return assert_tensor(values, shape, name="the weight").detach().double()


@functools.lru_cache(maxsize=1)
def _weights_after(student):
    """The weights of a new Linear(784, 256) after `init_weights`; kept, since it takes long."""
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(784, 256)")
    init_weights(layer)
    return _numbers(layer.weight, (256, 784))


def _assert_spread(weights, std):
    """Fails for a std that is off by 5.3 of its standard errors: 0.84 % for 200,704 weights."""
    found, error = weights.std().item(), std / (2 * weights.numel()) ** 0.5
    if not abs(found - std) <= 5.3 * error:
        said = f"the standard deviation of the weights is {found:.5g}, not {std:g}"
        if abs(found - std**2) < 0.05 * std**2:
            said += f": that is the square of {std:g}, and std is no variance"
        what = "the standard deviation"
        raise CheckFailure(said, show(found), f"{std}", kind="wrong values", what=what)


def test_the_bias_becomes_zero(student):
    init_weights = student.init_weights
    for n_in, n_out in ((100, 50), (4, 3), (1, 1)):
        layer = make(student, "nn.Linear(n_in, n_out)", n_in=n_in, n_out=n_out)
        init_weights(layer)
        message = "the bias is not 0 after `init_weights(layer)`"
        zeros = torch.zeros(n_out)
        assert_close(layer.bias, zeros, atol=0, rtol=0, message=message, what="the bias")


@pytest.mark.weight(2)
def test_the_weights_have_the_right_spread(student):
    """Their standard deviation is 0.01, unless another `std` is given.

    A right solution fails once in 8 million times.
    """
    _assert_spread(_weights_after(student), 0.01)


def test_a_layer_without_bias_works(student):
    """Its weights are drawn, and it still has no bias.

    hint (NoneType): the `bias` of such a layer is None.

    A right solution fails once in 8 million times.
    """
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(200, 100, bias=False)")
    init_weights(layer)
    _assert_spread(_numbers(layer.weight, (100, 200)), 0.01)
    assert layer.bias is None, "the layer has got a bias"


### BEGIN HIDDEN TESTS
import numpy as np

from nbjudge.checks import StudentError, assert_equal, note_call, observe
from nbjudge.torch import chance_between, chance_within, probe

# Each of these modules is made with values that a wrong initialisation would change.
_OTHERS = (
    "nn.BatchNorm1d(12)",
    "nn.BatchNorm2d(12)",
    "nn.GroupNorm(3, 12)",
    "nn.Conv1d(3, 4, 3)",
    "nn.Conv2d(3, 4, 3)",
    "nn.ConvTranspose2d(3, 4, 3)",
    "nn.Embedding(9, 5)",
    "nn.LSTM(5, 4)",
    "nn.MultiheadAttention(8, 2)",
    "nn.PReLU()",
    "nn.LayerNorm(12)",
    "nn.Bilinear(5, 4, 3)",
    "nn.Sequential(nn.Linear(7, 5), nn.ReLU(), nn.Linear(5, 3))",
    "nn.Conv2d(3, 4, 3).double()",
)
# Classes of the student's own, with a weight and a bias that `apply` would find, and a layer.
_NAMES = ("LinearBlock", "MyLinear", "NonLinearity", "linear", "Classifier")
_OWN = (
    "[block := type(name, (nn.Module,), {{'forward': lambda self, x: x}})(), "
    "setattr(block, 'in_features', 3), setattr(block, 'out_features', 4), "
    "setattr(block, 'weight', nn.Parameter(torch.ones(4, 3))), "
    "setattr(block, 'bias', nn.Parameter(torch.ones(4))), "
    "setattr(block, 'inner', {inner})][0]"
)


def _randomised(student, expression, **names):
    """A module with random parameters, and these."""
    module = make(student, expression, **names)
    return module, probe.randomise(module)


def _assert_unchanged(now, values, message):
    for name, value in values.items():
        same = type(now) is dict and isinstance(now.get(name), torch.Tensor)
        if not (same and torch.equal(now[name], value)):
            raise CheckFailure(f"{message}: `{name}` has changed")


@pytest.mark.weight(2)
def test_another_std_is_honoured(student):
    """`init_weights(module, std=...)` and `init_weights(module, ...)` draw with that std.

    A right solution fails once in 2 million times.
    """
    init_weights = student.init_weights
    for given, named in (([], {"std": 0.2}), ([], {"std": 3.0}), ([0.5], {})):
        layer = make(student, "nn.Linear(200, 100)")
        init_weights(layer, *given, **named)
        _assert_spread(_numbers(layer.weight, (100, 200)), *given, *named.values())


def test_every_linear_layer_is_set(student):
    """Small or wide, frozen or not, in either mode and dtype, with or without a bias.

    A right solution fails once in a million times.
    """
    init_weights = student.init_weights
    for expression, std in (
        ("nn.Linear(784, 10)", 0.01),
        ("nn.Linear(784, 10).requires_grad_(False)", 0.05),
        ("nn.Linear(784, 10).eval()", 0.2),
        ("nn.Linear(784, 10).double()", 0.003),
        ("nn.Linear(784, 10, bias=False)", 0.05),
    ):
        layer = make(student, expression)
        init_weights(layer, std=std)
        _assert_spread(_numbers(layer.weight, (10, 784)), std)
        bias = layer.bias
        if bias is not None:
            assert isinstance(bias, torch.Tensor), "the bias is no tensor any more"
            assert not bool(bias.any()), "the bias is not zero"


def test_the_mean_is_zero(student):
    """The mean of the weights is 0, up to chance.

    It may lie 5.3 standard errors from 0, so that a right solution fails once in 8 million times.
    """
    weights = _weights_after(student)
    mean, error = weights.mean().item(), 0.01 / weights.numel() ** 0.5
    if not abs(mean) <= 5.3 * error:
        raise CheckFailure("the mean of the weights is not 0", show(mean), "0, up to chance")


@pytest.mark.weight(2)
def test_the_weights_follow_a_bell_curve(student):
    """The distribution is normal, not for example uniform.

    hint (normal): `nn.init.normal_`, or `Tensor.normal_`.

    The greatest distance between the empirical distribution of n weights and the normal one
    exceeds 2.8 / sqrt(n) once in 3 million times (Massart). Their excess kurtosis has a standard
    error of sqrt(24 / n), 0.011; it may be 0.07, and is -1.2 for a uniform distribution. That none
    lies beyond 3.6 has a probability of 1e-28.
    """
    values = _weights_after(student).flatten() / 0.01
    count = values.numel()
    in_order = torch.from_numpy(np.sort(values.numpy()))  # ten times as fast as `Tensor.sort`
    below = torch.special.ndtr(in_order)
    steps = torch.arange(count + 1, dtype=torch.float64) / count
    distance = max((steps[1:] - below).max().item(), (below - steps[:-1]).max().item())
    kurtosis = ((values - values.mean()) / values.std()).pow(4).mean().item() - 3
    assert distance <= 2.8 / count**0.5, "the weights are not spread as a normal distribution is"
    assert values.abs().max().item() > 3.6, "the large weights of a normal curve are missing"
    assert abs(kurtosis) <= 0.07, "large weights are too rare or too frequent for a normal curve"


@pytest.mark.essential
def test_every_weight_is_drawn_by_itself(student):
    """No row, column or single value is used over and over.

    Of 200,704 normal numbers in float32, signs left out, about 1 in 90 has a twin; it fails at 1 in
    20. Correlation is asked once, with a chance of a false alarm under 1e-8.

    hint: draw all of the weights at once, and change nothing after that.
    """
    weights = _weights_after(student)
    different = len(np.unique(weights.abs().numpy()))
    assert different > 0.95 * weights.numel(), f"there are only {different} different weights"
    assert chance_within(weights) > 1e-8, "some weights follow from others"


@pytest.mark.essential
def test_every_call_draws_anew(student):
    """A second call gives weights that have nothing to do with the first.

    The correlation of n independent pairs exceeds 5.3 / sqrt(n) once in 8 million times. By chance
    12 of 20,000 weights are those of another call; it fails at 1,000. Other relations have a chance
    under 1e-8 each.
    """
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(200, 100)")
    other = make(student, "nn.Linear(200, 100)")
    drawn = []
    for chosen in (layer, layer, other):
        init_weights(chosen)
        drawn.append(_numbers(chosen.weight, (100, 200)).flatten())
    for later in (1, 2):
        correlation = torch.corrcoef(torch.stack([drawn[0], drawn[later]]))[0, 1].item()
        alike = not abs(correlation) <= 5.3 / drawn[0].numel() ** 0.5
        assert not alike, "two calls give weights that depend on each other"
        sizes = [drawn[0].abs().numpy(), drawn[later].abs().numpy()]
        same = len(np.intersect1d(*sizes)) > 1000
        assert not same, "two calls give the same weights, in another order or with other signs"
        pair = [values.reshape(100, 200) for values in (drawn[0], drawn[later])]
        mirrored = chance_between(*pair) < 1e-8
        assert not mirrored, "two calls give weights that depend on each other"


@pytest.mark.weight(2)
def test_it_happens_in_place(student):
    """`weight` and `bias` stay the same parameters.

    hint (other parameters): a new `nn.Parameter` would be unknown to whoever holds the old one.
    """
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(30, 20)")
    before = make(layer, "[layer.weight, layer.bias]", layer=layer)
    old = layer.weight
    init_weights(layer)
    assert probe.are_its_parameters(layer, before), "the layer has got other parameters"
    assert probe.are_leaves(layer) == [True, True], (
        "the initialisation was recorded for the gradients"
    )
    assert not torch.equal(_numbers(layer.weight, (20, 30)), old.double()), "the weight is the old"


def test_requires_grad_stays(student):
    """Frozen parameters stay frozen, and the others trainable."""
    init_weights = student.init_weights
    for frozen in ((False, False), (True, True), (True, False)):
        wanted = [not is_frozen for is_frozen in frozen]
        layer = make(student, "nn.Linear(30, 20)")
        probe.set_requires_grad(layer, dict(zip(("weight", "bias"), wanted, strict=True)))
        init_weights(layer)
        found = [getattr(p, "requires_grad", None) for p in (layer.weight, layer.bias)]
        if found != wanted:
            raise CheckFailure("`requires_grad` has changed", show(found), show(wanted))


def test_dtype_and_device_stay(student):
    """A layer of doubles, or on another device, stays what it is.

    hint (dtype; CPU): `torch.randn_like` makes a tensor with the dtype and device of another one.
    """
    init_weights = student.init_weights
    layer = make(student, "nn.Linear(30, 20).double()")
    init_weights(layer)
    for name, value in (("weight", layer.weight), ("bias", layer.bias)):
        dtype = value.dtype if isinstance(value, torch.Tensor) else "another one"
        assert dtype == torch.float64, f"the dtype of the {name} has become {dtype}"
    message = "tensors are made on the CPU, wherever the layer lies"
    # The layer is made before the call, which is where tensors default to another device.
    expression = (
        "lambda layer=nn.Linear(30, 20): [init_weights(layer), layer.weight, layer.bias][1:]"
    )
    initialised = make(student, expression, init_weights=init_weights)
    try:
        found = probe.where_tensors_default_to_meta(initialised)
    except StudentError as error:
        raise CheckFailure(f"{message} ({error})") from error
    for value in found:
        assert not getattr(value, "is_meta", True), message


@pytest.mark.weight(2)
def test_other_modules_are_left_alone(student):
    """A module that is no `nn.Linear` keeps its values, also where it contains one.

    hint (has changed; changes it; switches it): `apply` calls the function for every submodule,
    so it must not look inside by itself.
    """
    init_weights = student.init_weights
    own = [(_OWN.format(inner="nn.Linear(5, 3)"), name) for name in _NAMES]
    known = [(text, text.removeprefix("nn.").partition("(")[0]) for text in _OTHERS]
    for expression, what in (*known, *own):
        module, values = _randomised(student, expression, name=what)
        what = what if (expression, what) in known else f"module of the class `{what}`"
        note_call(init_weights, module)
        for switched in (True, False):
            now, *flags = probe.state_after(init_weights, module, switched)
            _assert_unchanged(now, values, f"given a {what}, it changes it")
            assert_equal(flags, [[switched], [switched]], f"given a {what}, it switches it")


@pytest.mark.weight(2)
def test_apply_sets_every_linear_layer_and_nothing_else(student):
    """`model.apply(init_weights)` reaches the layers at every depth.

    A right solution fails once in 4 million times.
    """
    init_weights = student.init_weights
    expression = (
        "nn.Sequential(nn.Conv2d(1, 2, 3), nn.Linear(200, 100), nn.BatchNorm1d(100), nn.ReLU(), "
        "nn.Sequential(nn.Sequential(nn.Linear(100, 200), nn.LayerNorm(200)), nn.Tanh()))"
    )
    own = _OWN.format(inner="nn.ReLU()")
    model, values = _randomised(student, f"nn.Sequential(*{expression}, {own})", name=_NAMES[0])
    model.apply(init_weights)
    now = probe.state_of(model)
    for name in ("1", "4.0.0"):
        weight, bias = values.pop(f"{name}.weight"), values.pop(f"{name}.bias")
        _assert_spread(_numbers(now.get(f"{name}.weight"), weight.shape), 0.01)
        assert_close(now.get(f"{name}.bias"), torch.zeros(len(bias)), atol=0, rtol=0)
    _assert_unchanged(now, values, "apply changes another module")


def test_torch_stays_as_it_was(student):
    """The gradient mode, the seed and the default dtype are as before, and so is the mode.

    hint (setting): a seed set inside a function makes every call draw the same numbers.
    """
    for mode in (True, False):
        layer = make(student, "nn.Linear(30, 20).train(mode)", mode=mode)
        seen = observe(student.init_weights, layer)
        assert seen.settings_kept, "a global setting of torch has changed"
        assert layer.training is mode, "the layer has changed its mode"


### END HIDDEN TESTS
