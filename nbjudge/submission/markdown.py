"""Renders a student's Markdown once, so that it shows the same, and safe, content everywhere.

nbconvert (in feedback pages and formgrader) and JupyterLab read Markdown by different rules, so
plain text for one may be a live link for another. So the text is rendered here, nh3 filters the
HTML by its list, and the cell keeps the result: one line, one block of HTML, with each
character that Markdown or a formula's delimiter could use written as a number. So no later program
finds Markdown in it, and the time to read it grows only with its length. In a page, the numbers are
characters again, where MathJax or `feedback` finds the formulas.
"""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

import nh3
from mistune import import_plugin
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.token import STANDARD_TYPES

from nbjudge.submission.formulas import harmless_formulas
from nbjudge.submission.pictures import picture

# For some texts, the time of Markdown parsers grows with the square of the length, or worse.
MAX_RENDERED, MAX_SHOWN = 10_000, 200_000
_MAX_OPENED_FORMULAS = 200
_OPENS_A_FORMULA = re.compile(r"\\\\[\[(]|\\begin\{")
# Letters and plain punctuation have no meaning in Markdown.
_PLAIN = re.compile(r"[\w .,;?'\"()\n]{0,1000}")
_PICTURE_IN_TEXT = re.compile(r"\]\(data:image/[a-z]+;base64,([A-Za-z0-9+/=]+)\)")

_PLUGINS = ("strikethrough", "table", "url", "def_list")
_TAGS = set(
    """a blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong
    table tbody td th thead tr ul""".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
}
_CODE_CLASSES = {"div": {"highlight"}, "span": set(filter(None, STANDARD_TYPES.values()))}
_LINKS = ("http://", "https://", "mailto:")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
_SPELLED_OUT = str.maketrans({letter: f"&#{ord(letter)};" for letter in "\\`*_[]$~!{}|^@:\n\r\t"})


def harmless_markdown(source: str, attachments: Any = None) -> str:
    """The text for a Markdown cell that shows a student's `source` and can do nothing else.

    Pictures are shown if the cell itself holds them, as an attachment or in the text. HTML is shown
    as text. Text that would take too long to render is shown as it was typed.
    """
    if _PLAIN.fullmatch(source) and "www." not in source:
        return source
    shown = _rendered(*_with_pictures_apart(source, attachments))
    return f"<div>{shown.strip().translate(_SPELLED_OUT)}</div>"


def _with_pictures_apart(source: str, attachments: Any) -> tuple[str, dict[str, str]]:
    """The text with its pictures replaced by attachments, and each attachment's address by name."""
    pictures = dict(_attached(attachments))

    def apart(found: re.Match[str]) -> str:
        name = f"picture-{len(pictures)}-in-the-text"
        pictures[name] = _address(found[1])
        return f"](attachment:{name})"

    return _PICTURE_IN_TEXT.sub(apart, source), pictures


def _attached(attachments: Any) -> list[tuple[str, str]]:
    if not isinstance(attachments, Mapping):
        return []
    return [
        (str(name), address)
        for name, by_kind in attachments.items()
        if isinstance(by_kind, Mapping)
        for address in filter(None, [next(filter(None, map(_address, by_kind.values())), "")])
    ]


def _address(encoded: Any) -> str:
    found = picture(encoded)
    return f"data:{found[0]};base64,{found[1]}" if found else ""


def _rendered(source: str, pictures: dict[str, str]) -> str:
    if len(source) > MAX_RENDERED or _opened_formulas(source) > _MAX_OPENED_FORMULAS:
        return _as_typed(source, "This text is too long to be rendered, and shown as it was typed.")
    renderer = _Renderer(pictures)
    try:
        html = MarkdownWithMath(renderer, plugins=map(import_plugin, _PLUGINS)).render(source)
    except RecursionError:
        return _as_typed(source, "This text is nested too deeply, and shown as it was typed.")
    return harmless_formulas(_sanitised(html))


def _opened_formulas(source: str) -> int:
    return len(_OPENS_A_FORMULA.findall(source))


def _as_typed(source: str, why: str) -> str:
    cut = " The rest is left out." if len(source) > MAX_SHOWN else ""
    return f"<p><em>{why}{cut}</em></p><pre>{escape(source[:MAX_SHOWN])}</pre>"


class _Renderer(IPythonRenderer):
    """nbconvert's renderer, with HTML as text and pictures only from the cell itself."""

    def __init__(self, pictures: dict[str, str]):
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
        self._pictures = pictures

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """The picture; a link to it if the cell does not hold it."""
        if not url.startswith("attachment:"):
            return self.link(text or escape(url), url, title)
        if address := self._pictures.get(url.removeprefix("attachment:")):
            return f'<img src="{address}" alt="{escape(text)}">'
        return text


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CODE_CLASSES,
        attribute_filter=_safe_attribute,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and not value.lower().startswith(_LINKS):
        return None
    if name == "src" and not _PICTURE.fullmatch(value):
        return None
    return value
