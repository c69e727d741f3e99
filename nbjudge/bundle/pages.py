"""The bundle's pages: the index of its lessons, and HTML for readers without a Markdown viewer."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

import mistune

_STYLE = """
:root { color-scheme: light dark; }
body { font: 17px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; }
body { padding: 0 1rem; }
img { max-width: 100%; background: white; border-radius: 6px; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid GrayText; padding: .3rem .8rem .3rem 0; text-align: left; }
pre { overflow-x: auto; padding: .7rem; border: 1px solid GrayText; border-radius: 6px; }
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


class Listed(Protocol):
    """What the index says about a lesson."""

    @property
    def notebook(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def minutes(self) -> int: ...
    @property
    def points(self) -> float: ...


def index(lessons: Iterable[Listed], links: bool) -> str:
    """A table of the lessons in their order, in Markdown.

    A browser shows a notebook as bare text, so a page for a browser has no links to notebooks.
    """
    rows = ["| | lesson | notebook | points | minutes, about |", "| --- | --- | --- | --- | --- |"]
    for number, lesson in enumerate(lessons, start=1):
        name = f"`{lesson.notebook}`"
        name = f"[{name}]({lesson.notebook})" if links else name
        cells = (str(number), lesson.title, name, f"{lesson.points:g}", str(lesson.minutes))
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def as_page(markdown: str, title: str) -> bytes:
    """A page of Markdown as one HTML file that needs no other."""
    body = mistune.create_markdown(plugins=["table"])(markdown)
    return _PAGE.format(title=escape(title), style=_STYLE, body=body).encode()
