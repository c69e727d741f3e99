"""The results of checks as data, kept in a graded notebook for the report on the class.

The data are in the notebook's metadata. A graded notebook stays with the instructors. A feedback
page shows only what reports say too, the time of grading, and which version was graded.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from nbformat import NotebookNode

from nbjudge.report.guidance import NO_GUIDANCE
from nbjudge.report.results import ExerciseResult, Verdict

_KEY = "nbjudge"
# The fields without which a verdict cannot be read again.
_NEEDED = {"name", "text", "state"}


def keep(notebook: NotebookNode, results: Iterable[ExerciseResult], seconds: float) -> None:
    """Keeps in a graded notebook all verdicts, the time of grading, and how long it took."""
    verdicts = [verdict for result in results for verdict in _verdicts(result)]
    known = notebook.metadata.get(_KEY, {})
    when = datetime.now(UTC).isoformat(timespec="seconds")
    found = {"verdicts": verdicts, "seconds": round(seconds, 3), "graded": when}
    notebook.metadata[_KEY] = {**known, **found}


def _verdicts(result: ExerciseResult) -> Iterator[dict[str, Any]]:
    """The verdicts as data; the first one also holds the exercise's guidance."""
    guidance = result.guidance
    for check in result.checks:
        yield _without_blanks(Verdict(result.slug, result.points, check, guidance).as_data())
        guidance = NO_GUIDANCE


def keep_version(notebook: NotebookNode, version: str) -> None:
    """Keeps which version of the submission was graded."""
    notebook.metadata[_KEY] = {**notebook.metadata.get(_KEY, {}), "version": version}


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    """A verdict without empty fields, tables, pictures, and the hints of passed checks."""
    said = {name: value for name, value in data["result"].items() if value or name in _NEEDED}
    for seen in ("excerpt", "picture"):
        said.pop(seen, None)
    if said["state"] == "passed":
        said["text"] = {**said["text"], "hints": ()}
    return {**data, "result": said}


def kept(notebook: dict[str, Any]) -> dict[str, ExerciseResult] | None:
    """The results by exercise in a notebook's JSON; None if it was graded without keeping any.

    Raises KeyError or TypeError if the data are not what `keep` writes.
    """
    known = notebook["metadata"].get(_KEY, {})
    if "verdicts" not in known:
        return None
    found: dict[str, list[Verdict]] = {}
    for data in known["verdicts"]:
        verdict = Verdict.from_data(data)
        found.setdefault(verdict.slug, []).append(verdict)
    return {
        slug: ExerciseResult(
            slug,
            verdicts[0].points,
            tuple(v.result for v in verdicts),
            guidance=verdicts[0].guidance,
        )
        for slug, verdicts in found.items()
    }


def kept_origin(notebook: dict[str, Any]) -> tuple[str, datetime | None]:
    """Which version was graded, and when; empty and None if unknown.

    Raises ValueError if the date is not valid.
    """
    known = notebook["metadata"].get(_KEY, {})
    when = known.get("graded")
    return str(known.get("version", "")), datetime.fromisoformat(when) if when else None


def kept_seconds(notebook: dict[str, Any]) -> float | None:
    """How long running and judging took, if that is known."""
    seconds = notebook["metadata"].get(_KEY, {}).get("seconds")
    return None if seconds is None else float(seconds)
