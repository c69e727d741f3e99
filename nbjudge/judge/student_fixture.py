"""The fixture that checks take. As a plugin of its own, it is there only where checks are."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nbjudge.link.handle import Student

# What opens the student's work for the checks of a module, and closes it after them.
Opener = Callable[[pytest.FixtureRequest], "Iterator[Student]"]
opener_key = pytest.StashKey[Opener]()


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> "Iterator[Student]":
    """The student's work, as the notebook has it at the check cell of this exercise."""
    yield from request.config.stash[opener_key](request)
