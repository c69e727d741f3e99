"""What a student should do next: for each exercise that lacks points, what cost most of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nbjudge.feedback.parts import Part
from nbjudge.report.html import sentence
from nbjudge.report.results import CheckResult, ExerciseResult


@dataclass(frozen=True)
class Step:
    """An exercise that lacks points, and the one cause that cost most, if it is known.

    `cost` are the points that the cause cost; `checks` are the sentences that fail because of it.
    """

    part: Part
    cause: str = ""
    cost: float = 0.0
    checks: tuple[str, ...] = ()
    hint: str = ""


def next_steps(parts: Iterable[Part]) -> list[Step]:
    """The steps in the order of the notebook, since exercises build on those before them."""
    lacking = [part for part in parts if part.graded and part.lost and not part.waits]
    return [_step(part) for part in lacking]


def _step(part: Part) -> Step:
    result = part.result
    causes = [found for found in result.by_cause() if _fails(found[0])] if result else []
    if result is None or not causes:
        return Step(part)
    costs = {id(check): _cost(result, [check, *more]) for check, more in causes}
    # If mending any one cause would bring no points, the student should begin with the first.
    check, more = max(causes, key=lambda found: costs[id(found[0])])
    said = check.mistake or check.message
    cause = "Not attempted yet" if check.state == "not attempted" else said[:1].upper() + said[1:]
    sentences = tuple(sentence(each) for each in (check, *more))
    return Step(part, cause, costs[id(check)], sentences, check.hint or _question(result))


def _fails(check: CheckResult) -> bool:
    return check.state in ("failed", "not attempted")


def _cost(result: ExerciseResult, failing: list[CheckResult]) -> float:
    """The additional points that the exercise would earn if these checks passed too."""
    names = {check.name for check in failing}
    checks = tuple(
        replace(check, state="passed") if check.name in names else check for check in result.checks
    )
    return round(replace(result, checks=checks).earned - result.earned, 1)


def _question(result: ExerciseResult) -> str:
    return next((hint for _, hint in result.guidance.hints), "")
