"""The course's results, which a release ships so that nobody who is stuck is stuck for long.

A given cell that needs the result of an exercise takes the course's for its run, where the notebook
has none yet; where a given cell cannot make what it is to give, it gives the course's. Only data
(tensors and texts) of a run of the instructor's notebook is shipped, never code.
"""

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbjudge.judge.reference import Data

_FOLDER = "tests"


def place_of(notebook: str) -> str:
    """Where the results for a notebook of this name lie, from the notebook's folder."""
    return f"{_FOLDER}/results_of_{notebook}.npz"


def as_file(results: "Data") -> bytes:
    """The results as an archive of numpy's arrays, without pickles."""
    import numpy

    held = {
        name: numpy.array(value) if isinstance(value, str) else value.numpy(force=True)
        for name, value in results.items()
    }
    file = io.BytesIO()
    numpy.savez_compressed(file, allow_pickle=False, **held)
    return file.getvalue()


@cache
def results_for(notebook: Path) -> dict[str, Any]:
    """The results that a release ships beside a notebook, by name; none where there is no file."""
    file = notebook.parent / place_of(notebook.stem)
    if not file.is_file():
        return {}
    import numpy

    with numpy.load(file, allow_pickle=False) as held:
        return {name: _as_before(held[name]) for name in held.files}


def _as_before(value: Any) -> Any:
    if value.dtype.kind == "U":
        return str(value)
    import torch

    return torch.from_numpy(value)


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
