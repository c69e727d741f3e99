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


### BEGIN HIDDEN TESTS
import pytest

from nbjudge.checks import as_image, assert_left_alone, make, same_object
from nbjudge.torch import probe

# Of 256 shades: by how many two colours differ that can be told apart.
_SEEN = 6
_SHAPES = (((28, 28), (10,)), ((1, 28, 28), (1, 10)))


def _assert_shown(axes, image, probabilities):
    """Fails unless the first axes show the image, and the second ones the probabilities."""
    _assert_image(axes[0], image)
    _assert_bars(axes[1], probabilities)


def _assert_image(axes, image):
    """Fails unless the axes show the image, as far as 256 greys can tell."""
    if len(axes["images"]) != 1:
        number = show(len(axes["images"]))
        raise CheckFailure("the first axes have another number of images", number, "1")
    seen = axes["images"][0]["values"]
    if not isinstance(seen, torch.Tensor) or seen.shape != (28, 28):
        raise CheckFailure("the image has another shape", show(seen), "shape (28, 28)")
    message = "the first axes show something else than the image"
    expected = _from_0_to_1(image.reshape(28, 28))
    seen, what = _from_0_to_1(seen), "the image, from 0 to 1"
    assert_close(seen, expected, atol=0.005, message=message, what=what, picture=as_image)


def _from_0_to_1(values):
    values = values.double()
    return (values - values.min()) / (values.max() - values.min()).clamp(min=1e-12)


@functools.lru_cache(maxsize=1)
def _looked_at(student):
    """Tensors, and the picture of what a call draws for them, whatever the figure says."""
    image, probabilities = _noisy_letter((28, 28)), torch.tensor(_LIKELY)[torch.randperm(10)]
    seen = _observed(student, image, probabilities)
    try:
        picture = _figures.picture_of(student, seen.result)
    except StudentError as error:
        raise CheckFailure(error.message) from error
    _described(student, seen.result)
    pixels = picture["pixels"]
    if not isinstance(pixels, torch.Tensor) or pixels.dim() != 3 or len(picture["axes"]) < 2:
        raise CheckFailure("the figure cannot be drawn", show(pixels))
    return image, probabilities, picture


_LIKELY = [0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02, 0.01]


def _pixels(picture, columns, rows):
    """The colours at these places; white where they lie outside the picture."""
    pixels = picture["pixels"].double()
    height, width, _ = pixels.shape
    outside = (columns < 0) | (columns >= width) | (rows < 0) | (rows >= height)
    found = pixels[rows.long().clamp(0, height - 1), columns.long().clamp(0, width - 1)]
    return torch.where(outside[..., None], torch.tensor(255.0, dtype=torch.float64), found)


def _assert_image_is_seen(image, picture):
    """Fails unless the picture has the image, brighter or darker, in the middle of its pixels."""
    if picture["image"] is None:
        raise CheckFailure("the first axes show no image")
    left, top, right, bottom = picture["image"]
    places = (torch.arange(28, dtype=torch.float64) + 0.5) / 28
    columns, rows = left + (right - left) * places, top + (bottom - top) * places
    grid = torch.meshgrid(rows, columns, indexing="ij")
    seen = _pixels(picture, grid[1], grid[0]).mean(dim=2)
    alike = torch.corrcoef(torch.stack([seen.flatten(), image.double().flatten()]))[0, 1]
    if not alike.abs() > 0.8:
        said = "nobody sees the image in the figure that is drawn"
        raise CheckFailure(said, show(seen), kind="wrong values")


def _assert_bars_are_seen(probabilities, picture):
    """Fails unless the picture has a bar for each class, as far as it is wide enough to be seen."""
    (left, top, right, bottom), (x_0, x_1, y_0, y_1) = picture["axes"][1]
    for k, width in enumerate(probabilities.tolist()):
        ends = [left + (right - left) * (x - x_0) / (x_1 - x_0) for x in (0.0, width, 1.0)]
        row = torch.tensor(bottom + (top - bottom) * (k - y_0) / (y_1 - y_0))
        if ends[1] - ends[0] < 5:
            continue
        inside, beside = (
            _pixels(picture, columns, row.expand(len(columns))).median(dim=0).values
            for columns in (
                torch.linspace(ends[0] + 2, ends[1] - 2, 21),
                torch.linspace(ends[1] + 3, ends[2], 101),
            )
        )
        if not (inside - beside).abs().max() > _SEEN:
            said = f"nobody sees the bar of class {k} in the figure that is drawn"
            raise CheckFailure(said, kind="wrong values")


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_first_axes_show_the_image(student):
    """As it was passed in: upright, not mirrored, not turned."""
    image, _, _, left, _ = _drawn(student)
    _assert_image(left, image)
    image, _, picture = _looked_at(student)
    _assert_image_is_seen(image, picture)


def test_the_image_is_grey(student):
    """Its colour map goes from black to white, or from white to black.

    hint (colour map): for example `cmap="gray"`, or `cmap="Greys"`.
    """
    images = _drawn(student)[-2]["images"]
    assert images, "the first axes show no image"
    colours, name = images[0]["colours"], images[0]["cmap"]
    coloured = (colours.amax(dim=1) - colours.amin(dim=1)).max().item()
    assert coloured < 0.02, f"the colour map {name!r} has colours that are not grey"
    steps = colours.mean(dim=1).diff()
    one_way = bool((steps >= 0).all() or (steps <= 0).all()) and steps.sum().abs().item() > 0.5
    assert one_way, f"the colour map {name!r} does not go from dark to light or back"


def test_the_image_has_no_ticks(student):
    """The first axes have no ticks, or are off altogether."""
    axes = _drawn(student)[-2]
    assert axes["images"], "the first axes show no image"
    assert not axes["xticks"], "the first axes have ticks below the image"
    assert not axes["yticks"], "the first axes have ticks beside the image"


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_bars_are_as_wide_as_the_probabilities(student):
    """The bar of class k is centred at height k, and its width is the probability of k."""
    _, probabilities, _, _, right = _drawn(student)
    _assert_bars(right, probabilities)
    _, probabilities, picture = _looked_at(student)
    _assert_bars_are_seen(probabilities, picture)


def test_the_classes_have_ticks(student):
    """The vertical axis of the bars has its ticks at 0, 1, …, 9.

    hint (ticks): `set_yticks`.
    """
    found = sorted(_drawn(student)[-1]["yticks"])
    if len(found) != 10 or any(abs(k - tick) > 1e-6 for k, tick in enumerate(found)):
        raise CheckFailure("the ticks are elsewhere", show(found), show(list(range(10))))


def test_the_horizontal_axis_has_its_limits(student):
    """The horizontal axis of the bars goes from 0 to 1.1.

    hint (axis): `set_xlim`.
    """
    left, right = _drawn(student)[-1]["xlim"]
    if abs(left) > 1e-6 or abs(right - 1.1) > 1e-6:
        raise CheckFailure("the horizontal axis goes elsewhere", show([left, right]), "[0, 1.1]")


@pytest.mark.weight(2)
def test_all_shapes_are_taken(student):
    """An image (28, 28) or (1, 28, 28), and probabilities (10,) or (1, 10)."""
    for shapes in _SHAPES:
        image, probabilities, _, *axes = _drawn(student, *shapes)
        _assert_shown(axes, image, probabilities)
    # A graphics card is used where there is one; elsewhere nothing tells `.cpu()` from none.
    names = {"view_classify": student.view_classify, "image": image, "probabilities": probabilities}
    for device in probe.real_devices(student):
        drawn = "view_classify(image.to(device), probabilities.to(device))"
        axes = _described(student, make(student, drawn, device=device, **names))
        _assert_shown(axes, image, probabilities)


def test_double_precision_is_taken(student):
    image = torch.rand(1, 28, 28, dtype=torch.float64)
    probabilities = torch.randn(10, dtype=torch.float64).softmax(dim=-1)
    seen = _observed(student, image, probabilities)
    _assert_shown(_described(student, seen.result), image, probabilities)


def test_image_and_probabilities_stay_as_they_were(student):
    """Their values and their shapes, and the global settings of torch."""
    for shapes in _SHAPES:
        image, probabilities, seen, *axes = _drawn(student, *shapes)
        assert_left_alone(seen, image=image, probabilities=probabilities)
        _assert_shown(axes, image, probabilities)


def test_a_second_call_begins_afresh(student):
    """Each call gives a new figure with one image and its bars, and no call changes another's."""
    given, figures = [], []
    for _ in range(2):
        image, probabilities = torch.rand(28, 28), torch.randn(10).softmax(dim=0)
        given.append((image, probabilities))
        figures.append(_observed(student, image, probabilities).result)
    assert not same_object(*figures), "two calls give the same figure"
    for figure, arguments in zip(figures, given, strict=True):
        _assert_shown(_described(student, figure), *arguments)


### END HIDDEN TESTS
