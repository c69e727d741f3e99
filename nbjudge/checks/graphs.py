"""A picture of a student's function beside the right one: asked for only where a check fails."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nbjudge.link.channel import ChannelError
from nbjudge.link.drawing import POINTS, as_curve
from nbjudge.link.handle import Handle, link_of
from nbjudge.link.pictures import Curve
from nbjudge.link.wire import BadMessage

if TYPE_CHECKING:
    import torch


def as_graph(
    function: Any,
    right: "Callable[[torch.Tensor], torch.Tensor]",
    low: float = -5.0,
    high: float = 5.0,
) -> Callable[[Any, Any], Curve | None]:
    """For `picture`: the curve of an element-wise function of the student's, over the right one.

    Both are given numbers from `low` to `high` in one dimension. There is no picture where the
    student's gives no such numbers back.
    """
    return lambda got, expected: _graph(function, right, low, high)


def _graph(
    function: Any, right: "Callable[[torch.Tensor], torch.Tensor]", low: float, high: float
) -> Curve | None:
    import torch

    x = torch.linspace(low, high, POINTS)
    try:
        return as_curve(x, _given(function, x), right(x))
    except (AssertionError, ChannelError, BadMessage):
        # The check has failed already, and says why: that counts, and the picture does not.
        return None


def _given(function: Any, x: "torch.Tensor") -> Any:
    """What the function gives; the report's call is the check's own, so this one is not noted."""
    if not isinstance(function, Handle):
        return None
    return link_of(function).ask("call", function, [x], {})
