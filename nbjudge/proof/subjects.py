"""The exercises whose checks are to be proven, and the files of reasons about them."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError, own_check_module
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.course.soundness import close_to
from nbjudge.proof.check_mutants import CheckMutant, check_mutants
from nbjudge.proof.mutants import Mutant, mutants
from nbjudge.proof.sources import settings
from nbjudge.proof.variants import (
    Variant,
    read_variants,
    says_that_it_draws,
    says_that_it_takes_long,
)
from nbjudge.submission.released import stub_maker

EQUIVALENTS = Path("variants") / "equivalent_mutants.toml"
CHECK_MUTANTS = Path("variants") / "equivalent_check_mutants.toml"
RELATIVES = Path("variants") / "relatives.toml"


@dataclass(frozen=True)
class Subject:
    """An exercise whose checks are to be proven, in the course at `root`."""

    root: Path
    assignment: str
    slug: str

    @cached_property
    def source(self) -> NotebookNode:
        return read_notebook(_notebook(self.root, self.assignment))

    @property
    def module(self) -> Path:
        return own_check_module(self.root, self.assignment, self.slug)

    @property
    def solution(self) -> str:
        """The text of the cell with the reference solution."""
        return str(self._solution_cell.source)

    @property
    def stub(self) -> str:
        """The text that students start from."""
        stub = stub_maker(settings(self.root), self.source)
        return str(stub(deepcopy(self._solution_cell)).source)

    @property
    def _solution_cell(self) -> NotebookNode:
        found = {exercise.slug: exercise.solution for exercise in exercises(self.source)}
        return self.source.cells[found[self.slug]]

    @property
    def variants_file(self) -> Path:
        return self.root / "variants" / self.assignment / f"{self.slug}.py"

    def variants(self) -> list[Variant]:
        return read_variants(self.variants_file)

    @cached_property
    def draws(self) -> bool:
        """Whether the variants' file says that solutions draw random numbers."""
        return says_that_it_draws(self.variants_file)

    @property
    def takes_long(self) -> bool:
        """Whether the variants' file says that judging a variant takes long."""
        return says_that_it_takes_long(self.variants_file)

    def mutants(self) -> list[Mutant]:
        return mutants(self.solution, read_relatives(self.root))

    def check_mutants(self) -> list[CheckMutant]:
        return check_mutants(self.module)


def subjects(root: Path, slugs: list[str]) -> list[Subject]:
    """The course's exercises, or those named, in order. Raises CourseError for an unknown name."""
    folders = sorted(path.parent.name for path in root.glob("source/*/*.ipynb"))
    found = [
        Subject(root, folder, exercise.slug)
        for folder in folders
        for exercise in exercises(read_notebook(_notebook(root, folder)))
    ]
    names = [subject.slug for subject in found]
    if unknown := sorted(set(slugs) - set(names)):
        near = close_to(unknown[0], names)
        meant = f". Did you mean {near}?" if near else ""
        raise CourseError(f"there is no exercise {unknown[0]}{meant}")
    return [subject for subject in found if not slugs or subject.slug in slugs]


def read_equivalents(root: Path) -> dict[str, dict[str, str]]:
    """By exercise: mutants that still do what is promised, each with the reason."""
    return read_explained(root, EQUIVALENTS)


def read_explained(root: Path, file: Path) -> dict[str, dict[str, str]]:
    """By exercise: the changes that a file explains, each with the reason why it survives."""
    if not (root / file).is_file():
        return {}
    found: dict[str, dict[str, str]] = {}
    for entry in tomllib.loads((root / file).read_text(encoding="utf-8")).get("equivalent", []):
        reasons = dict.fromkeys(entry["changes"], entry["reason"].strip())
        found.setdefault(entry["exercise"], {}).update(reasons)
    return found


def read_relatives(root: Path) -> dict[str, list[str]]:
    """The names that may replace a name of this course in a mutant."""
    if not (root / RELATIVES).is_file():
        return {}
    return tomllib.loads((root / RELATIVES).read_text(encoding="utf-8"))


def _notebook(root: Path, assignment: str) -> Path:
    return root / "source" / assignment / f"{assignment}.ipynb"
