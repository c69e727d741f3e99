"""Markdown on a feedback page, rendered by nbconvert, without what works only in a notebook."""

import functools
from html import escape

from bs4 import BeautifulSoup, NavigableString, Tag

from nbjudge.feedback.formulas import FORMULA, formula_as_html

_HEADINGS = [f"h{level}" for level in range(1, 7)]
_NOT_FORMULAS = ("code", "pre", "math", "script", "style")
_LEADS_OUT = ("http://", "https://", "mailto:")


# The course's texts are the same on every page of a class.
@functools.lru_cache(maxsize=256)
def tidied(html: str) -> str:
    """HTML of a Markdown cell, to stand below a heading of an exercise.

    Formulas become MathML. All headings get one level, below that of the exercise. Links to files
    beside the notebook become plain text, since the page has no such files beside it.
    """
    page = BeautifulSoup(html, "html.parser")
    for text in list(page.find_all(string=True)):
        _draw_formulas(text)
    for tag in page.find_all(True):
        tag.attrs.pop("id", None)
        _tidy(tag)
    return str(page)


def _tidy(tag: Tag) -> None:
    if tag.name in _HEADINGS:
        tag.name = "h3"
    elif tag.name == "a" and not str(tag.get("href", "")).startswith(_LEADS_OUT):
        tag.unwrap()
    elif tag.name == "img" and not tag.get("alt"):
        tag["alt"] = "A picture without a description"


def _draw_formulas(text: NavigableString) -> None:
    if type(text) is not NavigableString or text.find_parent(_NOT_FORMULAS):
        return
    said, end, drawn = str(text), 0, ""
    for found in FORMULA.finditer(said):
        drawn += escape(said[end : found.start()], quote=False) + formula_as_html(found)
        end = found.end()
    if drawn:
        rest = escape(said[end:], quote=False)
        text.replace_with(BeautifulSoup(drawn + rest, "html.parser"))
