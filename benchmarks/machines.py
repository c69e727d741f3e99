"""A large class on three machines, one of which is killed: `python -m benchmarks.machines`.

The machines are Dask workers, each in a network of its own on this machine. One is killed when half
of the class is graded. Prints how long it took, whether anything is lost, and whether anything has
another score than the same notebook of another student.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Grade, Gradebook, SubmittedAssignment

from benchmarks.realistic_class import LESSONS, realistic_class
from nbjudge.tests.clusters import Cluster, cluster
from nbjudge.tests.faults import graded_so_far


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = realistic_class(Path(folder, "course"), options.submissions // len(LESSONS))
        logs = Path(folder, "machines")
        logs.mkdir()
        began = time.perf_counter()
        with cluster(logs) as machines:
            said = _graded(course, machines, options.submissions)
        print(said)
        print(f"{options.submissions} submissions: {time.perf_counter() - began:.0f} s")
        _tell(course)


def _graded(course: Path, machines: Cluster, submissions: int) -> str:
    """Grades the class while a machine is killed; the last lines of what was said."""
    machines.start_scheduler()
    for number in (1, 2, 3):
        machines.start_worker(number)
    command = (sys.executable, "-P", "-m", "nbjudge", "grade", "--executor", machines.executor)
    run = machines.run(course, *command)
    while run.poll() is None and graded_so_far(course) < submissions // 2:
        time.sleep(0.5)
    machines.kill("worker2")
    print(f"a machine is killed after {graded_so_far(course)} submissions", flush=True)
    said, _ = run.communicate()
    return "\n".join(said.splitlines()[-12:])


def _tell(course: Path) -> None:
    """Prints what the gradebook holds of what was handed in."""
    handed_in = sorted(course.glob("submitted/*/*/*.ipynb"))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        held = {
            (submission.student.id, assignment): submission.score
            for assignment in LESSONS
            for submission in gradebook.assignment_submissions(assignment)
            if all(grade.auto_score is not None for grade in _checked(submission))
        }
    scores: dict[tuple[str, bytes], set[float]] = defaultdict(set)
    for notebook in handed_in:
        if (score := held.get(notebook.parts[-3:-1])) is not None:
            scores[notebook.parts[-2], notebook.read_bytes()].add(score)
    unlike = sum(len(found) > 1 for found in scores.values())
    print(f"handed in: {len(handed_in)}, with a grade: {len(held)}")
    print(f"of {len(scores)} notebooks, the copies of {unlike} have different scores")


def _checked(submission: SubmittedAssignment) -> Iterator[Grade]:
    grades = (grade for notebook in submission.notebooks for grade in notebook.grades)
    return (grade for grade in grades if grade.max_score)


if __name__ == "__main__":
    main()
