"""`fit`: a classifier that knows clothes, judged by its weights.

At grading: clothes that you do not have, whether the test clothes were learned from, what the
loader yields, what `after_epoch` is told, the device.

Question: How does the loss change from epoch to epoch, and on which images do you measure it?

Idea: Use what you have built: an epoch of training, then an evaluation, and again. If the loss
jumps up and down, the steps are too large; if it hardly falls, they are too small or too few.

Tool: `torch.optim.Adam(model.parameters(), lr=1e-3)` finds good steps without much search;
`train_epoch` and `evaluate` are yours.
"""

import functools

import torch
import torch.nn.functional as F

from nbjudge.checks import CheckFailure, assert_equal, beside, layers, probes_in
from nbjudge.torch import probe

_clothes = beside(__file__, "clothes.py")
_told = beside(__file__, "reports.py")
_epochs = probes_in(__file__, "epochs.py")
_steps = probes_in(__file__, "training_steps.py")
_STACK = "Sequential(Linear(784, 512), ReLU, Linear(512, 512), ReLU, Linear(512, 10))"
_SHAPES = {
    "linear_relu_stack.0.weight": (512, 784),
    "linear_relu_stack.0.bias": (512,),
    "linear_relu_stack.2.weight": (512, 512),
    "linear_relu_stack.2.bias": (512,),
    "linear_relu_stack.4.weight": (10, 512),
    "linear_relu_stack.4.bias": (10,),
}
_ENOUGH = 0.77
_test_clothes = functools.partial(_clothes.split, "t10k")


@functools.lru_cache(maxsize=1)
def _weights(student):
    """The weights of `trained`, as data."""
    network = student.trained
    if probe.is_module(student, network) is not True:
        raise CheckFailure("`trained` is no `nn.Module`")
    return _clothes.weights_of(network, "NeuralNetwork", _SHAPES)


def _answers(weights, images):
    """The logits (N, 10) that a `NeuralNetwork` with these weights gives, computed here."""
    layer = "linear_relu_stack.{}.{}".format
    for place in (0, 2, 4):
        images = images if place == 0 else torch.relu(images)
        images = F.linear(images, weights[layer(place, "weight")], weights[layer(place, "bias")])
    return images


@functools.lru_cache(maxsize=4)
def _answered(student, pictures):
    """The logits that the weights give for the pictures of a function, and the labels."""
    images, labels = pictures()
    return _answers(_weights(student), images), labels


def _assert_known(student, pictures, which):
    share = _clothes.share_right(*_answered(student, pictures))
    message = f"it names {share:.1%} of the {which} rightly, and {_ENOUGH:.0%} are asked for"
    assert share >= _ENOUGH, message


def test_trained_is_a_neural_network(student):
    """With its two parts and their layers."""
    parts = layers(student.trained)
    assert_equal(parts, [("flatten", "Flatten"), ("linear_relu_stack", _STACK)])


def test_it_knows_the_test_clothes(student):
    """At least 77% of the 500 test pictures, computed from the weights."""
    _assert_known(student, _test_clothes, "test clothes")


def test_the_loss_falls_from_epoch_to_epoch(student):
    """`fit` reports a smaller loss at its end than at its beginning, on 40 pictures."""
    reports = _reports(student)
    losses = [loss for _, loss in reports]
    assert len(losses) < 2 or losses[-1] < losses[0], "the loss does not fall"


@functools.lru_cache(maxsize=1)
def _reports(student):
    """What `after_epoch` is given: pairs of the number of an epoch and its loss."""
    images, labels = _clothes.split("train", 40)
    loader = _steps.batches(student, images.reshape(-1, 1, 28, 28), labels, 10)
    return _reported(student, _small_network(student), loader)


def _reported(student, model, loader):
    """What `after_epoch` is given while a model is trained, read as pairs."""
    return _told.pairs(_epochs.epochs_reported(student.fit, model, loader))


def _small_network(student):
    """A small network for pictures of clothes."""
    return _steps.classifier(student, torch.zeros(10, 784), torch.zeros(10))


CHECKS_AT_GRADING = 8
