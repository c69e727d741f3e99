"""The results of checks, and the points of an exercise."""

import inspect
import math
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from nbjudge.link.channel import ChannelError
from nbjudge.link.drawing import drawn
from nbjudge.link.excerpt import Excerpt, excerpt_of
from nbjudge.link.failures import CheckFailure, Misspelt, NotAttempted, StudentError, value_in
from nbjudge.link.history import History, Named
from nbjudge.link.pictures import Picture, picture_from
from nbjudge.report.guidance import NO_GUIDANCE, Guidance

# The attribute of a pytest report that carries a Verdict, as data.
VERDICT = "nbjudge_verdict"

State = Literal["passed", "failed", "not attempted", "broken"]


@dataclass(frozen=True)
class CheckText:
    """The texts of a check: its name as a sentence, what the exercise promises, and its hints.

    A hint is a pair: the reasons for which it is given, and its text.
    """

    sentence: str
    promise: str
    hints: tuple[tuple[tuple[str, ...], str], ...]
    hidden: bool
    weight: float
    essential: bool = False

    def hint_for(self, kind: str, message: str) -> str:
        """The hints for a failure: those whose reason is its kind, or stands in its message."""
        said = f" {message.lower()} "
        given = [
            text
            for reasons, text in self.hints
            if any(kind == reason or reason.lower() in said for reason in reasons)
        ]
        return " ".join(given)


@dataclass(frozen=True)
class CheckResult:
    """One check's verdict, in the student's terms; unused texts are empty.

    `source` is the call, or the variable (`named`), that gave `got`; if there is none, `what` says
    what `got` is. `there` is the input at the place where the values differ, and `excerpt` is the
    part of `got` and `expected` around that place. `picture` shows both.

    `bug` is for the instructor only: where an error that the check did not expect came from. A
    check that surely has a bug is `broken`, and counts neither for nor against anybody.
    """

    name: str
    text: CheckText
    state: State
    message: str = ""
    call: str = ""
    got: str = ""
    expected: str = ""
    line: str = ""
    kind: str = ""
    mistake: str = ""
    hint: str = ""
    what: str = ""
    there: str = ""
    excerpt: Excerpt | None = None
    picture: Picture | None = None
    bug: str = ""

    @property
    def cause(self) -> tuple[str, ...]:
        """A key that is equal for failures of the same mistake; empty for a failure by itself."""
        if self.mistake:
            return (self.mistake,)
        if self.kind == "wrong values" or self.state == "passed":
            return ()
        if self.kind == "raised":
            return (self.kind, re.sub(r"\d+", "#", self.message), self.line)
        return (self.state, self.kind, self.message)


@dataclass(frozen=True)
class Verdict:
    """One check's result with its exercise, and the exercise's points if they are known.

    As data (dicts, texts, numbers) it travels with pytest's reports.
    """

    slug: str
    points: float | None
    result: CheckResult
    guidance: Guidance = NO_GUIDANCE

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Verdict":
        said = dict(data["result"])
        text = dict(said["text"])
        # Tuples may have become lists on the way.
        text["hints"] = tuple((tuple(reasons), hint) for reasons, hint in text["hints"])
        if excerpt := said.get("excerpt"):
            said["excerpt"] = Excerpt.from_data(excerpt)
        if picture := said.get("picture"):
            said["picture"] = picture_from(picture)
        result = CheckResult(**{**said, "text": CheckText(**text)})
        guide = dict(data["guidance"])
        guidance = Guidance(**{**guide, "hints": tuple(map(tuple, guide["hints"]))})
        return cls(data["slug"], data["points"], result, guidance)


@dataclass(frozen=True)
class ExerciseResult:
    """All verdicts on one exercise; `points` is None if they are unknown.

    `complete` tells whether the hidden checks ran too, so that `earned` is the score. `printed` is
    the student's output during the checks, as far as it was kept.
    """

    slug: str
    points: float | None
    checks: tuple[CheckResult, ...]
    complete: bool = True
    notes: tuple[str, ...] = ()
    guidance: Guidance = NO_GUIDANCE
    printed: str = ""

    @property
    def earned(self) -> float:
        """The points times the share of the checks' weights that passed, to 0.1 of a point.

        Only passing everything earns everything: rounding never hides a failure. If an essential
        check does not pass, the result is at most half of the points, rounded down.
        """
        points = self.points or 0.0
        total = sum(check.text.weight for check in self.counted)
        if not total:
            return 0.0
        passed = sum(check.text.weight for check in self.checks if check.state == "passed")
        if self.passed:
            return float(points)
        most = math.floor(points * 5) / 10 if self.lacks_essentials else round(points - 0.1, 1)
        return max(0.0, min(round(points * passed / total, 1), most))

    @property
    def lacks_essentials(self) -> bool:
        """Whether an essential check does not pass."""
        return any(check.text.essential and check.state != "passed" for check in self.counted)

    @property
    def passed(self) -> bool:
        return bool(self.counted) and all(check.state == "passed" for check in self.counted)

    @property
    def counted(self) -> list[CheckResult]:
        """The checks that count: all except broken ones."""
        return [check for check in self.checks if check.state != "broken"]

    @property
    def left(self) -> str:
        """What grading will check besides, if everything that runs here passes."""
        return self.guidance.left() if self.passed and not self.complete else ""

    @property
    def failed(self) -> bool:
        return any(check.state == "failed" for check in self.checks)

    def count(self, state: State) -> int:
        return sum(check.state == state for check in self.checks)

    def by_cause(self) -> list[tuple[CheckResult, list[CheckResult]]]:
        """The checks in order, each with the later checks that fail for the same reason."""
        found: list[tuple[CheckResult, list[CheckResult]]] = []
        causes: dict[tuple[str, ...], list[CheckResult]] = {}
        for check in self.checks:
            if check.cause and check.cause in causes:
                causes[check.cause].append(check)
            else:
                more = causes.setdefault(check.cause, []) if check.cause else []
                found.append((check, more))
        return found


_HINT = re.compile(r"hint(?: \(([^)]*)\))?:\s*(.*)", re.IGNORECASE)
# A hint without a reason is for the usual failure of its check.
_ITS_OWN = ("wrong values", "other")


def text_of(
    function: Callable[..., Any], hidden: bool, weight: float, *, essential: bool = False
) -> CheckText:
    """Reads a check's name and docstring: `promise` is its first line, `hint:` starts a hint.

    `hint (wrong shape; NaN):` is given only for these reasons: kinds of failure, or words of the
    failure's message. A hint without reasons is for wrong values.
    """
    sentence = function.__name__.removeprefix("test_").replace("_", " ")
    paragraphs = re.split(r"\n\s*\n", inspect.getdoc(function) or "")
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    hints = tuple(_hint(*found.groups()) for text in flat if (found := _HINT.fullmatch(text)))
    promise = "" if _HINT.fullmatch(flat[0]) else flat[0]
    return CheckText(sentence, promise, hints, hidden, weight, essential)


def _hint(reasons: str | None, text: str) -> tuple[tuple[str, ...], str]:
    named = tuple(reason.strip() for reason in reasons.split(";")) if reasons else _ITS_OWN
    return named, text


def result_of(
    name: str, text: CheckText, error: BaseException | None, history: History | None = None
) -> CheckResult:
    """The verdict on a check, from its `error` (if any) and the history of what it asked."""
    if error is None:
        return CheckResult(name, text, "passed")
    if isinstance(error, Misspelt):
        return CheckResult(name, text, "failed", str(error), kind="not defined")
    if isinstance(error, NotAttempted):
        return CheckResult(name, text, "not attempted", str(error))
    history = history or History()
    shown = _shown(error, history)
    found = CheckResult(name, text, "failed", **shown)
    return replace(found, hint=text.hint_for(found.kind, found.message))


def broken(found: CheckResult) -> CheckResult:
    """The verdict if the check itself has a bug."""
    said = "This check has a mistake of its own, and counts neither for nor against you."
    return CheckResult(found.name, found.text, "broken", said, bug=found.bug)


def _shown(error: BaseException, history: History) -> dict[str, Any]:
    """What a report shows about an error, as fields of a CheckResult."""
    if isinstance(error, StudentError):
        return _shown_raised(error)
    if isinstance(error, CheckFailure):
        return _shown_failure(error, history)
    if isinstance(error, ChannelError):
        return {"message": str(error), "kind": "took too long", "call": str(history.stopped or "")}
    if said := _no_function(error, history):
        return {"message": said, "mistake": said, "kind": "wrong type"}
    call = str(history.last_call() or "")
    return {"message": _first_sentence(error), "kind": "other", "call": call}


def _no_function(error: BaseException, history: History) -> str:
    """A sentence about a name that a check called but that is not a function; or empty."""
    found = re.fullmatch(r"'(\w+)' object is not callable", str(error))
    if not isinstance(error, TypeError) or not found:
        return ""
    name, kind = history.last_name(), found[1]
    said = f"`{name}`" if name else "this"
    return f"{said} is not a function but of the type {kind}: is the name used for something else?"


def _shown_raised(error: StudentError) -> dict[str, Any]:
    said = f"{error.said} (it raised {error})" if error.said else f"it raised {error}"
    seen = {"message": said[:2000], "call": error.call, "line": error.line}
    return {**seen, "kind": "raised", "mistake": error.said[:2000]}


def _shown_failure(error: CheckFailure, history: History) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "message": error.message[:2000],
        "kind": error.kind,
        "mistake": error.mistake[:2000],
        "got": str(error.got or ""),
        "expected": str(error.expected or ""),
        "what": error.what,
    }
    value = value_in(error.got)
    shown["excerpt"] = excerpt_of(value, value_in(error.expected), error.differs)
    source = history.source_of(value) if error.got else history.last_call()
    shown["picture"] = error.picture or drawn(value, value_in(error.expected), source, error.place)
    if isinstance(source, Named):
        return {**shown, "what": error.what or f"`{source}`"}
    if source is None and error.got:
        if error.what:
            return {**shown, "call": str(history.last_call() or "")}
        return {**shown, "what": "this"}
    there = source.there(error.place) if source and error.place is not None else ""
    return {**shown, "call": str(source or ""), "there": there}


def was_interrupted(result: ExerciseResult) -> bool:
    """Whether a KeyboardInterrupt decided a check (from the student's code, or by a signal)."""
    return any("KeyboardInterrupt" in check.message for check in result.checks)


def _first_sentence(error: BaseException) -> str:
    """An assertion's message, without the expression that pytest appends: that may be hidden."""
    said = f"\n{error}".partition("\nassert ")[0].strip()[:2000]
    if isinstance(error, AssertionError):
        return said.removeprefix("AssertionError: ") or "this does not hold"
    return f"the check could not read the answer ({said[:200]})"
