"""From a save to the verdict, as `nbjudge watch` has it: `python -m benchmarks.watch tensors`.

Saves a released notebook again and again, with the course's solution or a wrong one in the cell of
each exercise in turn, and prints the median and the slowest.
"""

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from nbjudge.course.notebook import exercises, read_notebook

ROOT = Path(__file__).parents[1]
WRONG = "raise ValueError('wrong on purpose')"
# What `nbjudge watch` prints when it has judged a save: a report's head, or that there is none.
VERDICT = re.compile(r"visible checks passed|not attempted yet|is as before|everything|Well done")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", nargs="?", default="tensors")
    parser.add_argument("--saves", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seconds = measured(options.assignment, Path(folder), options.saves)
    print(f"{options.assignment}: {len(seconds)} saves, from save to verdict:")
    print(f"  median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s")


def measured(assignment: str, folder: Path, saves: int) -> list[float]:
    """The seconds from each save to its verdict."""
    place = folder / assignment
    shutil.copytree(ROOT / "release" / assignment, place)
    (folder / "data").symlink_to(ROOT / "data")
    versions = solved_and_wrong(assignment)
    save(place, assignment, versions[0])
    command = [sys.executable, "-m", "nbjudge.terminal.command", "watch"]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, text=True) as watch:
        until_verdict(watch)
        time.sleep(10)  # the checks of all exercises are read by then
        found = []
        for number in range(1, saves + 1):
            began = time.monotonic()
            save(place, assignment, versions[number % len(versions)])
            until_verdict(watch)
            found.append(time.monotonic() - began)
            time.sleep(0.3)
        watch.terminate()
    return found


def solved_and_wrong(assignment: str) -> list[nbformat.NotebookNode]:
    """The course's notebook, and that with one exercise wrong, for each, in turn."""
    path = ROOT / "source" / assignment / f"{assignment}.ipynb"
    found = []
    for exercise in exercises(read_notebook(path)):
        wrong = read_notebook(path)
        wrong.cells[exercise.solution].source = WRONG
        found += [read_notebook(path), wrong]
    return found


def save(place: Path, assignment: str, notebook: nbformat.NotebookNode) -> None:
    nbformat.write(notebook, place / "saved")
    (place / "saved").replace(place / f"{assignment}.ipynb")


def until_verdict(watch: "subprocess.Popen[str]") -> None:
    assert watch.stdout is not None
    for line in watch.stdout:
        if VERDICT.search(line):
            return
    raise SystemExit(f"nbjudge watch has ended with {watch.wait()}")


if __name__ == "__main__":
    main()
