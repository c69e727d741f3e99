"""How a check may end, other than well: what its report is made of."""


class StudentError(AssertionError):
    """The student's code raised an error while a check called it."""

    def __init__(self, kind: str, message: str, line: str):
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind, self.message, self.line = kind, message, line


class NotAttempted(AssertionError):
    """The exercise is untouched: its name is missing, or its stub is still there."""


class CheckFailure(AssertionError):
    """A check failed, with what came back and what was expected, for the report."""

    def __init__(self, message: str, got: str | None = None, expected: str | None = None):
        super().__init__(message)
        self.message, self.got, self.expected = message, got, expected
