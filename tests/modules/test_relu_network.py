"""`ReLUNetwork`: three layers, with ReLU between them and a softmax at the end."""

import pytest
import torch

from nbjudge.checks import CheckFailure, ask, assert_close, layers
from nbjudge.show import show


def _rows_of(student, images):
    """What a new network gives for a batch, once it is a matrix with a row for each image."""
    network = student.ReLUNetwork()
    layers(network)
    rows = network(images)
    if not isinstance(rows, torch.Tensor) or rows.shape != (len(images), 10):
        shown = show(rows)
        raise CheckFailure("the output has another shape", shown, f"shape ({len(images)}, 10)")
    return rows


@pytest.mark.weight(2)
def test_the_three_layers_are_there_in_order(student):
    """`fc1`, `fc2` and `fc3` are the only submodules with parameters.

    hint: the order is that of the assignments in `__init__`.
    """
    network = student.ReLUNetwork()
    described = layers(network)
    expression = (
        "[name for name, _ in layers(network) if list(network._modules[name].parameters())]"
    )
    with_parameters = ask(network, expression, network=network)
    found = [(name, what) for name, what in described if name in with_parameters]
    expected = [("fc1", "Linear(784, 128)"), ("fc2", "Linear(128, 64)"), ("fc3", "Linear(64, 10)")]
    if found != expected:
        raise CheckFailure(
            "the submodules with parameters are other ones", show(found), show(expected)
        )


def test_a_batch_of_images_gives_ten_numbers_each(student):
    """(64, 784) gives (64, 10)."""
    rows = _rows_of(student, torch.rand(64, 784) * 2 - 1)
    assert rows.dtype == torch.float32, f"the dtype is {rows.dtype}, not torch.float32"


def test_every_row_is_a_distribution(student):
    """The ten numbers for an image are positive and sum to 1."""
    rows = _rows_of(student, torch.rand(64, 784) * 2 - 1)
    assert bool((rows > 0).all()), "some of the numbers are not positive"
    assert_close(rows.sum(dim=1), torch.ones(64), atol=1e-5)


### BEGIN HIDDEN TESTS
import itertools  # noqa: E402

import torch.nn.functional as F  # noqa: E402

from nbjudge.checks import assert_equal, make, observe  # noqa: E402
from nbjudge.handle import NotAttempted, StudentError  # noqa: E402
from nbjudge.probes.networks import uneven_sum  # noqa: E402

_PARAMETERS = [f"fc{number}.{name}" for number in (1, 2, 3) for name in ("weight", "bias")]


def _parameters(network):
    """All parameters by name."""
    layers(network)
    found = ask(network, "dict(network.named_parameters())", network=network)
    for name in ("fc1.weight", "fc2.weight", "fc3.weight"):
        if type(found) is not dict or not isinstance(found.get(name), torch.Tensor):
            message = f"the network has no parameter `{name}`"
            raise CheckFailure(message, show(list(found)), show(_PARAMETERS))
    return found


def _draw(network):
    """Gives a network weights that make every step count; returns them."""
    weights = {}
    for name, parameter in _parameters(network).items():
        spread = 2 / parameter.shape[-1] ** 0.5 if parameter.dim() > 1 else 0.5
        weights[name] = torch.randn(parameter.shape, dtype=parameter.dtype) * spread
    ask(network, "network.load_state_dict(weights, strict=False)", network=network, weights=weights)
    return weights


def _linear(weights, name):
    weight, bias = weights[f"{name}.weight"].float(), weights.get(f"{name}.bias")
    return lambda x: F.linear(x, weight, None if bias is None else bias.float())


def _formula(weights, images):
    first, second, third = (_linear(weights, name) for name in ("fc1", "fc2", "fc3"))
    return third(second(first(images).relu()).relu()).softmax(dim=1)


def _expected(weights, images):
    try:
        return _formula(weights, images)
    except RuntimeError as error:
        raise CheckFailure(f"the layers do not fit together ({error})") from error


def _assert_formula(student, count):
    network = student.ReLUNetwork()
    weights = _draw(network)
    images = torch.rand(count, 784) * 2 - 1
    assert_close(network(images), _expected(weights, images), rtol=1e-4)


@pytest.mark.weight(3)
def test_the_output_is_what_the_formula_gives(student):
    """The network computes the formula with its own weights.

    hint: ReLU after fc1 and after fc2, and none after fc3.
    """
    _assert_formula(student, 23)


def test_ten_images_are_no_special_case(student):
    """For a batch of ten, the softmax still runs over the classes of each image."""
    _assert_formula(student, 10)


def test_a_single_image_is_enough(student):
    """(1, 784) gives (1, 10)."""
    _assert_formula(student, 1)


def test_neither_the_mode_nor_the_size_of_numbers_and_batches_matters(student):
    """The formula holds in training and evaluation mode, with gradients and without."""
    network = student.ReLUNetwork()
    weights = _draw(network)
    # Scores of some tens: a limit on them would cut them, and their powers do not overflow.
    weights["fc3.weight"] /= 3
    ask(network, "network.load_state_dict(weights, strict=False)", network=network, weights=weights)
    batches = [(x, _expected(weights, x)) for x in (torch.rand(3, 784), 6 * torch.randn(784, 784))]
    # Large batches cross once, and each call gets a copy.
    batches = [(make(network, "images", images=x), expected) for x, expected in batches]
    call = "under_gradient_mode(tracked, network.train(trains), images.clone())"
    for trains, tracked in itertools.product((True, False), repeat=2):
        given = {"network": network, "trains": trains, "tracked": tracked}
        for images, expected in batches:
            rows, mode = ask(network, call, images=images, **given)
            assert_close(rows, expected, atol=1e-4, rtol=1e-3)
            assert mode is tracked, "a call leaves gradients switched off, or on"
            assert rows.requires_grad or not tracked, "the output carries no gradient"


def test_each_layer_does_no_more_than_a_linear_one(student):
    """Called by itself, it computes x · Wᵀ + b."""
    network = student.ReLUNetwork()
    weights = _draw(network)
    for name, size in (("fc1", 784), ("fc2", 128), ("fc3", 64)):
        x = 3 * torch.randn(5, size)
        got = getattr(network, name)(x)
        assert_close(got, _linear(weights, name)(x), atol=1e-3, rtol=1e-4)


def test_no_other_parameters_are_kept(student):
    """The weights and biases of the three layers are the only parameters.

    hint: what `forward` needs has to be made in `__init__`, and once.
    """
    network = student.ReLUNetwork()
    layers(network)
    expression = "[name for name, _ in network.named_parameters(remove_duplicate=False)]"
    names = ask(network, expression, network=network)
    assert_equal(names, _PARAMETERS, "it has other parameters")
    for mode in ("train", "eval"):
        getattr(network, mode)()(torch.rand(3, 784))
    names = ask(network, expression, network=network)
    assert_equal(names, _PARAMETERS, "after a call it has other parameters")


@pytest.mark.weight(2)
def test_every_weight_can_be_trained(student):
    """All weights and biases are trainable, and a gradient of the output reaches them."""
    network = student.ReLUNetwork()
    frozen = [name for name, value in _parameters(network).items() if not value.requires_grad]
    assert not frozen, f"`{frozen[0]}` is frozen: its `requires_grad` is False"
    weights = _draw(network)
    images = torch.rand(8, 784) * 2 - 1
    rows = network(images)
    if not isinstance(rows, torch.Tensor):
        raise CheckFailure("the output is not a tensor", show(rows))
    reached = ask(network, "gradients(network, images)", network=network, images=images)
    for name, expected in _gradients(weights, images).items():
        gradient = reached.get(name) if type(reached) is dict else None
        arrived = isinstance(gradient, torch.Tensor) and bool(gradient.ne(0).any())
        assert arrived, f"no gradient of the output reaches `{name}`"
        message = f"the gradient that reaches `{name}` is another one"
        assert_close(gradient, expected, atol=1e-3 * float(expected.abs().max()), message=message)


def _gradients(weights, images):
    """The gradients that the network's weights ought to get, by the formula."""
    leaves = {name: value.clone().requires_grad_() for name, value in weights.items()}
    uneven_sum(_expected(leaves, images)).backward()
    return {name: leaf.grad for name, leaf in leaves.items() if leaf.grad is not None}


def test_two_networks_share_no_weights(student):
    """Setting the weights of one network leaves another one as it was."""
    first, second = student.ReLUNetwork(), student.ReLUNetwork()
    before = _parameters(second)
    _draw(first)
    for name, value in _parameters(second).items():
        same = name in before and torch.equal(value, before[name])
        assert same, f"setting the weights of one network has changed `{name}` of another"


def test_double_precision_stays_double(student):
    """With float64 weights and inputs the output is float64."""
    network = student.ReLUNetwork()
    layers(network)
    ask(network, "network.double() is network", network=network)
    rows = network(torch.rand(5, 784, dtype=torch.float64) * 2 - 1)
    if not isinstance(rows, torch.Tensor) or rows.dtype != torch.float64:
        raise CheckFailure("the output is not a float64 tensor", show(rows))
    rounded = torch.equal(rows, rows.float().double())
    assert not rounded, "on the way the numbers have been rounded to float32"


def test_it_runs_on_the_device_of_its_weights(student):
    """Nothing in the network depends on one particular device.

    hint: no `.to(...)`, `.cpu()` or `.cuda()` in the class; tensors made in `forward` lie on
    the device of `x`.
    """
    network = student.ReLUNetwork()
    layers(network)
    images = torch.rand(4, 784)
    rows = network(images)
    if not isinstance(rows, torch.Tensor):
        raise CheckFailure("the output is not a tensor", show(rows))
    message = "the output lies on another device than weights and inputs"
    given = {"network": network, "images": images}
    try:
        made = ask(network, "where_tensors_default_to_meta(network, images)", **given)
        ask(network, "cuda_reported(True, network, images)", **given)
        fresh = make(student, "network()", network=student.ReLUNetwork)
        moved = ask(fresh, "device_of_output(network, images)", network=fresh, images=images)
    except (StudentError, NotAttempted) as error:
        raise CheckFailure(f"{message}, or it fails there ({error})") from error
    assert not getattr(made, "is_meta", True), message
    assert moved in ("meta", ""), message


def test_its_input_and_torch_stay_as_they_were(student):
    """Neither making nor calling a network changes its input, the gradient mode or the seed."""
    assert observe(student.ReLUNetwork).settings_kept, "making a network changes a global setting"
    network = student.ReLUNetwork()
    layers(network)
    images = 3 * torch.randn(6, 784)
    seen = observe(network, images)
    assert_close(seen.arguments[0], images, atol=0, rtol=0, message="the input has been changed")
    assert seen.settings_kept, "calling the network changes a global setting of torch"


### END HIDDEN TESTS
