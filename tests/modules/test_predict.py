"""`predict`: images through a model, without gradients.

At grading: the result of the model itself, a single image, the batch as a whole, hooks,
gradients, the mode of every submodule, weights and images, the settings of torch, the dtype and
the device.

Question: Which shape do the images have when they come, and which does the model want?

Idea: Flatten all images but keep their number, and call the model once for the batch, where no
gradients are recorded. Leave the mode of the model as it was.

Tool: `reshape` with -1; `with torch.no_grad():` records nothing inside; call `model(x)`, not its
`forward`.
"""

import pytest
import torch

from nbjudge.checks import assert_distributions, assert_tensor, make

_NETWORK = "nn.Sequential(nn.Linear(784, 16), nn.ReLU(), nn.Linear(16, 10), nn.Softmax(dim=1))"


def _shown(student, count=6):
    """What `predict` gives for a small network and images (count, 1, 28, 28)."""
    predict = student.predict
    return predict(make(student, _NETWORK), torch.rand(count, 1, 28, 28) * 2 - 1)


def test_every_image_gets_ten_probabilities(student):
    """(64, 1, 28, 28) gives (64, 10), and each row sums to 1."""
    assert_distributions(assert_tensor(_shown(student, 64), (64, 10)))


def test_images_without_a_channel_work(student):
    """(64, 28, 28) gives (64, 10)."""
    predict = student.predict
    rows = predict(make(student, _NETWORK), torch.rand(64, 28, 28) * 2 - 1)
    assert_tensor(rows, (64, 10))


@pytest.mark.weight(2)
def test_the_result_carries_no_gradient(student):
    """Its `requires_grad` is False."""
    rows = assert_tensor(_shown(student))
    assert not rows.requires_grad, "the result carries a gradient: its `requires_grad` is True"


### BEGIN HIDDEN TESTS
import torch.nn.functional as F

from nbjudge.checks import CheckFailure, assert_close, assert_equal, observe
from nbjudge.torch import probe

_LINEAR = (
    "[model := nn.Linear(784, 10).to(weight.dtype), "
    "model.load_state_dict({'weight': weight, 'bias': bias})][0]"
)
_MIXED = (
    "nn.Sequential(nn.Linear(784, 16), nn.Sequential(nn.Dropout(0.5), nn.ReLU()), "
    "nn.BatchNorm1d(16), nn.Linear(16, 10))"
)
_OWN_FORWARD = (
    "[model := nn.Module(), setattr(model, 'last', nn.Linear(784, 10)), "
    "setattr(model, 'forward', lambda x: model.last(x.tanh()))][0]"
)


def _linear(student, dtype=torch.float32):
    """A single linear layer on the student's side, and its weight and bias."""
    weight, bias = torch.randn(10, 784, dtype=dtype), torch.randn(10, dtype=dtype)
    return make(student, _LINEAR, weight=weight, bias=bias), weight, bias


def _has(model, weight, bias):
    """Whether a linear layer still has these weights."""
    found = zip(probe.weight_and_bias(model), (weight, bias), strict=True)
    return all(isinstance(got, torch.Tensor) and torch.equal(got, value) for got, value in found)


def _images(*shape, dtype=torch.float32):
    return torch.rand(shape, dtype=dtype) * 2 - 1


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_result_is_what_the_model_returns(student):
    """For images of both shapes, with no second softmax.

    hint (raised; wrong values): the model gets the images as rows of 784 pixels, in their order.
    """
    predict = student.predict
    model, weight, bias = _linear(student)
    for shape in ((7, 1, 28, 28), (7, 28, 28), (10, 28, 28), (28, 28, 28)):
        images = _images(*shape)
        expected = F.linear(images.reshape(shape[0], 784), weight, bias)
        got = predict(model, images)
        mistakes = {
            "a softmax is applied to what the model returns": expected.softmax(dim=1),
            "the pixels go column by column": F.linear(
                images.reshape(-1, 28, 28).transpose(1, 2).reshape(-1, 784), weight, bias
            ),
            "the call changes the weights of the model": lambda: not _has(model, weight, bias),
        }
        assert_close(got, expected, atol=1e-4, rtol=1e-4, mistakes=mistakes)
    model, images = make(student, _OWN_FORWARD), _images(7, 1, 28, 28)
    expected = model(images.reshape(7, 784)).detach()
    assert_close(predict(model, images), expected, atol=1e-4, rtol=1e-4)


def test_a_single_image_is_enough(student):
    """(1, 1, 28, 28) and (1, 28, 28) give (1, 10)."""
    predict = student.predict
    model, weight, bias = _linear(student)
    for shape in ((1, 1, 28, 28), (1, 28, 28)):
        images = _images(*shape)
        expected = F.linear(images.reshape(1, 784), weight, bias)
        assert_close(predict(model, images), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.weight(2)
def test_the_model_gets_the_whole_batch(student):
    """The model is called with all images at once, flattened to (N, 784)."""
    predict = student.predict
    model = _linear(student)[0]
    seen = make(student, "[]")
    expression = "model.register_forward_pre_hook(lambda module, given: seen.append(given[0]))"
    make(student, expression, model=model, seen=seen)
    for count in (5, 1, 200):
        images = _images(count, 1, 28, 28)
        predict(model, images)
        given = probe.emptied(seen)
        if not given:
            raise CheckFailure("the model was not called, as in `model(...)`")
        for flat in given:
            message = "the model gets something else"
            assert_close(flat, images.reshape(count, 784), atol=0, rtol=0, message=message)


def test_a_result_that_depends_on_the_batch_is_right(student):
    """The rows are not computed one by one."""
    predict = student.predict
    layer, weight, bias = _linear(student)
    model = make(student, "nn.Sequential(layer, nn.Softmax(dim=0))", layer=layer)
    images = _images(6, 28, 28)
    expected = F.linear(images.reshape(6, 784), weight, bias).softmax(dim=0)
    assert_close(predict(model, images), expected, atol=1e-4, rtol=1e-3)


@pytest.mark.weight(2)
def test_the_hooks_of_the_model_run(student):
    """The model is called, so a hook may look at its output and change it.

    hint (hook): `model(x)`, not `model.forward(x)`.
    """
    predict = student.predict
    model, weight, bias = _linear(student)
    make(student, "model.register_forward_hook(lambda module, given, out: out + 100)", model=model)
    images = _images(4, 1, 28, 28)
    expected = F.linear(images.reshape(4, 784), weight, bias) + 100
    mistakes = {"the hooks of the model did not run: `forward` was called": expected - 100}
    assert_close(predict(model, images), expected, atol=1e-3, rtol=1e-4, mistakes=mistakes)


def test_no_result_carries_a_gradient(student):
    """Whatever the model ends with, in either mode, for one image or many."""
    for last in ("nn.Softmax(dim=1)", "nn.Identity()"):
        model = make(student, f"nn.Sequential(nn.Linear(784, 10), {last})")
        for trains, shape in ((True, (5, 28, 28)), (False, (1, 28, 28)), (False, (5, 1, 28, 28))):
            probe.set_modes(model, trains)
            rows = assert_tensor(student.predict(model, _images(*shape)))
            assert not rows.requires_grad, "the result carries a gradient"


@pytest.mark.weight(2)
def test_every_submodule_keeps_its_mode(student):
    """Training or evaluation mode is afterwards as it was, for the model and all inside it.

    hint (mode): nothing here needs `model.eval()`.
    """
    predict = student.predict
    for pattern in ("1111111", "0000000", "1101011", "0010100", "1000000", "0111111"):
        wanted = [mode == "1" for mode in pattern]
        model = make(student, _MIXED)
        probe.set_modes(model, wanted)
        predict(model, _images(5, 1, 28, 28))
        assert_equal(
            probe.modes_of(model),
            wanted,
            "a submodule has changed its mode (True stands for training)",
        )


def test_the_weights_stay_as_they_were(student):
    """Their values, their gradients and their `requires_grad`."""
    predict = student.predict
    model, weight, bias = _linear(student)
    probe.set_requires_grad(model, {"bias": False})
    predict(model, _images(5, 28, 28))
    assert_close(model.weight, weight, atol=0, rtol=0, message="the weights have changed")
    assert_close(model.bias, bias, atol=0, rtol=0, message="the biases have changed")
    found = probe.requires_grad_of(model)
    assert_equal(found, [True, False], "`requires_grad` of the weights has changed")
    assert_equal(probe.have_gradients(model), [False, False], "the weights have got gradients")


def test_the_images_stay_as_they_were(student):
    """Their values and their shape."""
    predict = student.predict
    model = _linear(student)[0]
    for shape in ((5, 1, 28, 28), (5, 28, 28)):
        images = _images(*shape)
        seen = observe(predict, model, images)
        assert_close(
            seen.arguments[1],
            images,
            atol=0,
            rtol=0,
            message="the images have changed",
            what="the images afterwards",
        )


def test_torch_stays_as_it_was(student):
    """Gradients are on or off afterwards as they were before, and the seed is the same.

    hint (gradients; setting): `with torch.no_grad():` puts the mode back by itself.
    """
    predict = student.predict
    model = _linear(student)[0]
    images = _images(5, 1, 28, 28)
    assert observe(predict, model, images).settings_kept, "a global setting of torch has changed"
    for enabled in (True, False):
        answer = probe.leaves_gradients_switched(enabled, predict, model, images)
        assert answer is enabled, "gradients are no longer switched on or off as they were"


def test_dtype_and_device_stay_those_of_the_model(student):
    """A model of doubles gives doubles, and nothing is moved to another device."""
    predict = student.predict
    model, weight, bias = _linear(student, torch.float64)
    images = _images(5, 28, 28, dtype=torch.float64)
    expected = F.linear(images.reshape(5, 784), weight, bias)
    assert_close(predict(model, images), expected, atol=1e-9, rtol=1e-9)
    got = probe.cuda_reported(True, predict, model, images)
    assert_close(got, expected, atol=1e-9, rtol=1e-9)
    got = probe.where_tensors_default_to_meta(predict, model, images)
    assert_close(got, expected, atol=1e-9, rtol=1e-9, message="the result lies elsewhere")


### END HIDDEN TESTS
