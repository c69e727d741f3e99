"""`nbjudge check` and `nbjudge watch`, typed in the folder of a notebook or of several."""

import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from nbjudge.course.layout import CourseError
from nbjudge.course.regions import visible_text
from nbjudge.judge.states import can_keep_states
from nbjudge.terminal.exercises import find

pytestmark = pytest.mark.student_side
NBJUDGE = Path(sys.executable).parent / "nbjudge"
# The command as a student's installation has it.
STUDENTS = [sys.executable, "-m", "nbjudge.terminal.command"]
WORDS_IN_TIME = 200  # seconds, on a machine that does much else


@pytest.fixture
def released(tmp_path, hand_in, copy_course):
    """Makes folders as students have them: a notebook beside its visible checks."""
    course = copy_course(tmp_path / "course")

    def make(name="warmup", **solutions):
        folder = tmp_path / "my course" / name
        (folder / "tests").mkdir(parents=True)
        for module in (course / "tests" / "warmup").glob("test_*.py"):
            (folder / "tests" / module.name).write_text(visible_text(module.read_text()))
        save(folder, hand_in(**solutions))
        return folder

    return make


def save(folder, notebook):
    """Saves as JupyterLab does: a new file takes the place of the old one."""
    (folder / "new").write_text(nbformat.writes(notebook))
    (folder / "new").replace(folder / "warmup.ipynb")


class Watched:
    """`nbjudge watch` in a folder, and what it prints."""

    def __init__(self, folder, *names):
        self.process = subprocess.Popen(
            [*STUDENTS, "watch", *names], cwd=folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))

    def end(self, number):
        self.process.send_signal(number)
        self.process.wait(60)
        self._reader.join()

    def until(self, words):
        """The lines up to the one that has these words."""
        found = []
        while not found or words not in found[-1]:
            found.append(self._lines.get(timeout=WORDS_IN_TIME))
        return found


@contextmanager
def watching(folder, *names):
    watched = Watched(folder, *names)
    try:
        yield watched
    finally:
        watched.end(signal.SIGINT)


def test_check_shows_a_table_and_then_what_to_do_next(released, run):
    folder = released(double="def double(x):\n    return x * 3  # so", total="total = 3")
    process = run(folder, *STUDENTS, "check")
    lines = process.stdout.splitlines()
    assert (process.returncode, process.stderr) == (1, "")
    assert lines[0] == "nbjudge: 2 exercises in warmup.ipynb"
    place = lines.index("warmup")
    assert [line.split() for line in lines[place + 1 : place + 3]] == [
        "✗ double 0 of 1 checks 0 of 2 points".split(),
        "✗ total 0 of 1 checks 0 of 4 points".split(),
    ]
    assert "0 of 2 exercises done, 0 of 6 points so far" in process.stdout
    assert "hidden ones count too at grading" in process.stdout
    assert "  ✗ One and two are doubled" in lines[lines.index("Next:") :]
    assert "It is one number" not in process.stdout


def test_check_of_one_exercise_that_is_right_ends_well(released, run):
    process = run(released(total="total = 3"), *STUDENTS, "check", "double")
    assert process.returncode == 0
    assert "1 of 1 exercises done, 2 of 2 points so far" in process.stdout
    assert "total" not in process.stdout


def test_the_course_itself_is_checked_with_the_hidden_checks(copy_course, tmp_path, run):
    process = run(copy_course(tmp_path / "course"), NBJUDGE, "check")
    assert process.returncode == 0
    assert "3 of 3 checks" in process.stdout
    assert "2 of 2 exercises done, 6 of 6 points so far." in process.stdout


def test_a_name_that_is_not_there_is_answered_with_the_one_that_is_meant(released, run):
    process = run(released(), *STUDENTS, "check", "duoble")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == (
        'nbjudge: there is no exercise, notebook or folder "duoble" here: did you mean double?\n'
    )


def test_a_folder_without_checks_is_told_where_to_go(tmp_path, run):
    process = run(tmp_path, *STUDENTS, "watch")
    assert process.returncode == 2
    assert "there is no notebook with checks in" in process.stderr
    assert "Traceback" not in process.stderr


def test_the_exercises_of_a_bundle_come_in_the_order_of_the_course(released):
    last, first = released("ants"), released("bees")
    (last.parent / "engine").mkdir()
    (last.parent / "engine" / "settings.json").write_text('{"assignments": ["bees", "ants"]}')
    for folder in (first, last):
        (folder / "warmup.ipynb").rename(folder / f"{folder.name}.ipynb")
    found = find([], last.parent)
    assert [(e.notebook.parent.name, e.slug) for e in found] == [
        ("bees", "double"), ("bees", "total"), ("ants", "double"), ("ants", "total")
    ]  # fmt: skip
    assert [e.slug for e in find(["ants"], last.parent)] == ["double", "total"]


def test_a_copy_of_the_notebook_beside_it_is_not_taken_for_it(released):
    folder = released()
    (folder / "Untitled.ipynb").write_text((folder / "warmup.ipynb").read_text())
    assert {e.notebook.name for e in find([], folder)} == {"warmup.ipynb"}
    assert {e.notebook.name for e in find(["Untitled.ipynb"], folder)} == {"Untitled.ipynb"}
    (folder / "warmup.ipynb").rename(folder / "other.ipynb")
    with pytest.raises(CourseError, match=r"several notebooks: name one of Untitled\.ipynb, other"):
        find([], folder)


def test_watch_goes_from_one_exercise_to_the_next_and_celebrates_once(released, hand_in):
    stub = "raise NotImplementedError()"
    folder = released(double="def double(x):\n    return x * 3", total=stub)
    with watching(folder) as watched:
        watched.until("✗ One and two are doubled")
        watched.until("hint:")
        save(folder, hand_in(total=stub))
        shown = watched.until("○ It is one number")
        assert "✓ double is done: 1 of 1 visible checks pass" in shown
        save(folder, hand_in())
        shown = watched.until("Well done")
        assert "✓ total is done: 1 of 1 visible checks pass" in shown
        assert not any("double" in line for line in shown)
        save(folder, hand_in(double="def double(x):\n    return x"))
        watched.until("✗ One and two are doubled")
        save(folder, hand_in())
        assert not any("Well done" in line for line in watched.until("everything is done"))


def test_a_save_that_is_no_notebook_is_told_and_the_next_one_is_checked(released, hand_in):
    folder = released(double="def double(x):\n    return x * 3")
    with watching(folder) as watched:
        watched.until("✗ One and two are doubled")
        (folder / "warmup.ipynb").write_text('{"cells": [')
        watched.until("is not a readable notebook")
        save(folder, hand_in())
        watched.until("Well done")


def test_watch_survives_cells_that_end_their_kernel_and_gives_up_on_those_that_never_end(
    released, hand_in
):
    folder = released(double="import os\nos._exit(1)")
    with watching(folder) as watched:
        watched.until("your cell stopped with")
        save(folder, hand_in(double="while True:\n    pass"))
        save(folder, hand_in(double="def double(x:"))
        watched.until("SyntaxError")
        save(folder, hand_in(double="def double(x):\n    while True:\n        pass"))
        watched.until("no answer in time")
        save(folder, hand_in())
        watched.until("Well done")


def write_a_line(name):
    return f"with open({name!r}, 'a') as written:\n    written.write('x')"


@pytest.mark.skipif(not can_keep_states(), reason="states are kept on Linux only")
def test_only_the_cells_from_the_first_changed_one_run_again(released, hand_in):
    stub = "raise NotImplementedError()"
    right = "def double(x):\n    return 2 * x\n\n"
    folder = released(double=right + write_a_line("first"), total=stub)
    with watching(folder) as watched:
        watched.until("`total` is not defined yet")
        save(folder, hand_in(double=right + write_a_line("first"), total=write_a_line("second")))
        watched.until("total is as before")
        save(folder, hand_in(double=right + write_a_line("first")))
        watched.until("Well done")
    assert (folder / "first").read_text() == "x"
    assert (folder / "second").read_text() == "x"


@pytest.mark.skipif(not can_keep_states(), reason="states are kept on Linux only")
def test_a_module_beside_the_notebook_that_has_changed_is_imported_anew(released):
    folder = released(double="from mine import double")
    (folder / "mine.py").write_text("def double(x):\n    return x * 3")
    with watching(folder) as watched:
        watched.until("✗ One and two are doubled")
        (folder / "mine.py").write_text("def double(x):\n    return x + x")
        watched.until("Well done")


@pytest.mark.skipif(not can_keep_states(), reason="states are kept on Linux only")
def test_a_process_with_threads_is_not_forked_but_goes_on_itself(released, hand_in):
    thread = "threading.Thread(target=time.sleep, args=(1e4,), daemon=True).start()"
    double = f"import threading, time\n{thread}\n\ndef double(x):\n    return 2 * x"
    folder = released(double=double, total="total = 3")
    with watching(folder) as watched:
        watched.until("✗ It is one number")
        save(folder, hand_in(double=double))
        watched.until("Well done")


@pytest.mark.skipif(not can_keep_states(), reason="states are kept on Linux only")
def test_nothing_is_left_running_where_watch_is_killed(released):
    folder = released(double="import os\nopen('number', 'w').write(str(os.getpid()))")
    watched = Watched(folder)
    watched.until("not defined yet")
    watched.end(signal.SIGKILL)
    number = int((folder / "number").read_text())
    waited = threading.Event()
    for _ in range(200):
        if not Path(f"/proc/{number}").exists():
            return
        waited.wait(0.05)
    os.kill(number, signal.SIGKILL)
    pytest.fail("a process of the notebook's goes on")
