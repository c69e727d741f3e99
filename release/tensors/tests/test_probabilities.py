"""`probabilities`: what the network says."""

import torch

from nbjudge.checks import CheckFailure, show, show_shape


def _assert_shape(name, value, *shape):
    if not isinstance(value, torch.Tensor) or value.is_meta:
        raise CheckFailure(f"`{name}` is not a tensor", show(value))
    if tuple(value.shape) != shape:
        shapes = f"the shape of `{name}` is {show_shape(value.shape)}, not {show_shape(shape)}"
        raise CheckFailure(shapes)


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
    if not isinstance(predictions, torch.Tensor):
        raise CheckFailure("`predictions` is not a tensor", show(predictions))
    assert predictions.dtype == torch.int64, f"the dtype is {predictions.dtype}, not torch.int64"
