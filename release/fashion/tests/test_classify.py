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


CHECKS_AT_GRADING = 11
