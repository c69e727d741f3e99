"""Which of a course's data an assignment uses: what its notebooks and checks name."""

import functools
import os
import re
from hashlib import sha256
from pathlib import Path

from nbjudge.course.layout import data_folder
from nbjudge.submission.files import ANYTHING, LITTER, digest, everything_in

# Each file as it is known without reading it: its path, size and time.
_State = tuple[tuple[str, int, int], ...]


def data_named_in(texts: bytes, root: Path) -> bytes:
    """A text that changes with the files and folders of the data folder that these texts name.

    A name counts with its suffix and without: `birds.csv`, `birds`. Empty if the texts name
    none.
    """
    folder = Path(data_folder(root))
    named = [path for path in _entries(folder) if _is_named(path, texts)]
    return b"".join(os.fsencode(path.name) + _digest(path, _state(path)) for path in named)


def _entries(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.name not in LITTER)


def _is_named(path: Path, texts: bytes) -> bool:
    names = b"|".join(re.escape(os.fsencode(name)) for name in (path.name, path.stem))
    return re.search(rb"(?<!\w)(?:" + names + rb")(?!\w)", texts) is not None


def _state(path: Path) -> _State:
    files = everything_in(path, ANYTHING) if path.is_dir() else [path]
    states = ((file, file.stat()) for file in files if file.is_file())
    return tuple((str(file), state.st_size, state.st_mtime_ns) for file, state in states)


@functools.lru_cache(maxsize=64)
def _digest(path: Path, state: _State) -> bytes:
    """Data can be large, so they are read again only if their `state` has changed."""
    return digest(path, ANYTHING) if path.is_dir() else sha256(path.read_bytes()).digest()
