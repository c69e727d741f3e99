"""Plots as inline SVG, in the page's colours; each has a text that says what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

_WIDTH, _HEIGHT = 560, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 18, 14, 38


@dataclass(frozen=True)
class Bin:
    """How many values lie from `low` up to `high`."""

    low: float
    high: float
    count: int


def bins(values: Sequence[float], top: float, parts: int = 10) -> list[Bin]:
    """Equal parts of 0 to `top`; the last one also counts values at its end or above."""
    edges = [top * i / parts for i in range(parts + 1)]
    places = [min(parts - 1, int(parts * value / top + 1e-9)) for value in values]
    return [Bin(low, high, places.count(i)) for i, (low, high) in enumerate(pairwise(edges))]


def histogram(values: Sequence[float], top: float, *, what: str, axis: str, mark: float) -> Markup:
    """A plot of how many `values` lie in each tenth of 0 to `top`, with their median, `mark`."""
    found = bins(values, top)
    most = max((b.count for b in found), default=0) or 1
    width = (_WIDTH - _LEFT - _RIGHT) / len(found)
    body = Markup("").join(
        [
            *(_bar(_LEFT + i * width, width, b, most) for i, b in enumerate(found)),
            *(_tick(_LEFT + i * width, b.low) for i, b in enumerate(found)),
            _tick(_LEFT + len(found) * width, top),
            _median(_LEFT + min(1.0, mark / top) * width * len(found), mark),
            _text(_LEFT + width * len(found) / 2, _HEIGHT - 2, axis),
        ]
    )
    said = "; ".join(f"{b.low:.3g} to {b.high:.3g}: {b.count}" for b in found if b.count)
    return _svg(f"{what}. {said}. Median {mark:.3g}.", body)


def _svg(said: str, body: Markup) -> Markup:
    return Markup(
        '<svg class="plot" role="img" viewBox="0 0 {} {}" aria-label="{}"><title>{}</title>{}</svg>'
    ).format(_WIDTH, _HEIGHT, said, said, body)


def _bar(x: float, width: float, part: Bin, most: int) -> Markup:
    room = _HEIGHT - _TOP - _BOTTOM
    height = room * part.count / most * 0.9
    y = _TOP + room - height
    rect = '<rect class="bar" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="3"/>'
    drawn = Markup(rect).format(x + 2, y, width - 4, height)
    return drawn + _text(x + width / 2, y - 4, str(part.count)) if part.count else drawn


def _tick(x: float, value: float) -> Markup:
    return _text(x, _HEIGHT - _BOTTOM + 15, f"{value:.3g}")


def _median(x: float, value: float) -> Markup:
    line = '<line class="median" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>'
    drawn = Markup(line).format(x, _TOP - 4, _HEIGHT - _BOTTOM)
    return drawn + Markup('<circle class="dot" cx="{:.1f}" cy="{}" r="4"/>').format(x, _TOP - 4)


def _text(x: float, y: float, said: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}">{}</text>').format(x, y, said)
