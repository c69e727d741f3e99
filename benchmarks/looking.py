"""What it costs to look for lies: `python -m benchmarks.looking`.

The same honest class is graded in turn as it is, and with nobody looking: the memory of kernels is
not compared with what it was at the fork, and the text of cells is not read for what reaches into
the process. Prints the ratio of CPU seconds of all processes, and of the clock.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.realistic_class import realistic_class
from benchmarks.tricks import Cost, graded

# Python runs a module of this name when it starts, in the grader and in the kernels' server.
_NAME = "sitecustomize.py"
_NOBODY_LOOKS = """
from nbjudge.sandbox import structures
from nbjudge.submission import reaching
structures.known = lambda: False
reaching.reaching = lambda texts: []
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=6, help="submissions of each assignment")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs")
    options = parser.parse_args()
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        course = realistic_class(Path(folder), options.copies)
        blind = Path(folder, "blind")
        blind.mkdir()
        (blind / _NAME).write_text(_NOBODY_LOOKS)
        graded(course)  # enters the assignments into the gradebook
        for number in range(options.rounds):
            pairs.append(_pair(course, blind, looking_first=number % 2 == 0))
            looking, not_looking = pairs[-1]
            print(f"round {number + 1}: looking {looking}, not looking {not_looking}", flush=True)
    for what in Cost._fields:
        ratios = [
            getattr(looking, what) / getattr(not_looking, what) for looking, not_looking in pairs
        ]
        print(f"{what}: {median(ratios):.3f} (from {min(ratios):.3f} to {max(ratios):.3f})")


def _pair(course: Path, blind: Path, looking_first: bool) -> tuple[Cost, Cost]:
    """The cost with somebody looking, and without; the one or the other is measured first."""
    if looking_first:
        return graded(course), graded(course, PYTHONPATH=str(blind))
    not_looking = graded(course, PYTHONPATH=str(blind))
    return graded(course), not_looking


if __name__ == "__main__":
    main()
