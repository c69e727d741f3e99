"""Probes of `view_classify`: what the axes of a matplotlib figure show, as data."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest import mock

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis, Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.layout_engine import TightLayoutEngine
from matplotlib.patches import Rectangle

from nbjudge.torch.probes.operations import observe_once

_COLOURS = 16
_WIDTH = 600  # pixels of a picture

# A third one, such as a colour bar, is a mistake of its own, and hides nothing of these.
_DESCRIBED = 2


def describe_figure(figure: Any) -> list[dict[str, Any]]:
    """What each of a figure's first two axes shows, in order; closes the figure.

    Titles, limits, the ticks that are seen, images as they are seen, and bars as (x, y, width,
    height). Raises TypeError for anything but a figure of matplotlib's own parts, and ValueError
    for one that nobody can see.
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"expected a matplotlib Figure, and this is a {type(figure).__name__}")
    try:
        _refuse_own_classes_and_methods(figure)
        if not all(figure.get_size_inches() > 0):
            raise ValueError("the figure has no width or no height")
        return [_axes(axes) for axes in figure.axes[:_DESCRIBED]]
    finally:
        plt.close(figure)


def picture_of(figure: Any) -> dict[str, Any]:
    """What a figure looks like: its pixels in rows from the top, and where its parts lie in them.

    `axes` holds a box for each of the axes, (left, top, right, bottom) in pixels, with the limits
    that its sides stand for; `image` is the box of the first image in the first axes.
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"expected a matplotlib Figure, and this is a {type(figure).__name__}")
    figure.dpi = min(100, _WIDTH / max(1.0, float(figure.get_size_inches()[0])))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = torch.tensor(np.asarray(canvas.buffer_rgba())[:, :, :3].copy())
    boxes = [_box(axes.bbox.extents, len(pixels)) for axes in figure.axes]
    limits = [[float(x) for x in (*axes.get_xlim(), *axes.get_ylim())] for axes in figure.axes]
    images = figure.axes[0].images if figure.axes else []
    shown = _box(images[0].get_window_extent().extents, len(pixels)) if images else None
    return {"pixels": pixels, "axes": list(zip(boxes, limits, strict=True)), "image": shown}


def _box(extents: Any, height: int) -> list[float]:
    left, bottom, right, top = (float(side) for side in extents)
    return [
        min(left, right),
        height - max(bottom, top),
        max(left, right),
        height - min(bottom, top),
    ]


def number_of_axes(figure: Any) -> int:
    """How many axes a figure has."""
    return len(figure.axes)


def _refuse_own_classes_and_methods(figure: Figure) -> None:
    """Raises TypeError for a part that may say of itself what it does not draw."""
    methods: dict[type, set[str]] = {}
    for part in _parts(figure):
        kind = type(part)
        if kind not in methods:
            if not _is_matplotlibs(kind):
                raise TypeError(f"a part of the figure is a {kind.__name__}, not matplotlib's own")
            # Reading some names with two underscores changes the class.
            names = [name for name in dir(kind) if not name.startswith("__")]
            methods[kind] = {name for name in names if callable(getattr(kind, name, None))}
        if own := sorted(methods[kind] & vars(part).keys()):
            raise TypeError(f"a part of the figure, a {kind.__name__}, has a `{own[0]}` of its own")


def _parts(figure: Figure) -> Iterator[Artist]:
    """What is read of a figure, each after what holds it."""
    yield figure
    for axes in figure.axes[:_DESCRIBED]:
        yield axes
        yield from (*axes.images, *axes.patches)
        for axis in (axes.xaxis, axes.yaxis):
            yield axis
            # Ticks are made when they are asked for, which takes time: only where they may be seen.
            for tick in axis.get_major_ticks() if axes.axison else ():
                yield from (tick, tick.tick1line, tick.tick2line, tick.label1, tick.label2)


def _is_matplotlibs(kind: type) -> bool:
    said = str(getattr(kind, "__module__", ""))
    module = sys.modules.get(said) if said.startswith("matplotlib.") else None
    return getattr(module, kind.__qualname__, None) is kind


def observe_drawing(function: Callable, arguments: Sequence, keywords: dict) -> dict[str, Any]:
    """Calls a function that draws a figure, and watches it.

    The figure keeps its first layout: another one would take half of the time, and show nothing.
    """
    with mock.patch.object(TightLayoutEngine, "execute", _keep_the_layout):
        return observe_once(function, arguments, keywords)


def _keep_the_layout(engine: TightLayoutEngine, figure: Figure) -> None:
    """In the place of what would change it."""


def _axes(axes: Axes) -> dict[str, Any]:
    titles = (axes.get_title(loc=place) for place in ("center", "left", "right"))
    return {
        "title": next((title for title in titles if title), ""),
        "xlim": [float(limit) for limit in axes.get_xlim()],
        "xticks": _ticks(axes, axes.xaxis),
        "yticks": _ticks(axes, axes.yaxis),
        "images": [_image(axes, image) for image in axes.images if _is_visible(image)],
        "bars": _bars(axes),
    }


def _ticks(axes: Axes, axis: Axis) -> list[float]:
    """Where a tick or its label is seen."""
    if not (axes.axison and axis.get_visible()):
        return []
    axis.get_majorticklabels()  # puts the ticks to their places
    low, high = sorted(axis.get_view_interval())
    margin = 1e-9 * (high - low)
    ticks = [tick for tick in axis.get_major_ticks() if _is_seen(tick)]
    places = (float(tick.get_loc()) for tick in ticks)
    return [place for place in places if low - margin <= place <= high + margin]


def _is_seen(tick: Tick) -> bool:
    lines = (tick.tick1line, tick.tick2line)
    texts = (tick.label1, tick.label2)
    marked = any(line.get_visible() and line.get_markersize() for line in lines)
    return marked or any(text.get_visible() and text.get_text() for text in texts)


def _image(axes: Axes, image: AxesImage) -> dict[str, Any]:
    """The values from top left to bottom right as seen, and colours from lowest to highest."""
    values = np.ma.filled(np.ma.asarray(image.get_array(), dtype=float), np.nan)
    left, right, bottom, top = image.get_extent()
    if image.origin == "lower":
        bottom, top = top, bottom
    x, y = axes.get_xlim(), axes.get_ylim()
    if (right - left) * (x[1] - x[0]) < 0:
        values = values[:, ::-1]
    if (top - bottom) * (y[1] - y[0]) < 0:
        values = values[::-1]
    colours = image.get_cmap()(np.linspace(0, 1, _COLOURS))[:, :3]
    return {
        "values": torch.tensor(values.copy()),
        "cmap": str(image.get_cmap().name),
        "colours": torch.tensor(colours),
    }


def _bars(axes: Axes) -> list[tuple[float, float, float, float]]:
    """The bars that are seen: what `barh` drew, else all rectangles."""
    drawn = [bar for container in axes.containers for bar in container.get_children()]
    found = [patch for patch in drawn or axes.patches if isinstance(patch, Rectangle)]
    return [
        tuple(float(side) for side in (*bar.get_xy(), bar.get_width(), bar.get_height()))
        for bar in filter(_is_visible, found)
    ]


def _is_visible(drawn: Artist) -> bool:
    return drawn.get_visible() and drawn.get_alpha() != 0
