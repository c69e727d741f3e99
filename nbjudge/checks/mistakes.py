"""Known mistakes, recognised by how the result is related to the expected values.

A relation that holds for all values at once is no coincidence. Each relation is tried only if there
are enough values to tell it from others. The words for a mistake are the same in every check.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    # The value that a mistake would give, a function that makes it, or whether the mistake was
    # made.
    Example = torch.Tensor | bool | Callable[[], torch.Tensor | bool]

_FEWEST = 3
_FIRST = 100
# A mistake may be made by other steps than those of its example, and be rounded otherwise.
_ROUNDING = 1e-6


def recognised(
    got: "torch.Tensor",
    expected: "torch.Tensor",
    atol: float,
    rtol: float,
    known: "Mapping[str, Example]",
) -> str:
    """The mistake that explains `got`, in words; empty if none does.

    Both tensors have the same shape. `known` are the check's own mistakes, in words, each with
    what it gives.
    """
    import torch

    exact, right = got.double(), expected.double()
    wide = max(rtol, _ROUNDING), max(atol, _ROUNDING)

    def near(one: torch.Tensor, value: torch.Tensor) -> bool:
        # Mostly the first numbers already differ.
        parts = (one.flatten()[:_FIRST], value.flatten()[:_FIRST]), (one, value)
        return all(torch.allclose(*part, *wide) for part in parts)

    def like(value: torch.Tensor) -> bool:
        if value.shape != got.shape:
            return False
        value = value.double()
        return near(exact, value) and not near(right, value)

    for words, example in known.items():
        value = example() if callable(example) else example
        if value is True or (isinstance(value, torch.Tensor) and like(value)):
            return words
    if got.numel() < 1 or got.is_complex():
        return ""
    if said := _not_finite(exact, expected) or _rounded_to_float32(exact, expected):
        return said
    named = (words for words, value in _relations(exact, right) if like(value))
    return next(named, "") or _about_sums(exact, expected) or _constant_or_scaled(exact, expected)


def _not_finite(got: "torch.Tensor", expected: "torch.Tensor") -> str:
    if bool(got.isnan().any()) and not bool(expected.isnan().any()):
        return "the values are NaN" if bool(got.isnan().all()) else "some values are NaN"
    if bool(got.isinf().any()) and not bool(expected.isinf().any()):
        return "some values are infinite"
    return ""


def _rounded_to_float32(got: "torch.Tensor", expected: "torch.Tensor") -> str:
    """Whether float64 values are just what float32 can hold, and near what they should be."""
    import torch

    if expected.dtype != torch.float64 or got.numel() < _FEWEST:
        return ""
    held = bool((got == got.float()).all()) and not bool((expected == expected.float()).all())
    near = torch.allclose(got, expected, atol=1e-6, rtol=1e-5)
    return "on the way the numbers have been rounded to float32" if held and near else ""


def _relations(
    got: "torch.Tensor", expected: "torch.Tensor"
) -> "Iterator[tuple[str, torch.Tensor]]":
    """Mistakes, each with what it would have made of the expected values."""
    import torch

    if expected.numel() < _FEWEST or not _has_values(expected, 2):
        return
    yield "all signs are turned round", -expected
    if expected.dim() == 2 and expected.shape[0] == expected.shape[1]:
        yield "rows and columns are swapped (transposed)", expected.T
    yield from _in_other_places(expected)
    yield "all values are 1 minus what they should be", 1 - expected
    yield "negative values have become 0", expected.clamp(min=0)
    yield "negative values have lost their sign", expected.abs()
    yield "all values are the square of what they should be", expected**2
    yield "all values are the root of what they should be", expected.clamp(min=0).sqrt()
    for decimals in range(6):
        if expected.numel() > _FEWEST:  # a few whole numbers may be anything
            said = f"the values are rounded, to {decimals} decimals"
            yield said, expected.round(decimals=decimals)
    if bool((expected > 0).all()):
        yield "these are the logarithms of what they should be", expected.log()
        yield "all values are one divided by what they should be", 1 / expected
    yield "these are powers of e of what they should be", expected.exp()
    yield "a sigmoid is applied once more", torch.sigmoid(expected)
    yield "a tanh is applied once more", torch.tanh(expected)
    if expected.dim() == 2:
        yield "a softmax is applied once more", torch.softmax(expected, 1)
        yield "a logarithm of a softmax is applied once more", torch.log_softmax(expected, 1)


def _in_other_places(expected: "torch.Tensor") -> "Iterator[tuple[str, torch.Tensor]]":
    several = expected.dim() > 1
    names = ("the rows", "the columns") if several else ("the values",)
    for dim, name in enumerate(names):
        reversed_ = "each row is" if dim else f"{name} are"
        yield f"{reversed_} reversed", expected.flip(dim)
        for step in (1, -1):
            yield f"{name} are shifted by one", expected.roll(step, dim)


def _about_sums(got: "torch.Tensor", expected: "torch.Tensor") -> str:
    """What is wrong, if every row should be a distribution."""
    import torch

    if expected.dim() != 2 or expected.shape[1] < 2 or not _sum_to_one(expected, 1):
        return ""
    if _sum_to_one(got, 0):
        return "the columns sum to 1, not the rows"
    if torch.allclose(got.sum(), torch.ones((), dtype=got.dtype), atol=1e-4):
        return "all values together sum to 1, not each row"
    if torch.allclose(torch.softmax(got, 1), expected.double(), atol=1e-4):
        return "these are the raw scores: the softmax is missing"
    if not _sum_to_one(got, 1):
        sums = got.sum(1, keepdim=True)
        scaled = torch.allclose(got / sums, expected.double(), atol=1e-4)
        return "the rows are not divided by their sums" if scaled else "the rows do not sum to 1"
    return ""


def _sum_to_one(table: "torch.Tensor", dim: int) -> bool:
    import torch

    sums = table.double().sum(dim)
    positive = bool((table >= 0).all())
    return positive and torch.allclose(sums, torch.ones_like(sums), atol=1e-4)


def _constant_or_scaled(got: "torch.Tensor", expected: "torch.Tensor") -> str:
    expected = expected.double()
    if not _has_values(expected, _FEWEST):
        return ""
    if not _has_values(got, 2):
        return f"all values are the same number, {got.flatten()[0].item():.5g}"
    if said := _cut_off(got, expected):
        return said
    if _same_ratio(got, expected):
        factor = (got * expected).sum() / (expected * expected).sum()
        return f"all values are {_ratio(factor.item())} what they should be"
    offset = got - expected
    spread = float(offset.max() - offset.min())
    if spread < 1e-4 * float(offset.abs().max()):
        more = float(offset.mean())
        return f"all values are {abs(more):.4g} too {'large' if more > 0 else 'small'}"
    same = got.flatten().sort().values - expected.flatten().sort().values
    far = float(offset.abs().max()) > 1e-3 * float(expected.abs().max())
    if far and float(same.abs().max()) <= 1e-6 * float(expected.abs().max()):
        return "the right values stand in the wrong places"
    return ""


def _has_values(table: "torch.Tensor", count: int) -> bool:
    """Whether there are so many different values; a look at the first ones is often enough."""
    first = table.flatten()[:_FIRST]
    return len(first.unique()) >= count or len(table.unique()) >= count


def _cut_off(got: "torch.Tensor", expected: "torch.Tensor") -> str:
    """Whether all is right but what lies beyond the smallest or largest value."""
    import torch

    low, high = got.min(), got.max()
    below, above = bool((expected < low).any()), bool((expected > high).any())
    alike = torch.allclose(got, expected.clamp(low, high), atol=1e-6, rtol=1e-5)
    if not alike or not (below or above) or torch.allclose(got, expected, atol=1e-6, rtol=1e-5):
        return ""
    bounds = [f"{low.item():.5g}"] * below + [f"{high.item():.5g}"] * above
    return f"values beyond {' and '.join(bounds)} are cut off"


def _same_ratio(got: "torch.Tensor", expected: "torch.Tensor") -> bool:
    factor = (got * expected).sum() / (expected * expected).sum()
    far = float((got - factor * expected).abs().max())
    return bool(factor) and abs(float(factor) - 1) > 1e-3 and far < 1e-4 * float(got.abs().max())


def _ratio(factor: float) -> str:
    below = 1 / factor
    if abs(below - round(below)) < 1e-3 and abs(below) > 1.5:
        return f"1/{round(below)} of"
    return f"{factor:.4g} times"
