"""What checks found, as data: kept with a graded notebook for whoever looks at the class.

It lies in the notebook's metadata. A graded notebook stays with the instructors; a feedback page is
made of its cells and what they show, and of no metadata.
"""

from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode

from nbjudge.report.results import ExerciseResult, Verdict

_KEY = "nbjudge"
# Without these a verdict cannot be read again.
_NEEDED = {"name", "text", "state"}


def keep(notebook: NotebookNode, results: Iterable[ExerciseResult], seconds: float) -> None:
    """Keeps all verdicts with a graded notebook, and how long it took to run and judge it."""
    verdicts = [
        _without_blanks(Verdict(result.slug, result.points, check).as_data())
        for result in results
        for check in result.checks
    ]
    known = notebook.metadata.get(_KEY, {})
    notebook.metadata[_KEY] = {**known, "verdicts": verdicts, "seconds": round(seconds, 3)}


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    """A verdict without what is empty, and without the hints of a check that has passed."""
    said = {name: value for name, value in data["result"].items() if value or name in _NEEDED}
    if said["state"] == "passed":
        said["text"] = {**said["text"], "hints": ()}
    return {**data, "result": said}


def kept(notebook: dict[str, Any]) -> dict[str, ExerciseResult] | None:
    """The results by exercise in a notebook's JSON; None where it was graded without keeping any.

    Raises KeyError or TypeError where what is kept is not what `keep` writes.
    """
    known = notebook["metadata"].get(_KEY, {})
    if "verdicts" not in known:
        return None
    found: dict[str, list[Verdict]] = {}
    for data in known["verdicts"]:
        verdict = Verdict.from_data(data)
        found.setdefault(verdict.slug, []).append(verdict)
    return {
        slug: ExerciseResult(slug, verdicts[0].points, tuple(v.result for v in verdicts))
        for slug, verdicts in found.items()
    }


def kept_seconds(notebook: dict[str, Any]) -> float | None:
    """How long it took to run and judge it, where that is known."""
    seconds = notebook["metadata"].get(_KEY, {}).get("seconds")
    return None if seconds is None else float(seconds)
