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


CHECKS_AT_GRADING = 10
