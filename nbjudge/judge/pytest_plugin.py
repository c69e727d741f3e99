"""The pytest plugin: gives checks their `student`, and reads their verdicts.

A check module is a file `test_<slug>.py` whose tests take the `student` fixture. Where the
student's work lives, a *place* says: a live notebook, or a notebook run in a kernel.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
import torch

from nbjudge.course.layout import CourseError
from nbjudge.course.regions import hidden_lines
from nbjudge.link.handle import Student, link_of
from nbjudge.process.imports import many_imports
from nbjudge.report.results import CheckText, result_of, text_of
from nbjudge.report.terminal import TerminalReport

place_key = pytest.StashKey["Place"]()
text_key = pytest.StashKey[CheckText]()


class Place(Protocol):
    """Where the student's work lives."""

    def open(self, module: Path) -> Student:
        """The student's work at the check cell of the exercise that `module` checks."""

    def close(self, student: Student, flawless: bool) -> None:
        """The checks of that module are done; `flawless` where all of them passed."""

    def order(self, module: Path) -> int:
        """Modules are judged in this order."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("nbjudge", "checking notebooks")
    group.addoption("--notebook", metavar="PATH", help="check this notebook, not the nearest one")
    group.addoption("--seed", type=int, default=0, help="draw other random inputs (default: 0)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "weight(w): how much a check counts; 1 without it")
    if place_key not in config.stash:
        with many_imports():
            from nbjudge.judge.run import NotebookPlace

        place = NotebookPlace(config.getoption("--notebook"))
        config.stash[place_key] = place
        config.add_cleanup(place.shut_down)
        config.pluginmanager.register(TerminalReport(config), "nbjudge-terminal")


@pytest.fixture(scope="module")
def student(request: pytest.FixtureRequest) -> Iterator[Student]:
    """The student's work, as the notebook has it at the check cell of this exercise."""
    place = request.config.stash[place_key]
    failed_before = request.session.testsfailed
    opened = place.open(request.path)
    yield opened
    place.close(opened, request.session.testsfailed == failed_before)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    place = config.stash[place_key]
    try:
        modules = {i.path: (i.path.parent, place.order(i.path)) for i in items if is_check(i)}
    except CourseError as error:
        raise pytest.UsageError(str(error)) from error
    items.sort(key=lambda item: modules.get(item.path, (item.path.parent, 0)))
    hidden: dict[Path, set[int]] = {}
    for item in items:
        if not is_check(item):
            continue
        if item.path not in hidden:
            hidden[item.path] = hidden_lines(item.path.read_text(encoding="utf-8"))
        # Decorators stand above the `def`, so the first line is asked of the code object.
        first_line = item.function.__code__.co_firstlineno
        marker = item.get_closest_marker("weight")
        weight = float(marker.args[0]) if marker else 1.0
        item.stash[text_key] = text_of(item.function, first_line in hidden[item.path], weight)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    if not is_check(item):
        return (yield)
    link_of(item.funcargs["student"]).forget_call()
    # The generator is put back, since in a live notebook it is the student's own.
    with torch.random.fork_rng(devices=[]):
        # Not `torch.manual_seed`, which also asks every kind of device and takes a while.
        torch.default_generator.manual_seed(_seed_of(item))
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Iterator[pytest.TestReport]:
    report = yield
    if is_check(item) and (call.when == "call" or (call.when == "setup" and call.excinfo)):
        error = call.excinfo.value if call.excinfo else None
        held = item.funcargs.get("student")
        last_call = link_of(held).last_call() if held and error else ""
        result = result_of(item.originalname, item.stash[text_key], error, last_call)
        report.check_result = result
        report.slug = slug_of(item.path)
    return report


def is_check(item: pytest.Item) -> bool:
    """Whether this test is a check on a student's work."""
    return "student" in getattr(item, "fixturenames", ()) and item.path.name.startswith("test_")


def slug_of(module: Path) -> str:
    """The exercise that a check module is about."""
    return module.stem.removeprefix("test_")


def _seed_of(item: pytest.Item) -> int:
    named = f"{slug_of(item.path)}:{item.name}:{item.config.getoption('--seed')}"
    return zlib.crc32(named.encode())
