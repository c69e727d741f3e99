"""`classify`: from logits to an answer.

At grading: the softmax of the logits, the likeliest classes, a single picture, any model,
float64, pictures on another device, a model that stays where it is, the mode of every part,
gradients, the settings of torch.

Question: What moves in your function, the pictures or the model, and where is the model
afterwards?

Idea: Move the pictures to the device of the weights, call the model once, take the softmax over
the classes, and of that the place of the largest.

Tool: `next(model.parameters()).device` tells where the weights are; `torch.softmax` and `argmax`
both take a `dim`; `torch.no_grad()` records no gradients.
"""

import torch

from nbjudge.checks import (
    CheckFailure,
    assert_close,
    assert_distributions,
    assert_tensor,
    make,
    show,
)

_PIXELS = 28 * 28


def _model(student):
    """A module whose logits are the first ten pixels of each picture."""
    model = make(student, "nn.Sequential(nn.Flatten(), nn.Linear(784, 10))")
    model.load_state_dict({"1.weight": torch.eye(10, _PIXELS), "1.bias": torch.zeros(10)})
    return model


def _images(logits, *shape):
    """Pictures for which that module gives these logits."""
    rest = torch.rand(len(logits), _PIXELS - 10, dtype=logits.dtype)
    return torch.cat([logits, rest], dim=1).reshape(len(logits), *(shape or (1, 28, 28)))


def _logits(size):
    """Logits with the ten values -3.0, -2.4 ... 2.4 in each row, in any order."""
    return torch.rand(size, 10).argsort(dim=1) * 0.6 - 3


def _pair(answer):
    if type(answer) is tuple and _is_turned_round(*answer, *[None] * 2):
        said = "probabilities and classes stand the other way round"
        raise CheckFailure(said, show(answer), kind="wrong type", mistake=said)
    if type(answer) is not tuple or len(answer) != 2:
        said = "it does not return the tuple (probabilities, classes)"
        raise CheckFailure(said, show(answer), kind="wrong type", mistake=said)
    return answer


def _is_turned_round(first, second, *_):
    """Whether the classes come first, and the probabilities after them."""
    tensors = isinstance(first, torch.Tensor) and isinstance(second, torch.Tensor)
    return tensors and second.is_floating_point() and first.dtype == torch.int64


def test_the_answer_is_a_tuple_of_two_tensors(student):
    """`(probabilities, classes)`, of shapes (N, 10) and (N,)."""
    got = _pair(student.classify(_model(student), _images(_logits(6))))
    for value, name, shape in zip(got, ("probabilities", "classes"), ((6, 10), (6,)), strict=True):
        assert_tensor(value, shape, name=f"`{name}` for 6 pictures")


def test_the_probabilities_of_each_picture_add_up_to_one(student):
    probabilities, _ = _pair(student.classify(_model(student), _images(_logits(6))))
    assert_distributions(assert_tensor(probabilities, (6, 10), name="`probabilities`"))


def test_the_worked_example(student):
    """The logits 0, except for a 2 at class 7, give class 7 the probability 0.451."""
    logits = torch.zeros(1, 10)
    logits[0, 7] = 2
    probabilities, classes = _pair(student.classify(_model(student), _images(logits)))
    expected = torch.full((1, 10), 0.061015)
    expected[0, 7] = 0.450862
    assert_close(probabilities, expected, atol=1e-4)
    assert_close(classes, torch.tensor([7]))


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_equal, observe
from nbjudge.torch import probe

_CONVOLUTION = "nn.Sequential(nn.Conv2d(1, 2, 5, stride=4), nn.ReLU(), nn.Flatten(), last)"
_OWN_FORWARD = (
    "[model := nn.Module(), setattr(model, 'flatten', nn.Flatten()), "
    "setattr(model, 'last', nn.Linear(784, 10)), "
    "setattr(model, 'forward', lambda x: model.last(model.flatten(x).tanh()))][0]"
)
_OF_ROWS = "nn.Sequential(nn.Conv1d(28, 4, 3), nn.Flatten(), nn.Linear(104, 10))"  # no channel
_SIZES = ((10, 1), (130, 8), (1, 1), (12, 20), (12, 1 / 60))  # rows, and the size of their logits
_DROPOUT = "nn.Sequential(nn.Flatten(), nn.Dropout(0.0), nn.Sequential(nn.Linear(784, 10)))"


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_probabilities_are_the_softmax_of_the_logits(student):
    """Each row is the softmax of the logits of one picture.

    hint (softmax; sum): apply softmax once, over the classes (dim=1), to what the model returns.
    """
    for size, factor in _SIZES:
        logits = _logits(size) * factor
        probabilities, _ = _pair(student.classify(_model(student), _images(logits)))
        mistakes = {
            "the columns sum to 1, not the rows": torch.softmax(logits, dim=0),
            "the softmax is applied twice": logits.softmax(dim=1).softmax(dim=1),
            "these are the raw logits: the softmax is missing": logits,
            "these are the logarithms of what they should be": logits.log_softmax(dim=1),
            "this is a sigmoid, not a softmax": logits.sigmoid(),
        }
        expected = torch.softmax(logits, dim=1)
        assert_close(probabilities, expected, atol=1e-4, mistakes=mistakes)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_classes_are_the_likeliest(student):
    """The place of each row's largest probability, as int64.

    hint (wrong values; wrong shape): argmax over the classes, dim=1.
    """
    for size, factor in _SIZES:
        logits = _logits(size) * factor
        _, classes = _pair(student.classify(_model(student), _images(logits)))
        mistakes = {"these are the unlikeliest classes": logits.argmin(dim=1)}
        assert_close(classes, logits.argmax(dim=1), mistakes=mistakes)


def test_a_single_picture_is_a_batch_of_one(student):
    """One picture gives shapes (1, 10) and (1,).

    hint (wrong shape): do not squeeze.
    """
    logits = _logits(1)
    answer = _pair(student.classify(_model(student), _images(logits)))
    assert_close(answer[0], torch.softmax(logits, dim=1))
    assert_close(answer[1], logits.argmax(dim=1))


def test_pictures_without_a_channel_are_taken_too(student):
    """The model gets the pictures in the shape they have.

    hint (raised; wrong shape): the model knows what to do with its input; pass it on as it is.
    """
    logits = _logits(5)
    probabilities, _ = _pair(student.classify(_model(student), _images(logits, 28, 28)))
    assert_close(probabilities, torch.softmax(logits, dim=1))


def test_any_model_is_taken(student):
    """A model with other layers, whose parts have other names, and a `forward` of its own.

    hint (raised): use nothing of the model but its call and its parameters.
    """
    convolution = make(student, _CONVOLUTION, last=make(student, "nn.Linear(72, 10)"))
    of_rows = make(student, _OF_ROWS)
    for model in (convolution, make(student, _OWN_FORWARD), of_rows):
        shape = (12, 28, 28) if model is of_rows else (12, 1, 28, 28)
        images = 5 * torch.randn(shape)
        logits = model(images)
        probabilities, classes = _pair(student.classify(model, images))
        assert_close(probabilities, torch.softmax(logits.detach(), dim=1), atol=1e-5)
        assert_close(classes, probabilities.argmax(dim=1))


def test_float64_stays_float64(student):
    """Probabilities have the dtype of the images.

    hint (wrong dtype; raised): move the images to a device only, not to another dtype.
    """
    model = make(student, "model.double()", model=_model(student))
    for size, factor in _SIZES:
        logits = _logits(size).double() * factor
        probabilities, classes = _pair(student.classify(model, _images(logits)))
        assert_close(probabilities, torch.softmax(logits, dim=1), atol=1e-13, rtol=0)
        assert_close(classes, logits.argmax(dim=1))


def _apart(student, device, images):
    """For a model on a device: the answer, where its parts lie, and whether the model stays."""
    if device == "meta":  # stands for a device that this machine does not have
        found = probe.with_model_elsewhere(student.classify, _model(student), images)
    else:
        found = probe.with_model_on(device, student.classify, _model(student), images)
    if type(found) is not list or len(found) != 3 or type(found[1]) is not list:
        raise CheckFailure("expected a tuple of two tensors", show(found))
    return _pair(found[0]), found[1], found[2]


def _other_devices(student):
    return ("meta", *probe.real_devices(student))


@pytest.mark.weight(2)
def test_images_are_moved_to_the_model(student):
    """With images on the CPU and a model elsewhere, both results lie where the model is.

    hint (device): `next(model.parameters()).device` tells where to move the images.
    """
    logits = _logits(6)
    for device in _other_devices(student):
        (probabilities, classes), devices, _ = _apart(student, device, _images(logits))
        for name, lies_on in zip(("probabilities", "classes"), devices, strict=True):
            assert_equal(lies_on, device, f"the model is on {device}, and `{name}` is not")
        here = probabilities.device
        assert_close(probabilities, torch.softmax(logits, dim=1).to(here), atol=1e-3)
        assert_close(classes, logits.argmax(dim=1).to(here))


def test_the_model_stays_where_it_is(student):
    """The model is never moved to the images.

    hint (device): move the images, which are smaller.
    """
    for device in _other_devices(student):
        _, _, stays = _apart(student, device, _images(_logits(6)))
        assert_equal(stays, True, f"the model was on {device}, and is not any more")


def test_images_and_weights_are_left_as_they_were(student):
    """Neither the images nor the model's weights nor their `requires_grad` change."""
    weight, bias = torch.randn(10, _PIXELS) / 10, torch.randn(10)
    model = _model(student)
    model.load_state_dict({"1.weight": weight, "1.bias": bias})
    model[1].requires_grad_(False)
    for trained in (True, False):
        probe.set_requires_grad(model, {"1.weight": trained})
        images = torch.randn(4, 1, 28, 28)
        seen = observe(student.classify, model, images)
        assert_close(
            seen.arguments[1],
            images,
            atol=0,
            rtol=0,
            message="the images were changed",
            what="the images afterwards",
        )
        assert not seen.arguments[1].requires_grad, "the images were made to carry a gradient"
        message = "the model's weights were changed"
        assert_close(model[1].weight, weight, atol=0, rtol=0, message=message)
        message = "the model's biases were changed"
        assert_close(model[1].bias, bias, atol=0, rtol=0, message=message)
        after = probe.requires_grad_of(model)
        assert_equal(after, [trained, False], "the weights' `requires_grad` was changed")


def test_the_mode_of_every_part_is_kept(student):
    """The model, and each module in it, stays in train or eval mode as it was.

    hint (mode): `model.train()` changes all parts; leave the mode alone, it is the caller's choice.
    """
    for modes in ([True] * 5, [False] * 5, [True, True, False, True, False]):
        model = make(student, _DROPOUT)
        probe.set_modes(model, modes)
        student.classify(model, torch.randn(4, 1, 28, 28))
        kept = probe.modes_of(model)
        assert_equal(kept, modes, "the mode of some part of the model was changed")


def test_torch_keeps_its_settings(student):
    """Gradient mode and seed are as before the call.

    hint (changed setting; setting; gradients): `with torch.no_grad():` ends where it began;
    `torch.set_grad_enabled` does not.
    """
    model, images = _model(student), torch.randn(4, 1, 28, 28)
    assert observe(student.classify, model, images).settings_kept, "torch's settings were changed"
    left_on = probe.leaves_gradients_switched(False, student.classify, model, images)
    assert left_on is False, "gradients were off, and are on afterwards"


### END HIDDEN TESTS
