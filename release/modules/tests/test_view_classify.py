"""`view_classify`: an image beside a bar for each class's probability.

At grading: the image, its colours and ticks, the width and place of every bar, the ticks and
limits of the axes, all shapes, float64, what stays as it was, a second call.

Question: Which of the two axes does each of your lines draw on?

Idea: Make a figure with two axes, draw the image on the first and the bars on the second, set
what the text asks for, and return the figure.

Tool: `plt.subplots(1, 2)` gives the figure and both axes; `imshow`, `barh`, `set_yticks`,
`set_xlim` and `set_title` are methods of axes; `reshape` fits both shapes.
"""

import functools

import torch

from nbjudge.checks import CheckFailure, StudentError, assert_close, observe, probes_in, show

_figures = probes_in(__file__, "drawn_figures.py")


def _described(student, figure):
    """What the first two axes of a figure show; the figure is closed."""
    try:
        axes = _figures.describe_figure(student, figure)
    except StudentError as error:
        raise CheckFailure(error.message) from error
    _assert_number(len(axes) if type(axes) is list else 0)
    return axes


def _assert_number(number):
    if number != 2:
        raise CheckFailure(f"the figure has {number} axes, not 2", show(number), "2")


def _observed(student, image, probabilities):
    return observe(student.view_classify, image, probabilities, by=_figures.observe_drawing)


_STROKES = (
    (slice(4, 24), slice(8, 12)),
    (slice(4, 8), slice(8, 21)),
    (slice(13, 17), slice(8, 18)),
)


def _noisy_letter(shape):
    """Dark noise with a bright F in it, from -1 to 1; mirrored or turned, an F looks different."""
    image = 0.8 * torch.rand(shape) - 1
    for rows, columns in _STROKES:
        image[..., rows, columns] = 1 + 0.8 * image[..., rows, columns]
    return image


@functools.lru_cache(maxsize=2)
def _drawn(student, image_shape=(28, 28), shape=(10,)):
    """Tensors of these shapes, the call with them and what its axes show; kept: it takes long."""
    image, probabilities = _noisy_letter(image_shape), torch.randn(shape).softmax(dim=-1)
    seen = _observed(student, image, probabilities)
    return image, probabilities, seen, *_described(student, seen.result)


def _assert_bars(axes, probabilities):
    """Fails unless there is a bar for each class, centred at its height and as wide as likely."""
    bars = sorted((y + height / 2, width) for x, y, width, height in axes["bars"])
    if len(bars) != 10:
        raise CheckFailure("the second axes have another number of bars", show(len(bars)), "10")
    found = torch.tensor(bars, dtype=torch.float64)
    heights = torch.arange(10, dtype=torch.float64)
    message = "the bars are not centred at the heights 0 to 9"
    assert_close(found[:, 0], heights, atol=1e-6, message=message)
    expected = probabilities.reshape(10).double()
    message = "the widths of the bars are not the probabilities"
    assert_close(found[:, 1], expected, atol=1e-6, message=message)


def test_a_figure_with_two_axes_comes_back(student):
    """A matplotlib Figure, with one axes for the image and one for the bars, and no third one."""
    _, _, seen, *_ = _drawn(student)
    _assert_number(_figures.number_of_axes(student, seen.result))


def test_every_class_has_a_horizontal_bar(student):
    """With 0.7 for class 3 and 0.3 for class 5, the bars at the heights 3 and 5 are that wide."""
    probabilities = torch.zeros(10)
    probabilities[3], probabilities[5] = 0.7, 0.3
    seen = _observed(student, torch.rand(28, 28) * 2 - 1, probabilities)
    _assert_bars(_described(student, seen.result)[1], probabilities)


def test_the_bars_have_a_title(student):
    """The title of the second axes is `Class Probability`."""
    title = _drawn(student)[-1]["title"]
    if title != "Class Probability":
        raise CheckFailure("the title is another one", show(title), "'Class Probability'")


CHECKS_AT_GRADING = 10
