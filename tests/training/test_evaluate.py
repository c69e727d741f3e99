"""`evaluate`: loss and accuracy on pictures that are not learned from.

At grading: a last batch that is smaller, layers that behave otherwise in training, the mode of
every part, what is recorded, models on another device, float64, what stays as it was.

Question: A loader yields batches of 64, 64 and 22. How much does the last one count in your mean?

Idea: Sum the loss over the images, not over the batches, and divide once at the end. What the
model is like afterwards is what it was like before: in every part, not only at the top.

Tool: `F.cross_entropy(..., reduction="sum")` sums over a batch; `torch.no_grad()` records
nothing; `model.modules()` goes through all parts, each of which has a `training` flag to note and
to put back.
"""

import torch
import torch.nn.functional as F

from nbjudge.checks import CheckFailure, probes_in, show

_steps = probes_in(__file__, "training_steps.py")


def _pair(answer):
    if type(answer) is not tuple or [type(part) for part in answer] != [float, float]:
        raise CheckFailure("expected a tuple of two Python floats", show(answer), kind="wrong type")
    return answer


def _pictures(count, classes=3):
    return torch.rand(count, 1, 2, 3), torch.randint(classes, (count,))


def _weights():
    return 2 * torch.randn(3, 6), torch.randn(3)


def _assert_found(got, logits, labels, size=4):
    """Fails unless these are the mean loss and the accuracy of logits, in batches of `size`."""
    loss, share = _pair(got)
    right = (logits.argmax(dim=1) == labels).double().mean()
    right_loss = F.cross_entropy(logits, labels)
    twice = F.cross_entropy(torch.softmax(logits, dim=1), labels)
    parts = [
        (F.cross_entropy(some, truth), (some.argmax(dim=1) == truth).double().mean())
        for some, truth in zip(logits.split(size), labels.split(size), strict=True)
    ]
    losses, shares = (torch.stack(part) for part in zip(*parts, strict=True))
    known = {
        "it is that of a softmax of the logits: one softmax too many": twice,
        "it is the sum over the images, not the mean": len(labels) * right_loss,
        "it is the accuracy": right,
        **_over_batches(losses),
    }
    _assert_number("loss", loss, right_loss, known)
    known = {
        "it is the number of right answers, not their share": len(labels) * right,
        "it is in percent, not from 0 to 1": 100 * right,
        **_over_batches(shares),
    }
    _assert_number("accuracy", share, right, known)


def _over_batches(each):
    """Mistakes with what each batch gives."""
    return {
        "it is the mean over the batches": each.mean(),
        "it is that of the last batch": each[-1],
        "it is the sum over the batches": each.sum(),
    }


def _assert_number(name, got, expected, known):
    """Fails with the first mistake, in words, that gives what was got; it is told if none does."""

    def like(value):
        return abs(got - float(value)) <= 1e-4 * (1 + abs(float(value)))

    if not like(expected):
        found = [said for said, value in known.items() if like(value)]
        message = f"the {name} over the images is another one"
        message += f": {found[0]}" if found else ""
        shown = show(got), show(float(expected))
        mistake = message if found else ""
        raise CheckFailure(message, *shown, kind="wrong values", mistake=mistake)


def test_the_result_is_a_pair_of_floats(student):
    """`(loss, accuracy)`, for ten pictures in batches of four."""
    model = _steps.classifier(student, *_weights())
    _pair(student.evaluate(model, _steps.batches(student, *_pictures(10), 4)))


def test_a_model_that_only_guesses(student):
    """Logits of zero: the loss is log 10, the accuracy the share of class 0."""
    model = _steps.classifier(student, torch.zeros(10, 6), torch.zeros(10))
    images, labels = _pictures(20, 10)
    got = student.evaluate(model, _steps.batches(student, images, labels, 10))
    _assert_found(got, torch.zeros(20, 10), labels, 10)


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import assert_close, assert_equal, observe
from nbjudge.torch import probe

_SIZES = ((10, 4), (9, 3), (7, 1), (5, 8), (1, 1), (31, 30), (200, 64))


@pytest.mark.weight(3)
@pytest.mark.essential
def test_loss_and_accuracy_are_those_of_the_images(student):
    """Means over the images, also where the last batch is smaller or pictures are left out.

    hint: add up over all batches, and divide by the number of images once, at the end.
    """
    for count, size in _SIZES:
        weight, bias = _weights()
        images, labels = _pictures(count)
        model = _steps.classifier(student, weight, bias)
        got = student.evaluate(model, _steps.batches(student, images, labels, size))
        _assert_found(got, images.flatten(1) @ weight.T + bias, labels, size)
    images, labels = _pictures(11)
    loader = _steps.batches(student, images, labels, 4, drop_last=True)
    got = student.evaluate(_steps.classifier(student, weight, bias), loader)
    _assert_found(got, images[:8].flatten(1) @ weight.T + bias, labels[:8])


@pytest.mark.weight(2)
@pytest.mark.essential
def test_all_parts_are_in_evaluation_mode(student):
    """While the model is called, whichever mode its parts were in before.

    hint (training mode): `model.eval()` before the loop.
    """
    for modes in ([True] * 7, [False] * 7, [False, True, False, True, False, True, True]):
        model = _steps.watched(student)
        probe.set_modes(model, modes)
        student.evaluate(model, _steps.batches(student, *_pictures(7), 3))
        for training, _, _ in _steps.seen_by(model):
            assert not any(training), "some part of the model was in training mode"


@pytest.mark.weight(2)
def test_dropout_and_batch_norm_do_not_disturb(student):
    """A model with both, in training mode before, gives the numbers of evaluation mode.

    hint (wrong values; was changed): `model.eval()` before the loop.
    """
    model = _steps.with_dropout_and_norm(student)
    state = probe.state_of(model)
    images, labels = _pictures(23)
    got = student.evaluate(model, _steps.batches(student, images, labels, 8))
    values = F.linear(images.flatten(1), state["1.weight"], state["1.bias"])
    norm = [state[f"2.{name}"] for name in ("running_mean", "running_var", "weight", "bias")]
    values = torch.relu(F.batch_norm(values, *norm))
    logits = F.linear(values, state["5.weight"], state["5.bias"])
    _assert_found(got, logits.detach(), labels, 8)
    _assert_state(model, state)


def _assert_state(model, state):
    after = probe.state_of(model)
    assert type(after) is dict, "the model has lost its state"
    assert list(after) == list(state), "the model has other weights or buffers"
    for name, value in state.items():
        assert_close(after[name], value, atol=0, rtol=0, message=f"`{name}` was changed")


@pytest.mark.weight(2)
def test_the_mode_of_every_part_is_put_back(student):
    """The model, and each module in it, is in training or evaluation mode as it was.

    hint (another mode): note `part.training` for all `model.modules()` first; `model.train()`
    sets all parts.
    """
    for modes in ([True] * 7, [False] * 7, [True, True, False, True, False, True, True]):
        model = _steps.watched(student)
        probe.set_modes(model, modes)
        student.evaluate(model, _steps.batches(student, *_pictures(7), 3))
        kept = probe.modes_of(model)
        assert_equal(kept, modes, "some part of the model is in another mode afterwards")


def test_nothing_is_recorded(student):
    """Gradients are off while the model is called, and as they were afterwards.

    hint (recorded; switched): `with torch.no_grad():` around the loop.
    """
    for enabled in (True, False):
        model = _steps.watched(student)
        loader = _steps.batches(student, *_pictures(7), 3)
        given = student.evaluate, model, loader
        after = probe.leaves_gradients_switched(enabled, *given)
        assert_equal(after, enabled, "gradients were switched on or off")
        recorded = any(found[1] for found in _steps.seen_by(model))
        assert not recorded, "the calls of the model are recorded for gradients"


def test_the_model_is_left_as_it_was(student):
    """Weights, `requires_grad` and gradients."""
    for trainable in (True, False):
        model = _steps.classifier(student, *_weights())
        probe.set_requires_grad(model, {"1.weight": trainable})
        _steps.fill_gradients(model, 2.0)
        state = probe.state_of(model)
        student.evaluate(model, _steps.batches(student, *_pictures(7), 3))
        _assert_state(model, state)
        after = probe.requires_grad_of(model)
        assert_equal(after, [trainable, True], "`requires_grad` was changed")
        for gradient in _steps.values_of_gradients(model):
            is_kept = isinstance(gradient, torch.Tensor) and bool((gradient == 2).all())
            assert is_kept, "the gradients were changed"


def test_images_and_labels_are_moved_to_the_model(student):
    """The model alone lies on another device, and stays there.

    hint (raised; on the same device): `next(model.parameters()).device` tells where to move them.
    """
    for device in ("meta", *probe.real_devices(student)):
        weight, bias = _weights()
        images, labels = _pictures(10)
        model = _steps.classifier(student, weight, bias)
        loader = _steps.batches(student, images, labels, 4)
        if device == "meta":
            found = probe.with_model_elsewhere(student.evaluate, model, loader)
        else:
            found = probe.with_model_on(device, student.evaluate, model, loader)
        answer, *_, stays = found
        _assert_found(answer, images.flatten(1) @ weight.T + bias, labels)
        assert stays is True, f"the model was on {device}, and is not any more"


def test_a_float64_model_is_taken_too(student):
    """Its images are float64.

    hint (raised): move the images to a device only, not to another dtype.
    """
    weight, bias = (part.double() for part in _weights())
    images, labels = _pictures(10)
    model = _steps.classifier(student, weight, bias)
    loader = _steps.batches(student, images.double(), labels, 4)
    got = student.evaluate(model, loader)
    _assert_found(got, images.double().flatten(1) @ weight.T + bias, labels)


def test_a_graphics_card_that_is_not_asked_for_changes_nothing(student):
    """The model is on the CPU, whether torch says that there is a card or that there is none."""
    for present in (True, False):
        weight, bias = _weights()
        images, labels = _pictures(10)
        model = _steps.classifier(student, weight, bias)
        loader = _steps.batches(student, images, labels, 4)
        got = probe.cuda_reported(present, student.evaluate, model, loader)
        _assert_found(got, images.flatten(1) @ weight.T + bias, labels)


def test_torch_keeps_its_settings(student):
    """Gradient mode, seed and default dtype are as before the call."""
    model = _steps.classifier(student, *_weights())
    loader = _steps.batches(student, *_pictures(6), 4)
    seen = observe(student.evaluate, model, loader, by=probe.observe_once)
    assert seen.settings_kept is True, "torch's settings were changed"


### END HIDDEN TESTS
