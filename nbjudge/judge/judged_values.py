"""The results that exercises were judged on, which later exercises must find as they were.

A function is judged by what it does to the judge's inputs, but a result like `output` is what later
results are compared with: who changes it after it was judged chooses what is right there.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from nbjudge.course.names import names_of
from nbjudge.course.notebook import is_demonstration, read_notebook
from nbjudge.link.wire import NotData, encode


class JudgedValues:
    """Remembers the data that checks have asked for by name.

    Only the names `settled` count: the course itself gives each of them its value once.
    """

    def __init__(self, settled: frozenset[str]):
        self._settled = settled
        self._first: dict[str, tuple[str, int, bytes]] = {}
        self._changed: dict[tuple[str, str], dict[str, None]] = {}

    def note(self, slug: str, kernel: int, name: str, value: Any) -> None:
        """Notes what a name stands for while the exercise `slug` is judged.

        `kernel` is the number of the kernel: in another one, random numbers are drawn anew.
        """
        if name not in self._settled:
            return
        try:
            digest = blake2b(encode(value, lambda _: None)).digest()
        except NotData:  # a list of objects, say, which are not compared
            return
        first, where, before = self._first.setdefault(name, (slug, kernel, digest))
        if where != kernel:
            self._first[name] = (slug, kernel, digest)
        elif before != digest and first != slug:
            self._changed.setdefault((first, slug), {})[name] = None

    def forget(self, names: Iterable[str]) -> None:
        """Forgets these names, since the course has given them other values."""
        for name in names:
            self._first.pop(name, None)

    def flags(self) -> Iterator[str]:
        """What the instructor is told."""
        for (first, later), names in self._changed.items():
            yield (
                f"changed {', '.join(names)} after {first} was judged on it: a person must look at "
                f"{later}, which is compared with it"
            )


@lru_cache(maxsize=16)
def settled_in(source: Path, modified: float) -> frozenset[str]:
    """The names that one cell of the course's notebook gives a value, and no other.

    `modified` is the file's time, so that an edited notebook is read again.
    """
    settled, again = set[str](), set[str]()
    for cell in read_notebook(source).cells:
        if cell.cell_type == "code" and not is_demonstration(cell):
            bound = names_of(cell.source).bound
            again |= settled & bound
            settled |= bound
    return frozenset(settled - again)
