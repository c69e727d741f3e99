"""The proof of one exercise's checks: judges its variants and mutants, and finds mistakes."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nbjudge.course.layout import CourseError
from nbjudge.course.soundness import close_to
from nbjudge.judge.provisioner import fork_server
from nbjudge.judge.rehearsal import failures_of_solution, passes_of_stub
from nbjudge.proof.isolation import isolated
from nbjudge.proof.judging import (
    Conditions,
    Tried,
    compared,
    failing,
    judged,
    verdicts,
    warm_up,
)
from nbjudge.proof.places import judge_remote
from nbjudge.proof.subjects import (
    CHECK_MUTANTS,
    EQUIVALENTS,
    Subject,
    read_equivalents,
    read_explained,
    subjects,
)
from nbjudge.proof.unnoticed import unnoticed
from nbjudge.proof.variants import Variant, limited_checks, mistakes
from nbjudge.report.results import ExerciseResult

__all__ = ["isolated", "prove", "read_equivalents", "reference_failures", "subjects", "telling"]

Choice = Callable[[list[Variant]], list[Variant]]


@dataclass(frozen=True)
class Survivor:
    """A mutant that the checks accept, and why that is right (empty if nobody has said).

    It may also be a mutant of the checks that no variant notices.
    """

    change: str
    reason: str


@dataclass(frozen=True)
class LeftOut:
    """How many wrong variants and mutants would pass without this check."""

    check: str
    variants: int
    mutants: int


@dataclass(frozen=True)
class Proof:
    """The result of trying an exercise's checks; pairs are (judged as they should be, all)."""

    slug: str
    checks: int = 0
    right: tuple[int, int] = (0, 0)
    wrong: tuple[int, int] = (0, 0)
    killed: tuple[int, int] = (0, 0)
    survivors: tuple[Survivor, ...] = ()
    mistakes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    noticed: tuple[int, int] = (0, 0)
    unnoticed: tuple[Survivor, ...] = ()

    @property
    def holds(self) -> bool:
        said = (*self.survivors, *self.unnoticed)
        return not self.mistakes and all(survivor.reason for survivor in said)

    @property
    def needless(self) -> list[str]:
        """The checks that reject only what others reject too."""
        return [left.check for left in self.left_out if not left.variants and not left.mutants]


def prove(
    subject: Subject,
    *,
    near: Choice = list,
    mutate: bool = True,
    remote: Choice | None = None,
    mutate_checks: bool = False,
) -> Proof:
    """Tries an exercise's checks on its variants, in this process, and on mutants of its solution.

    It tries the variants that `near` chooses: all, where it is not given. Those that `remote`
    chooses of them are tried in a forked kernel as well, as grading does. With
    `mutate_checks`, mutants of the checks are tried on the variants.
    """
    try:
        return _prove(subject, near(subject.variants()), mutate, remote, mutate_checks)
    except CourseError as error:
        return Proof(subject.slug, mistakes=(str(error),))


def _prove(
    subject: Subject,
    variants: list[Variant],
    mutate: bool,
    remote: Choice | None,
    mutate_checks: bool,
) -> Proof:
    warm_up(subject)
    tried = [(variant, judged(subject, variant.source)) for variant in variants]
    made = [(m, judged(subject, m.source)) for m in subject.mutants()] if mutate else []
    alive = [mutant.change for mutant, result in made if result and result.passed]
    survivors, stale = _explained(subject, EQUIVALENTS, alive, mutate)
    check_mutants = subject.check_mutants() if mutate_checks else []
    slipping = unnoticed(subject, check_mutants, tried)
    unseen, stale_too = _explained(subject, CHECK_MUTANTS, slipping, mutate_checks)
    chosen = remote(variants) if remote else []
    far = _differing(subject, [(v, result) for v, result in tried if v in chosen])
    return Proof(
        slug=subject.slug,
        checks=max(len(verdicts(result)) for _, result in tried),
        right=_as_they_should_be([pair for pair in tried if pair[0].right]),
        wrong=_as_they_should_be([pair for pair in tried if not pair[0].right]),
        killed=(len(made) - len(survivors), len(made)),
        survivors=survivors,
        mistakes=(*_found_mistakes(subject, tried), *far, *stale, *stale_too),
        left_out=_left_out(tried, [failing(result) for _, result in made]),
        noticed=(len(check_mutants) - len(slipping), len(check_mutants)),
        unnoticed=unseen,
    )


def _found_mistakes(subject: Subject, tried: Tried) -> Iterator[str]:
    yield from _of_the_source(subject)
    for variant, result in tried:
        yield from (f"{variant.title}: {said}" for said in _mistakes(variant, result))
    yield from _idle(tried)
    yield from _misnamed(subject, tried)


def _as_they_should_be(tried: Tried) -> tuple[int, int]:
    return sum(not _mistakes(variant, result) for variant, result in tried), len(tried)


def telling(variants: list[Variant]) -> list[Variant]:
    """All right variants, and enough wrong ones to name every check that any of them names."""
    found: list[Variant] = []
    named: set[str] = set()
    for variant in variants:
        if variant.right or set(variant.rejected_by) - named:
            found.append(variant)
            named |= set(variant.rejected_by)
    return found


def reference_failures(subject: Subject, seeds: range) -> list[str]:
    """Which checks reject the reference solution, for each of the seeds."""
    warm_up(subject)
    failures = []
    for seed in seeds:
        result = judged(subject, subject.solution, Conditions(seed))
        states = verdicts(result) or {"no check": "ran"}
        failures += [
            f"seed {seed}: {n} {state}" for n, state in states.items() if state != "passed"
        ]
    return failures


def _of_the_source(subject: Subject) -> list[str]:
    """Mistakes in solution and stub: the solution must pass, the stub must not."""
    right, stub = judged(subject, subject.solution), judged(subject, subject.stub)
    found = failures_of_solution(right) if right else ["judging its solution does not end"]
    return found + (passes_of_stub(stub) if stub else ["judging its stub does not end"])


def _mistakes(variant: Variant, result: ExerciseResult | None) -> list[str]:
    return mistakes(variant, result) if result else ["judging it does not come to an end"]


def _explained(
    subject: Subject, file: Path, changes: list[str], mutated: bool
) -> tuple[tuple[Survivor, ...], list[str]]:
    """The changes with the reasons in a file, and mistakes: reasons for unknown changes."""
    reasons = read_explained(subject.root, file).get(subject.slug, {}) if mutated else {}
    found = [(change, _meant(change, reasons)) for change in changes]
    explained = tuple(Survivor(change, reasons.get(meant, "")) for change, meant in found)
    stale = sorted(set(reasons) - {meant for _, meant in found})
    return explained, [f"{file.name}: no such survivor: {change}" for change in stale]


def _meant(change: str, explained: Iterable[str]) -> str:
    """The first explained change that is this one; `*` in it stands for any text."""
    return next((text for text in explained if _stands_for(text, change)), "")


def _stands_for(text: str, change: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, text.split("*"))), change) is not None


def _left_out(tried: Tried, mutants: list[set[str]]) -> tuple[LeftOut, ...]:
    """How much each check rejects alone, from the verdicts that are known already."""
    variants = [failing(result) for variant, result in tried if not variant.right]
    names = dict.fromkeys(name for _, result in tried for name in verdicts(result))
    return tuple(LeftOut(n, variants.count({n}), mutants.count({n})) for n in names)


def _idle(tried: Tried) -> list[str]:
    """The checks that reject no wrong variant."""
    found = [verdicts(result) for variant, result in tried if not variant.right]
    names = dict.fromkeys(name for states in found for name in states)
    idle = [n for n in names if all(states.get(n, "passed") == "passed" for states in found)]
    return [f"{name} rejects no wrong variant" for name in idle]


def _misnamed(subject: Subject, tried: Tried) -> list[str]:
    """Names in `# keeps` lines that no check has."""
    known = {name for _, result in tried for name in verdicts(result)}
    unknown = [name for name in limited_checks(subject.variants_file) if name not in known]
    near = {name: close_to(name, sorted(known)) for name in unknown}
    return [
        f"there is no {name}, by which variants say what they keep"
        + (f". Did you mean {near[name]}?" if near[name] else "")
        for name in unknown
    ]


def _differing(subject: Subject, tried: Tried) -> list[str]:
    """The checks whose verdict in a kernel differs from that in this process."""
    found = []
    if tried:
        fork_server()  # before the processes are forked, so that they share it
    for variant, result in tried:
        near = verdicts(result)
        remote = verdicts(judged(subject, variant.source, judge=judge_remote))
        for name in compared(subject, variant, near | remote):
            here, there = near.get(name, "missing"), remote.get(name, "missing")
            if here != there:
                found.append(f"{variant.title}: {name} {here}, but in a kernel {there}")
    return found
