"""nbconvert's exporter for feedback pages, which nbgrader's `generate_feedback` uses."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML
from nbformat import NotebookNode
from traitlets.config import Config

from nbjudge.feedback.next_steps import Step, next_steps
from nbjudge.feedback.outputs import shown
from nbjudge.feedback.parts import Part, parts_of
from nbjudge.feedback.prose import tidied
from nbjudge.feedback.styles import Styles
from nbjudge.report.folds import with_code
from nbjudge.report.kept import kept_origin
from nbjudge.report.printable import printable

_TEMPLATE = "nbjudge_feedback"
_TEMPLATES = Path(__file__).parent / "templates"
_DIGITS_OF_A_VERSION = 12


@dataclass(frozen=True)
class Page:
    """What the template shows; `rules` is the CSS of the reports."""

    parts: list[Part]
    steps: list[Step]
    version: str
    graded: datetime | None
    rules: str


class _Compiled(BytecodeCache):
    """Templates that this process has compiled: nbgrader makes an exporter for each page."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        # Jinja takes no code that was compiled from another text.
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()
# What texts have become, by their kind, the exporter's settings and the text: most cells are the
# course's, and the same on all pages.
_HTML: dict[tuple[str, int, str], Markup] = {}
_MOST_KEPT = 2000


class FeedbackPage(HTMLExporter):
    """One HTML file that needs no other file, no network and no script.

    Its template is a setting, as for any exporter (`c.FeedbackPage.template_name`). The template
    escapes everything that the engine did not make.
    """

    @property
    def default_config(self) -> Config:
        config = Config(super().default_config)
        config.FeedbackPage.template_name = _TEMPLATE
        config.FeedbackPage.extra_template_basedirs = [str(_TEMPLATES)]
        config.FeedbackPage.exclude_anchor_links = True
        return config

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """A notebook as a page; `resources` come back with it."""
        if self.template_name != _TEMPLATE:
            return super().from_notebook_node(nb, resources, **kw)
        # HTMLExporter would read the whole page again, to describe pictures and to find the parts
        # of its own templates. This template describes its pictures itself.
        made: tuple[str, dict[str, Any]] = super(HTMLExporter, self).from_notebook_node(
            nb, self._init_resources(resources), **kw
        )
        return made

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        environment.bytecode_cache = _COMPILED
        environment.filters.update(
            page=_page,
            points=lambda value: f"{round(value, 2):g}",
            day=lambda when: f"{when.day} {when:%B %Y, %H:%M} UTC",
            line=printable,
            words=_words,
            prose=self._prose,
            code=self._code,
            shown=shown,
        )
        return environment

    def _prose(self, cell: NotebookNode | str) -> Markup:
        """A Markdown cell, or a comment in Markdown, as HTML."""
        cell = {"source": cell} if isinstance(cell, str) else cell
        text = cell["source"]

        def made() -> str:
            return tidied(self.markdown2html({"cell": cell}, text))

        return Markup(made()) if cell.get("attachments") else self._once("prose", text, made)

    def _code(self, cell: NotebookNode) -> Markup:
        coloured = Highlight2HTML(pygments_lexer="ipython3", parent=self)
        kind = f"code {cell.metadata.get('magics_language', '')}"
        return self._once(kind, cell.source, lambda: coloured(cell.source, metadata=cell.metadata))

    def _once(self, kind: str, text: str, make: Callable[[], str]) -> Markup:
        """What `make` makes of a text, which it need not do again."""
        if len(_HTML) >= _MOST_KEPT:
            _HTML.clear()
        key = kind, self._settings, text
        if key not in _HTML:
            _HTML[key] = Markup(make())
        return _HTML[key]

    @functools.cached_property
    def _settings(self) -> int:
        return hash(repr(self.config))


def _words(text: str, most: int) -> Markup:
    """One line of text as HTML, with text between backticks in a monospaced font."""
    return Markup(with_code(printable(text, most)))


def _page(notebook: NotebookNode, names: dict[str, Any]) -> Page:
    about = names["about"]
    parts = parts_of(notebook, about.waiting, about.by_hand)
    version, graded = kept_origin(notebook)
    styles = Styles()
    for part in parts:
        part.reports = [styles.without(report) for report in part.reports]
    return Page(parts, next_steps(parts), version[:_DIGITS_OF_A_VERSION], graded, styles.rules)
