"""The proof of one exercise's checks: its variants and mutants judged, and what is amiss.

Each is judged in a process of its own, since a wrong solution may leave anything behind: another
seed or default dtype, gradients switched off, a patched function, open figures.
"""

import multiprocessing
import os
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from nbjudge.course.layout import CourseError, own_check_module
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.judge.provisioner import can_fork, fork_server
from nbjudge.proof.mutants import Mutant, mutants
from nbjudge.proof.variants import (
    Variant,
    judge_near,
    judge_remote,
    mistakes,
    read_variants,
    says_that_it_draws,
)
from nbjudge.report.results import ExerciseResult

EQUIVALENTS = Path("variants") / "equivalent_mutants.toml"
RELATIVES = Path("variants") / "relatives.toml"
_SECONDS = 120
Verdicts = dict[str, str]
Choice = Callable[[list[Variant]], list[Variant]]
Tried = list[tuple[Variant, ExerciseResult | None]]


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
        """The text of the reference solution's cell."""
        found = {exercise.slug: exercise.solution for exercise in exercises(self.source)}
        return self.source.cells[found[self.slug]].source

    @property
    def _variants_file(self) -> Path:
        return self.root / "variants" / self.assignment / f"{self.slug}.py"

    def variants(self) -> list[Variant]:
        return read_variants(self._variants_file)

    @cached_property
    def draws(self) -> bool:
        """Whether solutions draw random numbers, as the variants' file says."""
        return says_that_it_draws(self._variants_file)

    def mutants(self) -> list[Mutant]:
        return mutants(self.solution, read_relatives(self.root))


@dataclass(frozen=True)
class Survivor:
    """A mutant that the checks accept, and why that is right; empty where nobody said."""

    change: str
    reason: str


@dataclass(frozen=True)
class Proof:
    """What came of trying an exercise's checks; pairs are (as it should be, of all)."""

    slug: str
    checks: int = 0
    right: tuple[int, int] = (0, 0)
    wrong: tuple[int, int] = (0, 0)
    killed: tuple[int, int] = (0, 0)
    survivors: tuple[Survivor, ...] = ()
    mistakes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.mistakes and all(survivor.reason for survivor in self.survivors)


def subjects(root: Path, slugs: list[str]) -> list[Subject]:
    """The course's exercises, or those named, in order. Raises CourseError for an unknown name."""
    folders = sorted(path.parent.name for path in root.glob("source/*/*.ipynb"))
    found = [
        Subject(root, folder, exercise.slug)
        for folder in folders
        for exercise in exercises(read_notebook(_notebook(root, folder)))
    ]
    if unknown := sorted(set(slugs) - {subject.slug for subject in found}):
        raise CourseError(f"there is no exercise {unknown[0]}")
    return [subject for subject in found if not slugs or subject.slug in slugs]


def prove(subject: Subject, *, mutate: bool = True, remote: Choice | None = None) -> Proof:
    """Tries an exercise's checks on its variants, in this process, and on mutants of its solution.

    The variants that `remote` chooses are tried in a forked kernel as well, as grading does.
    """
    try:
        return _prove(subject, mutate, remote)
    except CourseError as error:
        return Proof(subject.slug, mistakes=(str(error),))


def _prove(subject: Subject, mutate: bool, remote: Choice | None) -> Proof:
    variants = subject.variants()
    _warm_up(subject)
    tried = [(variant, _near(subject, variant.source)) for variant in variants]
    found = [(variant, _mistakes(variant, result)) for variant, result in tried]
    made = subject.mutants() if mutate else []
    survivors, stale = _explained(subject, [m for m in made if _survives(subject, m)], mutate)
    chosen = remote(variants) if remote else []
    return Proof(
        slug=subject.slug,
        checks=max(len(verdicts(result)) for _, result in tried),
        right=_count([not said for variant, said in found if variant.right]),
        wrong=_count([not said for variant, said in found if not variant.right]),
        killed=(len(made) - len(survivors), len(made)),
        survivors=survivors,
        mistakes=(
            *(f"{variant.title}: {text}" for variant, said in found for text in said),
            *_idle(tried),
            *_differing(subject, [(v, result) for v, result in tried if v in chosen]),
            *stale,
        ),
    )


def telling(variants: list[Variant]) -> list[Variant]:
    """All right variants, and as many wrong ones as name every check that any of them names."""
    found, named = [], set()
    for variant in variants:
        if variant.right or set(variant.rejected_by) - named:
            found.append(variant)
            named |= set(variant.rejected_by)
    return found


def reference_failures(subject: Subject, seeds: range) -> list[str]:
    """Which checks reject the reference solution, for each of the seeds."""
    _warm_up(subject)
    failures = []
    for seed in seeds:
        result = _judged(judge_near, subject, subject.solution, seed)
        states = verdicts(result) or {"no check": "ran"}
        failures += [
            f"seed {seed}: {n} {state}" for n, state in states.items() if state != "passed"
        ]
    return failures


def verdicts(result: ExerciseResult | None) -> Verdicts:
    """The state of each check, by name; nothing where judging did not come to an end."""
    return {check.name: check.state for check in result.checks} if result else {}


def read_equivalents(root: Path) -> dict[str, dict[str, str]]:
    """By exercise: the changes that change nothing that is promised, and why that is so."""
    if not (root / EQUIVALENTS).is_file():
        return {}
    found: dict[str, dict[str, str]] = {}
    for entry in tomllib.loads((root / EQUIVALENTS).read_text(encoding="utf-8"))["equivalent"]:
        reasons = dict.fromkeys(entry["changes"], entry["reason"].strip())
        found.setdefault(entry["exercise"], {}).update(reasons)
    return found


def read_relatives(root: Path) -> dict[str, list[str]]:
    """The names that may stand in the place of a name of this course's in a mutant."""
    if not (root / RELATIVES).is_file():
        return {}
    return tomllib.loads((root / RELATIVES).read_text(encoding="utf-8"))


def isolated(function: Callable, *arguments: Any, seconds: float = _SECONDS) -> Any:
    """What a function returns or raises, run in a fork; None where it hangs or dies.

    The fork has a folder of its own for temporary files, which goes with it. Where processes cannot
    be forked, it runs in this one.
    """
    if not can_fork():
        return function(*arguments)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        process = context.Process(target=_answer, args=(sender, folder, function, arguments))
        process.start()
        sender.close()
        try:
            returned, value = receiver.recv() if receiver.poll(seconds) else (True, None)
        except EOFError:
            returned, value = True, None
        finally:
            process.kill()
            process.join()
    if not returned:
        raise value
    return value


def _answer(sender: Connection, folder: str, function: Callable, arguments: tuple) -> None:
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    # What a variant prints is no part of the proof, nor what it does to these two.
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        try:
            answer = True, function(*arguments)
        except Exception as error:
            answer = False, error
    sender.send(answer)


def _judged(judge: Callable, subject: Subject, cell: str, seed: int = 0) -> ExerciseResult | None:
    return isolated(_call, judge, subject, cell, seed)


def _call(judge: Callable, subject: Subject, cell: str, seed: int) -> ExerciseResult:
    return judge(subject.source, subject.slug, cell, subject.module, seed=seed)


def _warm_up(subject: Subject) -> None:
    """Has this process import what judging needs, so that its forks need not: it takes seconds.

    The cell is empty, so that no check calls anything.
    """
    judge_near(subject.source, subject.slug, "", subject.module)


def _near(subject: Subject, cell: str) -> ExerciseResult | None:
    return _judged(judge_near, subject, cell)


def _compared(subject: Subject, variant: Variant, states: Verdicts) -> list[str]:
    """The checks to compare: what a wrong draw gives may pass others by chance, here or there."""
    if variant.right or not subject.draws:
        return list(states)
    return [f"test_{name.removeprefix('test_')}" for name in variant.rejected_by]


def _mistakes(variant: Variant, result: ExerciseResult | None) -> list[str]:
    return mistakes(variant, result) if result else ["judging it does not come to an end"]


def _survives(subject: Subject, mutant: Mutant) -> bool:
    result = _near(subject, mutant.source)
    return result is not None and result.passed


def _explained(
    subject: Subject, survivors: list[Mutant], mutate: bool
) -> tuple[tuple[Survivor, ...], list[str]]:
    """The survivors with their reasons, and the reasons that are about none of them."""
    reasons = read_equivalents(subject.root).get(subject.slug, {}) if mutate else {}
    explained = tuple(Survivor(m.change, reasons.get(m.change, "")) for m in survivors)
    stale = sorted(set(reasons) - {survivor.change for survivor in explained})
    return explained, [f"{EQUIVALENTS.name}: no such survivor: {change}" for change in stale]


def _idle(tried: Tried) -> list[str]:
    """The checks that reject no wrong variant."""
    found = [verdicts(result) for variant, result in tried if not variant.right]
    names = dict.fromkeys(name for states in found for name in states)
    idle = [n for n in names if all(states.get(n, "passed") == "passed" for states in found)]
    return [f"{name} rejects no wrong variant" for name in idle]


def _differing(subject: Subject, tried: Tried) -> list[str]:
    """Where a check says something else in a kernel than it said in this process."""
    found = []
    if tried:
        fork_server()  # before the processes are forked, so that they share it
    for variant, result in tried:
        near, remote = verdicts(result), verdicts(_judged(judge_remote, subject, variant.source))
        for name in _compared(subject, variant, near | remote):
            here, there = near.get(name, "missing"), remote.get(name, "missing")
            if here != there:
                found.append(f"{variant.title}: {name} {here}, but in a kernel {there}")
    return found


def _count(held: list[bool]) -> tuple[int, int]:
    return sum(held), len(held)


def _notebook(root: Path, assignment: str) -> Path:
    return root / "source" / assignment / f"{assignment}.ipynb"
