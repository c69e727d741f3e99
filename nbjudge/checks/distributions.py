"""Rows of probabilities: says in words why a table does not hold them."""

from typing import TYPE_CHECKING

from nbjudge.link.drawing import as_bars
from nbjudge.link.failures import CheckFailure
from nbjudge.link.show import show, show_near

if TYPE_CHECKING:
    import torch


def assert_distributions(table: "torch.Tensor", *, atol: float = 1e-5) -> None:
    """Fails unless each row of a table (N, K) holds numbers from 0 to 1 that sum to 1.

    Names the mistake where it is a known one: columns that sum to 1, logarithms, raw scores.
    """
    __tracebackhide__ = True
    import torch

    values = table.detach().double()
    inside = (values >= 0) & (values <= 1 + atol)
    sums = values.sum(dim=1)
    wrong = ~torch.isclose(sums, torch.ones_like(sums), atol=atol, rtol=0)
    if bool(inside.all()) and not bool(wrong.any()):
        return
    mistake = _mistake(values, atol)
    if not bool(inside.all()):
        place = tuple((~inside).nonzero()[0].tolist())
        said = f"{values[place].item():.5g}, at {list(place)}, is not between 0 and 1"
        shown = show_near(table, place, 5)
        raise CheckFailure(
            mistake or said,
            shown,
            "numbers from 0 to 1",
            kind="wrong values",
            mistake=mistake,
            place=place,
            picture=as_bars(table, place=place),
        )
    row = int(wrong.nonzero()[0])
    said = f"row {row} sums to {sums[row].item():.7g}, not to 1"
    raise CheckFailure(
        mistake or said,
        show(sums.to(table.dtype)),
        "1 for each row",
        kind="wrong values",
        mistake=mistake,
        what="the sum of each row",
        picture=as_bars(table, place=(row, 0)),
    )


def _mistake(values: "torch.Tensor", atol: float) -> str:
    import torch

    def is_one(sums: torch.Tensor) -> bool:
        return torch.allclose(sums, torch.ones_like(sums), atol=10 * atol, rtol=0)

    if bool(values.isnan().any()):
        return "the values are NaN" if bool(values.isnan().all()) else "some values are NaN"
    if bool((values < 0).all()) and is_one(values.exp().sum(dim=1)):
        return "these are the logarithms of what they should be"
    if bool((values < 0).any()):
        return "these are raw scores: the softmax is missing" if _are_scores(values) else ""
    if is_one(values.sum(dim=0)):
        return "the columns sum to 1, not the rows"
    if is_one(values.sum()):
        return "all values together sum to 1, not each row"
    return "the values are not divided by their sum" if bool((values > 1).any()) else ""


def _are_scores(values: "torch.Tensor") -> bool:
    return bool((values < 0).double().mean() > 0.1) and bool((values.sum(dim=1).abs() > 0.01).any())
