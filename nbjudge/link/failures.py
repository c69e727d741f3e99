"""The ways in which a check can fail, with what its report needs."""

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from nbjudge.link.pictures import Picture

# The kinds of failures, which hints can name as their reasons.
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

    `kind` is the error's class. `call` is the call that raised it, as a student would type it, if
    there is one. `said` names the mistake in words, if it is known.
    """

    def __init__(self, kind: str, message: str, line: str, call: str = "", said: str = ""):
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind, self.message, self.line, self.call, self.said = kind, message, line, call, said


class NotAttempted(AssertionError):
    """The exercise is untouched: its name is not defined, or its stub is still there."""


class Misspelt(NotAttempted):
    """A name is missing, and the exercise's cells define a similar one."""


class CheckFailure(AssertionError):
    """A check failed, with what came back and what was expected, for the report.

    `kind` says what kind of failure it is. `mistake` names the known mistake that explains it,
    always in the same words, so that a report can tell it once. `what` says what `got` is, if no
    call gave it: "the sum of each row". `place` is where the values first differ. `differs`, a
    tensor of their shape, tells for each value whether it differs. `picture` replaces the picture
    that the report would choose by the values.
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
        picture: "Picture | None" = None,
    ):
        super().__init__(message)
        self.message, self.got, self.expected = message, got, expected
        self.kind, self.mistake, self.what, self.place = kind, mistake, what, place
        self.differs, self.picture = differs, picture


def value_in(shown: str | None) -> Any:
    """The value that a text shows, if `show` made the text; else None."""
    return getattr(shown, "value", None)
