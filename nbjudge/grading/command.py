"""What `nbjudge grade` does: enters, grades and reports in a course folder."""

import argparse
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from nbjudge.course.layout import CourseError
from nbjudge.course.soundness import close_to
from nbjudge.grading.changes import (
    RECORD,
    Change,
    Grades,
    changes,
    expected,
    graded_in,
    grades_of,
    in_short,
    note,
    table_of_changes,
)
from nbjudge.grading.chosen import assignments_for
from nbjudge.grading.entering import enter_assignments
from nbjudge.grading.gradebook import has_gradebook
from nbjudge.grading.ledger import Task, pending
from nbjudge.grading.scores import Scores, columns_of, points_of, read_scores, table, write_csv
from nbjudge.grading.workers import Outcome, Pool, grade, on_this_machine
from nbjudge.judge.provisioner import can_fork
from nbjudge.report.printable import printable
from nbjudge.sandbox import missing
from nbjudge.submission.submissions import Course, Submission, open_course

_WIDTH = 100


def run(options: argparse.Namespace) -> int:
    """Carries out the command with these options; returns its exit code."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C
    try:
        return _grade(open_course(Path.cwd()), options, console)
    except KeyboardInterrupt:
        said = "stopped. What was graded is kept; the same command goes on from there."
        console.print("[yellow]nbjudge:[/]", said, highlight=False, soft_wrap=True)
        return 130
    except CourseError as error:
        _say(console, "[red]nbjudge:[/]", error)
        return 2


@dataclass(frozen=True)
class _Run:
    """One run of the command: what is to be done, and which grades there were before."""

    course: Course
    options: argparse.Namespace
    console: Console
    before: Grades
    submitted: dict[str, list[Submission]]
    tasks: list[Task]
    pool: Pool

    @property
    def with_grades(self) -> list[Task]:
        """The tasks for submissions that have a grade."""
        graded = graded_in(self.before)
        judged = [task for task in self.tasks if task.judge]
        return [t for t in judged if (t.submission.assignment, t.submission.student) in graded]


def _grade(course: Course, options: argparse.Namespace, console: Console) -> int:
    assignments = assignments_for(course, options.assignments, options.only)
    if options.dry_run and not has_gradebook(course):
        raise CourseError("nothing has been graded yet, so there is no grade that could change")
    pool = _pool(options, console)
    before = grades_of(course, assignments)
    for entered in enter_assignments(course, assignments, dry=options.dry_run):
        console.print(escape(entered), highlight=False, soft_wrap=True)
    submitted = {name: course.submissions(name, options.student) for name in assignments}
    tasks = _tasks(course, submitted, options)
    run = _Run(course, options, console, before, submitted, tasks, pool)
    return _try_out(run) if options.dry_run else _grade_and_report(run)


def _tasks(
    course: Course, submitted: dict[str, list[Submission]], options: argparse.Namespace
) -> list[Task]:
    everything = [submission for found in submitted.values() for submission in found]
    if not everything:
        raise CourseError(_nothing_to_grade(course, list(submitted), options.student))
    feedback = not options.no_feedback and not options.dry_run
    chosen = {"force": options.force, "only": options.only}
    return pending(course, everything, feedback=feedback, **chosen)


def _nothing_to_grade(course: Course, assignments: list[str], student: str) -> str:
    names = "ASSIGNMENT" if len(assignments) > 1 else assignments[0]
    if student == "*":
        return f"nothing to grade: there is no folder submitted/STUDENT/{names}"
    meant = close_to(student, list(course.students()))
    instead = f". Did you mean {meant}?" if meant else ""
    return f"nothing to grade: there is no folder submitted/{student}/{names}{instead}"


def _grade_and_report(run: _Run) -> int:
    outcomes: list[Outcome] = []
    try:
        _do(run, run.tasks, outcomes)
    finally:  # every former grade is kept, even if the run is stopped
        changed = _changed(run, outcomes)
        note(run.course, changed, datetime.now())
    if changed:
        run.console.print(table_of_changes(changed), "")
    told_only = [task.submission for task in run.tasks if not task.judge]
    code = _report(run.course, run.submitted, outcomes, told_only, run.console)
    if changed or run.with_grades:
        run.console.print(f"{in_short(changed)} (.nbjudge/{RECORD} keeps former ones)")
    return code


def _changed(run: _Run, outcomes: list[Outcome]) -> list[Change]:
    after = grades_of(run.course, run.submitted)
    own = {o.submission: o.news for o in outcomes if not o.elsewhere}
    return changes(run.course, run.before, after, own)


def _try_out(run: _Run) -> int:
    """Judges what has a grade, says which grades would change, and writes nothing."""
    outcomes: list[Outcome] = []
    _do(run, run.with_grades, outcomes)
    news = {outcome.submission: outcome.news for outcome in outcomes}
    found = changes(run.course, run.before, expected(run.course, run.before, news), news)
    if found:
        run.console.print(table_of_changes(found), "")
    run.console.print(f"{in_short(found)}. This was a trial: nothing was written")
    if new := len(run.tasks) - len(run.with_grades):
        run.console.print(f"{new} not judged, since they have no grade yet")
    failed = {outcome.submission: outcome.error for outcome in outcomes if outcome.error}
    _tell_of_failures(failed, run.console)
    return 1 if failed else 0


def _pool(options: argparse.Namespace, console: Console) -> Pool:
    """Who does the tasks: this machine, or the workers of an executor. Raises CourseError."""
    workers = max(1, options.workers)
    if not options.executor:
        _tell_what_is_missing(options.require_sandbox, console)
        return on_this_machine(workers)
    from nbjudge.grading.afar.hiring import hiring
    from nbjudge.grading.afar.pool import through

    def tell(label: str, said: str) -> None:
        _say(console, f"[yellow]{label}:[/]", said)

    hire = hiring(options.executor, workers)
    return through(hire, needs_sandbox=options.require_sandbox, tell=tell)


def _tell_what_is_missing(required: bool, console: Console) -> None:
    """Names the protections that this machine lacks. Raises CourseError if all are required."""
    lacking = missing()
    if not can_fork():
        said = "every kernel imports torch by itself, since only Linux can fork a prepared one"
        console.print("[yellow]slower:[/]", said, highlight=False, soft_wrap=True)
    for lack in lacking:
        console.print("[yellow]not protected:[/]", escape(lack), highlight=False, soft_wrap=True)
    if lacking and required:
        raise CourseError("nothing was graded, since --require-sandbox asks for all protections")


def _do(run: _Run, tasks: list[Task], outcomes: list[Outcome]) -> None:
    """Does the tasks, shows the progress, and adds the result of each to `outcomes`."""
    columns = (
        *(TextColumn("grading"), BarColumn(), MofNCompleteColumn()),
        *(TimeRemainingColumn(), TextColumn("{task.description}")),
    )
    with Progress(*columns, console=run.console, disable=not tasks) as progress:
        task = progress.add_task("", total=len(tasks))

        def show(outcome: Outcome) -> None:
            outcomes.append(outcome)
            progress.update(task, advance=1, description=escape(printable(outcome.submission.key)))

        grade(run.course, tasks, pool=run.pool, dry=run.options.dry_run, report=show)


def _report(
    course: Course,
    submitted: dict[str, list[Submission]],
    outcomes: list[Outcome],
    told_only: list[Submission],
    console: Console,
) -> int:
    """Prints the tables and writes them; returns 1 if a submission has no grade."""
    failed = {outcome.submission: outcome.error for outcome in outcomes if outcome.error}
    without = {o.submission for o in outcomes if o.error and not o.keeps_grade}
    complete = True
    for assignment, submissions in submitted.items():
        points = points_of(course, assignment)
        scores = read_scores(course, assignment, [s for s in submissions if s not in without])
        complete = complete and all(row.complete for row in scores)
        if scores:
            console.print(table(assignment, points, scores), "")
        _tell_of_other_cells(course, assignment, scores, console)
    rows = _write_scores(course, without)
    without_error = [o for o in outcomes if not o.error and o.submission not in told_only]
    elsewhere = sum(outcome.elsewhere for outcome in without_error)
    console.print(f"{len(without_error) - elsewhere} graded now, {rows} in scores.csv")
    if elsewhere:
        console.print(f"{elsewhere} were graded by another command meanwhile")
    if told_only:
        console.print(f"{len(told_only)} feedback pages were missing or old, and were made anew")
    for outcome in outcomes:
        for flag in course.flags(outcome.submission):
            _say(console, "[yellow]flagged:[/]", f"{outcome.submission.key}: {flag}")
    _tell_of_failures(failed, console)
    unsorted = course.unsorted()
    for path in unsorted:
        said = f"{path} lies in no student's folder: move it, or what is in it, into one"
        _say(console, "[red]no grade:[/]", said)
    return 1 if failed or unsorted or not complete else 0


def _tell_of_failures(failed: dict[Submission, str], console: Console) -> None:
    for submission, error in sorted(failed.items()):
        _say(console, "[red]no grade:[/]", f"{submission.key}: {error}")


def _say(console: Console, label: str, said: object) -> None:
    console.print(label, escape(printable(said)), highlight=False, soft_wrap=True)


def _tell_of_other_cells(
    course: Course, assignment: str, scores: list[Scores], console: Console
) -> None:
    """Names cells to be graded by hand, and scores that a student's code could have faked."""
    if waiting := sum(bool(row.by_hand) for row in scores):
        said = f"{assignment}: {waiting} to be graded by hand, in formgrader"
        console.print("[yellow]by hand:[/]", escape(said), highlight=False, soft_wrap=True)
    plain = [c.label for c in columns_of(course, assignment) if c.kind == "plain"]
    if plain and scores:
        said = (
            f"{assignment}: {', '.join(plain)} ran in the students' kernels, "
            "whose code could read or fake them (docs/threat-model.md)"
        )
        console.print("[yellow]ordinary tests:[/]", escape(said), highlight=False, soft_wrap=True)


def _write_scores(course: Course, failed: set[Submission]) -> int:
    """Writes all scores of the gradebook, of other students too; returns the number of rows."""
    found: dict[str, list[Scores]] = {}
    for assignment in course.assignments():
        submissions = [s for s in course.submissions(assignment) if s not in failed]
        scores = read_scores(course, assignment, submissions)
        found[assignment] = [row for row in scores if row.known]
    write_csv(course.root, found)
    return sum(map(len, found.values()))
