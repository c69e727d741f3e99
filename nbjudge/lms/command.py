"""What `nbjudge collect` and `nbjudge roster` do, and print."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from nbjudge.course.layout import CourseError
from nbjudge.grading.gradebook import opened
from nbjudge.lms.collecting import LEFT_OUT, Row, collect
from nbjudge.lms.roster import enter_roster, read_roster
from nbjudge.report.printable import printable
from nbjudge.submission.submissions import Course, open_course

_STYLES = {"collected": "green", "replaced": "green", "unchanged": "dim", LEFT_OUT: "yellow"}


def run_collect(options: argparse.Namespace) -> int:
    """Puts downloads into `submitted/`; returns 1 if somebody should look at a file."""

    def collect_all(course: Course, console: Console) -> int:
        rows, failed = list[Row](), dict[str, None]()
        for path in options.files:
            try:
                rows += collect(course, path, options.assignment)
            except CourseError as error:
                failed[str(error)] = None
        if rows or not failed:
            console.print(_table(rows))
        if failed:
            raise CourseError("\n".join(failed))
        done = Counter(row.done for row in rows)
        console.print(", ".join(f"{count} {what}" for what, count in done.items()) or "no files")
        return 1 if done[LEFT_OUT] or not rows else 0

    return _in_course(collect_all)


def run_roster(options: argparse.Namespace) -> int:
    """Enters the people of a CSV file into the gradebook."""

    def enter(course: Course, console: Console) -> int:
        roster = read_roster(options.file)
        with opened(course) as gradebook:
            done = enter_roster(gradebook, roster)
        for student, what in done.items():
            console.print(f"{what}:", escape(printable(student)), highlight=False)
        console.print(f"{len(roster)} in {escape(printable(options.file))}, {len(done)} entered")
        return 0

    return _in_course(enter)


def _in_course(act: Callable[[Course, Console], int]) -> int:
    console = Console(width=None if sys.stdout.isatty() else 160)
    try:
        return act(open_course(Path.cwd()), console)
    except CourseError as error:
        said = escape(printable(error))
        console.print("[red]nbjudge:[/]", said, highlight=False, soft_wrap=True)
        return 2


def _table(rows: list[Row]) -> Table:
    shown = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("file", "student", "assignment", "", ""):
        shown.add_column(heading, overflow="fold")
    for row in rows:
        said = (row.file, row.student, row.assignment, row.done, row.why)
        style = _STYLES.get(row.done, "")
        shown.add_row(*(Text(printable(part), style) for part in said))
    return shown
