"""What check modules use: asking about the student's side, and asserting in a student's words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Handle, Student, kind_of, link_of
from nbjudge.link.show import show, show_shape
from nbjudge.link.wire import BadMessage

if TYPE_CHECKING:
    import torch


class Observation(NamedTuple):
    """One call, watched: what it gave, its arguments afterwards, and what it ran.

    `functions` and `operations` are names (see `nbjudge.torch.probes.operations`);
    `settings_kept` tells whether gradient mode, seed and default dtype are as before.
    """

    result: Any
    arguments: list
    functions: list
    operations: list
    settings_kept: bool


def make(held: Student | Handle, expression: str, /, **names: Any) -> Handle:
    """A handle on what an expression makes on the student's side, also where that is data.

    It may use `names`, `math` and `OrderedDict`, and where torch is also `torch`, `nn`, `F` and
    `Recorder(function)`: a function that keeps in `calls` what it is given. Raises StudentError
    for what the expression raises.
    """
    return link_of(held).make(expression, names)


def observe(
    function: Handle, /, *arguments: Any, by: Callable[..., Any] | None = None, **keywords: Any
) -> Observation:
    """Calls a function of the student's and watches it.

    `by` is another probe to do so, as of `probes_in`. It is given the function, a list of the
    arguments and a dict of the keywords, and returns a dict of an Observation's fields.
    """
    link = link_of(_handle(function))
    link.note_call(function, arguments, keywords)
    given = [function, list(arguments), keywords]
    seen = by(*given) if by else link.probe("observe", given, {})
    if type(seen) is not dict or set(seen) != set(Observation._fields):
        raise BadMessage("an observation has other fields")
    return Observation(**seen)


def what_runs(function: Handle, /, *arguments: Any) -> set[str]:
    """Calls a function of the student's; the names of all that it runs, of any library.

    What it gives crosses too: how a function runs counts only where its result can be read.
    """
    link = link_of(_handle(function))
    link.note_call(function, arguments, {})
    answer = link.probe("what_runs", [function, *arguments], {})
    if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) is not list:
        raise BadMessage("what runs is a result and a list of names")
    return {str(name) for name in answer[1]}


def layers(network: Handle) -> list[tuple[str, str]]:
    """The direct submodules in order, as `("hidden", "Linear(20, 10)")`."""
    return link_of(_handle(network, "a module")).probe("layers", [network], {})


def kind(value: Any) -> str:
    """The name of a value's class, wherever the value lies."""
    return kind_of(value) if isinstance(value, Handle) else type(value).__name__


def same_object(first: Handle, second: Handle) -> bool:
    """Whether two handles are on one and the same object."""
    return link_of(_handle(first)).ask("same", first, _handle(second)) is True


def assert_close(
    got: Any,
    expected: "torch.Tensor",
    *,
    atol: float = 1e-6,
    rtol: float = 1e-5,
    message: str = "",
) -> None:
    """Fails unless `got` is a tensor of the expected shape and dtype with close values.

    Two values are close where |got - expected| <= atol + rtol * |expected|; NaN equals NaN.
    """
    __tracebackhide__ = True
    if said := _unlikeness(got, expected, atol, rtol):
        raise CheckFailure(message or said, show(got), show(expected))


def assert_equal(got: Any, expected: Any, message: str = "") -> None:
    """Fails unless two pieces of plain data are of one kind and equal."""
    __tracebackhide__ = True
    if isinstance(got, Handle) or kind(got) != kind(expected) or got != expected:
        raise CheckFailure(message or "this is not what was expected", show(got), show(expected))


def assert_leaves_alone(function: Handle, /, **arguments: Any) -> Observation:
    """Calls a function with named values, by position; fails where it changes a tensor of them.

    Also fails where it changes the gradient mode, the seed or the default dtype.
    """
    __tracebackhide__ = True
    seen = observe(function, *arguments.values())
    assert_left_alone(seen, **arguments)
    return seen


def assert_left_alone(seen: Observation, /, **arguments: Any) -> None:
    """Fails where the call changed a tensor of these arguments, or a global setting of torch."""
    __tracebackhide__ = True
    import torch

    for (name, before), after in zip(arguments.items(), seen.arguments, strict=False):
        if isinstance(before, torch.Tensor):
            assert_close(after, before, atol=0, rtol=0, message=f"`{name}` itself was changed")
            if after.requires_grad != before.requires_grad:
                raise CheckFailure(f"`requires_grad` of `{name}` was changed")
    if seen.settings_kept is not True:
        raise CheckFailure("the gradient mode, the seed or the default dtype was changed")


def _handle(value: Any, wanted: str = "a function") -> Handle:
    if not isinstance(value, Handle):
        raise CheckFailure(f"expected {wanted}", show(value))
    return value


def _unlikeness(got: Any, expected: "torch.Tensor", atol: float, rtol: float) -> str:
    """What tells `got` from the expected tensor; empty where nothing does."""
    import torch

    if not isinstance(got, torch.Tensor):
        return f"expected a tensor, not {_article(kind(got))}"
    if got.shape != expected.shape:
        return f"the shape is {show_shape(got.shape)}, not {show_shape(expected.shape)}"
    if got.dtype != expected.dtype:
        return f"the dtype is {got.dtype}, not {expected.dtype}"
    if got.is_meta or expected.is_meta:
        return "" if got.is_meta and expected.is_meta else "the result lies on another device"
    got, expected = got.detach(), expected.detach()
    if torch.equal(got, expected):  # what follows takes much longer
        return ""
    close = torch.isclose(got, expected, atol=atol, rtol=rtol, equal_nan=True)
    return "" if bool(close.all()) else _difference(got, expected, close)


def _difference(got: "torch.Tensor", expected: "torch.Tensor", close: "torch.Tensor") -> str:
    wrong = (~close).nonzero()
    first = tuple(wrong[0].tolist())
    place = f" at {list(first)}" if first else ""
    share = f"{len(wrong)} of {close.numel()} values differ" if close.numel() > 1 else "it differs"
    values = got[first].item(), expected[first].item()
    return f"{share}; the first{place} is {show(values[0])}, not {show(values[1])}"


def _article(name: str) -> str:
    return name if name == "NoneType" else f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"
