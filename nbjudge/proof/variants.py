"""Right and wrong solutions that prove the checks.

A file `variants/<assignment>/<slug>.py` holds solution cells one after another, each under a line
`# %% right: <what>` or `# %% wrong: <what>`. A wrong variant goes on with `# rejected by: <check>`,
which names all checks that must reject it, separated by commas. If solutions draw random numbers, a
line `# draws random numbers` stands above the first variant. If judging a variant takes seconds, a
line `# takes long` stands there, and `make test` tries only the variants that tell most.

Lines above the first variant say what share of the points a wrong variant may keep at most, as its
author thinks fair, by the checks that reject it: `# keeps 0.5: <check>, <check>` and
`# keeps 0.95: all others`. The smallest of these shares holds. A line `# keeps: 0.8` below
`# rejected by:` takes precedence; `# keeps: 0.7 to 0.9` also gives the least share, for a mistake
that must not cost too much.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbjudge.course.layout import CourseError
from nbjudge.course.soundness import close_to
from nbjudge.report.results import ExerciseResult

_HEAD = re.compile(r"^# %% (right|wrong): (.+)$", re.MULTILINE)
_MISSPELT = re.compile(r"^# ?%%.*$", re.MULTILINE)
_DRAWS = "# draws random numbers"
_LONG = "# takes long"
_REJECTED = re.compile(r"^# rejected by: (.+)$", re.MULTILINE)
_KEEPS = re.compile(r"^# keeps: ([\d.]+)(?: to ([\d.]+))?$", re.MULTILINE)
_KEEPS_BY_CHECK = re.compile(r"^# keeps ([\d.]+): (.+)$", re.MULTILINE)
_OTHERS = "all others"
# The rounding error that a sum of shares may have.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Keeps:
    """The share of the points that a wrong variant should keep, from `least` to `most`."""

    least: float = 0.0
    most: float = 1.0
    stated: bool = False


@dataclass(frozen=True)
class Variant:
    """One solution cell: whether it is right, what it is, and which checks must reject it."""

    right: bool
    title: str
    rejected_by: tuple[str, ...]
    source: str
    keeps: Keeps = Keeps()


def read_variants(path: Path) -> list[Variant]:
    """The variants in a file. Raises CourseError if the file is not written as described above."""
    if not path.is_file():
        raise CourseError(f"there is no {path}, and checks without variants are not proven")
    head, *pieces = _HEAD.split(path.read_text(encoding="utf-8"))
    most = dict(_most_by_check(head))
    found = [_variant(path, most, *parts) for parts in zip(*[iter(pieces)] * 3, strict=True)]
    titles = [variant.title for variant in found]
    if again := [title for title in titles if titles.count(title) > 1]:
        raise CourseError(f'{path}: "{again[0]}" is there twice')
    if not found:
        raise CourseError(f"{path} has no variant: none begins with `# %% right:`")
    return found


def says_that_it_draws(path: Path) -> bool:
    """Whether a file of variants says that solutions draw random numbers."""
    return _DRAWS in _head_of(path).split("\n")


def says_that_it_takes_long(path: Path) -> bool:
    """Whether a file of variants says that judging one of them takes long."""
    return _LONG in _head_of(path).split("\n")


def _head_of(path: Path) -> str:
    """The text above the first variant."""
    return _HEAD.split(path.read_text(encoding="utf-8"))[0]


def limited_checks(path: Path) -> list[str]:
    """The checks that a file names to say what wrong variants may keep."""
    return [name for name, _ in _most_by_check(_head_of(path)) if name != _OTHERS]


def _most_by_check(head: str) -> Iterator[tuple[str, float]]:
    for share, names in _KEEPS_BY_CHECK.findall(head):
        for name in names.split(","):
            yield full_name(name) if name.strip() != _OTHERS else _OTHERS, float(share)


def full_name(check: str) -> str:
    """A check's name for pytest; in files of variants, `test_` may be left out."""
    return f"test_{check.strip().removeprefix('test_')}"


def _keeps(source: str, names: tuple[str, ...], most: dict[str, float]) -> Keeps:
    if said := _KEEPS.search(source):
        return Keeps(float(said[1]) if said[2] else 0.0, float(said[2] or said[1]), stated=True)
    shares = [most.get(full_name(name), most.get(_OTHERS)) for name in names]
    known = [share for share in shares if share is not None]
    return Keeps(most=min(known), stated=True) if known else Keeps()


def _variant(path: Path, most: dict[str, float], verdict: str, title: str, source: str) -> Variant:
    named = _REJECTED.search(source)
    if (verdict == "wrong") != bool(named):
        raise CourseError(f'{path}: "{title}" needs `# rejected by:` if and only if it is wrong')
    if misspelt := _MISSPELT.search(source):
        raise CourseError(f"{path}: `{misspelt[0]}` is neither `# %% right:` nor `# %% wrong:`")
    names = tuple(name.strip() for name in named[1].split(",")) if named else ()
    keeps = _keeps(source, names, most)
    return Variant(verdict == "right", title, names, source.strip() + "\n", keeps)


def mistakes(variant: Variant, result: ExerciseResult) -> list[str]:
    """The mistakes of the checks that this variant shows; empty if there are none."""
    if not result.checks:
        return ["no check ran"]
    rejected = {check.name: check.message for check in result.checks if check.state != "passed"}
    if variant.right:
        bugs = {check.name: check.bug for check in result.checks if check.bug}
        return [
            f"{name} has a bug: {bugs[name]}" if name in bugs else f"{name} rejects it: {message}"
            for name, message in rejected.items()
        ]
    broken = [c for c in result.checks if c.state == "broken"]
    if broken:
        return [f"{check.name} has a bug: {check.bug}" for check in broken]
    wanted = set(map(full_name, variant.rejected_by))
    names = [check.name for check in result.checks]
    found = [_not_rejecting(name, names) for name in sorted(wanted - set(rejected))]
    if result.earned >= (result.points or 0):
        found.append("it earns full marks")
    return found + _unfair(variant.keeps, result)


def _not_rejecting(name: str, names: list[str]) -> str:
    """Says that a check that a variant names does not reject it, or does not exist."""
    if name in names:
        return f"{name} does not reject it"
    near = close_to(name, names)
    return f"there is no check {name}" + (f". Did you mean {near}?" if near else "")


def _unfair(keeps: Keeps, result: ExerciseResult) -> list[str]:
    """Says where a wrong variant keeps more or less of the points than its author thinks fair."""
    kept = result.earned / result.points if result.points else 0.0
    if result.points and kept > keeps.most + _ROUNDING:
        return [f"it keeps {kept:.2f} of the points, and may keep {keeps.most:g}"]
    if result.points and kept < keeps.least - _ROUNDING:
        return [f"it keeps {kept:.2f} of the points, and should keep {keeps.least:g}"]
    return []
