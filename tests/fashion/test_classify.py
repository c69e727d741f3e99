"""`classify`: from logits to an answer."""

import torch

from nbjudge.checks import CheckFailure, assert_close, make
from nbjudge.link.show import show

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
    if type(answer) is not tuple or len(answer) != 2:
        raise CheckFailure("expected a tuple of two tensors", show(answer))
    return answer


def test_the_answer_is_a_tuple_of_two_tensors(student):
    """`(probabilities, classes)`, of shapes (N, 10) and (N,)."""
    got = _pair(student.classify(_model(student), _images(_logits(6))))
    for value, name, shape in zip(got, ("probabilities", "classes"), ((6, 10), (6,)), strict=True):
        if not isinstance(value, torch.Tensor) or value.shape != shape:
            raise CheckFailure(f"for 6 pictures, `{name}` must have shape {shape}", show(value))


def test_the_probabilities_of_each_picture_add_up_to_one(student):
    probabilities, _ = _pair(student.classify(_model(student), _images(_logits(6))))
    if not isinstance(probabilities, torch.Tensor) or probabilities.dim() != 2:
        raise CheckFailure("`probabilities` must have shape (N, 10)", show(probabilities))
    assert_close(probabilities.sum(dim=1), torch.ones(6))


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

from nbjudge.checks import ask, assert_equal, observe

_CONVOLUTION = "nn.Sequential(nn.Conv2d(1, 2, 5, stride=4), nn.ReLU(), nn.Flatten(), last)"
_OWN_FORWARD = (
    "[model := nn.Module(), setattr(model, 'flatten', nn.Flatten()), "
    "setattr(model, 'last', nn.Linear(784, 10)), "
    "setattr(model, 'forward', lambda x: model.last(model.flatten(x).tanh()))][0]"
)
_SIZES = ((10, 1), (130, 8), (1, 1), (12, 20), (12, 1 / 60))  # rows, and the size of their logits
_DROPOUT = "nn.Sequential(nn.Flatten(), nn.Dropout(0.0), nn.Sequential(nn.Linear(784, 10)))"


@pytest.mark.weight(2)
def test_the_probabilities_are_the_softmax_of_the_logits(student):
    """Each row is the softmax of the logits of one picture.

    hint: apply softmax once, over the classes (dim=1), to what the model returns.
    """
    for size, factor in _SIZES:
        logits = _logits(size) * factor
        probabilities, _ = _pair(student.classify(_model(student), _images(logits)))
        assert_close(probabilities, torch.softmax(logits, dim=1), atol=1e-4)


@pytest.mark.weight(2)
def test_the_classes_are_the_likeliest(student):
    """The place of each row's largest probability, as int64.

    hint: argmax over the classes, dim=1.
    """
    for size, factor in _SIZES:
        logits = _logits(size) * factor
        _, classes = _pair(student.classify(_model(student), _images(logits)))
        assert_close(classes, logits.argmax(dim=1))


def test_a_single_picture_is_a_batch_of_one(student):
    """One picture gives shapes (1, 10) and (1,).

    hint: do not squeeze.
    """
    logits = _logits(1)
    answer = _pair(student.classify(_model(student), _images(logits)))
    assert_close(answer[0], torch.softmax(logits, dim=1))
    assert_close(answer[1], logits.argmax(dim=1))


def test_pictures_without_a_channel_are_taken_too(student):
    """The model gets the pictures in the shape they have.

    hint: the model knows what to do with its input; pass it on as it is.
    """
    logits = _logits(5)
    probabilities, _ = _pair(student.classify(_model(student), _images(logits, 28, 28)))
    assert_close(probabilities, torch.softmax(logits, dim=1))


def test_any_model_is_taken(student):
    """A model with other layers, whose parts have other names, and a `forward` of its own.

    hint: use nothing of the model but its call and its parameters.
    """
    convolution = make(student, _CONVOLUTION, last=make(student, "nn.Linear(72, 10)"))
    for model in (convolution, make(student, _OWN_FORWARD)):
        images = 5 * torch.randn(12, 1, 28, 28)
        logits = model(images)
        probabilities, classes = _pair(student.classify(model, images))
        assert_close(probabilities, torch.softmax(logits.detach(), dim=1), atol=1e-5)
        assert_close(classes, probabilities.argmax(dim=1))


def test_float64_stays_float64(student):
    """Probabilities have the dtype of the images.

    hint: move the images to a device only, not to another dtype.
    """
    logits = _logits(5).double()
    model = make(student, "model.double()", model=_model(student))
    probabilities, _ = _pair(student.classify(model, _images(logits)))
    assert_close(probabilities, torch.softmax(logits, dim=1), atol=1e-7)


def _apart(student, device, images):
    """A handle on the answer, and on whether the model has stayed, for a model on a device."""
    if device == "meta":  # stands for a device that this machine does not have
        expression = "with_model_elsewhere(classify, model, images)"
    else:
        expression = "[classify(model.to(device), images), device_of(model) == device]"
    given = {"classify": student.classify, "model": _model(student), "images": images}
    return make(student, expression, device=device, **given)


def _other_devices(student):
    return ("meta", *ask(student, "real_devices()"))


@pytest.mark.weight(2)
def test_images_are_moved_to_the_model(student):
    """With images on the CPU and a model elsewhere, both results lie where the model is.

    hint: `next(model.parameters()).device` tells where to move the images.
    """
    logits = _logits(6)
    for device in _other_devices(student):
        answer = _apart(student, device, _images(logits))
        probabilities, classes = _pair(ask(answer, "answer[0]", answer=answer))
        for index, name in enumerate(("probabilities", "classes")):
            lies_on = ask(answer, "device_of(answer[0][index])", answer=answer, index=index)
            assert_equal(lies_on, device, f"the model is on {device}, and `{name}` is not")
        here = probabilities.device
        assert_close(probabilities, torch.softmax(logits, dim=1).to(here), atol=1e-3)
        assert_close(classes, logits.argmax(dim=1).to(here))


def test_the_model_stays_where_it_is(student):
    """The model is never moved to the images.

    hint: move the images, which are smaller.
    """
    for device in _other_devices(student):
        answer = _apart(student, device, _images(_logits(6)))
        _pair(ask(answer, "answer[0]", answer=answer))
        stays = ask(answer, "answer[1]", answer=answer)
        assert_equal(stays, True, f"the model was on {device}, and is not any more")


def test_images_and_weights_are_left_as_they_were(student):
    """Neither the images nor the model's weights nor their `requires_grad` change."""
    weight, bias = torch.randn(10, _PIXELS) / 10, torch.randn(10)
    model = _model(student)
    model.load_state_dict({"1.weight": weight, "1.bias": bias})
    model[1].requires_grad_(False)
    flags = "[part.requires_grad for part in model.parameters()]"
    for trained in (True, False):
        ask(model, "model[1].weight.requires_grad_(trained)", model=model, trained=trained)
        images = torch.randn(4, 1, 28, 28)
        seen = observe(student.classify, model, images)
        assert_close(seen.arguments[1], images, message="the images were changed")
        assert not seen.arguments[1].requires_grad, "the images were made to carry a gradient"
        assert_close(model[1].weight, weight, message="the model's weights were changed")
        assert_close(model[1].bias, bias, message="the model's biases were changed")
        after = ask(model, flags, model=model)
        assert_equal(after, [trained, False], "the weights' `requires_grad` was changed")


def test_the_mode_of_every_part_is_kept(student):
    """The model, and each module in it, stays in train or eval mode as it was.

    hint: `model.train()` changes all parts; leave the mode alone, it is the caller's choice.
    """
    setting = "[setattr(part, 'training', mode) for part, mode in zip(model.modules(), modes)]"
    for modes in ([True] * 5, [False] * 5, [True, True, False, True, False]):
        model = make(student, _DROPOUT)
        ask(model, setting, model=model, modes=modes)
        student.classify(model, torch.randn(4, 1, 28, 28))
        kept = ask(model, "[part.training for part in model.modules()]", model=model)
        assert_equal(kept, modes, "the mode of some part of the model was changed")


def test_torch_keeps_its_settings(student):
    """Gradient mode and seed are as before the call.

    hint: `with torch.no_grad():` ends where it began; `torch.set_grad_enabled` does not.
    """
    model, images = _model(student), torch.randn(4, 1, 28, 28)
    assert observe(student.classify, model, images).settings_kept, "torch's settings were changed"
    given = {"classify": student.classify, "model": model, "images": images}
    expression = "under_gradient_mode(False, classify, model, images)[1]"
    assert ask(student, expression, **given) is False, "gradients were off, and are on afterwards"


### END HIDDEN TESTS
