"""What regrading a class for one changed check costs, beside grading it as a whole.

`python -m benchmarks.regrade --copies 12`. Both are done in one run, on the same cores, in turn.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.realistic_class import LESSONS, realistic_class
from benchmarks.speed import Cost, measured
from benchmarks.tables import number_table
from nbjudge.submission.submissions import open_course

# An exercise in the middle of each notebook.
_CHANGED = {
    "neurons": "relu",
    "tensors": "softmax",
    "modules": "predict",
    "fashion": "layer_by_layer",
}


@dataclass(frozen=True)
class _Costs:
    """What an assignment's class costs: as a whole, and with one check that has changed."""

    whole: Cost
    regraded: Cost
    nothing: Cost


def main() -> None:
    """Runs the comparison and prints it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignments", nargs="*", help="default: all")
    parser.add_argument("--copies", type=int, default=12, help="submissions of each assignment")
    parser.add_argument("--cores", type=int, default=2, help="with so many cores")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = realistic_class(Path(folder), options.copies)
        found = {
            name: _costs(course, name, options.cores) for name in options.assignments or LESSONS
        }
    Console(width=100).print(_table(found, options.copies))


def _costs(course: Path, assignment: str, cores: int) -> _Costs:
    """Grades, changes one check, grades again, and grades once more where nothing is to be done."""

    def graded() -> Cost:
        command = [sys.executable, "-m", "nbjudge", "grade", assignment, "-j", str(cores)]
        return measured(command, course, cores)

    whole = graded()
    _change_a_check(course, assignment)
    return _Costs(whole, graded(), graded())


def _change_a_check(course: Path, assignment: str) -> None:
    """Makes a check of an exercise one that nobody passes."""
    (module,) = (
        path
        for notebook in open_course(course).notebooks(assignment)
        for path in open_course(course).check_modules(notebook)
        if path.stem == f"test_{_CHANGED[assignment]}"
    )
    lines = module.read_text(encoding="utf-8").splitlines(keepends=True)
    body = [i for i, line in enumerate(lines) if line.startswith("    assert_close(student.")]
    first = body[0] if body else next(i for i, line in enumerate(lines) if "    assert" in line)
    lines.insert(first, "    assert False\n")
    module.write_text("".join(lines), encoding="utf-8")


def _table(found: dict[str, _Costs], copies: int) -> Table:
    """CPU seconds per submission, without what each run costs that has nothing to do."""
    shown = number_table(f"CPU s per submission, {copies} of each", "", *found, "together")
    whole = [(c.whole.cpu - c.nothing.cpu) / copies for c in found.values()]
    regraded = [(c.regraded.cpu - c.nothing.cpu) / copies for c in found.values()]
    for name, seconds in (("as a whole", whole), ("one changed check", regraded)):
        shown.add_row(name, *(f"{s:.3f}" for s in (*seconds, sum(seconds) / len(seconds))))
    ratios = [part / all_ for part, all_ in zip(regraded, whole, strict=True)]
    shown.add_row("share", *(f"{r:.2f}" for r in (*ratios, sum(regraded) / sum(whole))))
    return shown


if __name__ == "__main__":
    main()
