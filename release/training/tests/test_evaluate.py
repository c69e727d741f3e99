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


CHECKS_AT_GRADING = 10
