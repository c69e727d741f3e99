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


def _assert_found(got, logits, labels):
    """Fails unless these are the mean loss and the accuracy of the logits."""
    right = (logits.argmax(dim=1) == labels).double().mean()
    names = "the loss", "the accuracy"
    for name, value, wanted in zip(
        names, _pair(got), (float(F.cross_entropy(logits, labels)), float(right)), strict=True
    ):
        if not abs(value - wanted) <= 1e-4 * (1 + abs(wanted)):
            message = f"{name} over the images is another one"
            raise CheckFailure(message, show(value), show(wanted), kind="wrong values")


def test_the_result_is_a_pair_of_floats(student):
    """`(loss, accuracy)`, for ten pictures in batches of four."""
    model = _steps.classifier(student, *_weights())
    _pair(student.evaluate(model, _steps.batches(student, *_pictures(10), 4)))


def test_a_model_that_only_guesses(student):
    """Logits of zero: the loss is log 10, the accuracy the share of class 0."""
    model = _steps.classifier(student, torch.zeros(10, 6), torch.zeros(10))
    images, labels = _pictures(20, 10)
    got = student.evaluate(model, _steps.batches(student, images, labels, 10))
    _assert_found(got, torch.zeros(20, 10), labels)


CHECKS_AT_GRADING = 10
