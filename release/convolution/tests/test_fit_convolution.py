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


CHECKS_AT_GRADING = 8
