"""Tensors as pictures: which part of them a report draws, in which frame, on which scale."""

import math
from typing import TYPE_CHECKING, Any

from nbjudge.link.history import Call
from nbjudge.link.pictures import (
    FEW_POINTS,
    GREYS,
    MOST_OF_A_BAR,
    Bars,
    Curve,
    Image,
    Picture,
    Values,
    spread,
)
from nbjudge.link.tensors import is_tensor

if TYPE_CHECKING:
    import torch

POINTS = 61  # the most that a curve has
_PIXELS = 48
_FEWEST_POINTS, _FEWEST_PIXELS = 3, 8
# So many numbers are sorted in no time.
_MANY = 50_000
# The logarithm of half of a smaller number may be that of 0.
_SMALLEST = 1e-300


def drawn(got: Any, expected: Any, source: object, place: tuple[int, ...] | None) -> Picture | None:
    """The picture that the data suggest: a curve, bars, or none.

    `source` is what gave `got`, `place` where they differ first.
    """
    if not are_alike(got, expected):
        return None
    x = _only_tensor(source) if isinstance(source, Call) else None
    if x is not None and x.dim() == 1 and (curve := as_curve(x, got, expected)):
        return curve
    return as_bars(got, expected, place) if _are_distributions(expected) else None


def _only_tensor(call: Call) -> "torch.Tensor | None":
    given = [value for value in call.arguments if is_tensor(value)]
    return given[0] if len(given) == 1 and not given[0].is_meta else None


def are_alike(got: Any, expected: Any) -> bool:
    """Whether both are tensors of one shape, with real numbers in them."""
    if not (is_tensor(got) and is_tensor(expected)) or got.is_meta or expected.is_meta:
        return False
    real = not got.is_complex() and not expected.is_complex()
    return real and got.shape == expected.shape and got.numel() > 0


def as_curve(x: "torch.Tensor", got: Any, expected: Any) -> Curve | None:
    """What a function gave at each number of `x`, and what it should have given.

    None where it would be no curve: too few numbers, almost all in one place, or wild.
    """
    import torch

    if not are_alike(got, expected) or got.numel() < _FEWEST_POINTS or got.shape != x.shape:
        return None
    apart = (got.detach().double() - expected.detach().double()).abs().flatten()
    worst = int(apart.nan_to_num(math.inf, math.inf).argmax())
    some = torch.tensor(sorted({*range(0, x.numel(), -(-x.numel() // _MANY)), worst}))
    flat = [of.detach().flatten()[some].double() for of in (x, got, expected)]
    order = flat[0].argsort(stable=True)
    places, *values = (of[order] for of in flat)
    at = int((some[order] == worst).nonzero()[0])
    kept = spread(len(places), POINTS, at)
    if not _is_spread(places) or _is_wild(values[1][kept]):
        return None
    low, high = _frame(*(of[kept] for of in values))
    inside = [_inside(of[kept], low, high) for of in values]
    cut = bool(((values[0] < low) | (values[0] > high)).any())
    x_axis = tuple(places[kept].tolist())
    return Curve(x_axis, inside[0], inside[1], low, high, kept.index(at), cut)


def _is_spread(x: "torch.Tensor") -> bool:
    """Whether not most of the numbers, which rise, would lie in one point of a picture."""
    span = float(x[-1] - x[0])
    if not math.isfinite(span) or span <= 0:
        return False
    half = len(x) // 2
    return bool(((x[half:] - x[: len(x) - half]) > span / 100).all())


def _is_wild(expected: "torch.Tensor") -> bool:
    """Whether the right curve turns so often that it is none."""
    steps = expected[expected.isfinite()].diff().sign()
    steps = steps[steps != 0]
    turns = int((steps[1:] != steps[:-1]).sum())
    return turns > max(2, len(expected) / 4)


def _frame(got: "torch.Tensor", expected: "torch.Tensor") -> tuple[float, float]:
    """From the least to the largest; the right curve has at least a fifth of the height."""
    known = expected[expected.isfinite()]
    low, high = _ends(known) if len(known) else (0.0, 1.0)
    span = (high - low) or abs(high) or 1.0
    found = got[got.isfinite()].clamp(low - 2 * span, high + 2 * span)
    ends = _ends(found) if len(found) else (low, high)
    low, high = min(low, ends[0]), max(high, ends[1])
    if not math.isfinite(high - low):
        return -1.0, 1.0
    return _rounded(low, high) if high > low else (low - 1, high + 1)


def _rounded(low: float, high: float) -> tuple[float, float]:
    """The next round numbers outside, if there are any."""
    if high - low < _SMALLEST:
        return low, high
    step = 10.0 ** math.floor(math.log10((high - low) / 2))
    ends = math.floor(low / step) * step, math.ceil(high / step) * step
    first, last = (float(f"{end:.6g}") for end in ends)
    fits = math.isfinite(last - first) and first <= low and high <= last
    return (first, last) if fits else (low, high)


def _ends(values: "torch.Tensor") -> tuple[float, float]:
    return float(values.min()), float(values.max())


def _inside(values: "torch.Tensor", low: float, high: float) -> Values:
    """Finite numbers from `low` to `high`; None for NaN."""
    return tuple(None if math.isnan(v) else v for v in values.clamp(low, high).tolist())


def _are_distributions(expected: "torch.Tensor") -> bool:
    """Whether each row has several numbers from 0 to 1 that sum to 1."""
    if not expected.is_floating_point() or not expected.dim() or expected.shape[-1] < 2:
        return False
    values = expected.detach().double()
    sums = values.sum(-1)
    return bool((values >= 0).all()) and bool(((sums - 1).abs() < 1e-3).all())


def as_bars(got: Any, expected: Any = None, place: tuple[int, ...] | None = None) -> Bars | None:
    """A bar for each number of one row: that of `place`, else the first that differs.

    Without `expected`, a row that is to be a distribution; None where its bars could not be seen.
    """
    if not are_alike(got, got if expected is None else expected) or not got.dim():
        return None
    place = _first_apart(got, expected) if place is None else place
    start = max(0, min(place[-1] - 2, got.shape[-1] - FEW_POINTS))
    part = (*place[:-1], slice(start, start + FEW_POINTS))
    found = got.detach()[part].double()
    wanted = found if expected is None else expected.detach()[part].double()
    low, high = _frame_of_bars(found, wanted)
    if expected is None and float(found.abs().max()) < high / 20:
        return None
    bars = None if expected is None else _inside(wanted, low, high)
    return Bars(place[:-1], start, _inside(found, low, high), bars, low, high)


def _first_apart(got: "torch.Tensor", expected: "torch.Tensor | None") -> tuple[int, ...]:
    import torch

    if expected is None:
        return (0,) * got.dim()
    # What nobody would see counts only where nothing else differs.
    found, wanted = got.detach().double(), expected.detach().double()
    close = torch.isclose(found, wanted, rtol=1e-4, atol=1e-5, equal_nan=True)
    index = int((~close).flatten().to(torch.uint8).argmax())
    return tuple(int(i) for i in torch.unravel_index(torch.tensor(index), got.shape))


def _frame_of_bars(got: "torch.Tensor", expected: "torch.Tensor") -> tuple[float, float]:
    """From 0, or as far below as above, to the next round number above the largest."""
    values = [v for v in (*got.tolist(), *expected.tolist()) if not math.isnan(v)]
    largest = min(max([0.0, *values]), MOST_OF_A_BAR)
    high = next(end for end in (0.1, 0.2, 0.5, 1.0, 2.0) if largest <= end)
    least = max(min([0.0, *values]), -1.0)
    return (0.0 if least >= 0 else -max(high, 1.0)), (high if least >= 0 else max(high, 1.0))


def as_image(got: Any, expected: Any) -> Image | None:
    """Two images as greys, on the scale of the expected one; of a batch, the first that differs.

    None for less than 8 by 8 pixels.
    """
    if not are_alike(got, expected) or got.dim() < 2 or min(got.shape[-2:]) < _FEWEST_PIXELS:
        return None
    place = _first_apart(got, expected)[:-2]
    found, wanted = (of.detach()[place].double() for of in (got, expected))
    known = wanted[wanted.isfinite()]
    black, white = _ends(known) if len(known) else (0.0, 1.0)
    if not math.isfinite(white - black) or white <= black:
        black, white = black - 1, black + 1
    greys = [_greys(_thinned(of), black, white) for of in (found, wanted)]
    height, width = found.shape
    return Image((height, width), place, black, white, greys[0], greys[1])


def _thinned(image: "torch.Tensor") -> "torch.Tensor":
    height, width = (spread(size, _PIXELS) for size in image.shape)
    return image[height][:, width]


def _greys(image: "torch.Tensor", black: float, white: float) -> tuple[tuple[int | None, ...], ...]:
    shares = ((image.clamp(black, white) - black) / (white - black)).tolist()
    return tuple(
        tuple(None if math.isnan(share) else round(share * (GREYS - 1)) for share in row)
        for row in shares
    )
