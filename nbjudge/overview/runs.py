"""Keeps the figures of each run in `.nbjudge/runs/`, so that runs or years can be compared."""

import json
import statistics
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nbjudge.course.layout import CourseError
from nbjudge.overview.gathering import ClassWork
from nbjudge.overview.misconceptions import misconceptions


@dataclass(frozen=True)
class Counted:
    """A number of students (`found`) out of all (`of`)."""

    found: int
    of: int

    @property
    def share(self) -> float:
        return self.found / self.of if self.of else 0.0


@dataclass(frozen=True)
class AssignmentRecord:
    """An assignment in one run, without any student: totals, scores by cell, and causes.

    `causes` are by exercise and cause, as `softmax: It sums over the batch`.
    """

    maximum: float
    totals: list[float]
    scores: dict[str, list[float]]
    points: dict[str, float]
    causes: dict[str, Counted]


Record = dict[str, AssignmentRecord]


def record_of(found: list[ClassWork]) -> Record:
    return {work.assignment: _record(work) for work in found}


def _record(work: ClassWork) -> AssignmentRecord:
    scores = {
        column.label: sorted(s for w in work.scored if (s := w.scores[column.label]) is not None)
        for column in work.columns
    }
    causes = {
        f"{m.slug}: {m.cause.said}": Counted(len(m.found), m.attempted)
        for m in misconceptions(work)
        if m.cause.recognised or len(m.found) > 1  # not one student's own error
    }
    points = {column.label: column.points for column in work.columns}
    return AssignmentRecord(work.maximum, sorted(work.totals), scores, points, causes)


def keep_run(root: Path, record: Record, now: datetime) -> Path | None:
    """Keeps a run under its time, unless the last run had the same figures."""
    folder = root / ".nbjudge" / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({name: asdict(found) for name, found in record.items()}, indent=1)
    kept = sorted(folder.glob("*.json"))
    if kept and kept[-1].read_text(encoding="utf-8") == text:
        return None
    path = folder / f"{now:%Y-%m-%dT%H-%M-%S}.json"
    path.write_text(text, encoding="utf-8")
    return path


def read_run(root: Path, name: str) -> Record:
    """The run of this name, or in the file of this name. Raises CourseError if there is none."""
    folder = root / ".nbjudge" / "runs"
    path = next((p for p in (folder / f"{name}.json", Path(name)) if p.is_file()), None)
    if path is None:
        known = ", ".join(sorted(p.stem for p in folder.glob("*.json"))) or "none yet"
        raise CourseError(
            f"there is no run {name}. There is: {known}; another course's by its file"
        )
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {assignment: _read(data) for assignment, data in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise CourseError(f"{path} is no record of a run ({error!r})") from error


def _read(data: dict[str, Any]) -> AssignmentRecord:
    causes = {said: Counted(**counted) for said, counted in data["causes"].items()}
    return AssignmentRecord(**{**data, "causes": causes})


@dataclass(frozen=True)
class Compared:
    """A line of a comparison: the values then and now, None if there was none."""

    said: str
    then: str | None
    now: str | None


def compared(then: Record, now: Record) -> dict[str, list[Compared]]:
    """The comparison for each assignment of both runs: medians, means, points and causes."""
    return {
        name: [
            *_lines(_numbers(then[name]), _numbers(now[name])),
            *_lines(_causes(then[name]), _causes(now[name])),
        ]
        for name in now
        if name in then
    }


def _lines(then: dict[str, str], now: dict[str, str]) -> list[Compared]:
    return [Compared(said, then.get(said), now.get(said)) for said in {**now, **then}]


def _numbers(record: AssignmentRecord) -> dict[str, str]:
    found = {"students with all their scores": str(len(record.totals))}
    if record.totals:
        median, mean = statistics.median(record.totals), statistics.fmean(record.totals)
        found["median of the totals"] = f"{median:.3g} of {record.maximum:g}"
        found["mean of the totals"] = f"{mean:.3g} of {record.maximum:g}"
    for label, scores in record.scores.items():
        if scores:
            mean, points = statistics.fmean(scores), record.points[label]
            found[f"{label}, on average"] = f"{mean:.3g} of {points:g}"
    return found


def _causes(record: AssignmentRecord) -> dict[str, str]:
    return {
        said: f"{counted.found} of {counted.of} ({counted.share:.0%})"
        for said, counted in record.causes.items()
    }
