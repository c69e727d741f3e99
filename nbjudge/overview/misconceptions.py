"""What many students get wrong in the same way: causes, failing checks, patterns of failures."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from nbjudge.overview.gathering import ClassWork, Work
from nbjudge.report.html import sentence
from nbjudge.report.results import CheckResult, ExerciseResult

_Failing = tuple[Work, list[CheckResult]]
_NUMBER = re.compile(r"\d (?:times|too)\b")
# Two causes count as one if they share at least this part of their students.
_SAME = 0.8


@dataclass(frozen=True)
class Cause:
    """The cause of a failure in words: a mistake, if one was `recognised`.

    Else it is the message of the first failing check, which only looks the same for several works,
    or the check's sentence: `of_the_course` then, and nobody is named in it.
    """

    said: str
    recognised: bool
    of_the_course: bool = False


@dataclass(frozen=True)
class Misconception:
    """One cause in one exercise: the works that show it, of `attempted`, and their failing checks.

    `also` are further causes that the same works show: one mistake can look like several.
    """

    assignment: str
    slug: str
    cause: Cause
    attempted: int
    found: list[_Failing]
    also: tuple[Cause, ...] = ()

    @property
    def works(self) -> list[Work]:
        return [work for work, _ in self.found]

    @property
    def checks(self) -> list[tuple[str, int]]:
        """The sentences of failing checks with their numbers of works; the most frequent first."""
        met = Counter(sentence(check) for _, checks in self.found for check in checks)
        return met.most_common()

    @property
    def hint(self) -> str:
        """The hint of the checks that show this cause; empty if they have none."""
        shown = (check for _, checks in self.found for check in checks if self.shows(check))
        hints = Counter(check.hint for check in shown if check.hint)
        return hints.most_common(1)[0][0] if hints else ""

    def shows(self, check: CheckResult) -> bool:
        """Whether a check fails because of this cause, and not only in the same works."""
        return _cause(check) == self.cause


@dataclass(frozen=True)
class FailingCheck:
    """A check that some works fail: how many do, and the causes with their numbers of works."""

    said: str
    failing: int
    attempted: int
    causes: list[tuple[str, int]]


@dataclass(frozen=True)
class Pattern:
    """Works that fail exactly the same checks of one exercise."""

    checks: tuple[str, ...]
    works: list[Work]


def attempted(result: ExerciseResult) -> bool:
    """Whether the student has attempted the exercise."""
    return result.count("not attempted") < len(result.checks)


def misconceptions(assignment: ClassWork) -> list[Misconception]:
    """The causes of failures in an assignment, the most frequent first."""
    found: dict[str, dict[Cause, list[_Failing]]] = {}
    tried: Counter[str] = Counter()
    for work in assignment.works:
        for slug, result in work.results.items():
            tried[slug] += attempted(result)
            for cause, checks in causes(result).items():
                found.setdefault(slug, {}).setdefault(cause, []).append((work, checks))
    every = [
        Misconception(assignment.assignment, slug, cause, tried[slug], works, also)
        for slug, of_slug in found.items()
        for cause, works, also in _folded(of_slug)
    ]
    return sorted(every, key=lambda m: (-len(m.found), not m.cause.recognised, m.slug))


def _folded(
    found: dict[Cause, list[_Failing]],
) -> Iterator[tuple[Cause, list[_Failing], tuple[Cause, ...]]]:
    """The causes, each merged with later ones that (nearly) the same works show."""
    left = sorted(found, key=lambda cause: -len(found[cause]))
    while left:
        first = left.pop(0)
        same = [cause for cause in left if _overlap(found[first], found[cause]) >= _SAME]
        left = [cause for cause in left if cause not in same]
        yield first, _together([found[cause] for cause in (first, *same)]), tuple(same)


def _overlap(some: list[_Failing], others: list[_Failing]) -> float:
    """The share of students that two groups have in common."""
    one, other = ({work.person.id for work, _ in group} for group in (some, others))
    return len(one & other) / len(one | other)


def _together(groups: list[list[_Failing]]) -> list[_Failing]:
    found: dict[str, _Failing] = {}
    for work, checks in (failing for group in groups for failing in group):
        known = found.get(work.person.id, (work, []))[1]
        found[work.person.id] = (work, [*known, *checks])
    return list(found.values())


def causes(result: ExerciseResult) -> dict[Cause, list[CheckResult]]:
    """The causes of an exercise's failures, each with the checks that fail because of it.

    Failing checks without a cause of their own go with the first check that has one: a wrong
    solution fails in many ways, and only some of them tell why.
    """
    failed = _without_coincidences([c for c in result.checks if c.state == "failed"])
    if not failed:
        return {}
    first = _cause(_most_telling(failed))
    found: dict[Cause, list[CheckResult]] = {first: []}
    for check in failed:
        found.setdefault(_cause(check) if check.mistake else first, []).append(check)
    return found


def _most_telling(failed: list[CheckResult]) -> CheckResult:
    """The check that tells most about a failure, since the first ones are often mere examples."""
    with_mistake = (check for check in failed if check.mistake)
    with_hint = failed[:1] if failed[0].hint else []
    essential = (check for check in failed if check.text.essential)
    return next(iter((*with_mistake, *with_hint, *essential, *failed)))


def _without_coincidences(failed: list[CheckResult]) -> list[CheckResult]:
    """The checks without mistakes that tell of their own numbers only.

    "All values are 0.5 too large" names a mistake where it holds in every check that says so. Where
    another check says "1.333 times", both come from the numbers that the checks happen to use.
    """
    numeric = {check.mistake for check in failed if _NUMBER.search(check.mistake or "")}
    if len(numeric) < 2:
        return failed
    return [replace(c, mistake="") if c.mistake in numeric else c for c in failed]


def _cause(check: CheckResult) -> Cause:
    if check.mistake:
        return Cause(_opening(check.mistake), recognised=True)
    if check.kind == "raised":
        return Cause(_opening(re.sub(r"\d+", "…", check.message)), recognised=False)
    kind = _telling_kind(check)
    said = f"{sentence(check)}: {kind}" if kind else sentence(check)
    return Cause(said, recognised=False, of_the_course=True)


def _telling_kind(check: CheckResult) -> str:
    """The kind of a failure, if it says something about the mistake."""
    return "" if check.kind == "other" else check.kind


def _opening(said: str) -> str:
    return said[:1].upper() + said[1:]


def failing_checks(assignment: ClassWork, slug: str) -> list[FailingCheck]:
    """The checks of an exercise that some work fails, the most frequent first."""
    tried = [r for r in _results(assignment, slug) if attempted(r)]
    failing: dict[str, list[CheckResult]] = {}
    for result in tried:
        for check in result.checks:
            if check.state == "failed":
                failing.setdefault(sentence(check), []).append(check)
    rows = [
        FailingCheck(said, len(checks), len(tried), _causes_of(checks))
        for said, checks in failing.items()
    ]
    return sorted(rows, key=lambda row: -row.failing)


def _causes_of(checks: Iterable[CheckResult]) -> list[tuple[str, int]]:
    told = (check.mistake or _telling_kind(check) for check in checks)
    return Counter(_opening(said) for said in told if said).most_common()


def patterns(assignment: ClassWork, slug: str) -> list[Pattern]:
    """Groups of at least two works that fail the same checks of an exercise, the largest first."""
    groups: dict[tuple[str, ...], list[Work]] = {}
    for work in assignment.works:
        if (result := work.results.get(slug)) and attempted(result):
            failed = tuple(sentence(c) for c in result.checks if c.state == "failed")
            groups.setdefault(failed, []).append(work)
    several = [Pattern(checks, works) for checks, works in groups.items() if len(works) > 1]
    return sorted((p for p in several if p.checks), key=lambda p: -len(p.works))


def counts(assignment: ClassWork, slug: str) -> dict[str, int]:
    """How many students have passed an exercise, have failed in it, or have not begun it."""
    kinds: dict[str, Callable[[ExerciseResult], bool]] = {
        "passed": lambda result: result.passed,
        "not attempted": lambda result: not attempted(result),
    }
    met = Counter(
        next((kind for kind, holds in kinds.items() if holds(result)), "wrong")
        for result in _results(assignment, slug)
    )
    return {kind: met[kind] for kind in ("passed", "wrong", "not attempted")}


def _results(assignment: ClassWork, slug: str) -> list[ExerciseResult]:
    return [work.results[slug] for work in assignment.works if slug in work.results]
