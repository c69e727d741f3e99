"""Markdown on a feedback page: rendered by nbconvert, without what a page by itself cannot have."""

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, NavigableString, Tag

from nbjudge.feedback.formulas import FORMULA, formula_as_html

_HEADINGS = [f"h{level}" for level in range(1, 7)]
_NOT_FORMULAS = ("code", "pre", "math", "script", "style")
_LEADS_OUT = ("http://", "https://", "mailto:")


def tidied(html: str) -> str:
    """HTML of a Markdown cell, to stand below a heading of an exercise.

    Formulas become MathML. Headings are all of one level, below the exercise's; links that lead to
    files beside the notebook, which are not beside the page, become their text.
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
    said = str(text)
    if type(text) is not NavigableString or text.find_parent(_NOT_FORMULAS):
        return
    parts = list(_parts(said))
    if len(parts) > 1 or FORMULA.search(said):
        text.replace_with(*parts)


def _parts(said: str) -> list[NavigableString | Tag]:
    parts: list[NavigableString | Tag] = []
    end = 0
    for found in FORMULA.finditer(said):
        parts.append(NavigableString(said[end : found.start()]))
        parts += list(BeautifulSoup(formula_as_html(found), "html.parser").contents)
        end = found.end()
    return [*parts, NavigableString(said[end:])]
