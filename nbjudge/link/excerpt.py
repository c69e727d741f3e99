"""Where two tensors differ: the small part of both that a report shows as a table."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nbjudge.link.show import FEW, digits_apart, show_number
from nbjudge.link.tensors import dtype_name, is_tensor

if TYPE_CHECKING:
    import torch

_SIDE = 8
# How many numbers are shown before the first that differs, if there is no room for all.
_BEFORE = 2
_IN_A_ROW = 4

Numbers = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Excerpt:
    """At most 8 by 8 numbers of two tensors of the same `shape`, as text, and which of them differ.

    `leading` are the indices in all dimensions before the last two; `row` and `column` are the
    indices of the first number in the last two. A tensor of one dimension has one row.
    """

    shape: tuple[int, ...]
    dtype: str
    leading: tuple[int, ...]
    row: int
    column: int
    got: Numbers
    expected: Numbers
    differs: tuple[tuple[bool, ...], ...]

    @property
    def is_whole(self) -> bool:
        return math.prod(self.shape) == sum(map(len, self.got))

    def few(self) -> "Excerpt":
        """As many numbers as a line of text shows (see `show_near`): all of a few, else four."""
        if math.prod(self.shape) <= FEW:
            return self
        row = next(i for i, pairs in enumerate(self.differs) if any(pairs))
        column = self.differs[row].index(True)
        part = slice(column, column + _IN_A_ROW)
        return replace(
            self,
            row=self.row + row,
            column=self.column + column,
            got=(self.got[row][part],),
            expected=(self.expected[row][part],),
            differs=(self.differs[row][part],),
        )

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Excerpt":
        """Reads what `asdict` made, in which tuples may have become lists on the way."""
        said = {name: _as_tuples(value) for name, value in data.items()}
        return cls(**said)


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list | tuple) else value


def excerpt_of(got: Any, expected: Any, differs: "torch.Tensor | None" = None) -> Excerpt | None:
    """The part of two tensors where they differ; None if a table would show nothing.

    `differs` tells for each pair of numbers whether they differ; by default, unequal ones do.
    """
    if not _are_alike(got, expected):
        return None
    got, expected = got.detach(), expected.detach()
    if differs is None:
        both_nan = (got != got) & (expected != expected)
        differs = (got != expected) & ~both_nan
    if not bool(differs.any()):
        return None
    place = tuple(differs.nonzero()[0].tolist())
    window = tuple(_window(at, size) for at, size in zip(place, got.shape, strict=True))[-2:]
    part = (*place[:-2], *window)
    rows = [_rows(tensor[part]) for tensor in (got, expected, differs)]
    shown = [list(zip(*map(_pair, *row), strict=True)) for row in zip(*rows, strict=True)]
    return Excerpt(
        tuple(got.shape), dtype_name(got), place[:-2],
        window[0].start if len(window) == 2 else 0, window[-1].start,
        tuple(row[0] for row in shown), tuple(row[1] for row in shown),
        tuple(map(tuple, rows[2])),
    )  # fmt: skip


def _are_alike(got: Any, expected: Any) -> bool:
    if not (is_tensor(got) and is_tensor(expected)) or got.is_meta or expected.is_meta:
        return False
    return got.shape == expected.shape and got.numel() > 1


def _window(at: int, size: int) -> slice:
    start = max(0, min(at - _BEFORE, size - _SIDE))
    return slice(start, min(size, start + _SIDE))


def _rows(part: "torch.Tensor") -> list[list[Any]]:
    found: list[list[Any]] = (part if part.dim() == 2 else part.unsqueeze(0)).tolist()
    return found


def _pair(got: Any, expected: Any, differs: bool) -> tuple[str, str]:
    """Two numbers as text, with enough digits to see that they differ."""
    if differs and isinstance(got, float) and isinstance(expected, float):
        digits = digits_apart(got, expected)
        return show_number(got, digits), show_number(expected, digits)
    return show_number(got), show_number(expected)
