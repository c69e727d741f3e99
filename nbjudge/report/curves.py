"""A curve over the right one: what a function gave, and what it should have given."""

from collections.abc import Iterator

from nbjudge.link.pictures import FEW_POINTS, Curve, Values
from nbjudge.report.svg import EXPECTED, GOT, faint_line, letters, number, picture

_WIDTH, _HEIGHT = 400, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 376, 30, 184
_GOT_STYLE = f'fill="none" stroke="{GOT}" stroke-width="2.2" stroke-linejoin="round"'
_EXPECTED_STYLE = f'fill="none" stroke="{EXPECTED}" stroke-width="2" stroke-dasharray="6 4"'


def as_svg(curve: Curve) -> str:
    lines = _axes(curve) + _line(curve, curve.expected, _EXPECTED_STYLE)
    lines += _line(curve, curve.got, _GOT_STYLE) + _dots(curve)
    return picture(_WIDTH, _HEIGHT, _in_words(curve), _keys() + lines)


def note(curve: Curve) -> str:
    """What the curve cannot show."""
    missing = sum(value is None for value in curve.got)
    said = [f"NaN has no place in it: {missing} of {len(curve.x)} points."] * bool(missing)
    return " ".join(said + ["A line along the edge goes on beyond it."] * curve.cut)


def _in_words(curve: Curve) -> str:
    ends = f"Two curves over the input from {number(curve.x[0])} to {number(curve.x[-1])}"
    named = (("what came back", curve.got), ("what was expected", curve.expected))
    run = (f"{name} goes from {number(of[0])} to {number(of[-1])}" for name, of in named)
    at = curve.worst
    worst = f"at {number(curve.x[at])} it is {number(curve.got[at])}"
    return f"{ends}: {' and '.join(run)}; {worst}, not {number(curve.expected[at])}."


def _keys() -> str:
    """What each line stands for."""
    got = _key(_LEFT, "got", _GOT_STYLE)
    expected = _key(_LEFT + 76, "expected", _EXPECTED_STYLE)
    return got + expected + letters(_RIGHT, 16, "over the input", "end")


def _key(left: int, name: str, style: str) -> str:
    return f'<path d="M{left} 12h22" {style}/>{letters(left + 28, 16, name)}'


def _axes(curve: Curve) -> str:
    lines = "".join(
        faint_line(_LEFT, _up(curve, at), _RIGHT, _up(curve, at))
        + letters(_LEFT - 6, _up(curve, at) + 4, number(at), "end")
        for at in _ticks(curve.low, curve.high, 0.14)
    )
    return lines + "".join(
        faint_line(_across(curve, at), _TOP, _across(curve, at), _BOTTOM)
        + letters(_across(curve, at), _BOTTOM + 18, number(at), "middle")
        for at in _ticks(curve.x[0], curve.x[-1], 0.1)
    )


def _ticks(low: float, high: float, room: float) -> Iterator[float]:
    """Both ends, and 0 where it lies between them with room around it."""
    yield from (low, high)
    if low + room * (high - low) < 0 < high - room * (high - low):
        yield 0.0


def _across(curve: Curve, x: float) -> float:
    return _LEFT + (x - curve.x[0]) / (curve.x[-1] - curve.x[0]) * (_RIGHT - _LEFT)


def _up(curve: Curve, y: float) -> float:
    return _BOTTOM - (y - curve.low) / (curve.high - curve.low) * (_BOTTOM - _TOP)


def _line(curve: Curve, values: Values, style: str) -> str:
    """One line, with a gap where a value is NaN."""
    steps, pen = [], "M"
    for x, y in zip(curve.x, values, strict=True):
        if y is None:
            pen = "M"
            continue
        steps.append(f"{pen}{_across(curve, x):.1f} {_up(curve, y):.1f}")
        pen = "L"
    return f'<path d="{"".join(steps)}" {style}/>' if steps else ""


def _dots(curve: Curve) -> str:
    """Where there are few points, each can be seen."""
    if len(curve.x) > FEW_POINTS:
        return ""
    return "".join(
        f'<circle cx="{_across(curve, x):.1f}" cy="{_up(curve, y):.1f}" r="3.5" fill="{colour}"/>'
        for values, colour in ((curve.expected, EXPECTED), (curve.got, GOT))
        for x, y in zip(curve.x, values, strict=True)
        if y is not None
    )
