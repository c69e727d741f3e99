"""`train_epoch`: once through all training pictures.

At grading: the order of the steps, a last batch that is smaller, the mode of every part, each
batch once, models on another device, float64, frozen weights, torch's own settings.

Question: In which order come these: the step, the gradient, the loss, clearing the old gradient?

Idea: For each batch: forget the old gradients, compute the loss, compute its gradients, step. The
mean is over the images, so a batch counts by its size.

Tool: `optimizer.zero_grad()`, `loss.backward()`, `optimizer.step()`; `model.train()`;
`loss.item() * len(labels)` is what a batch adds.
"""

import torch

from nbjudge.checks import CheckFailure, probes_in, show

_steps = probes_in(__file__, "training_steps.py")


def _float(value):
    if type(value) is not float:
        raise CheckFailure("the result is not a Python float", show(value), kind="wrong type")
    return value


def _pictures(count, classes=3):
    return torch.rand(count, 1, 2, 3), torch.randint(classes, (count,))


def _weights():
    return torch.randn(3, 6), torch.randn(3)


def _optimizer(model, kind="SGD", **settings):
    return _steps.optimizer(model, kind, settings or {"lr": 0.1})


def test_the_result_is_a_float(student):
    """The mean loss over the images, as a Python float."""
    loader = _steps.batches(student, *_pictures(10), 4)
    model = _steps.classifier(student, *_weights())
    _float(student.train_epoch(model, loader, _optimizer(model)))


def test_the_loss_of_the_same_pictures_falls(student):
    """Twenty epochs of six pictures make their loss smaller."""
    loader = _steps.batches(student, *_pictures(6), 3)
    model = _steps.classifier(student, *_weights())
    optimizer = _optimizer(model)
    losses = [_float(student.train_epoch(model, loader, optimizer)) for _ in range(20)]
    if not losses[-1] < losses[0]:
        raise CheckFailure("the loss does not fall", show(losses[-1]), f"less than {losses[0]:.3g}")


### BEGIN HIDDEN TESTS
import pytest
import torch.nn.functional as F

from nbjudge.checks import assert_close, assert_equal, observe
from nbjudge.torch import probe

_SIZES = ((10, 4), (9, 3), (7, 1), (5, 8), (21, 5))  # pictures, and how many in a batch
_KINDS = (
    ("SGD", {"lr": 0.3}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("Adam", {"lr": 0.05}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.1}),
)


def _expected(weights, images, labels, size, kind, settings, epochs=1):
    """The last epoch's losses, as pairs with the sizes of batches, and the weights after it."""
    weight, bias = (part.clone().requires_grad_() for part in weights)
    optimizer = getattr(torch.optim, kind)([weight, bias], **settings)
    losses = []
    with torch.enable_grad():
        for _ in range(epochs):
            losses = []
            for first in range(0, len(labels), size):
                rows, truth = images[first : first + size].flatten(1), labels[first : first + size]
                loss = F.cross_entropy(rows @ weight.T + bias, truth)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append((float(loss.detach()), len(truth)))
    return losses, weight.detach(), bias.detach()


def _assert_mean(got, losses, atol=1e-4):
    """Fails unless a loss is the mean over the images of batches with these losses."""
    each, sizes = (torch.tensor(part, dtype=torch.float64) for part in zip(*losses, strict=True))
    mistakes = {
        "it is the mean over the batches, not over the images": each.mean(),
        "it is the loss of the last batch": each[-1],
        "it is the sum over the batches": each.sum(),
        "it is the sum over the images, not the mean": each @ sizes,
    }
    expected = each @ sizes / sizes.sum()
    value = torch.tensor(_float(got), dtype=torch.float64)
    assert_close(value, expected, atol=atol, rtol=1e-4, mistakes=mistakes)


def _assert_trained(student, weights, data, size, kind, settings, epochs=1):
    model = _steps.classifier(student, *weights)
    optimizer = _optimizer(model, kind, **settings)
    for _ in range(epochs):
        student.train_epoch(model, _steps.batches(student, *data, size), optimizer)
    _, *expected = _expected(weights, *data, size, kind, settings, epochs)
    got = probe.weight_and_bias(model[1])
    message = "after the epoch the weights are others"
    for value, wanted in zip(got, expected, strict=True):
        assert_close(value, wanted, atol=2e-4, rtol=1e-3, message=message)


@pytest.mark.weight(4)
@pytest.mark.essential
def test_the_weights_come_out_right(student):
    """One step for each batch, in order, by the gradients of its own mean loss alone.

    hint (the weights are others): for each batch: `zero_grad`, logits, loss, `backward`, `step`.
    """
    for count, size in _SIZES:
        for kind, settings in _KINDS[: 2 if size == 1 else 4]:
            _assert_trained(student, _weights(), _pictures(count), size, kind, settings)


@pytest.mark.weight(2)
def test_the_next_epoch_goes_on_where_the_last_one_ended(student):
    """Three epochs with one optimizer, and gradients that were there before.

    hint (the weights are others; from before the epoch): `backward` adds to what is in `.grad`;
    `optimizer.zero_grad()` clears it.
    """
    _assert_trained(student, _weights(), _pictures(10), 4, "SGD", {"lr": 0.2, "momentum": 0.5}, 3)
    weights, data = _weights(), _pictures(8)
    model = _steps.classifier(student, *weights)
    _steps.fill_gradients(model, 2.0)
    student.train_epoch(model, _steps.batches(student, *data, 4), _optimizer(model))
    _, *expected = _expected(weights, *data, 4, "SGD", {"lr": 0.1})
    message = "gradients from before the epoch were used in it"
    for value, wanted in zip(probe.weight_and_bias(model[1]), expected, strict=True):
        assert_close(value, wanted, atol=2e-4, message=message)


@pytest.mark.weight(2)
def test_the_loss_is_the_mean_over_the_images(student):
    """Also where the last batch is smaller, and where the loader leaves some images out.

    hint (wrong values; another one): add up each batch's loss times its number of images;
    divide by the number of them all.
    """
    for count, size in (*_SIZES, (11, 10)):
        weights, data = (3 * part for part in _weights()), _pictures(count)
        weights = tuple(weights)
        model = _steps.classifier(student, *weights)
        got = student.train_epoch(model, _steps.batches(student, *data, size), _optimizer(model))
        _assert_mean(got, _expected(weights, *data, size, "SGD", {"lr": 0.1})[0])
    weights, (images, labels) = _weights(), _pictures(11)
    model = _steps.classifier(student, *weights)
    loader = _steps.batches(student, images, labels, 4, drop_last=True)
    got = student.train_epoch(model, loader, _optimizer(model))
    losses = _expected(weights, images[:8], labels[:8], 4, "SGD", {"lr": 0.1})[0]
    expected = torch.tensor(losses, dtype=torch.float64)[:, 0].mean()
    message = "for a loader that leaves pictures out the mean is another one"
    value = torch.tensor(_float(got), dtype=torch.float64)
    assert_close(value, expected, atol=1e-4, message=message)


def test_all_parts_are_in_training_mode(student):
    """While the model is called, whichever mode its parts were in before.

    hint (evaluation mode): `model.train()` before the loop.
    """
    for modes in ([True] * 7, [False] * 7, [True, True, False, True, False, True, True]):
        model = _steps.watched(student)
        probe.set_modes(model, modes)
        loader = _steps.batches(student, *_pictures(7), 3)
        student.train_epoch(model, loader, _optimizer(model))
        seen = _steps.seen_by(model)
        for training, _, _ in seen:
            assert all(training), "some part of the model was in evaluation mode"


def test_each_batch_is_seen_once(student):
    """The model is called once for each batch of the loader, in one pass."""
    for count, size in _SIZES:
        model = _steps.watched(student)
        loader = _steps.batches(student, *_pictures(count), size)
        student.train_epoch(model, loader, _optimizer(model))
        sizes = [found[2] for found in _steps.seen_by(model)]
        expected = [min(size, count - first) for first in range(0, count, size)]
        assert_equal(sizes, expected, "the model was called for other batches than the loader has")


def test_images_and_labels_are_moved_to_the_model(student):
    """The model alone lies on another device, and stays there.

    hint (raised; on the same device): `next(model.parameters()).device` tells where to move them.
    """
    for device in ("meta", *probe.real_devices(student)):
        weights, data = _weights(), _pictures(10)
        model = _steps.classifier(student, *weights)
        loader, optimizer = _steps.batches(student, *data, 4), _optimizer(model)
        if device == "meta":
            call = probe.with_model_elsewhere
            found = call(student.train_epoch, model, loader, optimizer)
        else:
            found = probe.with_model_on(device, student.train_epoch, model, loader, optimizer)
        loss, *_, stays = found
        _assert_mean(loss, _expected(weights, *data, 4, "SGD", {"lr": 0.1})[0], atol=1e-3)
        assert stays is True, f"the model was on {device}, and is not any more"


def test_a_float64_model_is_trained_too(student):
    """Its images are float64, and so is what becomes of its weights.

    hint (raised; wrong dtype): move the images to a device only, not to another dtype.
    """
    weights = tuple(part.double() for part in _weights())
    images, labels = _pictures(10)
    _assert_trained(student, weights, (images.double(), labels), 4, "SGD", {"lr": 0.3})


def test_frozen_weights_stay_frozen(student):
    """A parameter that requires no gradient keeps its values, and requires none afterwards.

    hint (frozen): only the optimizer changes parameters; their `requires_grad` stays as it is.
    """
    weights = _weights()
    model = _steps.classifier(student, *weights)
    probe.set_requires_grad(model, {"1.weight": False})
    loader = _steps.batches(student, *_pictures(10), 4)
    student.train_epoch(model, loader, _optimizer(model))
    weight = probe.weight_and_bias(model[1])[0]
    assert_close(weight, weights[0], atol=0, rtol=0, message="frozen weights were changed")
    after = probe.requires_grad_of(model)
    assert_equal(after, [False, True], "frozen weights are not frozen any more")


def test_a_graphics_card_that_is_not_asked_for_changes_nothing(student):
    """The model is on the CPU, whether torch says that there is a card or that there is none."""
    for present in (True, False):
        weights, data = _weights(), _pictures(10)
        model = _steps.classifier(student, *weights)
        loader, optimizer = _steps.batches(student, *data, 4), _optimizer(model)
        got = probe.cuda_reported(present, student.train_epoch, model, loader, optimizer)
        _assert_mean(got, _expected(weights, *data, 4, "SGD", {"lr": 0.1})[0])


def test_torch_keeps_its_settings(student):
    """Gradient mode, seed and default dtype are as before the call."""
    model = _steps.classifier(student, *_weights())
    loader = _steps.batches(student, *_pictures(6), 4)
    given = model, loader, _optimizer(model)
    seen = observe(student.train_epoch, *given, by=probe.observe_once)
    assert seen.settings_kept is True, "torch's settings were changed"


### END HIDDEN TESTS
