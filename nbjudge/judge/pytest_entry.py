"""The pytest plugin, loaded in every project in an environment with nbjudge; it waits for checks.

A check module is a file `test_<slug>.py` with tests that take `student`, if the project has no
fixture of that name itself. Without a check module, this imports, sorts, seeds and shows nothing.
"""

import ast
from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nbjudge.course.layout import CourseError, notebook_for
from nbjudge.judge import student_fixture
from nbjudge.judge.marks import make_known
from nbjudge.process.imports import many_imports

if TYPE_CHECKING:
    from nbjudge.judge.states import State
    from nbjudge.judge.terminal_session import TerminalSession
    from nbjudge.report.terminal import TerminalReport


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("nbjudge", "checking notebooks")
    group.addoption(
        "--nbjudge-notebook", metavar="PATH", help="check this notebook, not the nearest one"
    )
    group.addoption(
        "--nbjudge-seed", type=int, default=0, help="draw other random inputs (default: 0)"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Entry(config), "nbjudge-entry")


class _Entry:
    """Watches for checks; loads what runs and reports them when it finds one."""

    def __init__(self, config: pytest.Config):
        self._config = config
        self._first: State | None = None

    @cached_property
    def _session(self) -> "TerminalSession":
        from nbjudge.judge.terminal_session import TerminalSession

        session = TerminalSession(self._config, self._first)
        self._config.pluginmanager.register(session, "nbjudge-checks")
        return session

    @cached_property
    def _report(self) -> "TerminalReport":
        from nbjudge.report.terminal import TerminalReport

        report = TerminalReport()
        self._config.pluginmanager.register(report, "nbjudge-report")
        return report

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Makes the fixture and the marks known to pytest before it imports a check module."""
        manager = self._config.pluginmanager
        if not isinstance(collector, pytest.Module) or manager.is_registered(student_fixture):
            return
        if _may_have_checks(collector.path) and not _fixtures_for(collector):
            self._begin(collector.path)
            self._config.stash[student_fixture.opener_key] = lambda r: self._session.opened(r)
            manager.register(student_fixture, "nbjudge-student")
            make_known(self._config)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Has a module of checks import quickly what it needs, such as torch."""
        if not self._config.pluginmanager.is_registered(student_fixture):
            return (yield)
        with many_imports():
            return (yield)

    def _begin(self, module: Path) -> None:
        """Starts the notebook's process while pytest imports the checks: both import much."""
        from nbjudge.judge.states import first_state

        if self._config.option.collectonly:
            return
        texts = [path.read_bytes() for path in (module, self._notebook(module)) if path]
        if first := first_state(texts):
            self._first = first
            self._config.add_cleanup(first.close)

    def _notebook(self, module: Path) -> Path | None:
        """The notebook that will be checked; None if that is not clear, which is reported later."""
        try:
            path = Path(self._config.getoption("nbjudge_notebook") or notebook_for(module))
        except CourseError:
            return None
        return path if path.is_file() else None

    # As the outermost wrapper, so that other plugins have deselected and sorted before.
    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Iterator[None]:
        yield
        if checks := [item for item in items if self._is_check(item)]:
            self._session.take(items, checks)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notes a check's verdict, also that of another process if pytest-xdist runs the checks."""
        if verdict := getattr(report, "nbjudge_verdict", None):
            self._report.note(verdict)

    def _is_check(self, item: pytest.Item) -> bool:
        named = item.path.name.startswith("test_")
        if not named or "student" not in getattr(item, "fixturenames", ()):
            return False
        given = getattr(item, "callspec", None)
        if given is not None and "student" in given.params:
            return False
        found = _fixtures_for(item)
        return bool(found) and found[-1].func.__module__ == student_fixture.__name__


def _may_have_checks(module: Path) -> bool:
    if not module.name.startswith("test_"):
        return False
    text = module.read_bytes()
    if b"student" not in text:
        return False
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return False  # pytest says it better
    return any(_takes_student(node) for node in ast.walk(tree))


def _takes_student(node: ast.AST) -> bool:
    """Whether this is a test, or a fixture, that takes `student`."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    taken = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
    return "student" in taken and (node.name.startswith("test") or bool(node.decorator_list))


def _fixtures_for(node: pytest.Item | pytest.Collector) -> Any:
    """The definitions of `student` that this node sees; the last one counts."""
    # pytest has no public function for this; other plugins use the same private one.
    return node.session._fixturemanager.getfixturedefs("student", node)
