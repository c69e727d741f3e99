"""`probabilities`: what the network says.

At grading: the softmax of your `output`, the likeliest class of each image.

Question: Over which dimension of `output`, (64, 10), do the ten digits of one image lie?

Idea: The probabilities are the softmax of the scores, once. A prediction is the place of the
largest number in a row, not that number.

Tool: Your `softmax`, or torch's with its `dim`; `argmax` takes a `dim` too.
"""

import torch

from nbjudge.checks import assert_tensor


def _assert_shape(name, value, *shape):
    assert_tensor(value, shape, name=f"`{name}`")


def _rows(student):
    """The number of rows of the student's own `output`, 64 where all is well."""
    output = student.output
    return len(output) if isinstance(output, torch.Tensor) and output.dim() else 64


def test_there_is_a_probability_for_each_class(student):
    """`probabilities` is (64, 10), like `output`."""
    _assert_shape("probabilities", student.probabilities, _rows(student), 10)


def test_there_is_a_prediction_for_each_image(student):
    """`predictions` is (64,), one class from 0 to 9 for each row."""
    predictions = student.predictions
    _assert_shape("predictions", predictions, _rows(student))
    assert bool(((predictions >= 0) & (predictions <= 9)).all()), "some are not classes 0 to 9"


def test_the_predictions_are_whole_numbers(student):
    """`predictions` is int64."""
    predictions = student.predictions
    assert_tensor(predictions, dtype=torch.int64, name="`predictions`")


CHECKS_AT_GRADING = 2
