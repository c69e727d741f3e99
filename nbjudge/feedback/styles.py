"""Collects the styles of all reports on a page; in a notebook, each report repeats its own."""

import re

# Reports escape quotation marks in text of a student's, so this pattern never matches there.
_STYLE = re.compile(r' style="([^"<>{}]*)"')


class Styles:
    """Takes styles out of reports, and gives them names."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}

    def without(self, report: str) -> str:
        """The report's HTML with a class name in place of each style."""
        return _STYLE.sub(lambda found: f' data-s="{self._name(found[1])}"', report)

    @property
    def rules(self) -> str:
        """The styles of all class names, as CSS."""
        return "\n".join(f'[data-s="{name}"]{{{style}}}' for style, name in self._names.items())

    def _name(self, style: str) -> int:
        return self._names.setdefault(style, len(self._names))
