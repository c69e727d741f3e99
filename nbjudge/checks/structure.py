"""Compares a network's layers with those asked for: missing, misspelt, swapped, out of order."""

import re
from collections.abc import Sequence

from nbjudge.link.failures import CheckFailure
from nbjudge.link.pictures import Listing
from nbjudge.link.show import shortened, show
from nbjudge.link.slips import nearest

Layers = Sequence[tuple[str, str]]
_MOST = 30
_LINEAR = re.compile(r"Linear\((\d+), (\d+)(, bias=False)?\)")


def assert_layers(found: Layers, expected: Layers) -> None:
    """Fails unless the layers, as `layers` gives them, are those expected, in this order.

    To compare only names, give "" for each layer. The failure says which layer is missing, too
    many, misspelt, swapped or of another kind.
    """
    __tracebackhide__ = True
    if list(found) != list(expected):
        said = _unlike(list(found), list(expected))
        raise CheckFailure(
            said,
            show(found),
            show(expected),
            kind="wrong values",
            mistake=said,
            what="its layers",
            picture=Listing(_lines(found), _lines(expected)),
        )


def _lines(layers: Layers) -> tuple[str, ...]:
    """A line for each layer, at most so many and so long as a report has room for."""
    lines = [shortened(line) for layer in layers[:_MOST] for line in _lines_of(*layer)]
    return (*lines[:_MOST], *(["…"] if max(len(lines), len(layers)) > _MOST else []))


def _lines_of(name: str, what: str) -> list[str]:
    """A layer's line; where it holds a sequence of others, a line for each of them."""
    if not what.startswith("Sequential("):
        return [f"{name}: {what}" if what else name]
    return [f"{name}: Sequential", *(f"    {inside}" for inside in _inside(what))]


def _unlike(found: list[tuple[str, str]], expected: list[tuple[str, str]]) -> str:
    if not found:
        return "it has no layers: are they assigned to `self` in `__init__`?"
    names, wanted = dict(found), dict(expected)
    for name, what in expected:
        if name not in names:
            others = [other for other in names if other not in wanted]
            meant = nearest(name, others)
            hint = f", but `{meant}` is: did you mean `{name}`?" if meant else ""
            wanted_as = f", which is to be {what}," if what else ""
            return f"`{name}`{wanted_as} is not there{hint}"
        if names[name] != what:
            return f"`{name}` is {names[name]}, not {what}{_apart(names[name], what)}"
    if more := [name for name in names if name not in wanted]:
        kind = f" ({names[more[0]]})" if names[more[0]] else ""
        return f"`{more[0]}`{kind} is one layer too many"
    if len(found) != len(names):
        return "a name is there twice"
    order = ", ".join(f"`{name}`" for name, _ in found)
    return f"the layers are in another order: {order}"


def _apart(found: str, wanted: str) -> str:
    """The known mistake that explains how two layers differ, as the end of a sentence; or empty."""
    got, asked = _LINEAR.fullmatch(found), _LINEAR.fullmatch(wanted)
    if got and asked:
        if got[3] and not asked[3]:
            return ": its bias is missing"
        if (got[1], got[2]) == (asked[2], asked[1]):
            return ": inputs and outputs are swapped"
    if found.startswith("Softmax(") and wanted.startswith("Softmax("):
        return ": the classes run along dimension 1"
    if found.startswith("Sequential(") and wanted.startswith("Sequential("):
        return _apart_inside(_inside(found), _inside(wanted))
    return ""


def _inside(sequence: str) -> list[str]:
    """The layers of `Sequential(Linear(20, 10), ReLU)`."""
    return re.split(r", (?=[A-Z])", sequence.partition("(")[2].removesuffix(")"))


def _apart_inside(found: list[str], wanted: list[str]) -> str:
    for place, (one, other) in enumerate(zip(found, wanted, strict=False)):
        if one != other:
            return f": layer {place} is {one}, not {other}{_apart(one, other)}"
    if len(found) < len(wanted):
        return f": {', '.join(wanted[len(found) :])} is missing at the end"
    return f": {', '.join(found[len(wanted) :])} is too much at the end"
