"""What came back and what was expected, as two small tables with differing numbers marked."""

from html import escape

from nbjudge.link.excerpt import Excerpt, Numbers
from nbjudge.link.show import show_shape

# Tints behind text, which keeps the theme's own colour and stays readable.
_TINTS = {"got": "rgba(221, 81, 68, 0.22)", "expected": "rgba(47, 158, 95, 0.22)"}
_PLAIN_DTYPES = ("float32", "int64", "bool")
_CELL = "padding: 0.1em 0.5em"
_INDEX = f"{_CELL}; font-weight: 400; opacity: 0.72"
# Undoes the styles that notebooks give to tables.
_TABLE = (
    "border-collapse: collapse; table-layout: auto; margin: 0; font-family: monospace; "
    "font-size: 13px; text-align: right"
)
_CAPTION = "caption-side: top; text-align: left; padding: 0 0 0.2em; white-space: nowrap"
_TABLES = "display: flex; flex-wrap: wrap; gap: 0.7em 1.8em; margin: 0.5em 0; overflow-x: auto"


def as_tables(excerpt: Excerpt, what: str) -> str:
    """Both tables as HTML; `what` is the caption of the values that came back."""
    tables = _table(excerpt, excerpt.got, what, "got")
    tables += _table(excerpt, excerpt.expected, "expected", "expected")
    said = f"{_where(excerpt)}. What differs is underlined."
    where = f'<div style="opacity: 0.72">{escape(said)}</div>'
    reachable = f'role="group" aria-label="{escape(what)}, and what was expected" tabindex="0"'
    return f'<div {reachable} style="{_TABLES}">{tables}</div>{where}'


def _where(excerpt: Excerpt) -> str:
    dtype = "" if excerpt.dtype in _PLAIN_DTYPES else f", {excerpt.dtype}"
    shape = f"of shape {show_shape(excerpt.shape)}{dtype}"
    if excerpt.is_whole:
        return f"Both are {shape}"
    leading = f" at {list(excerpt.leading)}" if excerpt.leading else ""
    return f"A part{leading} of tensors {shape}"


def _table(excerpt: Excerpt, numbers: Numbers, name: str, kind: str) -> str:
    caption = f'<caption style="{_CAPTION}">{escape(name)}</caption>'
    first, is_flat = excerpt.column, len(excerpt.shape) == 1
    corner = "" if is_flat else f'<td style="{_INDEX}"></td>'
    head = corner + "".join(_index(first + i, "col") for i in range(len(numbers[0])))
    rows = _row(head)
    for i, (row, differs) in enumerate(zip(numbers, excerpt.differs, strict=True)):
        index = "" if is_flat else _index(excerpt.row + i, "row")
        cells = (_cell(*pair, _TINTS[kind]) for pair in zip(row, differs, strict=True))
        rows += _row(index + "".join(cells))
    return f'<table style="{_TABLE}">{caption}<tbody>{rows}</tbody></table>'


def _row(cells: str) -> str:
    return f'<tr style="background: transparent">{cells}</tr>'


def _index(number: int, scope: str) -> str:
    return f'<th scope="{scope}" style="{_INDEX}">{number}</th>'


def _cell(number: str, differs: bool, tint: str) -> str:
    if not differs:
        return f'<td style="{_CELL}">{escape(number)}</td>'
    marked = f"<strong><u>{escape(number)}</u></strong>"
    return f'<td style="{_CELL}; background: {tint}">{marked}</td>'
