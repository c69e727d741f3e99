"""Finds out which files of a student belong to the submission of which assignment."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from nbjudge.lms.downloads import Handed

# What browsers, mail programs, JupyterLab and people add to a file's name.
_ADDED = re.compile(r"( ?\(\d+\)|[ _-]?copy ?\d*|-\d+|\.ipynb|\.txt|\.json)+$")
_COUNTED = re.compile(r"\((\d+)\)|copy ?(\d+)|-(\d+)")


@dataclass(frozen=True)
class HandedFile:
    """A file of a student's: its place in the download, and what its name there says."""

    shown: str
    handed: Handed
    data: bytes
    changed: datetime

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.handed.path)

    @property
    def age(self) -> tuple[datetime, int, int, datetime]:
        """A value that is larger for the newer of two files with the same name."""
        counts = [int(n) for found in _COUNTED.findall(self.path.name.lower()) for n in found if n]
        when = self.handed.when or datetime.min
        return when, self.handed.attempt, sum(counts), self.changed


@dataclass
class Chosen:
    """A student's submission to an assignment: the files by their paths in its folder."""

    assignment: str
    files: dict[str, HandedFile] = field(default_factory=dict)

    @property
    def when(self) -> datetime | None:
        """When the latest of its files was handed in, if the download says so."""
        times = [file.handed.when for file in self.files.values() if file.handed.when]
        return max(times, default=None)

    @property
    def late(self) -> bool:
        return any(file.handed.late for file in self.files.values())


@dataclass(frozen=True)
class LeftOut:
    """A file that belongs to no submission, and why; `old` if a newer file replaces it."""

    file: HandedFile
    why: str
    old: bool = False


def choose(
    files: Iterable[HandedFile], notebooks: Mapping[str, list[str]], *, named: bool = False
) -> tuple[list[Chosen], list[LeftOut]]:
    """The submissions among one student's files, and the files that are left over.

    `notebooks` has the file names of each assignment's notebooks. Of files with the same name, the
    newest counts. A file that is not a notebook goes with the notebook beside or above it. `named`
    tells that somebody has said which assignment it is: then a student's only notebook is the
    assignment's only one, whatever its name.
    """
    chosen: dict[str, Chosen] = {}
    folders: dict[PurePosixPath, str] = {}
    left: list[LeftOut] = []
    others: list[HandedFile] = []
    for file in sorted(files, key=lambda f: f.age, reverse=True):
        meant = meant_by(file.path.name, notebooks)
        if meant is None:
            others.append(file)
            continue
        assignment, name = meant
        submission = chosen.setdefault(assignment, Chosen(assignment))
        if name in submission.files:
            left.append(LeftOut(file, f"{submission.files[name].shown} is newer", old=True))
        else:
            submission.files[name] = file
            folders.setdefault(file.path.parent, assignment)
    if named and not chosen and (only := _only_notebook(others, notebooks)):
        file, assignment, name = only
        others.remove(file)
        chosen[assignment] = Chosen(assignment, {name: file})
        folders[file.path.parent] = assignment
    for file in others:
        if nothing := _add(file, chosen, folders):
            left.append(nothing)
    return list(chosen.values()), left


def _only_notebook(
    files: Iterable[HandedFile], notebooks: Mapping[str, list[str]]
) -> tuple[HandedFile, str, str] | None:
    """A student's only notebook, with its assignment and its name there, if that has only one."""
    found = [file for file in files if file.path.suffix.casefold() == ".ipynb"]
    known = [(assignment, name) for assignment, names in notebooks.items() for name in names]
    return (found[0], *known[0]) if len(found) == len(known) == 1 else None


def _add(
    file: HandedFile, chosen: Mapping[str, Chosen], folders: Mapping[PurePosixPath, str]
) -> LeftOut | None:
    """Adds a file to the submission of the notebook that it lies beside, if there is one."""
    if file.path.suffix == ".ipynb":
        return LeftOut(file, "no notebook of the course has this name")
    folder = next((parent for parent in file.path.parents if parent in folders), None)
    if folder is None:
        return LeftOut(file, "it lies beside no notebook")
    path, others = str(file.path.relative_to(folder)), chosen[folders[folder]].files
    if path in others:
        return LeftOut(file, f"{others[path].shown} is newer", old=True)
    others[path] = file
    return None


def meant_by(name: str, notebooks: Mapping[str, list[str]]) -> tuple[str, str] | None:
    """The assignment and the notebook that a file's name means, without additions to the name."""
    if not re.search(r"\.(ipynb|json)", name.casefold()):
        return None
    for assignment, names in notebooks.items():
        for known in names:
            stem = known.casefold().removesuffix(".ipynb")
            if stem in (_bare(name), name.casefold().removesuffix(".ipynb")):
                return assignment, known
    return None


def _bare(name: str) -> str:
    return _ADDED.sub("", name.casefold()).strip()
