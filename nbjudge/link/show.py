"""Values as reports show them: short text; large tensors by their shape and first values."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nbjudge.link.tensors import dtype_name, is_tensor

if TYPE_CHECKING:
    import torch

FEW = 12
_LONGEST = 160
_DIGITS = 5


class Shown(str):
    """A value as text, with the value itself, so that a report can find the call that gave it."""

    value: Any


def show(value: Any) -> str:
    """Any value as one line of at most about 160 characters."""
    shown = Shown(_shown(value))
    shown.value = value
    return shown


def digits_apart(first: float, second: float) -> int:
    """How many digits are needed to see that two numbers differ; at least five."""
    enough = (d for d in range(_DIGITS, 17) if f"{first:.{d}g}" != f"{second:.{d}g}")
    return next(enough, 17)


def show_near(tensor: "torch.Tensor", place: tuple[int, ...], digits: int) -> Shown:
    """As `show`, with this many digits; of a large tensor, the numbers from `place` on."""
    if tensor.numel() <= FEW or not tensor.dim():
        text = show_tensor(tensor, digits)
    else:
        row = tensor.detach()[place[:-1]][place[-1] :]
        numbers = ", ".join(show_number(number, digits) for number in row[:4].tolist())
        more = ", …" if len(row) > 4 else ""
        shape = show_shape(tensor.shape)
        text = f"a tensor of shape {shape}, from {list(place)} on: {numbers}{more}"
    shown = Shown(shortened(text))
    shown.value = tensor
    return shown


def _shown(value: Any) -> str:
    if is_tensor(value):
        return shortened(show_tensor(value))
    if isinstance(value, float):
        return f"{value:.6g}"
    if type(value) in (list, tuple):
        inside = ", ".join(show(item) for item in value[:FEW])
        more = ", …" if len(value) > FEW else ""
        comma = "," if type(value) is tuple and len(value) == 1 else ""
        text = f"[{inside}{more}]" if type(value) is list else f"({inside}{more}{comma})"
        return shortened(text)
    if type(value) is dict:
        items = list(value.items())[:FEW]
        inside = ", ".join(f"{show(key)}: {show(item)}" for key, item in items)
        return shortened(f"{{{inside}{', …' if len(value) > FEW else ''}}}")
    return shortened(repr(value))


def show_tensor(tensor: "torch.Tensor", digits: int = _DIGITS) -> str:
    """`tensor([1., 2.])` if it is small, else its shape, dtype and first values."""
    plain = tensor.detach()
    dtype = dtype_name(tensor)
    named = "" if dtype in ("float32", "int64", "bool") else f", {dtype}"
    if tensor.is_meta:
        return f"a tensor of shape {show_shape(tensor.shape)} on the meta device{named}"
    if not tensor.numel() and tensor.dim() > 1:
        return f"an empty tensor of shape {show_shape(tensor.shape)}{named}"
    if tensor.numel() <= FEW:
        return f"tensor({_numbers(plain.tolist(), digits)}{named})"
    first = ", ".join(show_number(value) for value in plain.flatten()[:4].tolist())
    return f"a tensor of shape {show_shape(tensor.shape)}{named}, beginning {first}, …"


def show_shape(shape: Sequence[int]) -> str:
    """A shape as text: `(64, 10)`, or `()` for a single number."""
    return str(tuple(shape))


def show_call(name: str, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> str:
    """The call as a student would type it, with its arguments shortened."""
    shown = [show(argument) for argument in arguments]
    shown += [f"{key}={show(value)}" for key, value in keywords.items()]
    return f"{name}({', '.join(shown)})"


def _numbers(values: Any, digits: int) -> str:
    if isinstance(values, list):
        return f"[{', '.join(_numbers(value, digits) for value in values)}]"
    return show_number(values, digits)


def show_number(value: Any, digits: int = _DIGITS) -> str:
    """A number as torch prints it in a tensor: `1.` and `0.33333`."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0f}." if abs(value) < 1e6 and value == int(value) else f"{value:.{digits}g}"


def shortened(text: str) -> str:
    """At most about 160 letters of a text."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
