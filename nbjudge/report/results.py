"""What checks found: the result of each, and the points of an exercise."""

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from nbjudge.link.channel import ChannelError
from nbjudge.link.failures import CheckFailure, NotAttempted, StudentError

# The attribute of a pytest report that carries a Verdict, as data.
VERDICT = "nbjudge_verdict"

State = Literal["passed", "failed", "not attempted"]


@dataclass(frozen=True)
class CheckText:
    """What a check says of itself: its name as a sentence, what is promised, and a hint."""

    sentence: str
    promise: str
    hint: str
    hidden: bool
    weight: float
    essential: bool = False


@dataclass(frozen=True)
class CheckResult:
    """One check's verdict, in the student's terms. Empty strings where there is nothing to say."""

    name: str
    text: CheckText
    state: State
    message: str = ""
    call: str = ""
    got: str = ""
    expected: str = ""
    line: str = ""


@dataclass(frozen=True)
class Verdict:
    """One check's result with its exercise, and what that is worth where it is known.

    As data (dicts, texts, numbers) it goes through whatever carries pytest's reports.
    """

    slug: str
    points: float | None
    result: CheckResult

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Verdict":
        said = dict(data["result"])
        result = CheckResult(**{**said, "text": CheckText(**said["text"])})
        return cls(data["slug"], data["points"], result)


@dataclass(frozen=True)
class ExerciseResult:
    """All verdicts on one exercise; `points` is None where nobody said what it is worth.

    `complete` tells whether the hidden checks ran too, so that `earned` is the score.
    """

    slug: str
    points: float | None
    checks: tuple[CheckResult, ...]
    complete: bool = True
    notes: tuple[str, ...] = ()

    @property
    def earned(self) -> float:
        """The points times the share of the checks' weights that passed, to 0.1 of a point.

        Only passing everything earns everything: rounding never hides a failure. Where an essential
        check does not pass, it is at most half of the points, rounded down.
        """
        points = self.points or 0.0
        total = sum(check.text.weight for check in self.checks)
        if not total:
            return 0.0
        passed = sum(check.text.weight for check in self.checks if check.state == "passed")
        if self.passed:
            return float(points)
        most = math.floor(points * 5) / 10 if self.lacks_essentials else round(points - 0.1, 1)
        return max(0.0, min(round(points * passed / total, 1), most))

    @property
    def lacks_essentials(self) -> bool:
        """Whether a check does not pass that the exercise is about."""
        return any(check.text.essential and check.state != "passed" for check in self.checks)

    @property
    def passed(self) -> bool:
        return bool(self.checks) and all(check.state == "passed" for check in self.checks)

    def count(self, state: State) -> int:
        return sum(check.state == state for check in self.checks)


def text_of(
    function: Callable[..., Any], hidden: bool, weight: float, *, essential: bool = False
) -> CheckText:
    """Reads a check's name and docstring: `promise` is its first line, `hint:` starts a hint."""
    sentence = function.__name__.removeprefix("test_").replace("_", " ")
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(function) or "")
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    promise = flat[0] if not flat[0].lower().startswith("hint:") else ""
    hints = [text[5:].strip() for text in flat if text.lower().startswith("hint:")]
    return CheckText(sentence, promise, " ".join(hints), hidden, weight, essential)


def result_of(name: str, text: CheckText, error: BaseException | None, call: str) -> CheckResult:
    """The verdict on a check that ended with `error`, or without one, after a `call`."""
    if error is None:
        return CheckResult(name, text, "passed")
    if isinstance(error, NotAttempted):
        return CheckResult(name, text, "not attempted", str(error))
    if isinstance(error, StudentError):
        return CheckResult(name, text, "failed", f"it raised {error}", call, line=error.line)
    if isinstance(error, CheckFailure):
        shown: dict[str, Any] = {"got": error.got or "", "expected": error.expected or ""}
        return CheckResult(name, text, "failed", error.message[:2000], call, **shown)
    said = str(error) if isinstance(error, ChannelError) else _first_sentence(error)
    return CheckResult(name, text, "failed", said, call)


def was_interrupted(result: ExerciseResult) -> bool:
    """Whether a KeyboardInterrupt decided a check: raised by the student's code, or by a signal."""
    return any("KeyboardInterrupt" in check.message for check in result.checks)


def _first_sentence(error: BaseException) -> str:
    """What an assertion says, without the expression that pytest appends: it may be hidden."""
    said = f"\n{error}".partition("\nassert ")[0].strip()[:2000]
    if isinstance(error, AssertionError):
        return said.removeprefix("AssertionError: ") or "this does not hold"
    if isinstance(error, TypeError) and said.endswith(" object is not callable"):
        return f"this is no function ({said})"
    return f"the check could not read the answer ({said[:200]})"
