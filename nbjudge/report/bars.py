"""Bars for probabilities: one row of what came back beside that of what was expected."""

from nbjudge.link.pictures import MOST_OF_A_BAR, Bars, Values
from nbjudge.report.svg import EXPECTED, GOT, faint_line, letters, number, picture

_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 408, 30, 164
_WIDTH, _HEIGHT = 420, 190
_WIDEST = 20.0


def as_svg(bars: Bars) -> str:
    inside = _keys(bars) + _lines(bars)
    slot = (_RIGHT - _LEFT) / len(bars.got)
    wide = min(_WIDEST, slot * (0.38 if bars.expected else 0.6))
    for i, value in enumerate(bars.got):
        middle = _LEFT + (i + 0.5) * slot
        left = middle - wide - 0.5 if bars.expected else middle - wide / 2
        inside += _bar(bars, value, left, wide, f'fill="{GOT}"')
        if bars.expected:
            inside += _bar(bars, bars.expected[i], middle + 0.5, wide, f'fill="{EXPECTED}"')
        inside += letters(middle, _HEIGHT - 8, str(bars.first + i), "middle")
    return picture(_WIDTH, _HEIGHT, _in_words(bars), inside)


def note(bars: Bars) -> str:
    """Which numbers these are, and where a bar goes on."""
    cut = any(value in (bars.low, MOST_OF_A_BAR) for value in bars.got if value)
    said = [f"{_row(bars)}."] if bars.place else []
    return " ".join(said + ["A bar that reaches the edge may go on beyond it."] * cut)


def _row(bars: Bars) -> str:
    return f"Row {bars.place[0]}" if len(bars.place) == 1 else f"The row at {list(bars.place)}"


def _in_words(bars: Bars) -> str:
    of = f"{_row(bars)} as bars" if bars.place else "Bars"
    said = f"{of}, from number {bars.first} on: {_listed(bars.got)}"
    return f"{said}; expected {_listed(bars.expected)}." if bars.expected else f"{said}."


def _listed(values: Values) -> str:
    return ", ".join(map(number, values))


def _keys(bars: Bars) -> str:
    keys = [("got", GOT), ("expected", EXPECTED)]
    return "".join(
        f'<rect x="{_LEFT + 66 * i}" y="6" width="12" height="12" fill="{colour}"/>'
        + letters(_LEFT + 66 * i + 18, 16, name)
        for i, (name, colour) in enumerate(keys[: 2 if bars.expected else 1])
    )


def _lines(bars: Bars) -> str:
    """The ends of the scale, and what probabilities lie between."""
    marked = {bars.low, 0.0, bars.high} | ({1.0} if bars.high > 1 else set())
    return "".join(
        faint_line(_LEFT, _up(bars, at), _RIGHT, _up(bars, at))
        + letters(_LEFT - 6, _up(bars, at) + 4, number(at), "end")
        for at in sorted(marked)
    )


def _up(bars: Bars, value: float) -> float:
    return _BOTTOM - (value - bars.low) / (bars.high - bars.low) * (_BOTTOM - _TOP)


def _bar(bars: Bars, value: float | None, left: float, wide: float, style: str) -> str:
    if value is None:
        return letters(left + wide / 2, _up(bars, 0.0) - 4, "NaN", "middle")
    top, foot = _up(bars, max(value, 0.0)), _up(bars, min(value, 0.0))
    place = f'x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{foot - top:.1f}"'
    return f"<rect {place} {style}/>"
