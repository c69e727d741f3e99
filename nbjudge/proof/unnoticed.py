"""Finds the mutants of checks that no variant notices: they judge every variant as before."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbjudge.course.layout import CourseError, files_beside
from nbjudge.judge.session import read_checks
from nbjudge.link.handle import Student
from nbjudge.proof.check_mutants import CheckMutant
from nbjudge.proof.isolation import SECONDS, isolated
from nbjudge.proof.judging import Tried, failing, judged, verdicts
from nbjudge.proof.places import judge_opened, opened_near
from nbjudge.proof.subjects import Subject
from nbjudge.proof.variants import Variant


@dataclass(frozen=True)
class _Written:
    """A mutant's check module, and the names of the checks that it changes."""

    change: str
    module: Path
    checks: frozenset[str]


def unnoticed(subject: Subject, made: list[CheckMutant], tried: Tried) -> list[str]:
    """The changes of mutants that let no wrong variant pass a check, and reject no right one.

    Only the changed checks are run, on right variants and on wrong ones that they reject.
    """
    all_checks = frozenset(name for _, result in tried for name in verdicts(result))
    with tempfile.TemporaryDirectory(prefix="checks-") as folder:
        left = _readable(subject, made, all_checks, Path(folder))
        for variant, before in _decided(tried):
            asked = [one for one in left if variant.right or one.checks & before]
            noticed = _noticed(subject, variant, before, asked)
            left = [one for one in left if one not in noticed]
    return [one.change for one in left]


def _readable(
    subject: Subject, made: list[CheckMutant], all_checks: frozenset[str], folder: Path
) -> list[_Written]:
    """The mutants whose modules can be read; to be unreadable is to be noticed."""
    found = []
    for number, mutant in enumerate(made):
        module = _written(subject.module, mutant, folder / str(number))
        try:
            read_checks([module])  # once, for all processes that are forked from this one
        except CourseError:
            continue
        found.append(_Written(mutant.change, module, mutant.checks or all_checks))
    return found


def _decided(tried: Tried) -> Iterator[tuple[Variant, set[str]]]:
    """The variants that judging ended for, with the checks that reject each; likely ones first.

    No check rejects a right variant; wrong ones are sorted by how many checks reject them.
    """
    rights = [(variant, set[str]()) for variant, result in tried if variant.right and result]
    wrong = [(v, failing(r)) for v, r in tried if not v.right and r]
    yield from (*rights[:1], *sorted(wrong, key=lambda pair: len(pair[1])), *rights[1:])


def _noticed(
    subject: Subject, variant: Variant, before: set[str], asked: list[_Written]
) -> list[_Written]:
    """The mutants that judge this variant otherwise.

    One process tries them all on what the variant has made. What seems to differ there is judged
    again alone, since the mutants before it may have left something behind.
    """
    if not asked:
        return []
    seconds = SECONDS * len(asked)
    found = isolated(_differing, subject, variant, before, asked, seconds=seconds)
    return [
        one
        for one in (asked if found is None else found)
        if _differs(subject, variant, before, one)
    ]


def _differing(
    subject: Subject, variant: Variant, before: set[str], asked: list[_Written]
) -> list[_Written]:
    opened = opened_near(subject.source, subject.slug, variant.source, subject.module)
    with opened as student:
        return [one for one in asked if _failing(subject, student, one) != one.checks & before]


def _failing(subject: Subject, student: Student, one: _Written) -> set[str]:
    result = judge_opened(subject.source, subject.slug, one.module, student, only=one.checks)
    return failing(result)


def _differs(subject: Subject, variant: Variant, before: set[str], one: _Written) -> bool:
    result = judged(subject, variant.source, module=one.module, only=one.checks)
    return failing(result) != one.checks & before


def _written(module: Path, mutant: CheckMutant, folder: Path) -> Path:
    """Writes a copy of the assignment's checks, with one file changed, into a folder like `tests`.

    What several assignments share, data as well, is there as it is in `tests` itself.
    """
    tests, own = module.parents[1], folder / module.parent.name
    own.mkdir(parents=True)
    for file in (module, *files_beside(module)):
        shutil.copy(file, folder / file.relative_to(tests))
    for shared in tests.iterdir():
        if not (folder / shared.name).exists() and shared.name != "__pycache__":
            (folder / shared.name).symlink_to(shared)
    (folder / mutant.file.relative_to(tests)).write_text(mutant.source, encoding="utf-8")
    return own / module.name
