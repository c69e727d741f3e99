"""`neural_network`: a classifier for pictures of clothes.

At grading: the logits, batches of every size, training and evaluation mode, gradients, weights of
its own for each network, the device, float64, what stays as it was, that `model` lies on
`device`, nothing else registered.

Question: Which shape has the batch after each of the two parts, and what stands at the end of
your network?

Idea: `__init__` makes two parts, after `super().__init__()`; `forward` sends the pictures through
both. The logits are what the last linear layer gives.

Tool: `nn.Flatten()` and `nn.Sequential(...)`; `.to(device)` moves a whole model.
"""

import functools

import pytest
import torch

from nbjudge.checks import (
    CheckFailure,
    assert_layers,
    assert_tensor,
    kind,
    layers,
)
from nbjudge.torch import probe

_STACK = "Sequential(Linear(784, 512), ReLU, Linear(512, 512), ReLU, Linear(512, 10))"


@functools.lru_cache(maxsize=1)
def _network(student):
    """The network of all checks that do not need another one: making it takes time."""
    return _made(student)


def _made(student):
    network = student.NeuralNetwork()
    if probe.is_module(student, network) is not True:
        raise CheckFailure("`NeuralNetwork()` gives something that is no `nn.Module`")
    return network


def _logits(network, images):
    return probe.call_on_its_device(network, images)


def _assert_shape(got, shape, fed):
    assert_tensor(got, shape, name=f"what comes out for {fed}")


@pytest.mark.weight(2)
def test_the_parts_have_their_names_and_sizes(student):
    """`flatten` and `linear_relu_stack`, with the layers asked for, in this order."""
    parts = layers(_network(student))
    assert_layers(parts, [("flatten", "Flatten"), ("linear_relu_stack", _STACK)])


def test_pictures_of_shape_28_by_28_give_ten_logits_each(student):
    """(5, 28, 28) gives (5, 10)."""
    network = _network(student)
    _assert_shape(_logits(network, torch.rand(5, 28, 28)), (5, 10), "pictures (5, 28, 28)")


def test_pictures_with_a_channel_give_ten_logits_each(student):
    """(5, 1, 28, 28) gives (5, 10)."""
    network = _network(student)
    _assert_shape(_logits(network, torch.rand(5, 1, 28, 28)), (5, 10), "pictures (5, 1, 28, 28)")


def test_model_is_a_neural_network(student):
    if kind(student.model) == "type":
        said = "`model` is the class itself, not an instance: brackets behind its name make one"
        raise CheckFailure(said, kind="wrong type", mistake=said)
    answer = probe.are_of_one_class(student, student.model, _network(student))
    assert answer is True, "`model` is not an instance of `NeuralNetwork`"


### BEGIN HIDDEN TESTS
import itertools

import torch.nn.functional as F

from nbjudge.checks import (
    NotAttempted,
    StudentError,
    assert_close,
    assert_equal,
    make,
    observe,
    show,
    what_if,
)
from nbjudge.torch import A_CARD, slips_of_a_call, with_other_activations

# What the name of the device comes from is another exercise's affair.
_ON_A_CARD = A_CARD._replace(before_cells="device = 'cuda'; get_device = lambda: 'cuda'")
_ON_ITS_DEVICE = "x.to(next((part.device for part in network.parameters()), 'cpu'))"
_SHAPES = [(512, 784), (512,), (512, 512), (512,), (10, 512), (10,)]


@functools.lru_cache(maxsize=1)
def _drawn(student):
    """Values for all weights and biases, larger ones than a new network has; they stay there."""
    network = _network(student)
    probe.draw_parameters(network, 0.05)
    values = "{name: value.clone() for name, value in network.state_dict().items()}"
    return make(network, values, network=network)


@functools.lru_cache(maxsize=1)
def _drawn_weights(student):
    """What is drawn, as `_weights` gives it."""
    return _weights(_redrawn(student))


def _redrawn(student, network=None):
    """The network, or another one, with the weights and biases that are drawn, anew each time."""
    network = _network(student) if network is None else network
    probe.load_state(network, _drawn(student))
    return network


def _weights(network):
    weights = probe.weights_of_linear_layers(network, "linear_relu_stack")
    if not all(isinstance(part, torch.Tensor) for part in weights):
        raise CheckFailure("a linear layer has no bias")
    assert_equal([tuple(part.shape) for part in weights], _SHAPES, "the layers have other sizes")
    return weights


def _expected(weights, images, activation=torch.relu):
    values = images.flatten(1)
    for first in (0, 2, 4):
        values = values if first == 0 else activation(values)
        values = F.linear(values, *(part.to(images.dtype) for part in weights[first : first + 2]))
    return values


def _assert_logits(student, network, *batches):
    """Fails unless the network gives the logits that the drawn weights give."""
    for images in batches:
        got = _logits(network, images)
        _assert_shape(got, (len(images), 10), f"pictures {tuple(images.shape)}")
        expected = _expected(_drawn_weights(student), images)
        if torch.allclose(got.to(expected.dtype), torch.softmax(expected, dim=1), atol=1e-4):
            message = "these are probabilities; the logits come before the softmax"
            shown = show(got), show(expected)
            raise CheckFailure(message, *shown, kind="wrong values", mistake=message)
        # What float64 rounds off is a share of what float32 does; and somewhat more.
        share = 1e-7 if images.dtype == torch.float64 else 1
        mistakes = _mistakes(student, network, images, got)
        assert_close(got, expected, atol=1e-4 * share, rtol=1e-4 * share, mistakes=mistakes)


def _mistakes(student, network, images, got):
    weights, compute = _drawn_weights(student), with_other_activations(_expected, torch.relu)
    known = {said: lambda other=other: other(weights, images) for said, other in compute.items()}
    return {**known, **slips_of_a_call(network, images, got)}


@pytest.mark.weight(3)
@pytest.mark.essential
def test_the_logits_follow_from_the_weights(student):
    """Linear, ReLU, linear, ReLU, linear, with the model's own weights and no softmax.

    hint (wrong values; probabilities): `forward` passes the flattened pictures through
    `linear_relu_stack` and returns that.
    """
    network = _redrawn(student)
    _assert_logits(student, network, torch.randn(7, 28, 28), torch.randn(10, 1, 28, 28))


def test_a_batch_may_hold_a_single_picture(student):
    """(1, 28, 28) and (1, 1, 28, 28) give (1, 10).

    hint (wrong shape; raised): the first dimension is the batch, whatever its size.
    """
    network = _redrawn(student)
    _assert_logits(student, network, torch.randn(1, 28, 28), torch.randn(1, 1, 28, 28))


def test_batches_of_any_size_are_taken(student):
    """The same network takes one batch after another, of other sizes.

    hint (wrong shape; raised): take the size of the batch from the pictures, or do not use it
    at all.
    """
    network = _redrawn(student)
    _assert_logits(student, network, *(torch.randn(size, 28, 28) for size in (64, 3, 28, 90)))


def test_nothing_else_is_registered(student):
    """The two parts are all that the module holds.

    hint (other parts; of its own; besides): what `forward` does not need as a part belongs in
    no attribute.
    """
    network = _network(student)
    _assert_nothing_else(network)
    _logits(network, torch.rand(2, 28, 28))
    _assert_nothing_else(network)


def _assert_nothing_else(network):
    held = probe.registered_directly(network)
    assert_equal(held, [], "the module has parameters or buffers of its own")
    names = probe.module_names(network)
    allowed = all(name.split(".")[0] in ("", "flatten", "linear_relu_stack") for name in names)
    assert allowed, f"the module has other parts too: {', '.join(filter(None, names))}"
    buffers = probe.buffer_names(network)
    assert_equal(buffers, [], "the module keeps tensors besides weights and biases")
    count = probe.number_of_parameters(network)
    assert_equal(count, 669_706, "the weights are not those of the three layers")


def test_flatten_keeps_the_batch_and_joins_the_rest(student):
    """The part `flatten` is an nn.Flatten() as it comes."""
    network = _network(student)
    values = torch.randn(2, 3, 4, 5)
    assert_close(network.flatten(values), values.reshape(2, 60), atol=0, rtol=0)


def test_neither_the_mode_nor_the_size_of_numbers_and_batches_matters(student):
    """The logits are the same in training and evaluation mode, with gradients and without."""
    network, weights = _redrawn(student), _drawn_weights(student)
    pictures = torch.rand(3, 28, 28), 20 * torch.randn(130, 1, 28, 28)
    batches = [
        (make(network, _ON_ITS_DEVICE, x=x, network=network), _expected(weights, x))
        for x in pictures
    ]
    for training, tracked in itertools.product((False, True), repeat=2):
        given = {"training": training, "tracked": tracked}
        for images, expected in batches:
            got, _ = probe.called_in_mode(network, images, **given)
            assert_close(got, expected, atol=1e-2, rtol=1e-3)
            assert got.requires_grad or not tracked, "the logits carry no gradient"


def test_the_weights_can_be_trained(student):
    """Every weight and bias requires a gradient, and gets one from the logits.

    hint (gradient): do not freeze, detach or copy anything between the pictures and the logits.
    """
    network = _redrawn(student)
    assert_equal(
        probe.requires_grad_of(network),
        [True] * 6,
        "some parameters do not require a gradient",
    )
    images = torch.rand(5, 28, 28)
    inputs = make(network, _ON_ITS_DEVICE, x=images, network=network)
    reached = probe.reached_by_gradients(network, inputs)
    assert_equal(reached, [True] * 6, "the logits give some parameters no gradient")


def test_two_networks_have_weights_of_their_own(student):
    """Changing one network leaves another as it was.

    hint (share): make the layers in `__init__`, each time anew.
    """
    pair = _network(student), _made(student)
    assert probe.share_parameters(*pair) is False, "two networks share weights"


@pytest.mark.weight(2)
def test_a_network_runs_where_its_weights_are(student):
    """Moved as a whole to another device, it takes pictures there and gives logits there.

    hint (device): the class names no device; tensors made in `forward` lie where its input does.
    """
    message = "the logits lie on another device than weights and pictures"
    images = torch.randn(5, 28, 28)
    network = _redrawn(student)
    try:
        made = probe.where_tensors_default_to_meta(network, images)
        fresh = make(student, "network()", network=student.NeuralNetwork)
        moved = probe.device_of_output(fresh, images)
    except (StudentError, NotAttempted) as error:
        raise CheckFailure(f"{message}, or it fails there ({error})") from error
    assert not getattr(made, "is_meta", True), message
    assert moved in ("meta", ""), message
    for device in probe.real_devices(student):
        network = _redrawn(student, _made(student))
        expected = _expected(_drawn_weights(student), images)
        got = probe.moved_and_called(network, images, device)
        assert_close(got, expected, atol=1e-3, rtol=1e-3)


def test_float64_weights_take_float64_pictures(student):
    """Weights and pictures of another dtype give logits of that dtype."""
    if probe.device_of(_network(student)) == "mps":
        return
    network = _redrawn(student, _made(student))
    wide = make(network, "network.to(torch.float64)", network=network)
    sizes = (5, 28, 28), (1, 1, 28, 28), (130, 28, 28)
    _assert_logits(student, wide, *(torch.randn(size, dtype=torch.float64) for size in sizes))


def test_pictures_and_settings_are_left_as_they_were(student):
    """Neither the pictures nor torch's gradient mode and seed change."""
    made = observe(student.NeuralNetwork)
    assert made.settings_kept, "making a network changes torch's seed or gradient mode"
    network = _network(student)
    images = torch.randn(3, 28, 28)
    inputs = make(network, _ON_ITS_DEVICE, x=images, network=network)
    seen = observe(network, inputs)
    assert seen.settings_kept, "a call changes torch's seed or gradient mode"
    message = "a call changes the pictures"
    assert_close(seen.arguments[0], images, atol=0, rtol=0, message=message)


@pytest.mark.weight(2)
def test_the_weights_of_model_are_on_device(student):
    """`model` lies on `device`, also on a computer where that is a graphics card.

    hint (moves; on `device`): `.to(device)` moves a module as a whole.
    """
    model = student.model
    trainable = probe.requires_grad_of(student, model)
    assert_equal(trainable, [True] * 6, "some weights of `model` are frozen, or it has others")
    on_device = probe.lies_on(model, student.device)
    assert on_device is True, "`model` has no weights on `device`"
    assert_equal(_devices_elsewhere(student), ["cuda"] * 6, "some weights stay where they were")


def _devices_elsewhere(student):
    """Where the weights of `model` lie after the same cells, where `device` is a graphics card."""
    message = "where `device` is a graphics card, the cells make no `model`"
    try:
        return probe.devices_of(what_if(student, _ON_A_CARD).model)
    except AssertionError as error:
        raise CheckFailure(f"{message}: {error}") from None


### END HIDDEN TESTS
