"""Finds the mutants of checks that no variant notices: they judge every variant as before."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbjudge.course.layout import CourseError, files_beside
from nbjudge.judge.session import read_checks
from nbjudge.proof.check_mutants import CheckMutant
from nbjudge.proof.judging import Tried, failing, judged, verdicts
from nbjudge.proof.subjects import Subject
from nbjudge.proof.variants import Variant


def unnoticed(subject: Subject, made: list[CheckMutant], tried: Tried) -> list[str]:
    """The changes of mutants that let no wrong variant pass a check, and reject no right one.

    Only the changed checks are run, on right variants and on wrong ones that they reject.
    """
    return [mutant.change for mutant in made if not _is_noticed(subject, mutant, tried)]


def _is_noticed(subject: Subject, mutant: CheckMutant, tried: Tried) -> bool:
    checks = mutant.checks or {name for _, result in tried for name in verdicts(result)}
    with tempfile.TemporaryDirectory(prefix="checks-") as folder:
        module = _written(subject.module, mutant, Path(folder))
        try:
            read_checks([module])  # once, for all processes that are forked from this one
        except CourseError:
            return True
        return any(
            failing(judged(subject, variant.source, module=module, only=checks)) != before
            for variant, before in _decided(tried, set(checks))
        )


def _decided(tried: Tried, checks: set[str]) -> Iterator[tuple[Variant, set[str]]]:
    """The variants whose verdict may change, with the checks that reject each; likely ones first.

    No check rejects a right variant; wrong ones are sorted by how many checks reject them.
    """
    rights = [(variant, set[str]()) for variant, result in tried if variant.right and result]
    wrong = [(v, failing(r)) for v, r in tried if not v.right and r and failing(r) & checks]
    wrong.sort(key=lambda pair: len(pair[1]))
    yield from rights[:1]
    for variant, names in wrong:
        yield variant, names & checks
    yield from rights[1:]


def _written(module: Path, mutant: CheckMutant, folder: Path) -> Path:
    """Writes a copy of the module and the files beside it, with one file changed."""
    for file in (module, *files_beside(module)):
        shutil.copy(file, folder)
    (folder / mutant.file).write_text(mutant.source, encoding="utf-8")
    return folder / module.name
