"""Formulas as MathML, which browsers draw without a script, fonts or a network."""

import re
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

_TAGS = set(
    """math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub
    msubsup msup mtable mtd mtext mtr munder munderover""".split()
)
# Values such as `0.167em`, `double-struck` or `#ff0000`; no addresses.
_ATTRIBUTES = set(
    """accent columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits
    notation rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset
    width""".split()
)
_VALUE = re.compile(r"[\w.#%+ -]{0,60}")
# Longer text is no formula, and the time to read a formula grows with its length.
_LONGEST = 2_000
_DEEPEST = 40
FORMULA = re.compile(
    r"\$\$(?P<block>.+?)\$\$|\\\[(?P<bracket>.+?)\\\]|\\\((?P<paren>.+?)\\\)"
    r"|(?P<environment>\\begin\{(?P<name>\w+\*?)\}.+?\\end\{(?P=name)\})"
    r"|(?<![\\$])\$(?P<inline>[^$\s](?:[^$]*?[^$\s\\])?)\$(?!\d)",
    re.DOTALL,
)


def formula_as_html(found: re.Match[str]) -> str:
    """A match of FORMULA as MathML, or as it was typed if it cannot be drawn."""
    inside = next(filter(None, (found[name] for name in _KINDS)))
    display = "inline" if found["inline"] or found["paren"] else "block"
    return _drawn(inside, display) or f"<code>{escape(found[0])}</code>"


_KINDS = ("block", "bracket", "paren", "environment", "inline")


def _drawn(formula: str, display: str) -> str:
    if len(formula) > _LONGEST or _depth(formula) > _DEEPEST:
        return ""
    try:
        return _written(convert_to_element(formula.strip(), display=display))
    # The formula may be a student's and have any mistake.
    except Exception:
        return ""


def _depth(formula: str) -> int:
    depth = deepest = 0
    for letter in formula:
        depth += (letter == "{") - (letter == "}")
        deepest = max(deepest, depth)
    return deepest


def _written(element: Element) -> str:
    """An element as text, with listed attributes only. Raises ValueError for other elements."""
    if element.tag not in _TAGS:
        raise ValueError(f"<{element.tag}> does not draw")
    said = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    )
    inside = _text(element.text) + "".join(_written(e) + _text(e.tail) for e in element)
    return f"<{element.tag}{said}>{inside}</{element.tag}>"


def _text(text: str | None) -> str:
    # The converter writes symbols as numbers; they are unescaped here, in each text by itself.
    return escape(unescape(text or ""), quote=False)
