"""The score of an ordinary nbgrader test cell, from how its run ended and its last value.

The rules are nbgrader's (`nbgrader.utils.determine_grade`): an error earns nothing, a number as the
last value is the score, anything else earns all points. There are three differences: a cell earns
something only if it ran to its end, its printed text (on stderr too) does not count, and a last
value that is not a score earns nothing.
"""

import math
import re

from nbformat import NotebookNode

from nbjudge.course.notebook import grade_id, points_of_cell
from nbjudge.report.plain import PlainResult, Verdict

_MOST_SHOWN = 500
# Such as `np.float64(0.5)`, `tensor(0.5)` and `Decimal('0.5')`.
_WRAPPED = re.compile(r"[A-Za-z_][\w.]*\(['\"]?([^()'\",]*)['\"]?(?:, [^()]*)?\)")
_TRUTHS = {"True": math.inf, "np.True_": math.inf, "False": 0.0, "np.False_": 0.0}


def plain_result(cell: NotebookNode, finished: bool) -> PlainResult:
    """The result of a test cell that has run; `finished` tells whether it ran without an error."""
    name, points = grade_id(cell), points_of_cell(cell)
    if not finished:
        return _unfinished(name, points, cell)
    values = [output for output in cell.outputs if output.output_type == "execute_result"]
    if not values:
        return PlainResult(name, points, points, "passed")
    return _by_its_value(name, points, str(values[-1].data.get("text/plain", "")).strip())


def _unfinished(name: str, points: float, cell: NotebookNode) -> PlainResult:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if not errors:
        return PlainResult(name, points, 0.0, "failed", "This cell did not run to its end.")
    kind = str(errors[-1].ename)
    said = f"{kind}: {errors[-1].evalue}"[:_MOST_SHOWN]
    verdict: Verdict = "not attempted" if kind == "NotImplementedError" else "failed"
    return PlainResult(name, points, 0.0, verdict, said)


def _by_its_value(name: str, points: float, shown: str) -> PlainResult:
    value = score_in(shown)
    if value is None or math.isnan(value):
        said = f"The last value of this cell, {shown[:100]}, is no number of points."
        return PlainResult(name, points, 0.0, "failed", said, unreadable=True)
    if value < 0:
        said = f"The last value of this cell, {shown[:100]}, is below 0."
        return PlainResult(name, points, 0.0, "failed", said)
    earned = min(value, points)
    verdict: Verdict = "passed" if earned == points else "partial" if earned else "failed"
    return PlainResult(name, points, earned, verdict)


def score_in(shown: str) -> float | None:
    """The number in a value's text; all points or none for a truth value; else None."""
    if shown in _TRUTHS:
        return _TRUTHS[shown]
    wrapped = _WRAPPED.fullmatch(shown)
    try:
        return float(wrapped[1] if wrapped else shown) + 0.0  # no -0.0
    except ValueError:
        return None
