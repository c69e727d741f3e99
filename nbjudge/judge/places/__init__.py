"""Places: where the judge finds the student's work. One module for each kind of place."""

from pathlib import Path
from typing import Protocol

from nbjudge.link.handle import Student


class Place(Protocol):
    """Where the judge finds the student's work."""

    def open(self, module: Path) -> Student:
        """Opens the student's work, as it is at the check cell of the module's exercise."""

    def close(self, student: Student, flawless: bool) -> None:
        """Ends the checks of that module; `flawless` tells whether all of them passed."""
