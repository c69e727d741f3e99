"""`fit_convolution`: a network of windows that knows clothes, judged by its weights.

At grading: clothes that you do not have, whether the test clothes were learned from, what the
loader yields, what `after_epoch` is told, the device, wild weights.

Question: How does the loss change from epoch to epoch, and does it still fall at the end?

Idea: One epoch after another, with an optimizer that is made once for the model. Large steps are
good at the beginning; at the end, small ones keep what was found.

Tool: `torch.optim.Adam(model.parameters(), lr=3e-3)`; `train_epoch` is given;
`torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)` and its `step()` after each epoch.
"""

import functools

from nbjudge.checks import CheckFailure, beside, probes_in, show
from nbjudge.torch import probe

_clothes = beside(__file__, "clothes.py")
_told = beside(__file__, "reports.py")
_epochs = probes_in(__file__, "epochs.py")
_network_as_data = beside(__file__, "conv_network.py")
_steps = probes_in(__file__, "convolution_steps.py")
_ENOUGH = 0.81
_test_clothes = functools.partial(_clothes.split, "t10k")


@functools.lru_cache(maxsize=1)
def _weights(student):
    """The weights of `trained`, as data."""
    return _network_as_data.weights_of(_trained(student))


def _trained(student):
    """What `trained` is, which has to be a module."""
    network = student.trained
    if probe.is_module(student, network) is not True:
        raise CheckFailure(f"`trained` is {show(network)}, not a module", show(network))
    return network


@functools.lru_cache(maxsize=4)
def _answered(student, pictures):
    """The logits that the weights give for the pictures of a function, and the labels."""
    images, labels = pictures()
    return _network_as_data.answers(_weights(student), images), labels


def _assert_known(student, pictures, which):
    share = _clothes.share_right(*_answered(student, pictures))
    message = f"it names {share:.1%} of the {which} rightly, and {_ENOUGH:.0%} are asked for"
    assert share >= _ENOUGH, message


def test_trained_is_a_conv_network(student):
    """An instance of `ConvNetwork`."""
    same = probe.are_of_one_class(student, _trained(student), student.ConvNetwork())
    assert same is True, "`trained` is not an instance of `ConvNetwork`"


def test_it_knows_the_test_clothes(student):
    """At least 81% of the 500 test pictures, computed from the weights."""
    _assert_known(student, _test_clothes, "test clothes")


def test_the_loss_falls_from_epoch_to_epoch(student):
    """`fit_convolution` reports a smaller loss at its end than at its beginning, on 40 pictures."""
    reports = _reports(student)
    losses = [loss for _, loss in reports]
    assert len(losses) < 2 or losses[-1] < losses[0], "the loss does not fall"


@functools.lru_cache(maxsize=1)
def _reports(student):
    """What `after_epoch` is given: pairs of the number of an epoch and its loss."""
    images, labels = _clothes.split("train", 40)
    loader = _steps.batches(student, images.reshape(-1, 1, 28, 28), labels, 10)
    return _reported(student, _steps.small_network(student), loader)


def _reported(student, model, loader):
    """What `after_epoch` is given while a model is trained, read as pairs."""
    return _told.pairs(_epochs.epochs_reported(student.fit_convolution, model, loader))


### BEGIN HIDDEN TESTS
import math

import pytest
import torch
import torch.nn.functional as F

from nbjudge.checks import assert_equal

_SEEN_BEFORE = 0.7
_FOLLOWED = 0.4


_training_clothes = functools.partial(_clothes.split, "train", 500)


@pytest.mark.weight(5)
@pytest.mark.essential
def test_it_knows_clothes_that_it_has_never_seen(student):
    """At least 81% of 500 pictures that nobody but the judge has.

    hint (of the unseen clothes): more epochs, or another learning rate; `torch.optim.Adam` with
    3e-3, and steps that become smaller towards the end, is a good first try.
    """
    _assert_known(student, _clothes.unseen, "unseen clothes")


@pytest.mark.weight(3)
@pytest.mark.essential
def test_it_has_not_learned_the_test_clothes(student):
    """Its loss on the test pictures is not far below that on 500 unseen and 500 training pictures.

    hint (were learned): `trained` learns from `train_loader` alone.
    """
    splits = _test_clothes, _clothes.unseen, _training_clothes
    test, *others = (float(F.cross_entropy(*_answered(student, split))) for split in splits)
    assert math.isfinite(test), f"its loss on the test pictures is {test}"
    for loss, which in zip(others, ("unseen", "training"), strict=True):
        said = f"its loss is {test:.2f} on the test pictures, and {loss:.2f} on {which} ones"
        assert test >= _SEEN_BEFORE * loss, f"the test pictures were learned: {said}"


@pytest.mark.weight(3)
def test_fit_learns_what_its_loader_yields(student):
    """100 training pictures under exchanged labels: these are what the model then answers.

    hint (that it was given): `fit_convolution` uses `model` and `loader`, and neither `trained` nor
    another loader.
    """
    images, labels = _clothes.split("train")
    exchanged = (torch.arange(10) + int(torch.randint(3, 8, ()))) % 10
    given = images[:100].reshape(-1, 1, 28, 28), exchanged[labels[:100]]
    network = student.ConvNetwork()
    student.fit_convolution(network, _steps.batches(student, *given, 10))
    images, labels = _clothes.unseen()
    logits = _network_as_data.answers(_network_as_data.weights_of(network), images)
    share = _clothes.share_right(logits, exchanged[labels])
    assert share >= _FOLLOWED, f"{share:.0%} of its answers follow the labels that it was given"


def test_after_epoch_is_told_each_epoch(student):
    """Its number, from 1 on, and its mean loss."""
    reports = _reports(student)
    epochs = [epoch for epoch, _ in reports]
    assert_equal(epochs, list(range(1, len(epochs) + 1)), "the epochs are not counted 1, 2, 3 ...")


def test_the_loss_that_is_told_is_the_mean_of_the_epoch(student):
    """Of all its batches. A model whose answers never change has the same loss in each epoch.

    hint (the mean): add up over all batches of an epoch, and divide at its end.
    """

    def told(images, labels):
        loader = _steps.batches(student, images, labels, 4)
        return _reported(student, _epochs.unmoved(student), loader)[0][1]

    _told.assert_mean_of_the_epoch(told)


def test_fit_follows_the_device_of_the_model(student):
    """The model alone lies on another device, and stays there."""
    images, labels = torch.rand(12, 1, 28, 28), torch.randint(10, (12,))
    for device in ("meta", *probe.real_devices(student)):
        model = _steps.small_network(student)
        loader = _steps.batches(student, images, labels, 6)
        if device == "meta":
            found = probe.with_model_elsewhere(student.fit_convolution, model, loader)
        else:
            found = probe.with_model_on(device, student.fit_convolution, model, loader)
        stays = type(found) is list and found[-1] is True
        assert stays, f"the model was on {device}, and is not any more"
        weight = probe.weight_and_bias(model[1])[0]
        learned = isinstance(weight, torch.Tensor) and bool(weight.any())
        assert learned, f"the model on {device} has learned nothing"


def test_a_graphics_card_that_is_not_asked_for_changes_nothing(student):
    """The model is on the CPU, whether torch says that there is a card or that there is none."""
    images, labels = torch.rand(12, 1, 28, 28), torch.randint(10, (12,))
    for present in (True, False):
        model = _steps.small_network(student)
        loader = _steps.batches(student, images, labels, 6)
        probe.cuda_reported(present, student.fit_convolution, model, loader)
        weight = probe.weight_and_bias(model[1])[0]
        learned = isinstance(weight, torch.Tensor) and bool(weight.any())
        assert learned, "the model has learned nothing"


def test_trained_has_no_wild_weights(student):
    """They are numbers, and neither infinite nor NaN."""
    finite = all(bool(value.isfinite().all()) for value in _weights(student).values())
    assert finite, "some weights are infinite or NaN"


### END HIDDEN TESTS
