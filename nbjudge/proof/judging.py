"""Judges a solution in a process of its own, under a seed and with a number of threads.

The process is not shared, since a wrong solution may leave anything behind: another seed or default
dtype, gradients switched off, a patched function, open figures.
"""

import gc
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from nbjudge.kernel.preloaded import preload
from nbjudge.process.memory import gather_into_huge_pages
from nbjudge.proof.isolation import SECONDS, isolated
from nbjudge.proof.places import judge_near, judge_remote
from nbjudge.proof.subjects import Subject
from nbjudge.proof.variants import Variant, full_name
from nbjudge.report.results import ExerciseResult

Verdicts = dict[str, str]
Judge = Callable[..., ExerciseResult]
Tried = list[tuple[Variant, ExerciseResult | None]]


@dataclass(frozen=True)
class Conditions:
    """What a verdict must not depend on: the inputs' seed, torch's threads, and the device.

    On `cuda`, a solution is judged in a kernel that is given a graphics card.
    """

    seed: int = 0
    threads: int = 1
    device: str = "cpu"

    def __str__(self) -> str:
        card = ", a graphics card" if self.device == "cuda" else ""
        return f"seed {self.seed}, {self.threads} thread{'s' if self.threads > 1 else ''}{card}"


USUAL = Conditions()
_JUDGES: dict[str, Judge] = {"cpu": judge_near, "cuda": partial(judge_remote, cards=1)}


def judged(
    subject: Subject,
    cell: str,
    conditions: Conditions = USUAL,
    *,
    judge: Judge | None = None,
    module: Path | None = None,
    only: Collection[str] = (),
) -> ExerciseResult | None:
    """The result of the checks on a solution cell; None if judging it does not end.

    `module` takes the place of the exercise's check module, and `only` names the checks to run.
    Without a `judge`, the solution is judged in this process, or in a kernel if it needs a card.
    """
    asked = {"only": only} if only else {}
    checks = module or subject.module
    judge = judge or _JUDGES[conditions.device]
    result: ExerciseResult | None = isolated(
        _call, judge, subject.source, subject.slug, cell, checks, conditions, asked
    )
    return result


def judged_in_turn(
    subject: Subject, cell: str, conditions: list[Conditions]
) -> list[ExerciseResult | None]:
    """The results under each of these conditions, from one process for all of them.

    What the solution leaves behind may change all results but the first. They are all None if
    judging does not end.
    """
    results: list[ExerciseResult | None] | None = isolated(
        _call_in_turn, subject, cell, conditions, seconds=SECONDS * len(conditions)
    )
    return results or [None] * len(conditions)


def _call_in_turn(
    subject: Subject, cell: str, conditions: list[Conditions]
) -> list[ExerciseResult]:
    return [
        _call(_JUDGES[one.device], subject.source, subject.slug, cell, subject.module, one, {})
        for one in conditions
    ]


def _call(
    judge: Judge,
    source: NotebookNode,
    slug: str,
    cell: str,
    module: Path,
    conditions: Conditions,
    asked: dict[str, Collection[str]],
) -> ExerciseResult:
    _use_threads(conditions.threads)
    return judge(source, slug, cell, module, seed=conditions.seed, **asked)


def _use_threads(number: int) -> None:
    import torch

    if torch.get_num_threads() != number:
        torch.set_num_threads(number)


def warm_up(subject: Subject) -> None:
    """Imports what judging needs, which takes seconds, so that forks of this process need not.

    It judges an empty cell, so that no check calls anything. What lies in memory then is held so
    that a fork copies little of it.
    """
    judge_near(subject.source, subject.slug, "", subject.module)
    preload(())  # nothing more is imported; what is there fills its caches
    gc.collect()
    gc.freeze()
    gather_into_huge_pages()


def verdicts(result: ExerciseResult | None) -> Verdicts:
    """The state of each check, by name; empty if judging did not end."""
    return {check.name: check.state for check in result.checks} if result else {}


def failing(result: ExerciseResult | None) -> set[str]:
    """The checks that do not pass."""
    return {name for name, state in verdicts(result).items() if state != "passed"}


def compared(subject: Subject, variant: Variant, states: Verdicts) -> list[str]:
    """The checks to compare. With wrong random numbers, other checks may pass by chance."""
    if variant.right or not subject.draws:
        return list(states)
    return list(map(full_name, variant.rejected_by))
