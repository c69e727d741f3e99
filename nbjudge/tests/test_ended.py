"""How runs of `nbjudge grade` end: by signals to each of their processes, and under faults."""

import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from nbjudge.sandbox import missing
from nbjudge.tests.faults import finish, graded_so_far, started, strike

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")
STUDENTS = {f"student{number}": "return x * 2" for number in range(5)} | {"wrong": "return x * 3"}
SLOW = "import time\ntime.sleep(0.7)\ndef double(x):\n    {body}"
# Faults take time that is nobody's.
PATIENT = "\nc.Judge.call_timeout = 60.0\nc.Judge.cell_timeout = 120\n"
FULL = [("double-checks", 2.0), ("total-checks", 4.0)]
SCORES = dict.fromkeys(STUDENTS, FULL) | {"wrong": [("double-checks", 0.5), ("total-checks", 4.0)]}


@pytest.fixture(scope="module")
def model(tmp_path_factory, copy_course, hand_in, submit):
    """A class that takes its time, as far as `nbjudge grade` enters its assignment."""
    folder = copy_course(tmp_path_factory.mktemp("ended") / "course")
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(PATIENT)
    for student, body in STUDENTS.items():
        submit(folder, student, hand_in(double=SLOW.format(body=body)))
    return folder


@pytest.fixture
def course(model):
    """A copy of it, by a name that is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="e-", dir="/tmp") as folder:
        yield shutil.copytree(model, Path(folder) / "c")


def scores_of(course):
    question = (
        "SELECT a.student_id, cell.name, grade.auto_score FROM grade "
        "JOIN submitted_notebook n ON grade.notebook_id = n.id "
        "JOIN submitted_assignment a ON n.assignment_id = a.id "
        "JOIN base_cell cell ON grade.cell_id = cell.id ORDER BY 2"
    )
    found = {}
    with closing(sqlite3.connect(course / "gradebook.db")) as gradebook:
        for student, cell, score in gradebook.execute(question):
            found.setdefault(student, []).append((cell, score))
    return found


def wait_until(run, condition):
    while not condition():
        assert run.process.poll() is None, run.output()
        time.sleep(0.02)


def is_grading(run):
    """Beside workers: a kernel without one tries the release before anything is graded."""
    return {"worker", "kernel"} <= run.processes().keys()


def scratch_left(run):
    return sorted(run.scratch.glob("nbj-*"))


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_run_that_a_signal_ends_leaves_nothing_and_the_next_one_goes_on(name, course):
    run = started(course)
    wait_until(run, lambda: graded_so_far(course) >= 2 and is_grading(run))
    began = time.monotonic()
    run.process.send_signal(signal.Signals[name])
    code = finish(run)
    assert time.monotonic() - began < 15, "nothing waits for what is being graded"
    kept = graded_so_far(course)
    assert 2 <= kept < len(STUDENTS)
    assert scratch_left(run) == []
    if name != "SIGKILL":
        assert code == 130
        assert "stopped. What was graded is kept; the same command goes on" in run.output()
    assert "Traceback" not in run.output()
    again = started(course)
    assert finish(again) == 0, again.output()
    assert f"{len(STUDENTS) - kept} graded now, {len(STUDENTS)} in scores.csv" in again.output()
    assert scores_of(course) == SCORES


@pytest.mark.parametrize(
    ("role", "name"),
    [
        *((role, "SIGKILL") for role in ("worker", "server", "guard", "kernel")),
        *((role, "SIGINT") for role in ("worker", "kernel")),
    ],
)
def test_what_strikes_one_process_of_a_run_costs_nobody_a_point(role, name, course):
    run = started(course)
    wait_until(run, lambda: is_grading(run))
    (struck, *_) = run.processes()[role]
    os.kill(struck, signal.Signals[name])
    code = finish(run)
    assert "Traceback" not in run.output()
    assert code == 0, run.output()
    assert scores_of(course) == SCORES
    assert scratch_left(run) == []


def test_a_run_that_is_killed_with_its_server_leaves_its_folder_to_the_next(course):
    run = started(course)
    wait_until(run, lambda: is_grading(run))
    for role in ("server", "command"):
        os.kill(run.processes()[role][0], signal.SIGKILL)
    finish(run)
    assert len(scratch_left(run)) == 1
    assert finish(started(course)) == 0
    assert scratch_left(run) == []
    assert scores_of(course) == SCORES


def test_a_kernel_that_is_killed_each_time_is_told_with_its_cell_and_what_to_do(
    course, hand_in, submit
):
    shutil.rmtree(course / "submitted")
    submit(course, "ada", hand_in(double="import os\nos._exit(137)"))  # it looks the same
    run = started(course)
    assert finish(run) == 0
    said = "flagged: warmup/ada: its kernel was killed in cell 5: if memory is short, grade it"
    assert said in run.output()
    assert scores_of(course) == {"ada": [("double-checks", 0.0), ("total-checks", 0.0)]}


@pytest.mark.parametrize("seed", [1])
def test_after_a_run_under_faults_another_gives_the_undisturbed_scores(seed, course):
    run = started(course)
    assert strike(run, random.Random(seed), most=8)
    finish(run)
    again = started(course)
    assert finish(again) == 0, again.output()
    assert scores_of(course) == SCORES
    assert scratch_left(again) == []
