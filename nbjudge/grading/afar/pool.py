"""Sends submissions to the workers of an executor, and enters what comes back."""

import functools
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass

from nbjudge.course.layout import CourseError
from nbjudge.grading.afar import rows
from nbjudge.grading.afar.contents import Contents
from nbjudge.grading.afar.engines import own_engine
from nbjudge.grading.afar.far import carry
from nbjudge.grading.afar.folders import put
from nbjudge.grading.afar.hiring import Hire, Hired
from nbjudge.grading.afar.jobs import Done, Failed, Job, Needs, Refused, Reply
from nbjudge.grading.afar.workplace import SENT, Result, Work, folders_of, received, sent
from nbjudge.grading.changes import News
from nbjudge.grading.ledger import Task
from nbjudge.grading.seed import secret_of
from nbjudge.grading.supervised import Lost
from nbjudge.grading.workers import Outcome, Pool, failed, in_turn, outcome_of, without_grade
from nbjudge.submission.readiness import trouble
from nbjudge.submission.submissions import Course

_TRIES = 2
_SECONDS_FOR_AN_EXECUTOR = 120
_SECONDS_FOR_A_WORKER = 30
# So many are under way for each that is judged, so that no worker waits for its next one.
_AHEAD = 2
Tell = Callable[[str, str], None]


def through(hire: Hire, *, needs_sandbox: bool, tell: Tell) -> Pool:
    """A pool of the workers of an executor; `tell` is called with a label and a sentence.

    Raises CourseError, while tasks are done, if no worker can or may do them. What was graded
    until then is kept.
    """

    def outcomes(course: Course, tasks: list[Task], dry: bool) -> Generator[Outcome, None, None]:
        return _Round(course, tasks, dry, _Hiring(hire), needs_sandbox, tell).outcomes()

    return outcomes


@dataclass
class _Attempt:
    task: Task
    tries: int = 0
    payload: bytes = b""
    parcel_for: str = ""
    began: float = 0.0


class _Hiring:
    """The executor of now; another one after that was lost."""

    def __init__(self, hire: Hire):
        self._hire = hire
        self._now: Hired | None = None

    def now(self) -> Hired:
        """The executor. Raises CourseError if there is none for minutes."""
        last = time.monotonic() + _SECONDS_FOR_AN_EXECUTOR
        while self._now is None:
            try:
                self._now = self._hire()
            except OSError as error:
                if time.monotonic() > last:
                    raise CourseError(
                        f"the executor does not answer ({error}). What was graded is kept; start "
                        "its workers, and run the same command"
                    ) from error
                time.sleep(1)
        return self._now

    def dismiss(self) -> None:
        if self._now is not None:
            self._now.dismiss()
        self._now = None


class _Round:
    """The tasks of one run: which wait, and which are under way."""

    def __init__(
        self,
        course: Course,
        tasks: list[Task],
        dry: bool,
        hiring: _Hiring,
        needs_sandbox: bool,
        tell: Tell,
    ):
        self._course, self._dry, self._hiring = course, dry, hiring
        self._needs_sandbox, self._tell = needs_sandbox, functools.cache(tell)
        self._contents = _contents_of(course)
        self._digest = self._contents.digest()
        self._outline = functools.cache(functools.partial(rows.rows_of_assignment, course))
        self._waiting = deque(_Attempt(task) for task in tasks)
        # What ended a worker is tried once more by itself, so that it costs nobody else's grade.
        self._suspects: deque[_Attempt] = deque()
        self._under_way: dict[Future[Reply], _Attempt] = {}
        self._sent_to: set[str] = set()
        self._refusing_since = 0.0

    def outcomes(self) -> Generator[Outcome, None, None]:
        """The outcome of each task, in the order in which they come back."""
        try:
            while self._waiting or self._suspects or self._under_way:
                yield from self._send()
                yield from self._receive()
        finally:
            self._hiring.dismiss()

    def _send(self) -> Iterator[Outcome]:
        most = _AHEAD * max(1, self._hiring.now().size()) if self._waiting else 0
        while self._waiting and len(self._under_way) < most:
            attempt = self._waiting.popleft()
            if refused := self._ungradable(attempt.task):
                yield refused
            else:
                self._submit(attempt)
        if self._suspects and not self._waiting and not self._under_way:
            self._submit(self._suspects.popleft())

    def _ungradable(self, task: Task) -> Outcome | None:
        """The outcome for a submission that cannot be sent, as on one machine."""
        submission = task.submission
        if not task.judge or task.exercises or not (said := trouble(self._course, submission)):
            return None
        if self._dry:
            return Outcome(submission, said, 0.0, news=News(lost=True), keeps_grade=True)
        return in_turn(
            self._course, task, lambda left: without_grade(self._course, submission, said)
        )

    def _submit(self, attempt: _Attempt) -> None:
        attempt.payload = attempt.payload or self._payload(attempt.task)
        limits = self._course.limits
        job = Job(
            self._digest,
            self._contents.root,
            self._contents.folders,
            own_engine(),
            self._needs_sandbox,
            limits.submission_seconds + limits.margin_seconds,
            attempt.payload,
            self._contents.packed() if attempt.parcel_for else None,
        )
        attempt.began = time.monotonic()
        try:
            future = self._hiring.now().executor.submit(carry, job)
        except (RuntimeError, OSError):  # the executor is broken or closed
            self._waiting.appendleft(attempt)
            self._call_all_back()
        else:
            self._under_way[future] = attempt

    def _payload(self, task: Task) -> bytes:
        course, submission = self._course, task.submission
        work = Work(
            task,
            self._dry,
            course.root,
            folders_of(course, submission, SENT),
            {**self._outline(submission.assignment), **rows.rows_of(course, submission)},
            secret_of(course.directory, submission.assignment),
        )
        return sent(work)

    def _receive(self) -> Iterator[Outcome]:
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        for future in done:
            if attempt := self._under_way.pop(future, None):
                yield from self._received(attempt, future)

    def _received(self, attempt: _Attempt, future: Future[Reply]) -> Iterator[Outcome]:
        try:
            reply = future.result()
        except BrokenExecutor:  # all that was under way is lost, and one of it may be the cause
            others, self._under_way = list(self._under_way.values()), {}
            self._hiring.dismiss()
            for suspect in (attempt, *others):
                yield from self._failed(suspect, "the worker that graded it died")
        except self._hiring.now().deaths:
            yield from self._failed(attempt, "the workers that graded it died")
        except (CancelledError, OSError):  # the scheduler has gone, and with it all it knew
            self._waiting.appendleft(attempt)
            self._call_all_back()
        except Exception as error:
            raise CourseError(
                f"the executor's workers cannot grade: {error!r}. Install nbjudge, with the same "
                "packages as here, where they run"
            ) from error
        else:
            yield from self._answered(attempt, reply)

    def _call_all_back(self) -> None:
        self._waiting.extendleft(self._under_way.values())
        self._under_way = {}
        self._hiring.dismiss()

    def _answered(self, attempt: _Attempt, reply: Reply) -> Iterator[Outcome]:
        self._sent_to.discard(attempt.parcel_for)
        attempt.parcel_for = ""
        if isinstance(reply, Done):
            self._refusing_since = 0.0
            for lack in reply.lacking:
                self._tell("not protected", lack)
            yield self._entered(attempt.task, reply.payload)
        elif isinstance(reply, Failed):
            yield from self._failed(attempt, reply.why)
        else:
            self._put_back(attempt, reply)

    def _put_back(self, attempt: _Attempt, reply: Needs | Refused) -> None:
        if isinstance(reply, Refused):
            self._note_refusal(reply.why)
        elif reply.place not in self._sent_to:
            # The next worker that is free gets the parcel, and it may be another one than asked:
            # then that one will ask again.
            self._sent_to.add(reply.place)
            attempt.parcel_for = reply.place
            self._waiting.appendleft(attempt)
            return
        self._waiting.append(attempt)

    def _note_refusal(self, why: str) -> None:
        """Raises CourseError once all workers refuse: nothing was sent out before they began to.

        Other workers may be about to start, so this is patient.
        """
        self._tell("refused", why)
        now = time.monotonic()
        self._refusing_since = self._refusing_since or now
        older = any(other.began < self._refusing_since for other in self._under_way.values())
        if now - self._refusing_since > _SECONDS_FOR_A_WORKER and not older:
            raise CourseError(f"no worker may grade what is left. The last one: {why}")

    def _failed(self, attempt: _Attempt, why: str) -> Iterator[Outcome]:
        attempt.tries += 1
        attempt.payload = b""  # grades may have been entered by hand meanwhile
        if attempt.tries < _TRIES:
            self._suspects.append(attempt)
        else:
            told = f"{why}, {attempt.tries} times"
            yield outcome_of(self._course, attempt.task, Lost(told), dry=self._dry)

    def _entered(self, task: Task, payload: bytes) -> Outcome:
        result = received(payload)
        assert isinstance(result, Result)
        if self._dry:
            return result.outcome
        return in_turn(self._course, task, lambda left: self._enter(task, left, result))

    def _enter(self, task: Task, left: Task, result: Result) -> Outcome:
        """Enters the result of a task, unless another command has done some of it meanwhile."""
        submission = task.submission
        if not left.judge:
            return Outcome(submission, "", 0.0, elsewhere=True)
        if left != task:
            said = f"{submission.key}: another command has graded it meanwhile: run this once more"
            return Outcome(submission, said, 0.0, keeps_grade=True)
        try:
            rows.enter(self._course, submission, result.changes)
            for step, content in result.folders.items():
                who = (submission.student, submission.assignment)
                put(content, self._course.folder(step, *who))
        except (CourseError, OSError) as error:
            return failed(task, f"{submission.folder}: {error}", dry=self._dry)
        return result.outcome


def _contents_of(course: Course) -> Contents:
    """What workers need. Raises CourseError if a part of it lies outside the course folder."""
    source = course.folder("source_directory", ".", "x").parent
    if not source.is_relative_to(course.root):
        raise CourseError(f"{source} lies outside {course.root}: an executor needs it inside")
    return Contents(course.root, (source.relative_to(course.root).as_posix(), "tests"))
