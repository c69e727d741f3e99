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


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import (
    CheckFailure,
    NotAttempted,
    StudentError,
    assert_close,
    rebinds,
    show,
    was_right,
)


def _table(value):
    """Whether this is a table of decimal numbers with at least one row and column."""
    table = isinstance(value, torch.Tensor) and value.dim() == 2 and not value.is_meta
    return table and value.is_floating_point() and value.numel() > 0


def _outputs(student):
    """The `output` that the cell found, also computed anew: a softmax may have changed it."""
    found = [] if rebinds(student, "output") else [student.output]
    try:
        if not rebinds(student, "hidden", "W2", "B2"):
            hidden, weights, bias = (getattr(student, name) for name in ("hidden", "W2", "B2"))
            found.append(hidden @ weights + bias)
        elif not rebinds(student, "inputs", "W1", "B1", "W2", "B2"):
            inputs, first, bias = (getattr(student, name) for name in ("inputs", "W1", "B1"))
            hidden = torch.sigmoid(inputs @ first + bias)
            found.append(hidden @ student.W2 + student.B2)
    except (NotAttempted, TypeError, RuntimeError):
        pass  # what keeps it from being computed anew is an earlier exercise's affair
    return [value.detach() for value in found if _table(value)]


def _own_softmax(student, output):
    """What the student's softmax makes of `output`, in a list, or an empty list.

    Not one that this cell defines: whatever that makes of `output` would be right. Nor one that was
    right when it was judged, since that gives what torch's gives; nor one that treats this very
    `output` otherwise than the same numbers in another order, or is wrong for
    `output` and right for other tables of such numbers.
    """
    if rebinds(student, "softmax") or was_right(student, "softmax"):
        return []
    order = torch.randperm(output.shape[1])
    try:
        own, again = student.softmax(output), student.softmax(output[:, order])
        if any(_close(student.softmax(x), torch.softmax(x, dim=1)) for x in _tables_like(output)):
            return []
    except (NotAttempted, StudentError, TypeError):
        return []
    is_one = _table(own) and own.shape == output.shape and _close(again, own[:, order])
    return [own.detach()] if is_one else []


def _tables_like(output):
    """Tables of other sizes, with numbers as large or somewhat larger."""
    for larger in (1.0, 1.2, 1.5):
        rows, classes = torch.randint(3, 100, ()).item(), torch.randint(3, 20, ()).item()
        yield larger * output.abs().max() * (2 * torch.rand(rows, classes) - 1).to(output.dtype)


@pytest.mark.weight(3)
@pytest.mark.essential
def test_the_probabilities_are_the_softmax_of_the_output(student):
    """Over the ten classes of each row, by any softmax.

    hint (columns; together): the classes run along dimension 1.
    """
    probabilities = student.probabilities
    outputs = _outputs(student)
    if not outputs:
        raise CheckFailure("`output` is not a table of scores", show(student.output))
    exact = [torch.softmax(output, dim=1) for output in outputs]
    if any(_close(probabilities, table) for table in exact):
        return
    # Asked only now: a softmax that never returns costs no points here where it was not used.
    own = (table for output in outputs for table in _own_softmax(student, output))
    if not any(_close(probabilities, table) for table in own):
        mistakes = {
            "the columns sum to 1, not the rows": lambda: torch.softmax(outputs[0], dim=0),
            "these are the raw scores: the softmax is missing": outputs[0],
            "this is a sigmoid, not a softmax": lambda: torch.sigmoid(outputs[0]),
        }
        assert_close(probabilities, exact[0], atol=1e-5, mistakes=mistakes)


def _close(got, accepted):
    alike = _table(got) and (got.shape, got.dtype) == (accepted.shape, accepted.dtype)
    return alike and torch.allclose(got, accepted, atol=1e-5, equal_nan=True)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_predictions_are_the_likeliest_classes(student):
    """For each image the place of its largest probability, which is that of its largest score.

    hint (wrong shape; likeliest): `argmax` needs to be told the dimension of the classes.
    """
    predictions, probabilities = student.predictions, _defined(student, "probabilities")
    tables = [*_outputs(student), *([probabilities] if _table(probabilities) else [])]
    if not isinstance(predictions, torch.Tensor) or predictions.is_meta:
        raise CheckFailure("`predictions` is not a tensor", show(predictions))
    if not any(_likeliest(predictions, table) for table in tables):
        said = "some predictions are not the likeliest class"
        if any(_likeliest(predictions, -table) for table in tables):
            said = "these are the unlikeliest classes: argmin instead of argmax"
        raise CheckFailure(said, show(predictions), kind="wrong values", mistake=said)


def _defined(student, name):
    try:
        return getattr(student, name)
    except NotAttempted:
        return None


def _likeliest(predictions, table):
    """Whether each prediction is the place of the largest number of its row, or of one of them."""
    rows, classes = table.shape
    places = predictions.to(torch.int64)
    if tuple(places.shape) != (rows,) or not bool(((places >= 0) & (places < classes)).all()):
        return False
    largest = table.max(dim=1)
    tied = table.gather(1, places[:, None])[:, 0] == largest.values
    return bool((tied | (places == largest.indices)).all())


### END HIDDEN TESTS
