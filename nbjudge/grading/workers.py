"""Grading a class: every new submission, in worker processes, each by nbgrader's own conversion."""

import contextlib
import functools
import gc
import logging
import multiprocessing
import os
import time
import warnings
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from nbjudge.course.layout import CourseError
from nbjudge.course.limits import Limits
from nbjudge.grading.nbgrader_shortcuts import take_shortcuts
from nbjudge.grading.supervised import Lost, supervised
from nbjudge.grading.time_limit import time_limit
from nbjudge.judge.provisioner import can_fork, fork_server
from nbjudge.judge.session import read_checks
from nbjudge.process.tricks import is_on
from nbjudge.sandbox.limits import restrict_own_memory
from nbjudge.submission.submissions import (
    Course,
    Ledger,
    Submission,
    open_course,
    trouble,
    versions,
)


@dataclass(frozen=True)
class Outcome:
    """What became of one submission; `error` is empty where it has its grade."""

    submission: Submission
    error: str
    seconds: float


def enter_assignments(course: Course, assignments: Iterable[str]) -> list[str]:
    """Enters into the gradebook, from their sources, the assignments that it does not know.

    Returns their names. Raises CourseError where nbgrader cannot read a source.
    """
    with Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        known = {found.name for found in gradebook.assignments if found.notebooks}
    entered = [assignment for assignment in assignments if assignment not in known]
    for assignment in entered:
        said = _api(course).generate_assignment(assignment, force=True, create=True)
        if not said["success"]:
            raise CourseError(f"source/{assignment} cannot be released: {_cause(said)}")
    return entered


def grade(
    course: Course,
    submissions: list[Submission],
    *,
    workers: int,
    feedback: bool = True,
    report: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Grades submissions, several at a time, and tells `report` of each when it is done.

    One that cannot be graded does not disturb the others: its Outcome says why.
    """
    ledger = Ledger(course)
    version = versions(course, submissions)
    outcomes = []
    # Closed at once where this is interrupted, or workers would go on until it is collected.
    with contextlib.closing(_outcomes(course, submissions, workers, feedback)) as graded:
        for outcome in graded:
            if not outcome.error:
                ledger.note(outcome.submission, version[outcome.submission])
            outcomes.append(outcome)
            report(outcome)
    return sorted(outcomes, key=lambda outcome: outcome.submission)


def pending(course: Course, submissions: list[Submission]) -> list[Submission]:
    """The submissions that are new, or have changed since they were graded."""
    ledger = Ledger(course)
    found = versions(course, submissions)
    return [submission for submission, v in found.items() if not ledger.is_graded(submission, v)]


def _outcomes(
    course: Course, submissions: list[Submission], workers: int, feedback: bool
) -> Generator[Outcome, None, None]:
    if can_fork():
        fork_server()  # before the workers are forked, so that they share it
        if is_on("sessions"):
            _read_checks(course, submissions)
    graded = supervised(
        functools.partial(grade_one, course.root, feedback=feedback),
        submissions,
        workers=workers,
        # What runs outside Python cannot be interrupted, only killed.
        seconds=course.limits.submission_seconds + course.limits.margin_seconds,
        prepare=functools.partial(_prepare_worker_within, course.limits, _own_cores(workers)),
        context=multiprocessing.get_context("fork" if can_fork() else "spawn"),
    )
    for submission, said in graded:
        if isinstance(said, Lost):
            said = Outcome(submission, f"{submission.folder}: {said.why}", 0.0)
        yield said


def _read_checks(course: Course, submissions: list[Submission]) -> None:
    """Reads the checks once for all workers, in the time that the fork server takes to start."""
    for assignment in sorted({submission.assignment for submission in submissions}):
        for notebook in course.notebooks(assignment):
            # What is wrong with them, the Outcome of each submission will say.
            with contextlib.suppress(CourseError):
                if modules := course.check_modules(notebook):
                    read_checks(modules)


def _own_cores(workers: int) -> list[int]:
    """A core for each worker, where there are as many of one as of the other; else none.

    Judge and kernel work in turn, so one core is enough for both, and each wakes the other sooner
    than if that lay on another core.
    """
    found = sorted(os.sched_getaffinity(0)) if can_fork() and is_on("pinning") else []
    return found if len(found) == workers else []


def _prepare_worker_within(limits: Limits, cores: list[int], number: int) -> None:
    if cores:
        os.sched_setaffinity(0, {cores[number]})
    if can_fork():
        restrict_own_memory(limits.worker_bytes)
    prepare_worker()


def prepare_worker() -> None:
    """To be called once in a process that is going to grade."""
    torch.set_num_threads(1)
    take_shortcuts()
    # nbgrader's own queries cause it, in any grading; nobody here can act on it.
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    # What is imported by now stays, and it is much: each later collection passes over it.
    if is_on("frozen"):
        gc.collect()
        gc.freeze()


def grade_one(root: Path, submission: Submission, *, feedback: bool) -> Outcome:
    """Grades one submission by nbgrader's own conversion. Runs in a worker.

    Where that takes too long, what is being done for it is interrupted: an exercise that is judged
    then fails, and those before it keep their points.
    """
    began = time.perf_counter()
    course = open_course(root)
    if said := trouble(course, submission):
        return Outcome(submission, said, time.perf_counter() - began)
    api = _api(course)
    limits = course.limits
    most = limits.submission_seconds + limits.grace_seconds
    with time_limit(most, "grading this submission"):
        said = api.autograde(submission.assignment, submission.student, force=True, create=True)
    if said["success"] and feedback:
        with time_limit(limits.feedback_seconds, "making its feedback page (its grade is kept)"):
            said = api.generate_feedback(submission.assignment, submission.student, force=True)
    error = "" if said["success"] else f"{submission.folder}: {_cause(said)}"
    return Outcome(submission, error, time.perf_counter() - began)


def _api(course: Course) -> NbGraderAPI:
    os.chdir(course.root)
    # Each conversion validates the notebook at its end, and not after each of its steps.
    config = Config({"Exporter": {"optimistic_validation": True}})
    config.merge(course.config)
    api = NbGraderAPI(coursedir=course.directory, config=config)
    api.log.setLevel(logging.INFO)
    api.log.propagate = False
    return api


def _cause(said: dict) -> str:
    """The line of nbgrader's log or traceback that says what went wrong: best, in our words."""
    lines = f"{said.get('log') or ''}\n{said.get('error') or ''}".splitlines()
    telling = [line.strip() for line in lines if "Error: " in line or "Exception: " in line]
    telling.sort(key=lambda line: "CourseError: " not in line)
    return telling[0] if telling else "\n".join(lines[-3:])
