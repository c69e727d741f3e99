"""What `nbjudge report` does, and what `nbjudge grade` writes at its end: `report.html`."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from nbjudge.course.layout import CourseError
from nbjudge.overview.gathering import ClassWork, gather
from nbjudge.overview.page import page
from nbjudge.overview.runs import Compared, compared, keep_run, read_run, record_of
from nbjudge.overview.students import Students
from nbjudge.report.printable import printable
from nbjudge.submission.submissions import Course, open_course

REPORT = "report.html"


def run(options: argparse.Namespace) -> int:
    """Writes the report again from the gradebook and the graded notebooks."""
    console = _console()
    try:
        course = open_course(Path.cwd())
        found = gather(course)
        if not found:
            raise CourseError("nobody has handed in anything yet: there is nothing to report")
        then = read_run(course.root, options.compare) if options.compare else None
        comparison = (options.compare, compared(then, record_of(found))) if then else None
        _write(course, found, named=options.names, comparison=comparison)
    except CourseError as error:
        said = escape(printable(error))
        console.print("[red]nbjudge:[/]", said, highlight=False, soft_wrap=True)
        return 2
    console.print(f"the class is in {REPORT}", highlight=False)
    return 0


def after_grading() -> None:
    """Writes the report after a run of grading, and keeps the figures of the run."""
    console = _console()
    try:
        course = open_course(Path.cwd())
        if found := gather(course):
            _write(course, found, named=False)
            kept = keep_run(course.root, record_of(found), datetime.now())
            said = f" (compare later with `nbjudge report --compare {kept.stem}`)" if kept else ""
            console.print(f"the class is in {REPORT}{said}", highlight=False, soft_wrap=True)
    except (CourseError, OSError) as error:  # whatever happened, the grades are in the gradebook
        said = f"no report: {printable(error)}. All grades are kept"
        console.print("[yellow]nbjudge:[/]", escape(said), highlight=False, soft_wrap=True)


def _write(
    course: Course,
    found: list[ClassWork],
    *,
    named: bool,
    comparison: tuple[str, dict[str, list[Compared]]] | None = None,
) -> None:
    works = [work for each in found for work in each.works]
    students = Students(course.root, (work.person for work in works), named=named)
    students.write_pages(works)
    title = str(course.directory.course_id) or course.root.name
    now = datetime.now()
    text = page(found, students, title=title, now=now, comparison=comparison)
    (course.root / REPORT).write_text(text, encoding="utf-8", errors="replace")


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 160)
