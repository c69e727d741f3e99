"""Each style of the reports once on a page: alone in a notebook, a report has to repeat them."""

import re

# What reports quote of a student's has its quotation marks escaped, so this is never in it.
_STYLE = re.compile(r' style="([^"<>{}]*)"')


class Styles:
    """Takes styles out of reports, and gives them names."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}

    def without(self, report: str) -> str:
        """The report's HTML with a name in the place of each style."""
        return _STYLE.sub(lambda found: f' data-s="{self._name(found[1])}"', report)

    @property
    def rules(self) -> str:
        """The styles by their names, as CSS."""
        return "\n".join(f'[data-s="{name}"]{{{style}}}' for style, name in self._names.items())

    def _name(self, style: str) -> int:
        return self._names.setdefault(style, len(self._names))
