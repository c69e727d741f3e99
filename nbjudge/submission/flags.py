"""Flags: facts about a submission that an instructor should know besides its score.

They accuse nobody. They are kept in the metadata of the graded notebook, which students do not get
to see. They take no points: what they report has had no effect on the score.
"""

import importlib.util
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from nbjudge.course.notebook import grade_id, is_grade, is_locked
from nbjudge.course.regions import visible_text
from nbjudge.submission.files import everything_in, plain_files
from nbjudge.submission.reaching import reaching

_KEY = "nbjudge"
_STARTED_BY_ITSELF = {"conftest", "sitecustomize", "usercustomize"}
_NETWORK_ERRORS = {"gaierror", "URLError", "ConnectionError", "ConnectError", "NewConnectionError"}
_SAID = {
    "too much memory": "used too much memory",
    "too many processes": "started too many processes",
    "[Errno 28]": "wrote too much",
    "[Errno 27]": "wrote too much",
}
_MOST_NAMED = 3
_REMEDY = "if memory is short, grade it again with fewer at a time (-j 1 --force)"
_NAMED = {
    "MemoryError": "used too much memory",
    "TooMuchOutput": "printed too much",
    "CellTimeout": "took too long",
    "NotRun": "took too long",
}


def note(notebook: NotebookNode, flags: Iterable[str]) -> None:
    """Keeps flags with a graded notebook, each once."""
    known = noted(notebook)
    every = list(dict.fromkeys([*known, *map(_printable, flags)]))
    # Keeping copies all that is kept, and mostly there is nothing to add.
    if every != known or "flags" not in notebook.metadata.get(_KEY, {}):
        _keep(notebook, "flags", every)


def take_back(notebook: NotebookNode, flags: Iterable[str]) -> None:
    """Removes flags that are no longer true."""
    gone = set(map(_printable, flags))
    _keep(notebook, "flags", [flag for flag in noted(notebook) if flag not in gone])


def note_seed(notebook: NotebookNode, name: str) -> None:
    """Keeps in a graded notebook the name of its seed, so that judging can be repeated."""
    _keep(notebook, "seed", name)


def _keep(notebook: NotebookNode, name: str, value: object) -> None:
    notebook.metadata[_KEY] = {**notebook.metadata.get(_KEY, {}), name: value}


def _printable(text: str) -> str:
    """The text safe for a terminal: names of files may hold control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def read_flags(notebook: Path) -> list[str]:
    """The flags in a graded notebook; none if there is no such notebook."""
    try:
        return noted(json.loads(notebook.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return []


def noted(notebook: dict[str, Any]) -> list[str]:
    """The flags in a graded notebook's JSON."""
    flags: list[str] = notebook["metadata"].get(_KEY, {}).get("flags", [])
    return flags


def of_the_cells(source: NotebookNode, submitted: NotebookNode) -> Iterator[str]:
    """How the course's cells in a submission differ from what was released."""
    handed_in: dict[str, list[NotebookNode]] = {}
    for cell in submitted.cells:
        if name := grade_id(cell):
            handed_in.setdefault(name, []).append(cell)
    for cell in source.cells:
        name = grade_id(cell)
        found = handed_in.pop(name, [])
        if len(found) > 1:
            yield f"has a cell twice ({name})"
        if found:
            yield from (f"{said} ({name})" for said in _changes(cell, found[0]))
        elif is_grade(cell) and is_locked(cell):
            yield f"lacks a check cell ({name})"
    yield from (
        f"added a graded cell ({n})" for n, found in handed_in.items() if is_grade(found[0])
    )
    if _order(source, submitted) != _order(submitted, source):
        yield "moved a cell"


def _changes(cell: NotebookNode, found: NotebookNode) -> Iterator[str]:
    settings, theirs = dict(cell.metadata.nbgrader), dict(found.metadata.nbgrader)
    if cell.cell_type != found.cell_type:
        yield "changed the type of a cell"
    elif is_locked(cell) and _released(cell) != str(found.source).strip():
        yield "changed a check cell" if is_grade(cell) else "changed a given cell"
    if settings.pop("points", None) != theirs.pop("points", None):
        yield "changed the points of a cell"
    kinds = ("grade", "solution", "locked")
    if [settings.get(kind) for kind in kinds] != [theirs.get(kind) for kind in kinds]:
        yield "changed the nbgrader settings of a cell"
    if cell.metadata.get("tags", []) != found.metadata.get("tags", []):
        yield "changed the tags of a cell"


def of_the_text(source: NotebookNode, submitted: NotebookNode) -> Iterator[str]:
    """What the student's own code reaches into besides the exercises."""
    given = {text for cell in source.cells for text in (cell.source.strip(), _released(cell))}
    texts = [str(cell.source) for cell in submitted.cells if cell.cell_type == "code"]
    if found := reaching(text for text in texts if text.strip() not in given):
        more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        yield (
            f"its code reaches into the process that runs it ({', '.join(found[:_MOST_NAMED])}"
            f"{more}): a person must look at what that is for"
        )


def _released(cell: NotebookNode) -> str:
    return visible_text(cell.source).strip()


def _order(notebook: NotebookNode, other: NotebookNode) -> list[str]:
    """The names of the cells that both notebooks have, in the order of the first, each once."""
    names = {grade_id(cell) for cell in other.cells} - {""}
    return list(dict.fromkeys(grade_id(c) for c in notebook.cells if grade_id(c) in names))


def of_the_files(submission: Path) -> Iterator[str]:
    """Flags about the files in a submission's folder."""
    for path in everything_in(submission):
        if path.is_symlink():
            yield f"{path.relative_to(submission)} is a link"
    for path in plain_files(submission):
        first = path.relative_to(submission).parts[0]
        if path.suffix == ".py" and _is_a_module(first.removesuffix(".py")):
            yield f"handed in a file that shadows a module ({first})"


def _is_a_module(name: str) -> bool:
    if name in _STARTED_BY_ITSELF or not name.isidentifier():
        return name in _STARTED_BY_ITSELF
    try:
        found = importlib.util.find_spec(name)
        # A plain folder of the course, such as `tests`, can be imported too, but has no origin.
        return found is not None and found.origin is not None
    except ValueError:
        return True  # such as __main__, which has no specification


def of_the_run(notebook: NotebookNode) -> Iterator[str]:
    """Flags from the errors in the outputs of a notebook that has run."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                yield from _told(str(output.ename), str(output.evalue))
                if output.ename == "KernelDied" and "killed from outside" in output.evalue:
                    yield f"its kernel was killed in cell {number}: {_REMEDY}"


def _told(name: str, said: str) -> Iterator[str]:
    if name in _NAMED:
        yield _NAMED[name]
    yield from (flag for text, flag in _SAID.items() if text in said)
    path = re.search(r"'(/[^']*)'$", said)
    if name in _NETWORK_ERRORS or ("[Errno 13]" in said and not path):
        yield "tried to reach the network"
    # A kernel does not see files that it may not read, but they exist here.
    if path and (name == "PermissionError" or (name == "FileNotFoundError" and _exists(path[1]))):
        yield f"tried to read what it may not ({path[1][:200]})"


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
