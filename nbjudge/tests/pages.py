"""Whether something of a student's would run where an instructor reads it."""

from html.parser import HTMLParser


def is_active(page: str, mark: str) -> bool:
    """Whether the mark stands where a browser, or the page's MathJax, would run it."""
    finder = _Finder(mark)
    finder.feed(page)
    return finder.found


class _Finder(HTMLParser):
    def __init__(self, mark: str):
        super().__init__()
        self.found = False
        self._mark, self._tag = mark, ""
        self._without_maths = 0  # how many open <div>s MathJax keeps away from

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        self.found |= any(self._mark in (v or "") for k, v in attributes if k != "alt")
        ignored = "tex2jax_ignore" in (dict(attributes).get("class") or "")
        if tag == "div" and (ignored or self._without_maths):
            self._without_maths += 1

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""
        if tag == "div" and self._without_maths:
            self._without_maths -= 1

    def handle_data(self, data: str) -> None:
        formula = "\\href{javascript" in data or "\\mmlToken{mi}" in data
        runs = self._tag == "script" or (formula and not self._without_maths)
        self.found |= self._mark in data and runs and self._tag not in ("pre", "code", "span")
