"""What was received and what became of it: a record that survives whatever ends the server."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

# A submission is received first. Then it is graded, refused (it cannot be graded as it is), older
# (the student has handed in a later one meanwhile), or waits for another day.
State = Literal["received", "graded", "refused", "older", "waiting"]
RECORD = "receipts.jsonl"
_DIGITS = 12


@dataclass(frozen=True)
class Receipt:
    """What a student is told about one submission.

    `handed_in` is the time that the submission says, `received` when the server saw it first, and
    `settled` when its state was reached, all as ISO texts. `versions` has the SHA-256 of each
    notebook. `counts` says which version counts, if it is not this one.
    """

    assignment: str
    student: str
    handed_in: str
    received: str
    versions: dict[str, str] = field(default_factory=dict)
    state: State = "received"
    settled: str = ""
    why: str = ""
    counts: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.assignment, self.student

    @property
    def version(self) -> str:
        """The version as feedback pages show it; those of several notebooks in order."""
        return ", ".join(digest[:_DIGITS] for _, digest in sorted(self.versions.items()) if digest)

    def is_of_same(self, other: "Receipt") -> bool:
        """Whether both are about the same submission."""
        mine = self.key, self.handed_in, self.versions
        return mine == (other.key, other.handed_in, other.versions)

    def settle(self, state: State, now: datetime, why: str = "", counts: str = "") -> "Receipt":
        """The receipt with what became of the submission."""
        return replace(self, state=state, settled=text_of(now), why=why, counts=counts)


def text_of(when: datetime) -> str:
    """A time as receipts show it: with the time zone of this machine."""
    return when.astimezone().isoformat(sep=" ", timespec="seconds")


class Receipts:
    """The record `.nbjudge/receipts.jsonl`: a line whenever something becomes of a submission."""

    def __init__(self, root: Path):
        self._path = root / ".nbjudge" / RECORD
        self._last: dict[tuple[str, str], list[Receipt]] = {}
        for receipt in _read(self._path):
            self._remember(receipt)

    def note(self, receipt: Receipt) -> None:
        """Adds a line, which is on the disk when this returns."""
        self._path.parent.mkdir(exist_ok=True)
        line = json.dumps(asdict(receipt), sort_keys=True).encode() + b"\n"
        with self._path.open("ab") as file:
            # A kill in the middle of a former line must not spoil this one.
            file.write(line if _ends_whole(self._path) else b"\n" + line)
            file.flush()
            os.fsync(file.fileno())
        self._remember(receipt)

    def known(self, receipt: Receipt) -> Receipt | None:
        """What the record says last about the same submission."""
        same = (r for r in self._last.get(receipt.key, []) if r.is_of_same(receipt))
        return next(same, None)

    def has_open(self, assignment: str, student: str) -> bool:
        """Whether something was received that nothing has become of."""
        return any(r.state == "received" for r in self._last.get((assignment, student), []))

    def graded(self, assignment: str, student: str) -> Receipt | None:
        """The submission that was graded last."""
        found = [r for r in self._last.get((assignment, student), []) if r.state == "graded"]
        return max(found, key=lambda receipt: receipt.settled, default=None)

    def graded_on(self, student: str, day: date) -> int:
        """How many submissions of a student were graded on a day, in all assignments."""
        return sum(
            receipt.state == "graded" and datetime.fromisoformat(receipt.settled).date() == day
            for (_, who), receipts in self._last.items()
            if who == student
            for receipt in receipts
        )

    def _remember(self, receipt: Receipt) -> None:
        others = self._last.setdefault(receipt.key, [])
        others[:] = [other for other in others if not other.is_of_same(receipt)] + [receipt]


def _ends_whole(path: Path) -> bool:
    size = path.stat().st_size
    if not size:
        return True
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read() == b"\n"


def _read(path: Path) -> Iterator[Receipt]:
    """The receipts of the record; a line that was cut off is left out."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield Receipt(**json.loads(line))
        except (ValueError, TypeError):
            continue
