"""Places: where the student's work lives, as the judge sees it. One module for each kind."""

from pathlib import Path
from typing import Protocol

from nbjudge.link.handle import Student


class Place(Protocol):
    """Where the student's work lives."""

    def open(self, module: Path) -> Student:
        """The student's work at the check cell of the exercise that `module` checks."""

    def close(self, student: Student, flawless: bool) -> None:
        """The checks of that module are done; `flawless` where all of them passed."""
