"""What a report draws of what came back and what was expected: as data, small whatever it shows.

All numbers in it are finite: NaN is None, and what lies beyond a picture's frame lies on its edge.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

# What a picture shows, where a report may say little of a student's answers: in all, no more than
# a line of text does.
FEW_POINTS, FEW_PIXELS, FEW_GREYS = 12, 12, 4
GREYS = 32
# Of a row of probabilities, what is larger than this is no less wrong.
MOST_OF_A_BAR = 2.0

Values = tuple[float | None, ...]
Pixels = tuple[tuple[int | None, ...], ...]
Said = Callable[[str], str]


@dataclass(frozen=True)
class Curve:
    """The values of two functions at the places `x`, which rise, in a frame from `low` to `high`.

    `worst` is the index of the point where they differ most, `cut` tells that what came back goes
    on beyond the frame.
    """

    x: tuple[float, ...]
    got: Values
    expected: Values
    low: float
    high: float
    worst: int
    cut: bool
    kind: Literal["curve"] = "curve"

    def few(self, said: Said) -> "Curve":
        kept = spread(len(self.x), FEW_POINTS, self.worst)
        x = tuple(self.x[i] for i in kept)
        got, expected = (tuple(of[i] for i in kept) for of in (self.got, self.expected))
        return replace(self, x=x, got=got, expected=expected, worst=kept.index(self.worst))


@dataclass(frozen=True)
class Bars:
    """At most twelve numbers of a row, from the index `first` on; `place` is that of the row.

    `expected` is None where nothing is known but that they are a distribution.
    """

    place: tuple[int, ...]
    first: int
    got: Values
    expected: Values | None
    low: float
    high: float
    kind: Literal["bars"] = "bars"

    def few(self, said: Said) -> "Bars":
        return self


@dataclass(frozen=True)
class Image:
    """Two images of one `shape`, of `greys` greys from 0 for `black` on, at `place` in a batch."""

    shape: tuple[int, int]
    place: tuple[int, ...]
    black: float
    white: float
    got: Pixels
    expected: Pixels
    greys: int = GREYS
    kind: Literal["image"] = "image"

    @property
    def differs(self) -> bool:
        """Whether one sees a difference."""
        return self.got != self.expected

    def few(self, said: Said) -> "Image":
        got, expected = (_coarse(pixels, self.greys) for pixels in (self.got, self.expected))
        return replace(self, got=got, expected=expected, greys=FEW_GREYS)


@dataclass(frozen=True)
class Listing:
    """Two lists of short lines, to be shown as a diff."""

    got: tuple[str, ...]
    expected: tuple[str, ...]
    kind: Literal["listing"] = "listing"

    def few(self, said: Said) -> "Listing":
        return replace(
            self, got=tuple(map(said, self.got)), expected=tuple(map(said, self.expected))
        )


Picture = Curve | Bars | Image | Listing
_KINDS: dict[str, type[Picture]] = {
    "curve": Curve, "bars": Bars, "image": Image, "listing": Listing
}  # fmt: skip


def picture_from(data: dict[str, Any]) -> Picture:
    """From what `asdict` made of it; what carries that may have made lists of its tuples."""
    said = {name: _as_tuples(value) for name, value in data.items()}
    return _KINDS[data["kind"]](**said)


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list | tuple) else value


def spread(size: int, most: int, *among: int) -> list[int]:
    """At most so many indices of a sequence, from end to end, `among` them those that are named."""
    if size <= most:
        return list(range(size))
    steps = most - 1 - len(among)
    return sorted({round(step * (size - 1) / steps) for step in range(steps + 1)} | set(among))


def _coarse(pixels: Pixels, greys: int) -> Pixels:
    rows, columns = _blocks(len(pixels)), _blocks(len(pixels[0]))
    return tuple(
        tuple(_grey([pixels[i][j] for i in block for j in across], greys) for across in columns)
        for block in rows
    )


def _blocks(size: int) -> list[range]:
    number = min(size, FEW_PIXELS)
    ends = [round(i * size / number) for i in range(number + 1)]
    return [range(*pair) for pair in itertools.pairwise(ends)]


def _grey(levels: Sequence[int | None], greys: int) -> int | None:
    """The mean of a block of pixels, as one of few greys; None where one has no value."""
    if None in levels:
        return None
    known = cast("Sequence[int]", levels)
    return round(sum(known) / len(known) / (greys - 1) * (FEW_GREYS - 1))
