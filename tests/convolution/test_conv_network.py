"""`conv_network`: a classifier made of windows.

At grading: the steps from the pictures to the logits, batches of any size, what the parts are and
that there are no others, the weights of each network, devices and dtypes, what stays as it was.

Question: Print it after each step: which shape does a batch of 5 pictures have there?

Idea: Two convolutions, each followed by ReLU and by the same pooling. Before the linear layer, all
numbers of one picture are put in a row; those of different pictures stay apart.

Tool: `super().__init__()` first; what is set on `self` there is a part of the network;
`x.flatten(1)` joins all dimensions but the first.
"""

import functools

import torch

from nbjudge.checks import CheckFailure, assert_equal, beside, layers, show
from nbjudge.torch import probe

_network_as_data = beside(__file__, "conv_network.py")
_PARTS = ["conv1", "conv2", "pool", "output"]


@functools.lru_cache(maxsize=1)
def _network(student):
    network = student.ConvNetwork()
    if probe.is_module(student, network) is not True:
        raise CheckFailure("`ConvNetwork()` gives something that is no `nn.Module`")
    return network


def _logits(network, images):
    got = probe.call_on_its_device(network, images)
    if not isinstance(got, torch.Tensor) or got.shape != (len(images), 10):
        raise CheckFailure(f"the logits must have the shape ({len(images)}, 10)", show(got))
    return got


def test_the_parts_have_their_names(student):
    """`conv1`, `conv2`, `pool` and `output`, in this order."""
    assert_equal([name for name, _ in layers(_network(student))], _PARTS)


def test_pictures_give_ten_logits_each(student):
    """(5, 1, 28, 28) gives (5, 10)."""
    _logits(_network(student), torch.rand(5, 1, 28, 28))


### BEGIN HIDDEN TESTS
import pytest
import torch.nn.functional as F

from nbjudge.checks import assert_close, observe
from nbjudge.torch import slips_of_a_call, with_other_activations


def _drawn(student, network=None):
    """A network with weights that make every step count, and these weights."""
    network = _network(student) if network is None else network
    shapes = {name: value.shape for name, value in _network_as_data.weights_of(network).items()}
    weights = {name: 0.3 * torch.randn(shape) for name, shape in shapes.items()}
    weights["output.weight"] /= 10
    probe.load_state(network, weights)
    return network, weights


def _assert_followed(student, count):
    network, weights = _drawn(student)
    images = torch.randn(count, 1, 28, 28)
    got, expected = _logits(network, images), _network_as_data.answers(weights, images)
    if torch.allclose(got, torch.softmax(expected, dim=1), atol=1e-4):
        message = "these are probabilities; the logits come before the softmax"
        raise CheckFailure(message, show(got), show(expected))
    mistakes = {**_mistakes(weights, images), **slips_of_a_call(network, images, got)}
    assert_close(got, expected, atol=1e-3, rtol=1e-3, mistakes=mistakes)


def _mistakes(weights, images):
    computed = functools.partial(_network_as_data.answers, weights, images)
    others = with_other_activations(computed, torch.relu)
    return {"the pooling takes the mean": lambda: computed(pool=F.avg_pool2d), **others}


@pytest.mark.weight(3)
@pytest.mark.essential
def test_the_logits_follow_from_the_weights(student):
    """Twice convolution, ReLU and pooling, then the linear layer, and no softmax.

    hint (wrong values; wrong shape; raised): `x.flatten(1)` keeps the batch, and joins all else
    for `output`.
    """
    for count in (7, 10, 32):
        _assert_followed(student, count)


def test_a_batch_may_be_a_single_picture(student):
    """(1, 1, 28, 28) gives (1, 10).

    hint (wrong values; raised; shape): the first dimension is the batch, whatever its size.
    """
    _assert_followed(student, 1)


def test_the_parts_are_what_they_are_called(student):
    """Two `nn.Conv2d`, an `nn.MaxPool2d` and an `nn.Linear`, of the right sizes."""
    network = _network(student)
    kinds = {"conv1": "Conv2d", "conv2": "Conv2d", "pool": "MaxPool2d", "output": "Linear"}
    for name, kind in kinds.items():
        is_one = probe.is_module(student, getattr(network, name), kind)
        assert is_one is True, f"`{name}` is no `nn.{kind}`"
    _network_as_data.weights_of(network)


def test_nothing_else_is_registered(student):
    """20,490 weights and biases, before a call and after it."""
    network = _network(student)
    wanted = [
        f"{name}.{part}" for name in ("conv1", "conv2", "output") for part in ("weight", "bias")
    ]
    for _ in range(2):
        assert_equal(probe.registered(network), wanted, "it keeps other tensors")
        assert_equal([name for name, _ in layers(network)], _PARTS)
        _logits(network, torch.rand(2, 1, 28, 28))


def test_each_network_has_weights_of_its_own(student):
    """All of them trainable, and reached by a gradient."""
    first, second = student.ConvNetwork(), student.ConvNetwork()
    assert probe.share_parameters(first, second) is False, "two networks share weights"
    _drawn(student, first)
    assert_equal(probe.requires_grad_of(first), [True] * 6, "some weights are frozen")
    reached = probe.reached_by_gradients(first, torch.randn(4, 1, 28, 28))
    assert_equal(reached, [True] * 6, "no gradient reaches some weights")


def test_it_runs_where_its_weights_are(student):
    """On another device, and in float64.

    hint (raised; another device; were on; float64): name no device and no dtype in `forward`.
    """
    images = torch.rand(3, 1, 28, 28)
    where = probe.device_of_output(student.ConvNetwork(), images)
    assert where in ("meta", ""), "weights and pictures were on another device, the logits are not"
    got = probe.where_tensors_default_to_meta(_network(student), images)
    assert isinstance(got, torch.Tensor), "the result is not a tensor"
    assert not got.is_meta, "the logits lie on another device than weights and pictures"
    network = student.ConvNetwork()
    probe.turn_double(network)
    got = network(images.double())
    double = isinstance(got, torch.Tensor) and got.dtype == torch.float64
    assert double, "with float64 weights and pictures the logits are not float64"


def test_making_and_calling_leave_all_alone(student):
    """The pictures, and torch's settings."""
    assert observe(student.ConvNetwork).settings_kept, "making a network changes a setting"
    images = torch.randn(4, 1, 28, 28)
    seen = observe(_network(student), images)
    assert_close(seen.arguments[0], images, atol=0, rtol=0, message="the pictures were changed")
    assert seen.settings_kept, "a call changes torch's settings"


### END HIDDEN TESTS
