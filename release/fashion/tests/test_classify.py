"""`classify`: from logits to an answer."""

import torch

from nbjudge.checks import CheckFailure, assert_close, make, show

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
