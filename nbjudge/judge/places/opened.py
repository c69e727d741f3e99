"""A place for student's work that is open already."""

from pathlib import Path

from nbjudge.link.handle import Student


class Opened:
    """Gives every module the same opened exercise; the caller that opened it closes it."""

    def __init__(self, student: Student):
        self._student = student

    def open(self, module: Path) -> Student:
        return self._student

    def close(self, student: Student, flawless: bool) -> None:
        """Does nothing."""
