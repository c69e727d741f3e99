"""Pieces of small pictures in SVG, which light and dark themes suit: letters have their colour."""

from html import escape

GOT, EXPECTED = "#d64a3a", "#2a8f57"
# Letters of a picture, which is as large as these make it.
_LETTERS = "font: 12px system-ui, sans-serif; max-width: 100%; height: auto; display: block"
_FAINT = 'stroke="currentColor" stroke-opacity="0.35"'


def picture(width: int, height: int, said: str, inside: str) -> str:
    """A picture with what it shows in words, for whoever does not see it."""
    return (
        f'<svg role="img" aria-label="{escape(said)}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" style="{_LETTERS}">{inside}</svg>'
    )


def letters(x: float, y: float, text: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="currentColor">{escape(text)}</text>'


def faint_line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {_FAINT}/>'


def number(value: float | None) -> str:
    """A number as a picture has it: three digits, and NaN where there is none."""
    return "NaN" if value is None else f"{value:.3g}".replace("-", "−")
