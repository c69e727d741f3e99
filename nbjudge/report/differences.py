"""Says in words what differs between two results of one exercise, check by check."""

from collections import Counter
from collections.abc import Iterator

from nbjudge.report.results import CheckResult, ExerciseResult

_Known = dict[tuple[str, int], CheckResult]


def differences(former: ExerciseResult | None, now: ExerciseResult) -> list[str]:
    """Why the points of an exercise have changed: a few words for each difference."""
    if former is None:
        return ["judged for the first time"]
    return [*_of_the_points(former, now), *_of_checks(_by_name(former), _by_name(now))]


def _of_the_points(former: ExerciseResult, now: ExerciseResult) -> Iterator[str]:
    if former.points != now.points:
        yield f"worth {now.points or 0:g}, not {former.points or 0:g}"


def _of_checks(former: _Known, now: _Known) -> Iterator[str]:
    for name, check in now.items():
        said = _new(check) if name not in former else ", ".join(_changes(former[name], check))
        if said:
            yield f"{check.text.sentence}: {said}"
    yield from (f"{check.text.sentence}: gone" for name, check in former.items() if name not in now)


def _by_name(result: ExerciseResult) -> _Known:
    """The checks by name; checks with the same name (a parametrised check) are numbered."""
    met: Counter[str] = Counter()
    found = {}
    for check in result.checks:
        found[check.name, met[check.name]] = check
        met[check.name] += 1
    return found


def _new(check: CheckResult) -> str:
    return f"new, {check.state}"


def _changes(former: CheckResult, now: CheckResult) -> Iterator[str]:
    if former.state != now.state:
        yield f"{now.state}, was {former.state}"
    if former.text.weight != now.text.weight:
        yield f"counts {now.text.weight:g}, not {former.text.weight:g}"
    if former.text.essential != now.text.essential:
        yield "essential now" if now.text.essential else "not essential any more"
