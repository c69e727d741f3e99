"""The course's results, which a release ships so that nobody who is stuck is stuck for long.

A given cell that needs the result of an exercise takes the course's for its run, where the notebook
has none yet; where a given cell cannot make what it is to give, it gives the course's. Only data
(tensors and texts) of a run of the instructor's notebook is shipped, never code.
"""

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbjudge.link.wire import BadMessage, decode, encode

if TYPE_CHECKING:
    from nbjudge.judge.reference import Data

_FOLDER = "tests"


def place_of(notebook: str) -> str:
    """Where the results for a notebook of this name lie, from the notebook's folder."""
    return f"{_FOLDER}/results_of_{notebook}.bin"


def as_file(results: "Data") -> bytes:
    """The results as judge and kernel exchange data (see `link.wire`), compressed."""
    return zlib.compress(encode(results, lambda _: None))


def results_for(notebook: Path) -> dict[str, Any]:
    """The results that a release ships beside a notebook, by name.

    There are none where there is no file, or where it is damaged: given cells wait then. They are
    read anew each time, since a cell may change tensors in place.
    """
    file = notebook.parent / place_of(notebook.stem)
    if not file.is_file():
        return {}
    try:
        found: dict[str, Any] = decode(zlib.decompress(file.read_bytes()), lambda _: None)
    except (zlib.error, BadMessage):
        return {}
    return found


class Lending:
    """What of the course's results stands among a notebook's names while a given cell runs."""

    def __init__(self, names: dict[str, Any]):
        self._names = names
        self._lent: dict[str, Any] = {}
        self._own: dict[str, Any] = {}

    def lend(self, results: dict[str, Any]) -> None:
        """Puts these in place of the notebook's own, which may belong to other pictures."""
        self._own |= {name: self._names[name] for name in results if name in self._names}
        self._lent |= results
        self._names |= results

    def take_back(self) -> None:
        """Undoes `lend`, but for names to which the cell has given a value of its own."""
        for name, value in self._lent.items():
            if self._names.get(name) is value:
                del self._names[name]
                self._names |= {name: self._own[name]} if name in self._own else {}
        self._lent.clear()
        self._own.clear()
