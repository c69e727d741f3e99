"""The fixture that checks take, in a plugin of its own that is loaded only if there are checks."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nbjudge.link.handle import Student

# A function that opens the student's work for a module's checks, and closes it afterwards.
Opener = Callable[[pytest.FixtureRequest], "Iterator[Student]"]
opener_key = pytest.StashKey[Opener]()


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> "Iterator[Student]":
    """The student's work, as it is at the check cell of this exercise."""
    yield from request.config.stash[opener_key](request)
