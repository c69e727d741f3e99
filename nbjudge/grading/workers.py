"""Grades a class: each new submission in a worker process, by nbgrader's own conversion."""

import contextlib
import functools
import gc
import os
import sys
import time
import warnings
from collections.abc import Callable, Collection, Generator, Iterable
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SAWarning

from nbjudge.course.layout import CourseError
from nbjudge.course.limits import Limits
from nbjudge.grading.changes import News
from nbjudge.grading.conversion import autograde, write_feedback
from nbjudge.grading.gradebook import (
    NO_RECORD,
    done_by_hand,
    leave_done,
    opened,
    records,
    take_scores_out,
)
from nbjudge.grading.ledger import Ledger, Task, Version, left_to_do
from nbjudge.grading.nbgrader_shortcuts import take_shortcuts
from nbjudge.grading.preprocessors import Judge
from nbjudge.grading.regrading import NothingKept, Results, reasons, regrade, results_of, try_out
from nbjudge.grading.seed import secret_of
from nbjudge.grading.supervised import Lost, supervised
from nbjudge.grading.turns import arrivals_are_graded, claimed
from nbjudge.judge.provisioner import can_fork, fork_server
from nbjudge.judge.session import read_checks
from nbjudge.link.time_limit import time_limit
from nbjudge.process.imports import many_imports
from nbjudge.process.tricks import is_on
from nbjudge.sandbox.limits import restrict_own_memory
from nbjudge.submission.readiness import trouble
from nbjudge.submission.submissions import Course, Submission, open_course


@dataclass(frozen=True)
class Outcome:
    """The result for one submission; `error` is empty if it has its grade.

    `told` is what its feedback page shows (`gradebook.Record.told`), if there is a page, and `news`
    is the result of judging. `keeps_grade` tells that a submission with an error keeps its former
    grade, for instance because only some exercises were to be judged again. `elsewhere` tells that
    another process has done the task meanwhile.
    """

    submission: Submission
    error: str
    seconds: float
    told: str = ""
    news: News = field(default_factory=News)
    keeps_grade: bool = False
    elsewhere: bool = False


# Does tasks and notes what becomes of them; yields the outcome of each, in the order in which they
# are done. If it is closed, it ends what it has begun.
Pool = Callable[[Course, list[Task], bool], Generator[Outcome, None, None]]


def grade(
    course: Course,
    tasks: list[Task],
    *,
    pool: Pool,
    dry: bool = False,
    report: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Has the pool do the tasks, and calls `report` with each Outcome.

    With `dry`, submissions are judged and nothing is written. A submission that cannot be graded
    does not disturb the others: its Outcome says why. Raises CourseError if checks cannot be read.
    """
    outcomes = []
    # Closed at once if this is interrupted; else workers would go on until it is garbage-collected.
    with contextlib.closing(pool(course, tasks, dry)) as graded:
        for outcome in graded:
            outcomes.append(outcome)
            report(outcome)
    return sorted(outcomes, key=lambda outcome: outcome.submission)


def in_turn(course: Course, task: Task, work: Callable[[Task], Outcome]) -> Outcome:
    """Does what is left of a task, while no other process works on its submission, and notes it."""
    with claimed(course, task.submission):
        left = left_to_do(course, task)
        if left is None:
            return Outcome(task.submission, "", 0.0, elsewhere=True)
        outcome = work(left)
        _settle(Ledger(course), outcome, left.version)
        return outcome


def _settle(ledger: Ledger, outcome: Outcome, version: Version) -> None:
    """Notes which version of a submission has its grade now, or that it has none any more."""
    if not outcome.error:
        ledger.note(outcome.submission, version, outcome.told)
    elif not outcome.keeps_grade:
        ledger.forget(outcome.submission)


def on_this_machine(workers: int) -> Pool:
    """A pool of so many processes of this machine."""
    return functools.partial(_outcomes, workers)


def _outcomes(
    workers: int, course: Course, tasks: list[Task], dry: bool
) -> Generator[Outcome, None, None]:
    warm_up(course, {task.submission.assignment for task in tasks if task.judge})
    hold = functools.partial(arrivals_are_graded, course)
    graded = supervised(subjects=tasks, hold=hold, **conditions(course, workers, dry=dry))
    for task, said in graded:
        yield outcome_of(course, task, said, dry=dry)


def warm_up(course: Course, assignments: Collection[str]) -> None:
    """Does once, for all workers that are forked later, what each would need time for.

    Raises CourseError, so that a mistake in the checks or in the plugin for penalties is reported
    once, not for each submission.
    """
    _try_the_penalties(course)
    if can_fork():
        fork_server(Judge(config=course.config).preload)
    _read_checks(course, assignments)
    for assignment in assignments:
        secret_of(course.directory, assignment)


def _try_the_penalties(course: Course) -> None:
    """Makes the plugin for late penalties once. Raises CourseError if that fails."""
    try:
        AssignLatePenalties(config=course.config).init_plugin()
    except Exception as error:  # the plugin is the course's own code, so it can be any
        raise CourseError(
            f"the plugin for late penalties cannot be used ({type(error).__name__}: {error}): "
            "correct c.AssignLatePenalties.plugin_class, or put its file beside nbgrader_config.py"
        ) from error


def conditions(course: Course, workers: int, *, dry: bool = False) -> dict[str, Any]:
    """How tasks of this course are done, and within which limits (see `supervised`)."""
    return {
        "work": functools.partial(carry_out, course.root, dry),
        "workers": workers,
        # Code that runs outside Python cannot be interrupted, only killed.
        "seconds": course.limits.submission_seconds + course.limits.margin_seconds,
        "prepare": functools.partial(prepare_worker_within, course.limits, _own_cores(workers)),
        "context": get_context("fork") if can_fork() else get_context("spawn"),
    }


def outcome_of(course: Course, task: Task, result: "Outcome | Lost", *, dry: bool) -> Outcome:
    """The outcome of a task, also of one that a worker could not finish."""
    if not isinstance(result, Lost):
        return result
    why = result.why
    if dry:
        return lost(course, task, why, dry=True)
    return in_turn(course, task, lambda left: lost(course, left, why, dry=False))


def lost(course: Course, task: Task, why: str, *, dry: bool) -> Outcome:
    """The outcome for a submission whose worker had to be ended."""
    submission = task.submission
    said = f"{submission.folder}: {why}"
    if dry or task.exercises:
        return failed(task, said, dry=dry)
    return without_grade(course, submission, said)


def failed(task: Task, why: str, *, dry: bool) -> Outcome:
    """The outcome for a submission that was not judged to its end."""
    keeps = dry or bool(task.exercises)
    said = f"{why}. Its grade is kept" if keeps else why
    return Outcome(task.submission, said, 0.0, keeps_grade=keeps)


def _read_checks(course: Course, assignments: Iterable[str]) -> None:
    """Reads the checks, while the fork server starts. Raises CourseError."""
    for assignment in sorted(assignments):
        for notebook in course.notebooks(assignment):
            with many_imports():  # torch, if they use it
                if modules := course.check_modules(notebook):
                    read_checks(modules)


def _own_cores(workers: int) -> list[int]:
    """A core for each worker, if there are as many workers as cores; else none.

    Judge and kernel work in turn, so one core is enough for both, and on one core each wakes the
    other sooner.
    """
    found = sorted(os.sched_getaffinity(0)) if can_fork() and is_on("pinning") else []
    return found if len(found) == workers else []


def prepare_worker_within(limits: Limits, cores: list[int], number: int) -> None:
    """Prepares a process for grading, with a core of its own if there are any, and limits."""
    if cores:
        os.sched_setaffinity(0, {cores[number]})
    if can_fork():
        restrict_own_memory(limits.worker_bytes)
    prepare_worker()


def prepare_worker() -> None:
    """Prepares a process for grading; call it once."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
    take_shortcuts()
    # nbgrader's own queries cause this warning whenever it grades; users cannot act on it.
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    # The many objects imported so far stay, so later garbage collections need not look at them.
    if is_on("frozen"):
        gc.collect()
        gc.freeze()


def carry_out(root: Path, dry: bool, task: Task) -> Outcome:
    """Does the task for one submission, and notes what becomes of it. Runs in a worker."""
    try:
        course = open_course(root)
        work = functools.partial(worked, course, dry=dry)
        return work(task) if dry else in_turn(course, task, work)
    except CourseError as error:  # not the submission's fault
        return Outcome(task.submission, f"{error}. Its grade is kept", 0.0, keeps_grade=True)


def worked(course: Course, task: Task, *, dry: bool) -> Outcome:
    """Does the task, and notes nothing."""
    began = time.perf_counter()
    # What was graded by hand stays so, unless it was something else that was handed in.
    keeps = task.judge and not (dry or task.handed_in_anew)
    try:
        done = done_by_hand(course, task.submission) if keeps else set()
        outcome = _carried_out(course, task, done, dry=dry)
    # Whatever the error was, it concerns this submission alone, and the others go on.
    except Exception as error:
        outcome = failed(task, f"{task.submission.folder}: {_in_words(error)}", dry=dry)
    anew = replace(outcome.news, anew=task.handed_in_anew)
    return replace(outcome, seconds=time.perf_counter() - began, news=anew)


def _in_words(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "judging it takes more than c.Judge.worker_bytes allows: look at what it answers"
    return str(error) if isinstance(error, CourseError) else repr(error)


def _carried_out(course: Course, task: Task, done: set[tuple[str, str]], *, dry: bool) -> Outcome:
    submission = task.submission
    if not task.judge:
        return _tell(course, submission)
    former = results_of(course, submission)
    with contextlib.suppress(NothingKept):
        if task.exercises:
            return _regraded(course, task, former, done, dry=dry)
    if dry:
        return _tried_out(course, submission, former)
    outcome = grade_one(course, submission, feedback=task.page, done=done)
    if outcome.error or not former:
        return outcome
    return replace(outcome, news=News(reasons=reasons(former, results_of(course, submission))))


def _regraded(
    course: Course, task: Task, former: Results, done: set[tuple[str, str]], *, dry: bool
) -> Outcome:
    """Judges some exercises again, and writes the feedback page if it has changed."""
    submission = task.submission
    with _limited(course):
        found = regrade(course, submission, task.exercises, write=not dry)
    leave_done(course, submission, done)
    news = News(found.scores, reasons(former, found.results))
    if dry or not task.page:
        return Outcome(submission, "", 0.0, news=news)
    if task.stale or found.is_page_old:
        return replace(_tell(course, submission), news=news)
    return Outcome(submission, "", 0.0, _told(course, submission), news)


def _tried_out(course: Course, submission: Submission, former: Results) -> Outcome:
    """The grade that a submission would get."""
    with _limited(course):
        if said := trouble(course, submission):
            return Outcome(submission, said, 0.0, news=News(lost=True), keeps_grade=True)
        found = try_out(course, submission)
    return Outcome(submission, "", 0.0, news=News(found.scores, reasons(former, found.results)))


def _limited(course: Course) -> contextlib.AbstractContextManager[None]:
    most = course.limits.submission_seconds + course.limits.grace_seconds
    return time_limit(most, "grading this submission")


def grade_one(
    course: Course,
    submission: Submission,
    *,
    feedback: bool,
    done: Collection[tuple[str, str]] = (),
) -> Outcome:
    """Grades one submission by nbgrader's own conversion. Runs in a worker.

    The cells that are `done` by hand need nobody afterwards.

    If grading takes too long, it is interrupted: the exercise that is being judged fails, and those
    before it keep their points.
    """
    with _limited(course):
        said = trouble(course, submission)
        if not said and (cause := autograde(course, submission)):
            said = f"{submission.folder}: {cause}"
    if said:
        return without_grade(course, submission, said)
    leave_done(course, submission, done)
    return _tell(course, submission) if feedback else Outcome(submission, "", 0.0)


def _tell(course: Course, submission: Submission) -> Outcome:
    """Writes the feedback page of a submission that has its grade."""
    seconds = course.limits.feedback_seconds
    with time_limit(seconds, "making its feedback page (its grade is kept)"):
        if cause := write_feedback(course, submission):
            return Outcome(submission, f"{submission.folder}: {cause}", 0.0)
    return Outcome(submission, "", 0.0, _told(course, submission))


def _told(course: Course, submission: Submission) -> str:
    """The part of the gradebook's data that a feedback page shows."""
    with opened(course) as gradebook:
        found = records(gradebook, submission.assignment, submission.student)
    return found.get(submission.student, NO_RECORD).told


def without_grade(course: Course, submission: Submission, why: str) -> Outcome:
    return Outcome(submission, _without_score(course, submission, why), 0.0, news=News(lost=True))


def _remove_pages(course: Course, submission: Submission) -> None:
    """Removes feedback pages that show a score which is no more; an export would hand them out."""
    folder = course.folder("feedback_directory", submission.student, submission.assignment)
    for path in course.notebooks(submission.assignment):
        (folder / path.with_suffix(".html").name).unlink(missing_ok=True)


def _without_score(course: Course, submission: Submission, why: str) -> str:
    """Why there is no grade. Removes an earlier score, which would look like the present one."""
    try:
        taken = take_scores_out(course, submission)
        _remove_pages(course, submission)
    except (CourseError, OSError) as error:
        return f"{why}. Its earlier score may still stand: {error}"
    return f"{why}. Its earlier score was taken out of the gradebook" if taken else why
