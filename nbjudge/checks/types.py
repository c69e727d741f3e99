"""Says in words what a value is, if something else was wanted, and names common slips."""

from typing import TYPE_CHECKING, Any

from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Handle, kind_of
from nbjudge.link.show import show, show_shape

if TYPE_CHECKING:
    import torch

_FUNCTIONS = ("function", "method", "builtin_function_or_method")


def kind(value: Any) -> str:
    """The name of a value's class, wherever the value lies."""
    return kind_of(value) if isinstance(value, Handle) else type(value).__name__


def assert_tensor(
    value: Any,
    shape: tuple[int, ...] | None = None,
    dtype: "torch.dtype | None" = None,
    *,
    name: str = "the result",
) -> "torch.Tensor":
    """The value; fails unless it is a tensor with numbers, of this shape and dtype if given.

    `name` is what the report calls the value.
    """
    __tracebackhide__ = True
    import torch

    if not isinstance(value, torch.Tensor):
        raise CheckFailure(f"{name} {not_a_tensor(value)}", show(value), kind="wrong type")
    if value.is_meta:
        said = f"{name} lies on another device, without its numbers"
        raise CheckFailure(said, show(value), kind="wrong device")
    if shape is not None and tuple(value.shape) != tuple(shape):
        said = f"the shape of {name} is {show_shape(value.shape)}, not {show_shape(shape)}"
        said += unlike_shape(tuple(value.shape), tuple(shape))
        raise CheckFailure(said, show(value), f"shape {show_shape(shape)}", kind="wrong shape")
    if dtype is not None and value.dtype != dtype:
        said = f"the dtype of {name} is {value.dtype}, not {dtype}"
        raise CheckFailure(said, show(value), kind="wrong dtype")
    return value


def not_a_tensor(value: Any) -> str:
    """What a value is that should be a tensor, to follow the word "it"."""
    named = kind(value)
    if named == "ndarray":
        return "is a numpy array, not a tensor: `torch.from_numpy(...)` makes one of it"
    if type(value) in (list, tuple) and len(value) != 1:
        return f"is a {named} of {len(value)}, not a tensor"
    if type(value) is list:
        return "is a list of one, not a tensor"
    if isinstance(value, bool | int | float):
        return f"is a plain number ({show(value)}), not a tensor"
    return f"is {_other(value, 'a tensor')}"


def not_a_module(value: Any) -> str:
    """What a value is that should be a module, to follow the word "it"."""
    return f"is {_other(value, 'a module')}"


def unlike_shape(found: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    """The known mistake that explains how two shapes differ, as the end of a sentence; or empty."""
    if len(found) > 1 and found[::-1] == wanted and found != wanted:
        return ": rows and columns are swapped (transposed)"
    if sorted(found) == sorted(wanted):
        return ": the dimensions are in another order"
    if [n for n in found if n != 1] == [n for n in wanted if n != 1]:
        said = "more" if len(found) > len(wanted) else "less"
        return f": there is a dimension of size 1 {said}" if len(found) != len(wanted) else ""
    return ""


def _other(value: Any, wanted: str) -> str:
    named = kind(value)
    if value is None:
        return f"None, not {wanted}: is there a `return`?"
    if type(value) is tuple and len(value) == 1:
        return f"a tuple of one, not {wanted}: is there a comma too much at the end of a line?"
    if named == "type":
        return f"a class itself, not {wanted}: brackets behind its name make an instance of it"
    if named in _FUNCTIONS:
        return f"a function, not {wanted}: brackets behind its name call it"
    if isinstance(value, str):
        return f"a text, not {wanted}"
    if wanted == "a tensor" and isinstance(value, Handle):
        return f"an object of the class {named}, not {wanted}"
    return f"{article(named.lower() if named[0].isupper() else named)}, not {wanted}"


def article(name: str) -> str:
    """The word with "a" or "an" before it."""
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
