"""The corpus of cheats in `cheats/`: reading it, and handing a cheat in as a student would."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from nbjudge.course.notebook import is_solution, read_notebook
from nbjudge.course.regions import visible_text

CHEATS = Path(__file__).parent / "cheats"
ASSIGNMENT = "tensors"
# What every cheat starts from: all is right but the softmax, and the last exercise is untouched.
WRONG = "def softmax(x):\n    return torch.full_like(x, 1 / x.shape[1])"
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


@dataclass(frozen=True)
class Cheat:
    """One file of the corpus. `earns` is what its honest solution cells deserve."""

    name: str
    family: str
    tries: str
    earns: dict[str, float]
    flagged: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    assignment: str = ASSIGNMENT


def read_cheats() -> list[Cheat]:
    """The cheats of the assignment that most of them attack, by name."""
    return [cheat for cheat in _all_cheats() if cheat.assignment == ASSIGNMENT]


def read_other_cheats() -> list[Cheat]:
    """The cheats of other assignments, by name; these start from right solutions."""
    return [cheat for cheat in _all_cheats() if cheat.assignment != ASSIGNMENT]


def _all_cheats() -> list[Cheat]:
    return [_read(path) for path in sorted(CHEATS.glob("*.py"))]


def _read(path: Path) -> Cheat:
    head, *parts = re.split(r"^# %% (.*)\n", path.read_text(encoding="utf-8"), flags=re.M)
    said = dict(re.findall(r"^# (\w+): (.*)$", head, flags=re.M))
    scores = dict(part.rsplit(" ", 1) for part in said["earns"].split(", "))
    earns = {slug: float(score) for slug, score in scores.items()}
    flagged = tuple(filter(None, said.get("flagged", "").split(", ")))
    sections = zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True)
    assignment = said.get("assignment", ASSIGNMENT)
    return Cheat(
        path.stem, said["family"], said["tries"], earns, flagged, tuple(sections), assignment
    )


def hand_in(source: Path, folder: Path, cheat: Cheat | None = None, **solutions: str) -> None:
    """Writes a submission into `folder`: right in everything but for `solutions` and the cheat."""
    notebook = _released(read_notebook(source), solutions)
    cells = {cell.id: cell for cell in notebook.cells}
    folder.mkdir(parents=True)
    for section, text in cheat.sections if cheat else ():
        place, _, name = section.partition(" ")
        if place == "file":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text + "\n", encoding="utf-8")
        elif place == "notebook":
            exec(text, {"notebook": notebook, "cells": cells})
        elif place in ("before", "after"):
            at = notebook.cells.index(cells[name]) + (place == "after")
            notebook.cells.insert(at, new_code_cell(text))
        elif place != "folder":
            cells[section].source = text
    path = folder / source.name
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    for section, text in cheat.sections if cheat else ():
        if section == "folder":
            exec(text, {"folder": folder})


def hand_in_cheat(source: Path, folder: Path, cheat: Cheat | None) -> None:
    """A cheat as its file says; with None, what all of them start from and nothing more."""
    hand_in(source, folder, cheat, softmax=WRONG, probabilities=STUB)


def _released(notebook: NotebookNode, solutions: dict[str, str]) -> NotebookNode:
    for cell in notebook.cells:
        if is_solution(cell):
            own = [line for line in cell.source.split("\n") if " SOLUTION" not in line]
            cell.source = solutions.get(cell.id, "\n".join(own))
        elif cell.cell_type == "code":
            cell.source = visible_text(cell.source).rstrip("\n")
    return notebook
