"""Makes pytest tests checks: their words, the student's work, random numbers, verdicts.

Both the quiet sessions of `judge` and the session of `pytest` at a terminal use this plugin.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nbjudge.course.layout import slug_of
from nbjudge.course.regions import hidden_lines
from nbjudge.judge.bugs import told_as_bug
from nbjudge.judge.marks import is_essential, weight_of
from nbjudge.judge.places import Place
from nbjudge.judge.randomness import draw_from, public_seed, secret_seed
from nbjudge.link.discretion import Discretion
from nbjudge.link.handle import Student, link_of
from nbjudge.report.guidance import NUMBER_AT_GRADING, Guidance, guidance_of
from nbjudge.report.results import CheckResult, CheckText, result_of, text_of

text_key = pytest.StashKey[CheckText]()


class CheckPlugin:
    """Runs a session's checks on `place`, with random numbers that are drawn from `seed`.

    Random numbers of hidden checks are drawn from `secret`, if there is one.
    """

    place: Place
    seed: int = 0
    secret: str = ""

    def opened(self, request: pytest.FixtureRequest) -> Iterator[Student]:
        """Opens the student's work for the checks of one module, as their fixture `student`."""
        failed_before = request.session.testsfailed
        student = self.place.open(request.path)
        yield student
        self.place.close(student, request.session.testsfailed == failed_before)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        if is_check(item):
            if student := _student_of(item):
                link_of(student).begin_check(item.stash[text_key].hidden)
            draw_from(self._seed_of(item))

    def _seed_of(self, item: pytest.Item) -> int:
        check = f"{slug_of(item.path)}:{item.name}"
        if self.secret and item.stash[text_key].hidden:
            return secret_seed(check, self.secret)
        return public_seed(check, self.seed)


def read_texts(checks: Iterable[pytest.Item]) -> None:
    """Reads the names and docstrings of tests, which makes the tests checks.

    Raises RegionError if the hidden regions of a module are broken.
    """
    hidden: dict[Path, set[int]] = {}
    for item in checks:
        assert isinstance(item, pytest.Function)
        # Checks that several modules share are in a file beside these modules.
        written = item.path.with_name(Path(item.function.__code__.co_filename).name)
        if written not in hidden:
            hidden[written] = hidden_lines(written.read_text(encoding="utf-8"))
        # The code object's first line is that of the decorators, which stand above the `def`.
        first_line = item.function.__code__.co_firstlineno
        is_hidden = first_line in hidden[written]
        item.stash[text_key] = text_of(
            item.function, is_hidden, weight_of(item), essential=is_essential(item)
        )


def guidance_in(module: pytest.Item, left_out: int) -> Guidance:
    """The guidance of a check's module; `left_out` of its hidden checks are here but do not run."""
    python = module.getparent(pytest.Module)
    assert python is not None
    said = getattr(python.obj, NUMBER_AT_GRADING, None)
    lacking = said if type(said) is int else None
    return guidance_of(python.obj.__doc__, left_out or lacking)


def is_check(item: pytest.Item) -> bool:
    """Whether this test is a check on a student's work."""
    return text_key in item.stash


def verdict(item: pytest.Item, call: pytest.CallInfo[None]) -> CheckResult | None:
    """What a phase of a test says about the student's work; None if it says nothing."""
    tells = call.when == "call" or (call.when == "setup" and call.excinfo)
    if not tells or not is_check(item):
        return None
    assert isinstance(item, pytest.Function)
    error = call.excinfo.value if call.excinfo else None
    student = _student_of(item)
    history = link_of(student).history if student else None
    found = result_of(item.originalname, item.stash[text_key], error, history)
    found = told_as_bug(item.path, error, found)
    return _discreet(found, link_of(student).discretion) if student and error else found


def _discreet(found: CheckResult, discretion: Discretion) -> CheckResult:
    told = ("message", "mistake", "call", "got", "what", "there")
    said: dict[str, Any] = {name: discretion.of(getattr(found, name)) for name in told}
    if found.excerpt:
        said["excerpt"] = discretion.of_numbers(found.excerpt)
    if found.picture:
        said["picture"] = discretion.of_picture(found.picture)
    return replace(found, **said)


def _student_of(item: pytest.Item) -> Student | None:
    """What the check was given as `student`; None if its fixture failed."""
    student = getattr(item, "funcargs", {}).get("student")
    return student if isinstance(student, Student) else None
