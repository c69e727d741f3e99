"""What reports may say of a student's work once hidden checks have asked: nothing they asked.

From then on, the student's process knows what hidden checks ask, and could put that into errors,
texts and names of classes, which reports quote. So reports use only words of the judge, of Python
and torch, and of the student's own cells, which were written before.
"""

import builtins
import functools
import re
import sys
import types
from itertools import takewhile
from typing import Any

from nbjudge.link.excerpt import Excerpt
from nbjudge.link.pictures import Picture

_LEFT_OUT = "…"
# Shorter words stand in any sentence and can tell little.
_SHORTEST = 4
_TELLING = 12
# Words of the judge's own sentences. A probe may name its answers so, which makes them no secret.
_OF_THE_JUDGE = frozenset("value values number numbers result rows columns shape dtype".split())
_QUOTED = re.compile(r"""(?<!\w)(?:'(?:\\.|[^'\\])*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$))""", re.DOTALL)


class Discretion:
    """Remembers the words in a student process's answers, and leaves them out of reports.

    It does so when a submission is graded (see `keep`), from the first hidden check on.
    """

    def __init__(self) -> None:
        self._own = ""
        self._lines: set[str] = set()
        self._words: set[str] = set()
        self._kept = self._asked = False

    def keep(self, cells: list[str], *, asked: bool) -> None:
        """Begins to leave words out; `asked` tells whether hidden checks may have asked already."""
        self._own = "\n".join(cells)
        self._lines = {line.strip() for line in self._own.splitlines()}
        self._kept, self._asked = True, asked

    @property
    def _needed(self) -> bool:
        return self._kept and self._asked

    def begin(self, hidden: bool) -> None:
        """Notes that another check begins."""
        self._asked = self._asked or hidden
        self._words.clear()

    def note(self, value: Any) -> None:
        """Remembers the texts in an answer, and the names of classes that it refers to."""
        waiting = [value] if self._needed else []
        while waiting:
            value = waiting.pop()
            if type(value) in (list, tuple):
                waiting += value
            elif type(value) is dict:
                waiting += [*value, *value.values()]
            elif type(value) is str and len(value) >= _SHORTEST and not self._knows(value):
                self._words.add(value)

    def of_an_error(self, kind: str, message: str, line: str) -> tuple[str, str, str]:
        """An error's kind, message and line, as far as a report may show them."""
        if not self._needed:
            return kind, message, line
        message = message if message and message in self._own else ""
        kind = kind if self._knows(kind) else "an error"
        return kind, message, line if line in self._lines else ""

    def of_words(self, said: str) -> str:
        """Words for an error, if all text that they quote was written before."""
        quoted = re.findall(r"`([^`]*)`|the number (\S+)", said)
        known = all(self._knows(name or number) for name, number in quoted)
        return said if known or not self._needed else ""

    def of(self, said: str) -> str:
        """A report's text, without words of the student's process."""
        if not self._needed:
            return said
        said = _QUOTED.sub(self._unless_known, said)
        for word in sorted(self._words, key=len, reverse=True):
            said = _without(said, word)
        return said

    def of_numbers(self, excerpt: Excerpt) -> Excerpt:
        """A table with no more numbers than a line shows, since numbers can hold text."""
        return excerpt.few() if self._needed else excerpt

    def of_picture(self, picture: Picture) -> Picture:
        """What may be drawn: as little as a line would show."""
        return picture.few(self.of) if self._needed else picture

    def _unless_known(self, quoted: re.Match[str]) -> str:
        text = quoted[0]
        return text if self._knows(text[1:-1]) else f"{text[0]}{_LEFT_OUT}{text[0]}"

    def _knows(self, text: str) -> bool:
        return text in self._own or text in _known("torch" in sys.modules)


def _without(said: str, word: str) -> str:
    """A text without a word, even if the text breaks off within the word."""
    at = said.find(word[:_TELLING])
    while at >= 0:
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(said[at:], word, strict=False))
        said = f"{said[:at]}{_LEFT_OUT}{said[at + len(list(alike)) :]}"
        at = said.find(word[:_TELLING], at + len(_LEFT_OUT))
    return said


@functools.cache
def _known(with_torch: bool) -> set[str]:
    """The names of Python's and torch's own kinds, and words of the judge's sentences."""
    own = set(_OF_THE_JUDGE)
    own |= {kind.__name__ for kind in vars(types).values() if isinstance(kind, type)}
    for name in ("torch", "torch.nn") if with_torch else ():
        own |= set(vars(sys.modules[name]))
    return own | set(vars(builtins))
