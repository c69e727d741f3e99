"""Runs checks of exercises in quiet pytest sessions, on a given place."""

import contextlib
import functools
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal, cast

import pytest

from nbjudge.course.layout import CourseError, files_beside, is_released, slug_of
from nbjudge.judge import student_fixture
from nbjudge.judge.bugs import place_of
from nbjudge.judge.check_plugin import (
    CheckPlugin,
    guidance_in,
    read_texts,
    text_key,
    verdict,
)
from nbjudge.judge.marks import make_known
from nbjudge.judge.places import Place
from nbjudge.judge.randomness import generators_put_back
from nbjudge.process.tricks import is_on
from nbjudge.report.guidance import NO_GUIDANCE, Guidance
from nbjudge.report.results import CheckResult, ExerciseResult

# Nothing outside may change a verdict: no ini file, no conftest, no other plugin. In a process with
# torch, the garbage collections of `unraisableexception` take most of a session's time. A malicious
# answer can make pytest's explanation of an assertion take minutes.
_QUIET = (
    *("-c", os.devnull, "--noconftest", "--import-mode=importlib", "-p", "no:capture"),
    "--assert=plain",
    *("--override-ini=python_files=test_*.py", "--strict-markers", "-W", "ignore"),
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:logging", "-p", "no:faulthandler"),
    *("-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:junitxml"),
    *("-p", "no:doctest", "-p", "no:unittest", "-p", "no:setuponly", "-p", "no:setupplan"),
)


def judge(
    modules: list[Path],
    place: Place,
    *,
    points: dict[str, float] | None = None,
    hidden: bool = True,
    seed: int = 0,
    secret: str = "",
    only: Collection[str] = (),
    exercises: Collection[str] = (),
) -> list[ExerciseResult]:
    """Runs check modules in the order given; a result for each.

    With `only`, only the checks of these names run, and with `exercises`, only the checks of these
    exercises; the others have a result without checks.

    The inputs of checks are drawn from `seed`, and those of hidden checks from `secret`, if there
    is one. Raises CourseError if a check module cannot be read: that is the course's mistake,
    never the student's.
    """
    checks = read_checks(modules, hidden)
    checks.seed, checks.secret = seed, secret
    try:
        checks.run(place, only, exercises)
    except KeyboardInterrupt:
        forget_checks()  # their session ended in the middle of a check
        raise
    return checks.results(points or {})


def read_checks(modules: list[Path], hidden: bool = True) -> "_Checks":
    """The checks in modules, cached for a later `judge` and for processes forked from this one.

    Raises CourseError if a module cannot be read.
    """
    collected = _collected if is_on("sessions") else _collected.__wrapped__
    return collected(tuple(_version(module.resolve()) for module in modules), hidden)


def forget_checks() -> None:
    """Has checks collected anew, with the data that they have read."""
    _collected.cache_clear()


def _version(module: Path) -> tuple[Path, tuple[int, ...]]:
    """A module, with the times of its file and of the files beside it."""
    try:
        return module, tuple(p.stat().st_mtime_ns for p in (module, *files_beside(module)))
    except FileNotFoundError:
        raise CourseError(f"the check module {module} is missing") from None


@functools.lru_cache(maxsize=256)
def _collected(versions: tuple[tuple[Path, tuple[int, ...]], ...], hidden: bool) -> "_Checks":
    """The checks in modules of these versions; collecting them takes as long as running them."""
    modules = [module for module, _ in versions]
    checks = _Checks(modules, hidden)
    with _undisturbed():
        code = pytest.main(
            [*_QUIET, *_place(modules[0].parent), *map(str, modules)],
            plugins=[checks, student_fixture],
        )
    _forget(modules)
    if code == pytest.ExitCode.INTERRUPTED and not checks.broken:
        raise KeyboardInterrupt  # pytest has caught the interrupt
    if checks.broken or code != pytest.ExitCode.OK:
        said = "\n".join(checks.broken) or f"pytest ended with {code!r}"
        raise CourseError(f"the checks could not be read: {said}")
    return checks


def _place(folder: Path) -> tuple[str, str]:
    # Without `--rootdir`, pytest looks through every folder from the root of the disk on.
    return f"--rootdir={folder}", f"--confcutdir={folder}"


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hides the environment variables that pytest reads."""
    kept = {name: text for name, text in os.environ.items() if name.startswith("PYTEST_")}
    for name in kept:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(kept)


def _forget(modules: list[Path]) -> None:
    """Unloads check modules: another course's modules may have the same names."""
    paths = set(map(str, modules))
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) in paths:
            del sys.modules[name]


def _name(item: pytest.Item) -> str:
    """A check's name, without what a parametrisation adds to it."""
    return getattr(item, "originalname", item.name)


class _Checks(CheckPlugin):
    """Collected checks, and their session's plugin: runs them on one place after another."""

    def __init__(self, modules: list[Path], hidden: bool):
        self._modules, self._hidden = modules, hidden
        self._items: list[pytest.Item] = []
        self._results: dict[str, list[CheckResult]] = {}
        self._guidance: dict[str, Guidance] = {}
        self._hidden_ones: Counter[str] = Counter()
        self.broken: list[str] = []

    def run(
        self, place: Place, only: Collection[str] = (), exercises: Collection[str] = ()
    ) -> None:
        """Runs every check once, or only some. Raises CourseError if the course has a mistake."""
        self._results, self.broken = {}, []
        self.place = place
        chosen = [
            item
            for item in self._items
            if (not only or _name(item) in only)
            and (not exercises or slug_of(item.path) in exercises)
        ]
        with generators_put_back():
            for item, following in zip(chosen, [*chosen[1:], None], strict=True):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        if self.broken:
            raise CourseError("\n".join(self.broken))

    def results(self, points: dict[str, float]) -> list[ExerciseResult]:
        """The results of the last run, one for each module."""
        return [self._result(slug, points.get(slug)) for slug in map(slug_of, self._modules)]

    def _result(self, slug: str, points: float | None) -> ExerciseResult:
        checks = tuple(self._results.get(slug, ()))
        guidance = self._guidance.get(slug, NO_GUIDANCE)
        return ExerciseResult(slug, points, checks, self._is_complete(slug), guidance=guidance)

    def number_hidden(self, module: Path) -> int:
        """How many checks of a module are hidden."""
        return self._hidden_ones[slug_of(module)]

    def _is_complete(self, slug: str) -> bool:
        """Whether grading judges no more than this. A release says how many checks it lacks."""
        lacking = self._guidance.get(slug, NO_GUIDANCE).at_grading
        if lacking is not None:
            return lacking == 0
        module = next(module for module in self._modules if slug_of(module) == slug)
        return self._hidden and (not is_released(module) or self._hidden_ones[slug] > 0)

    def pytest_configure(self, config: pytest.Config) -> None:
        make_known(config)
        config.stash[student_fixture.opener_key] = self.opened

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        checks = [item for item in items if "student" in getattr(item, "fixturenames", ())]
        read_texts(checks)
        self._hidden_ones.update(slug_of(c.path) for c in checks if c.stash[text_key].hidden)
        for item in checks:
            slug = slug_of(item.path)
            if slug not in self._guidance:
                left_out = 0 if self._hidden else self._hidden_ones[slug]
                self._guidance[slug] = guidance_in(item, left_out)
        items[:] = [item for item in checks if self._hidden or not item.stash[text_key].hidden]
        items.sort(key=lambda item: self._modules.index(item.path))

    def pytest_exception_interact(
        self, node: pytest.Item | pytest.Collector, call: pytest.CallInfo[object]
    ) -> None:
        """Notes in one line why a module cannot be read."""
        if isinstance(node, pytest.Collector) and call.excinfo:
            error = call.excinfo.value
            self.broken.append(
                f"{place_of(error.__cause__ or error, node.path.parent)}. Correct it"
            )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Does not run the checks now: `run` does later."""
        self._items = list(session.items)
        return True if self._items and not self.broken else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> pytest.TestReport:
        """The report on a phase, without a traceback, which would take longer than most checks."""
        if call.excinfo and isinstance(call.excinfo.value, CourseError):
            self.broken.append(str(call.excinfo.value))
        if found := verdict(item, call):
            self._results.setdefault(slug_of(item.path), []).append(found)
        outcome: Literal["passed", "failed"] = "failed" if call.excinfo else "passed"
        when = cast(Literal["setup", "call", "teardown"], call.when)
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)
