"""Finds what has arrived: in the exchange, and in `submitted/` itself."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nbjudge.course.notebook import read_notebook
from nbjudge.grading.changes import Grades
from nbjudge.grading.ledger import Ledger
from nbjudge.grading.turns import versions_handed_in
from nbjudge.serving.inbound import Handed, Inbound, as_text
from nbjudge.serving.receipts import Receipt, Receipts, text_of
from nbjudge.serving.settings import Serve
from nbjudge.serving.watching import Arrivals
from nbjudge.submission.files import HANDED_IN, TIME, Unfit, digest
from nbjudge.submission.submissions import Course, Submission

# So many that come into `submitted/` at once were put there by somebody, as a batch.
_HANDFUL = 8
Key = tuple[str, str]


@dataclass
class Arrival:
    """A submission that has arrived: in the exchange (`handed`), or in `submitted/` itself.

    `older` are folders in the exchange that the same student handed in before, and that nobody has
    looked at. `before` are the student's grades before this submission is graded.
    """

    receipt: Receipt
    folder: Path
    handed: Handed | None = None
    older: list[Handed] = field(default_factory=list)
    is_urgent: bool = True
    before: Grades | None = None
    not_before: float = 0.0

    @property
    def key(self) -> Key:
        return self.receipt.key


class Entrance:
    """Where submissions come in. Each state of each of them is told once."""

    def __init__(self, course: Course, settings: Serve, ledger: Ledger, receipts: Receipts):
        self._course, self._ledger, self._receipts = course, ledger, receipts
        self.inbound = Inbound(course)
        self._assignments = course.assignments()
        times = (settings.quiet_seconds, settings.patience_seconds)
        self._in_exchange, self._in_submitted = Arrivals(*times), Arrivals(*times)
        self._past: set[Path] = set()
        self._is_opening = True

    def look(self) -> list[Arrival]:
        """What has arrived since the last look."""
        return [*self._from_exchange(), *self._from_submitted()]

    def take(self, arrival: Arrival) -> None:
        """Puts what lies in the exchange into `submitted/`. Raises Unfit, OSError."""
        if arrival.handed is not None:
            self._past.add(arrival.folder)
            self.inbound.take(arrival.handed)
            arrival.folder = self._course.submitted(arrival.handed.student, arrival.key[0])
            arrival.handed = None
            self._in_submitted.leave_out(arrival.folder)

    def _from_exchange(self) -> Iterator[Arrival]:
        by_student: dict[Key, list[Handed]] = {}
        for handed in sorted(self.inbound.entries(), key=lambda h: (h.when, h.folder.name)):
            if handed.folder not in self._past:
                by_student.setdefault((handed.assignment, handed.student), []).append(handed)
        newest = {
            later[-1].folder: later
            for found in by_student.values()
            if (later := self._not_collected(found))
        }
        for folder in self._in_exchange.look(
            newest, lambda folder: self._is_whole(folder, newest[folder][-1].assignment)
        ):
            *older, handed = newest[folder]
            self._past |= {old.folder for old in older}
            receipt = self.receipt(handed.assignment, handed.student, folder, handed)
            yield Arrival(receipt, folder, handed, older)

    def _not_collected(self, found: list[Handed]) -> list[Handed]:
        """Of one student's folders those that are later than what lies in `submitted/`."""
        collected = self.inbound.collected(found[0].student, found[0].assignment)
        later = [h for h in found if collected is None or h.when > collected]
        self._past |= {h.folder for h in found if h not in later}
        return later

    def _from_submitted(self) -> list[Arrival]:
        there = {
            folder: (assignment, student)
            for student in self._course.students()
            for assignment in self._assignments
            if (folder := self._course.submitted(student, assignment)).is_dir()
        }
        quiet = self._in_submitted.look(
            there, lambda folder: self._is_whole(folder, there[folder][0])
        )
        found = [folder for folder in quiet if self._is_new(Submission(*there[folder], folder))]
        arrived = [Arrival(self.receipt(*there[f], f), f) for f in found]
        for arrival in arrived:
            known = self._receipts.known(arrival.receipt)
            was_waiting = known is not None and known.state == "received"
            arrival.is_urgent = was_waiting or not (self._is_opening or len(arrived) > _HANDFUL)
        self._is_opening = self._is_opening and not quiet and bool(there)
        return arrived

    def _is_new(self, submission: Submission) -> bool:
        """Whether another version was graded, or none, or nobody was told so."""
        try:
            now = digest(submission.folder, HANDED_IN).hex()
        except (Unfit, OSError):
            return True  # grading it says why it cannot be graded
        is_graded = self._ledger.version(submission).handed_in == now
        return not is_graded or self._receipts.has_open(submission.assignment, submission.student)

    def _is_whole(self, folder: Path, assignment: str) -> bool:
        """Whether all notebooks can be read; one that is too large is not looked at."""
        for path in self._course.notebooks(assignment):
            try:
                # Reading a pipe would never end.
                if not (folder / path.name).is_file():
                    return False
                if (folder / path.name).stat().st_size <= self._course.limits.notebook_bytes:
                    read_notebook(folder / path.name)
            except Exception:  # whatever is wrong with it, a worker says so
                return False
        return True

    def receipt(
        self, assignment: str, student: str, folder: Path, handed: Handed | None = None
    ) -> Receipt:
        """The receipt for what lies in a folder, or the one that was given before."""
        versions: dict[str, str] = {}
        with contextlib.suppress(OSError):  # the grade's message says what cannot be read
            versions = versions_handed_in(self._course, assignment, folder)
        when = _time_in(folder) or (as_text(handed.when) if handed else "")
        new = Receipt(assignment, student, when, text_of(datetime.now()), versions)
        return self._receipts.known(new) or new


def _time_in(folder: Path) -> str:
    path = folder / TIME
    with contextlib.suppress(OSError, ValueError):
        if path.is_file() and not path.is_symlink():
            with path.open(encoding="utf-8") as file:
                return file.read(100).strip()
    return ""
