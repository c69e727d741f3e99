"""How a check may end, other than well: what its report is made of."""

from typing import Any, Literal

# What kind of failure it is: a hint can belong to one.
Kind = Literal[
    "raised",
    "not defined",
    "wrong type",
    "wrong shape",
    "wrong dtype",
    "wrong device",
    "wrong values",
    "changed argument",
    "changed setting",
    "ready-made",
    "took too long",
    "other",
]


class StudentError(AssertionError):
    """The student's code raised an error while a check called it.

    `kind` is the error's class. `call` is the call that raised it, as a student would type it,
    where there is one; `said` names the mistake in words, where it is known.
    """

    def __init__(self, kind: str, message: str, line: str, call: str = "", said: str = ""):
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind, self.message, self.line, self.call, self.said = kind, message, line, call, said


class NotAttempted(AssertionError):
    """The exercise is untouched: its name is missing, or its stub is still there."""


class Misspelt(NotAttempted):
    """A name is missing, and the exercise's cells define one that is much like it."""


class CheckFailure(AssertionError):
    """A check failed, with what came back and what was expected, for the report.

    `kind` says what sort of failure it is. `mistake` is the known mistake that explains it, in
    words that are the same wherever it shows, so that a report can tell it once. `what` says what
    `got` is, where no call gave it: "the sum of each row". `place` is where the values differ
    first; `differs`, a tensor of their shape, tells of each whether it does.
    """

    def __init__(
        self,
        message: str,
        got: str | None = None,
        expected: str | None = None,
        *,
        kind: Kind = "other",
        mistake: str = "",
        what: str = "",
        place: tuple[int, ...] | None = None,
        differs: Any = None,
    ):
        super().__init__(message)
        self.message, self.got, self.expected = message, got, expected
        self.kind, self.mistake, self.what, self.place = kind, mistake, what, place
        self.differs = differs


def value_in(shown: str | None) -> Any:
    """The value that a text shows, where `show` made it; None for any other text."""
    return getattr(shown, "value", None)
