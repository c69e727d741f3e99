"""What check modules use: asking about the student's side, and asserting in a student's words."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from nbjudge.checks.mistakes import recognised
from nbjudge.checks.types import assert_tensor, kind, not_a_module
from nbjudge.link.failures import CheckFailure
from nbjudge.link.handle import Handle, Student, link_of
from nbjudge.link.history import Call
from nbjudge.link.show import digits_apart, show, show_near
from nbjudge.link.wire import BadMessage

if TYPE_CHECKING:
    import torch

    from nbjudge.checks.mistakes import Example
    from nbjudge.link.pictures import Picture

    Draws = Callable[[torch.Tensor, torch.Tensor], Picture | None]


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
    """Makes an object on the student's side; returns a handle on it, even if the object is data.

    The expression may use `names`, `math` and `OrderedDict`. If torch is installed, it may also
    use `torch`, `nn`, `F` and `Recorder(function)`, a function that keeps its arguments in `calls`.
    Raises StudentError if the expression raises an error.
    """
    return link_of(held).make(expression, names)


def observe(
    function: Handle, /, *arguments: Any, by: Callable[..., Any] | None = None, **keywords: Any
) -> Observation:
    """Calls a function of the student's and watches it.

    `by` is another probe that watches, for instance one of `probes_in`. It is given the function, a
    list of the arguments and a dict of the keywords, and returns a dict of an Observation's fields.
    """
    link = link_of(_handle(function))
    call = Call(function._label, arguments, keywords)
    given = [function, list(arguments), keywords]
    with link.history.making(call):
        seen = by(*given) if by else link.probe("observe", given, {}, call=call)
    if type(seen) is not dict or set(seen) != set(Observation._fields):
        raise BadMessage("an observation has other fields")
    call.result = seen["result"]
    return Observation(**seen)


def what_runs(function: Handle, /, *arguments: Any) -> set[str]:
    """Calls a function of the student's; returns the names of everything that it runs.

    The result is read too: what ran counts only if the result can be read.
    """
    link = link_of(_handle(function))
    answer = link.probe("what_runs", [function, *arguments], {})
    if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) is not list:
        raise BadMessage("what runs is a result and a list of names")
    return {str(name) for name in answer[1]}


def layers(network: Handle) -> list[tuple[str, str]]:
    """The direct submodules in order, as `("hidden", "Linear(20, 10)")`."""
    if not isinstance(network, Handle) or kind(network) == "type":
        raise CheckFailure(f"this {not_a_module(network)}", show(network), kind="wrong type")
    return link_of(network).probe("layers", [network], {})


def same_object(first: Handle, second: Handle) -> bool:
    """Whether two handles refer to the same object."""
    return link_of(_handle(first)).ask("same", first, _handle(second)) is True


def assert_close(
    got: Any,
    expected: "torch.Tensor",
    *,
    atol: float = 1e-6,
    rtol: float = 1e-5,
    message: str = "",
    mistakes: "Mapping[str, Example] | None" = None,
    what: str = "",
    picture: "Draws | None" = None,
) -> None:
    """Fails unless `got` is a tensor of the expected shape and dtype with close values.

    Two values are close where |got - expected| <= atol + rtol * |expected|; NaN equals NaN.
    `mistakes` are known mistakes in words, each with the tensor that it would give, a function that
    makes that tensor, or a bool that says whether it was made: `{"the bias is missing": x @ w}`.
    `what` says what `got` is, if no call of the student's function returned it: "the sum of each
    row". `picture` makes the picture of the report from `got` and `expected`: `as_image`, or
    `as_graph(student.relu, torch.relu)`.
    """
    __tracebackhide__ = True
    import torch

    form = tuple(expected.shape), expected.dtype
    if isinstance(got, torch.Tensor) and expected.is_meta:
        _assert_on_meta(got, *form)
        return
    assert_tensor(got, *form, name=what or "the result")
    plain, expected = got.detach(), expected.detach()

    if torch.equal(plain, expected):  # everything below takes much longer
        return
    close = torch.isclose(plain, expected, atol=atol, rtol=rtol, equal_nan=True)
    if bool(close.all()):
        return
    mistake = recognised(plain, expected, atol, rtol, mistakes or {})
    seen = picture(plain, expected) if picture else None
    _fail_by_values(got, expected, close, message, mistake, what, seen)


def _assert_on_meta(got: "torch.Tensor", shape: tuple[int, ...], dtype: "torch.dtype") -> None:
    """Compares only shape and dtype: tensors on `meta` have no values."""
    __tracebackhide__ = True
    if not got.is_meta:
        raise CheckFailure("the result lies on another device", show(got), kind="wrong device")
    if (tuple(got.shape), got.dtype) != (shape, dtype):
        raise CheckFailure("the result has another shape or dtype", show(got), kind="wrong shape")


def _fail_by_values(
    got: "torch.Tensor",
    expected: "torch.Tensor",
    close: "torch.Tensor",
    message: str,
    mistake: str,
    what: str,
    picture: "Picture | None",
) -> None:
    __tracebackhide__ = True
    place = tuple((~close).nonzero()[0].tolist())
    values = got.detach()[place].item(), expected[place].item()
    digits = digits_apart(*values)
    pair = f"{values[0]:.{digits}g}, not {values[1]:.{digits}g}"
    wrong = int((~close).sum())
    share = f"{wrong} of {close.numel()} values differ" if close.numel() > 1 else "it differs"
    where = f"the first, at {list(place)}," if place else "it"
    if mistake and message:
        message = f"{mistake} ({message})"
    shown = show_near(got, place, digits), show_near(expected, place, digits)
    raise CheckFailure(
        message or mistake or f"{share}; {where} is {pair}",
        *shown,
        kind="wrong values",
        mistake=mistake,
        what=what,
        place=place,
        differs=~close,
        picture=picture,
    )


def assert_equal(got: Any, expected: Any, message: str = "", *, what: str = "") -> None:
    """Fails unless two pieces of plain data have the same type and are equal.

    `what` says what `got` is, if no call of the student's function returned it.
    """
    __tracebackhide__ = True
    if isinstance(got, Handle) or kind(got) != kind(expected) or got != expected:
        said = message or f"this is {show(got)}, not {show(expected)}"
        raise CheckFailure(said, show(got), show(expected), kind="wrong values", what=what)


def assert_leaves_alone(function: Handle, /, **arguments: Any) -> Observation:
    """Calls a function with named values, by position; fails if it changes a tensor among them.

    Also fails if it changes the gradient mode, the seed or the default dtype.
    """
    __tracebackhide__ = True
    seen = observe(function, *arguments.values())
    assert_left_alone(seen, **arguments)
    return seen


def assert_left_alone(seen: Observation, /, **arguments: Any) -> None:
    """Fails if the call changed a tensor among these arguments, or a global setting of torch."""
    __tracebackhide__ = True
    import torch

    for (name, before), after in zip(arguments.items(), seen.arguments, strict=False):
        if isinstance(before, torch.Tensor):
            _assert_unchanged(name, before, after)
    if seen.settings_kept is not True:
        message = "the gradient mode, the seed or the default dtype was changed"
        raise CheckFailure(message, kind="changed setting")


def _assert_unchanged(name: str, before: "torch.Tensor", after: Any) -> None:
    __tracebackhide__ = True
    what = f"`{name}` afterwards"
    try:
        assert_close(after, before, atol=0, rtol=0, what=what)
    except CheckFailure as found:
        message = f"`{name}` itself was changed"
        shown = found.got, found.expected
        raise CheckFailure(message, *shown, kind="changed argument", what=what) from None
    if after.requires_grad != before.requires_grad:
        raise CheckFailure(f"`requires_grad` of `{name}` was changed", kind="changed argument")


def _handle(value: Any) -> Handle:
    if not isinstance(value, Handle):
        raise CheckFailure("expected a function", show(value), kind="wrong type")
    return value
