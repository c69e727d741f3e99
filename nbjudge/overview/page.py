"""The report page on a class: what it shows, and in which order."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from nbjudge.overview.gathering import ClassWork, Work, exercise_of, solution_of
from nbjudge.overview.misconceptions import (
    Misconception,
    counts,
    failing_checks,
    misconceptions,
    patterns,
)
from nbjudge.overview.plots import histogram
from nbjudge.overview.runs import Compared
from nbjudge.overview.students import Students
from nbjudge.report.html import details
from nbjudge.report.printable import printable
from nbjudge.report.results import CheckResult

_MOST_OPEN = 8
_EXAMPLES = 8  # how many works are read to choose the example from
_MOST_GROUPS = 6
_CODE_LINES, _CODE_LETTERS = 40, 160


def page(
    found: list[ClassWork],
    students: Students,
    *,
    title: str,
    now: datetime,
    comparison: tuple[str, dict[str, list[Compared]]] | None = None,
) -> str:
    """The report on a class as one HTML file that needs no other file, no network and no script.

    All text of a student's is shown in lines of bounded length, and escaped by the template.
    """
    people, works = _people(found), [work for each in found for work in each.works]
    main, others = _split(sorted((m for each in found for m in misconceptions(each)), key=_by_size))
    return _template().render(
        title=title,
        now=f"{now:%d %B %Y, %H:%M}",
        found=found,
        people=people,
        students=students,
        everybody=sorted(
            people.values(), key=lambda own: students.number(next(iter(own.values())))
        ),
        main=main,
        others=others,
        concerns=[work for work in works if work.concerns],
        known=any(work.results for work in works),
        unkept=sum(work.standing is not None and work.lacks_verdicts for work in works),
        comparison=comparison,
        shown=Shown(students),
    )


def _template() -> Template:
    """The page to be filled in, which asks these functions about each assignment."""
    templates = Environment(loader=PackageLoader("nbjudge.overview", "."), autoescape=True)
    templates.filters.update(points=_points, line=printable)
    templates.globals.update(
        style=Markup(Path(__file__).with_name("page.css").read_text(encoding="utf-8")),
        total_of=_total,
        summary=_summary,
        scores_plot=_scores_plot,
        time_plot=_time_plot,
        slowest=_slowest,
        rows=_rows,
        exercises=_exercises,
        checks=failing_checks,
        groups=lambda work, slug: patterns(work, slug)[:_MOST_GROUPS],
    )
    return templates.get_template("page.html")


def _split(every: list[Misconception]) -> tuple[list[Misconception], list[Misconception]]:
    """The misconceptions to show at once (those of several students), and those to fold.

    If no misconception is shared, the first few are shown at once.
    """
    main = [m for m in every if len(m.found) > 1][:_MOST_OPEN] or every[:_MOST_OPEN]
    return main, every[len(main) :]


def _by_size(found: Misconception) -> tuple[int, bool, str, str]:
    return (-len(found.found), not found.cause.recognised, found.assignment, found.slug)


def _points(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 2):g}"


def _people(found: list[ClassWork]) -> dict[str, dict[str, Work]]:
    """The work on each assignment, by student."""
    people: dict[str, dict[str, Work]] = {}
    for each in found:
        for work in each.works:
            people.setdefault(work.person.id, {})[each.assignment] = work
    return people


def _total(work: Work) -> str:
    """The gradebook's total; a dash if an automatically graded cell has no score."""
    return _points(work.standing.total) if work.standing and work.is_scored else "–"


def _summary(totals: Sequence[float]) -> dict[str, float]:
    if not totals:
        return {}
    return {
        "median": statistics.median(totals),
        "mean": statistics.fmean(totals),
        "lowest": min(totals),
        "highest": max(totals),
    }


def _scores_plot(work: ClassWork) -> Markup:
    totals = work.totals
    if not totals or not work.maximum:
        return Markup("")
    what = f"Totals in {work.assignment}, {len(totals)} students, of {work.maximum:g} points"
    axis = f"points of {work.maximum:g}; the line is the median"
    return histogram(totals, work.maximum, what=what, axis=axis, mark=statistics.median(totals))


def _time_plot(work: ClassWork) -> Markup:
    seconds = [w.seconds for w in work.works if w.seconds is not None]
    if not seconds:
        return Markup("")
    what = f"Seconds that running and judging took in {work.assignment}"
    axis = "seconds; the line is the median"
    top = _round_above(max(*seconds, 0.1))
    return histogram(seconds, top, what=what, axis=axis, mark=statistics.median(seconds))


def _round_above(value: float) -> float:
    """The next larger number that divides into ten round parts: 1, 2 or 5 times a power of ten."""
    unit: float = 10 ** math.floor(math.log10(value))
    return next(unit * digit for digit in (1, 2, 5, 10) if value <= unit * digit)


def _slowest(work: ClassWork) -> list[Work]:
    timed = [w for w in work.works if w.seconds is not None]
    return sorted(timed, key=lambda w: -(w.seconds or 0.0))[:5]


def _rows(work: ClassWork) -> list[dict[str, Any]]:
    """A row for each graded cell: its average in the gradebook, and the progress of the class."""
    rows = []
    for column in work.columns:
        scores = [s for w in work.scored if (s := w.scores[column.label]) is not None]
        full = sum(score >= column.points for score in scores)
        none = sum(score <= 0 < column.points for score in scores)
        parts = {"full": full, "some": len(scores) - full - none, "none": none}
        mean = statistics.fmean(scores) if scores else None
        rows.append({"column": column, "mean": mean, "count": len(scores), "parts": parts})
    return rows


def _exercises(work: ClassWork) -> list[tuple[str, dict[str, int]]]:
    """The exercises that have verdicts, and how many students passed, failed or have not begun."""
    known = {slug for w in work.works for slug in w.results}
    slugs = [slug for column in work.columns if (slug := exercise_of(column)) in known]
    return [(slug, counts(work, slug)) for slug in slugs]


class Shown:
    """The parts of students' work that the page shows."""

    def __init__(self, students: Students):
        self._students = students

    def labels(self, works: Iterable[Work], most: int = 40) -> list[Work]:
        return sorted(works, key=self._students.number)[:most]

    def reasons(self, work: Work) -> list[str]:
        """Why somebody should look at a work, without the student's name, which paths may hold."""
        return [self._students.without_names(printable(said, 400), work) for said in work.concerns]

    def example(self, misconception: Misconception) -> dict[str, Any]:
        """The work that shows a misconception best: the one with the shortest solution."""
        told = partial(self.code, slug=misconception.slug)
        shown = [(told(work), work, checks) for work, checks in misconception.found[:_EXAMPLES]]
        code, work, checks = min(
            shown, key=lambda one: (not one[0], "[name]" in one[0], len(one[0]))
        )
        check = next(filter(misconception.shows, checks), checks[0])
        return {"check": check, "code": code, "details": self._details(check, work)}

    def said(self, misconception: Misconception) -> str:
        """The cause in words, without the student's name, which an error's text may hold."""
        cause = misconception.cause
        said = printable(cause.said, 240)
        if cause.of_the_course:  # a student may be called like a word in it
            return said
        return self._students.without_names(said, misconception.works[0])

    def code(self, work: Work, slug: str) -> str:
        """The beginning of the solution, without the student's name."""
        text = self._students.without_names(solution_of(work, slug), work)
        lines = text.expandtabs(4).rstrip().split("\n")
        shown = [printable(line, _CODE_LETTERS) for line in lines[:_CODE_LINES]]
        more = len(lines) - _CODE_LINES
        return "\n".join([*shown, *([f"… ({more} more lines)"] if more > 0 else [])])

    def _details(self, check: CheckResult, work: Work) -> list[tuple[str, str]]:
        clean: Callable[[str], str] = partial(self._students.without_names, work=work)
        said = [(label, clean(printable(text, 400))) for label, text in details(check)]
        return [("", printable(check.text.sentence)), *(d for d in said if d[0] != "hint")]
