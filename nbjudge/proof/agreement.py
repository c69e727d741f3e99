"""Finds verdicts that depend on chance: judges variants under many seeds and thread counts."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from nbjudge.judge.provisioner import fork_server
from nbjudge.proof.judging import (
    USUAL,
    Conditions,
    judged,
    judged_in_turn,
    verdicts,
    warm_up,
)
from nbjudge.proof.record import Known, Record, version_of
from nbjudge.proof.subjects import Subject
from nbjudge.proof.variants import Variant, full_name, mistakes
from nbjudge.report.results import ExerciseResult

# A variant with the conditions that it is still to be judged under.
Asked = list[tuple[Variant, list[Conditions]]]
# A process that has judged so often is given up: figures and other things pile up in it.
_AT_ONCE = 10


@dataclass(frozen=True)
class Change:
    """A verdict of a check on a variant that differs under some conditions.

    `matters` says whether the variant is judged wrongly under them.
    """

    slug: str
    variant: str
    said: str
    matters: bool

    def __str__(self) -> str:
        return f"{self.slug}: {self.variant}: {self.said}"


@dataclass(frozen=True)
class Agreement:
    """The result of judging an exercise's variants under all conditions."""

    slug: str
    variants: int
    conditions: int
    changes: tuple[Change, ...]

    @property
    def holds(self) -> bool:
        return not any(change.matters for change in self.changes)


def conditions_of(seeds: int, threads: Iterable[int], device: str = "cpu") -> list[Conditions]:
    """All pairs of seed and threads; they are compared with the first, usual conditions."""
    found = [Conditions(seed, number, device) for number in threads for seed in range(seeds)]
    return [USUAL, *(conditions for conditions in found if conditions != USUAL)]


def judge_under(subject: Subject, asked: Asked) -> list[Known]:
    """The verdicts on variants, each under the conditions that are asked."""
    warm_up(subject)
    if any(one.device != USUAL.device for _, conditions in asked for one in conditions):
        fork_server()  # before the processes are forked, so that they share it
    return [
        known for variant, conditions in asked for known in _judge(subject, variant, conditions)
    ]


def _judge(subject: Subject, variant: Variant, conditions: list[Conditions]) -> Iterator[Known]:
    """Judges in one process in turn; what differs there from the first is judged again alone.

    Only the first is sure to find the process as it should be, and a process for each verdict takes
    twice the time.
    """
    first, *others = judged_in_turn(subject, variant.source, conditions)
    for one, result in zip(conditions, [first, *others], strict=True):
        alike = result is not None and verdicts(result) == verdicts(first)
        yield _known(
            subject, variant, one, result if alike else judged(subject, variant.source, one)
        )


def _known(
    subject: Subject, variant: Variant, conditions: Conditions, result: ExerciseResult | None
) -> Known:
    said = mistakes(variant, result) if result else ["judging it does not come to an end"]
    version, states = version_of(subject, variant), verdicts(result)
    under = asdict(conditions)
    return Known(subject.slug, version, variant.title, states=states, mistakes=tuple(said), **under)


def missing(
    record: Record, subject: Subject, variants: list[Variant], conditions: list[Conditions]
) -> Iterator[Asked]:
    """What the record lacks, in parts that each take a worker minutes rather than an hour."""
    for start in range(0, len(conditions), _AT_ONCE):
        part = conditions[start : start + _AT_ONCE]
        lacking = [(v, [c for c in part if not _find(record, subject, v, c)]) for v in variants]
        if asked := [(variant, unknown) for variant, unknown in lacking if unknown]:
            yield asked


def _find(
    record: Record, subject: Subject, variant: Variant, conditions: Conditions
) -> Known | None:
    version = version_of(subject, variant)
    return record.find((subject.slug, version, variant.title, conditions))


def agreement(
    record: Record, subject: Subject, variants: list[Variant], conditions: list[Conditions]
) -> Agreement:
    """What the record says about an exercise; the record must be complete."""
    changes: list[Change] = []
    for variant in variants:
        found = [_find(record, subject, variant, condition) for condition in conditions]
        changes += _changes(subject, variant, [known for known in found if known])
    return Agreement(subject.slug, len(variants), len(conditions), tuple(changes))


def _changes(subject: Subject, variant: Variant, found: list[Known]) -> list[Change]:
    """Each check whose verdict changes and each wrong judgement, with the conditions."""
    usual, *others = found
    names = dict.fromkeys(name for known in found for name in known.states)
    named = set(map(full_name, variant.rejected_by))
    changes = []
    for name in names:
        before = usual.states.get(name, "missing")
        other = [known for known in others if known.states.get(name, "missing") != before]
        if other:
            now = other[0].states.get(name, "missing")
            said = f"{name} {before}, but {now} with {_where(other)}"
            changes.append((said, variant.right or (name in named)))
    wrong = [known for known in found if known.mistakes]
    if wrong:
        changes.append((f"{wrong[0].mistakes[0]}, with {_where(wrong)}", True))
    return [Change(subject.slug, variant.title, said, matters) for said, matters in changes]


def _where(found: list[Known]) -> str:
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0].conditions}{more}"
