"""Where arrivals wait for a worker, are graded, and get their receipts."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from nbjudge.course.layout import CourseError
from nbjudge.grading.changes import changes, grades_of, note
from nbjudge.grading.conversion import release_pages
from nbjudge.grading.ledger import Ledger, Task, pending
from nbjudge.grading.supervised import Crew
from nbjudge.grading.turns import arrivals_first
from nbjudge.grading.workers import Outcome, conditions, outcome_of
from nbjudge.serving.arriving import Arrival, Entrance, Key
from nbjudge.serving.inbound import Handed
from nbjudge.serving.pages import came_by_exchange, hand_out
from nbjudge.serving.receipts import Receipt, Receipts, State
from nbjudge.serving.settings import Serve
from nbjudge.submission.files import Unfit
from nbjudge.submission.submissions import Course, Submission

_LATER = 5.0  # seconds until something is tried again that the machine or the gradebook prevented
Say = Callable[[str], None]


class Desk:
    """Receives what arrives in a course, and has it graded by workers that stay.

    What comes by the exchange, and what comes alone, is urgent. It goes before what lay there when
    the server started and before what was put into `submitted/` in a heap. One worker more than
    `workers` is kept for what is urgent. What is graded while the course's files change
    (`has_changed`) is left to a desk for the changed course. Close the desk when done.
    """

    def __init__(
        self,
        course: Course,
        settings: Serve,
        workers: int,
        say: Say,
        has_changed: Callable[[], bool] = lambda: False,
    ):
        self._course, self._settings, self._say = course, settings, say
        self._has_changed = has_changed
        self._ledger, self._receipts = Ledger(course), Receipts(course.root)
        self._entrance = Entrance(course, settings, self._ledger, self._receipts)
        self._waiting: dict[Key, Arrival] = {}
        self._under_way: dict[Submission, Arrival] = {}
        self._kept: dict[Key, Arrival] = {}
        self._today = datetime.now().date()
        self._first, self._is_first = arrivals_first(course), False
        self._crew = Crew(**conditions(course, workers + 1))
        self._crew.start()
        self.graded = 0

    @property
    def is_busy(self) -> bool:
        """Whether a submission is being graded."""
        return bool(self._under_way)

    @property
    def has_waiting(self) -> bool:
        """Whether a submission is yet to be begun."""
        return bool(self._waiting)

    @property
    def places(self) -> str:
        """Where submissions come in, in words."""
        inbound = self._entrance.inbound.folder
        return f"{inbound} and submitted/" if inbound else "submitted/"

    def close(self) -> None:
        """Ends all work at once. What is not finished is graded when a server starts again."""
        self._crew.close()
        self._first.close()

    def look(self) -> None:
        """Receives what has arrived."""
        if (today := datetime.now().date()) != self._today:
            self._today = today
            self._waiting |= self._kept
            self._kept.clear()
        for arrival in self._entrance.look():
            self._receive(arrival)

    def work(self, seconds: float, *, begin: bool = True) -> None:
        """Begins what workers are free for, and waits so long for what they finish."""
        while begin and (arrival := self._next()):
            self._begin(self._waiting.pop(arrival.key))
        self._crew.begin_again()
        self._go_first()
        for task, result in self._crew.finished(seconds):
            arrival = self._under_way.pop(task.submission)
            self._finish(arrival, task, outcome_of(self._course, task, result, dry=False))

    def _receive(self, arrival: Arrival) -> None:
        for old in arrival.older:
            receipt = self._entrance.receipt(old.assignment, old.student, old.folder, old)
            self._settle(receipt, "older", old.folder)
        for waiting in (self._waiting, self._kept):
            former = waiting.pop(arrival.key, None)
            if former and not former.receipt.is_of_same(arrival.receipt):
                self._settle(former.receipt, "older", former.folder)
        if self._receipts.known(arrival.receipt) is None:
            self._receipts.note(arrival.receipt)
            self._tell(arrival.receipt, arrival.folder)
        self._waiting[arrival.key] = arrival

    def _next(self) -> Arrival | None:
        """The arrival whose turn it is, if a worker is free for it."""
        if not self._crew.idle:
            return None
        busy = {(s.assignment, s.student) for s in self._under_way}
        now = time.monotonic()
        ready = [a for a in self._waiting.values() if a.key not in busy and a.not_before <= now]
        urgent = (arrival for arrival in ready if arrival.is_urgent)
        others = iter(ready if self._crew.idle > 1 else ())
        return next(urgent, None) or next(others, None)

    def _go_first(self) -> None:
        """Makes batches of other processes wait as long as something urgent is to be graded."""
        arrivals = (*self._waiting.values(), *self._under_way.values())
        wanted = any(arrival.is_urgent for arrival in arrivals)
        if wanted != self._is_first:
            self._is_first = wanted
            if wanted:
                self._first.take()
            else:
                self._first.free()

    def _begin(self, arrival: Arrival) -> None:
        if why := self._over_the_limit(arrival):
            self._kept[arrival.key] = arrival
            self._settle(arrival.receipt, "waiting", arrival.folder, why)
            return
        try:
            if not self._is_refused(arrival):
                self._give_to_worker(arrival)
        except (CourseError, OSError) as error:
            self._say(f"{_name(arrival.key)}: not graded yet: {error}")
            arrival.not_before = time.monotonic() + _LATER
            self._waiting[arrival.key] = arrival
        # Whatever the error was, it concerns this submission alone, and the others go on.
        except Exception as error:
            self._settle(arrival.receipt, "refused", arrival.folder, repr(error))

    def _over_the_limit(self, arrival: Arrival) -> str:
        most, student = self._settings.graded_per_day, arrival.receipt.student
        now = sum(s.student == student for s in self._under_way)
        if not most or self._receipts.graded_on(student, self._today) + now < most:
            return ""
        many = "1 submission of yours is" if most == 1 else f"{most} submissions of yours are"
        return (
            f"{many} graded in a day, and no more. It is graded when the next day begins, unless "
            "you hand in a later one until then"
        )

    def _is_refused(self, arrival: Arrival) -> bool:
        """Takes what lies in the exchange into `submitted/`; whether that is impossible."""
        if arrival.handed is None:
            return False
        try:
            self._mind_the_owner(arrival, arrival.handed)
            self._entrance.take(arrival)
        except (Unfit, OSError, RuntimeError) as error:
            self._settle(arrival.receipt, "refused", arrival.folder, str(error))
            return True
        return False

    def _mind_the_owner(self, arrival: Arrival, handed: Handed) -> None:
        """Says if another user owns a folder. Raises Unfit if the course refuses that."""
        if owner := self._entrance.inbound.other_owner(handed):
            self._say(
                f"{_name(arrival.key)}: {handed.folder} belongs to {owner}: cheating attempt?"
            )
            if self._settings.refuse_other_owners:
                raise Unfit("another user has handed it in")

    def _give_to_worker(self, arrival: Arrival) -> None:
        assignment, student = arrival.key
        submission = Submission(assignment, student, arrival.folder)
        task = next((t for t in pending(self._course, [submission]) if t.judge), None)
        if task is None:  # it was graded meanwhile, or before its receipt was written
            self._settle(arrival.receipt, "graded", arrival.folder)
            return
        arrival.before = grades_of(self._course, [assignment], student)
        self._under_way[submission] = arrival
        self._crew.begin(task)

    def _finish(self, arrival: Arrival, task: Task, outcome: Outcome) -> None:
        self._note_changes(arrival, outcome)
        if self._has_changed():  # its receipt stays open: a desk for the changed course grades it
            self._ledger.forget(task.submission)
            return
        if outcome.error:
            counts = "None of your submissions counts now."
            self._settle(arrival.receipt, "refused", arrival.folder, outcome.error, counts)
            return
        self.graded += 1
        self._settle(arrival.receipt, "graded", arrival.folder)

    def _note_changes(self, arrival: Arrival, outcome: Outcome) -> None:
        """Keeps the former grades of a submission that was handed in anew."""
        if arrival.before is None:
            return
        assignment, student = arrival.key
        try:
            after = grades_of(self._course, [assignment], student)
            news = {outcome.submission: outcome.news}
            note(self._course, changes(self._course, arrival.before, after, news), datetime.now())
        except (CourseError, OSError) as error:
            self._say(f"{_name(arrival.key)}: its former grade is not kept: {error}")

    def _settle(
        self, receipt: Receipt, state: State, folder: Path, why: str = "", counts: str = ""
    ) -> None:
        """Notes what became of a submission, and tells the student and the log."""
        if state in ("refused", "waiting"):
            counts = counts or self._which_counts(receipt)
        why = why.replace(f"{self._course.root}/", "")
        settled = receipt.settle(state, datetime.now(), why, counts)
        known = self._receipts.known(settled)
        if known is None or (known.state, known.why, known.counts) != (state, why, counts):
            self._tell(settled, folder)  # first: if the server is killed here, it tells again
            self._receipts.note(settled)
            self._say(f"{_name(receipt.key)}: {_in_log(settled)}")

    def _which_counts(self, receipt: Receipt) -> str:
        last = self._receipts.graded(*receipt.key)
        if last is None:
            return "None of your submissions has been graded here yet."
        when = f"handed in at {last.handed_in}" if last.handed_in else f"received {last.received}"
        return f"The one that counts now is version {last.version}, {when}."

    def _tell(self, receipt: Receipt, folder: Path) -> None:
        """Hands the feedback page or the receipt out; the grade does not depend on it."""
        released = receipt.state == "graded" and self._settings.release_feedback
        try:
            said = hand_out(self._course, receipt, folder)
            if released and came_by_exchange(folder) and not said:
                said = release_pages(self._course, Submission(*receipt.key, folder))
        except (CourseError, OSError) as error:
            said = str(error)
        if said:
            self._say(f"{_name(receipt.key)}: the page was not handed out: {said}")


def _name(key: Key) -> str:
    return "/".join(key)


def _in_log(receipt: Receipt) -> str:
    said = f"{receipt.state}"
    if receipt.state == "graded":
        received, settled = map(datetime.fromisoformat, (receipt.received, receipt.settled))
        said += f", version {receipt.version}, {(settled - received).seconds} s after it came"
    return f"{said}: {receipt.why}" if receipt.why else said
