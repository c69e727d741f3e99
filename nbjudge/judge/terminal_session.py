"""The checks in a session of `pytest` at a terminal."""

from collections.abc import Generator, Iterator

import pytest

from nbjudge.course.layout import CourseError, slug_of
from nbjudge.judge.check_plugin import CheckPlugin, guidance_in, read_texts, verdict
from nbjudge.judge.randomness import generators_put_back
from nbjudge.link.handle import Student
from nbjudge.process.imports import many_imports
from nbjudge.report.results import VERDICT, Verdict

with many_imports():
    from nbjudge.judge.places.notebook import NotebookPlace
    from nbjudge.judge.states import State


class TerminalSession(CheckPlugin):
    """Runs checks in the order of their notebook; their verdicts travel with pytest's reports."""

    place: NotebookPlace

    def __init__(self, config: pytest.Config, first: State | None):
        self.place = NotebookPlace(config.getoption("nbjudge_notebook"), first)
        self.seed = config.getoption("nbjudge_seed")
        config.add_cleanup(self.place.shut_down)

    def take(self, items: list[pytest.Item], checks: list[pytest.Item]) -> None:
        """Sorts the checks among the items; every other test keeps its place.

        Raises UsageError if there are only checks, and no notebook for them. Beside other tests,
        such checks fail when their turn comes.
        """
        read_texts(checks)
        folders = list(dict.fromkeys(item.path.parent for item in checks))
        orders = {}
        for module in dict.fromkeys(item.path for item in checks):
            try:
                orders[module] = folders.index(module.parent), self.place.order(module)
            except CourseError as error:
                if len(checks) == len(items):
                    raise pytest.UsageError(str(error)) from error
                orders[module] = folders.index(module.parent), 0
        in_order = iter(sorted(checks, key=lambda item: orders[item.path]))
        known = set(checks)
        items[:] = [next(in_order) if item in known else item for item in items]

    def opened(self, request: pytest.FixtureRequest) -> Iterator[Student]:
        # Other tests of the session may draw numbers too, between two modules of checks.
        with generators_put_back():
            yield from super().opened(request)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if found := verdict(item, call):
            slug = slug_of(item.path)
            points, guidance = self.place.points.get(slug), guidance_in(item, 0)
            verdict_data = Verdict(slug, points, found, guidance).as_data()
            vars(report)[VERDICT] = verdict_data
        return report
