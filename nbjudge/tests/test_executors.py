"""A class graded by an executor: as on one machine, whatever becomes of the workers."""

import re
import shutil
import sys
import time

import pytest
from nbgrader.api import Gradebook

from nbjudge.course.layout import CourseError
from nbjudge.grading.afar import hiring as hiring_executors
from nbjudge.grading.afar import pool
from nbjudge.grading.afar.contents import Contents
from nbjudge.grading.afar.far import end_stations
from nbjudge.grading.afar.hiring import hiring
from nbjudge.tests.clusters import cluster, has_networks
from nbjudge.tests.faults import graded_so_far

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="stations fork kernels on Linux")
HERE = "nbjudge.tests.executors"
SLOW = "import time\ntime.sleep(4)\ndef double(x):\n    return 2 * x"
NBJUDGE = (sys.executable, "-P", "-m", "nbjudge", "grade")


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_course, hand_in, submit):
    """A class with a right submission, a wrong one, one that cannot be read, and a manual score."""
    folder = copy_course(tmp_path_factory.mktemp("one") / "course")
    submit(folder, "ada", hand_in())
    submit(folder, "bob", hand_in(total="total = 1")).with_name("data.csv").write_text("1,2")
    submit(folder, "cyd", "{ no notebook")
    return folder


@pytest.fixture(scope="module")
def machines(tmp_path_factory, course):
    """A scheduler and three workers: one has no course folder, one has no sandbox."""
    with cluster(tmp_path_factory.mktemp("machines")) as made:
        made.start_scheduler()
        if has_networks():
            made.start_worker(1, unseen=course)
            made.start_worker(3, walls=False)
        else:
            made.start_worker(1)
        yield made


@pytest.fixture(autouse=True)
def _no_station_is_left():
    yield
    end_stations()


def grades(folder):
    """Every score of the gradebook, by student and cell."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        return {
            (submission.student.id, grade.name): (grade.auto_score, grade.manual_score)
            for submission in gradebook.assignment_submissions("warmup")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def pages(folder):
    """What was written for students and instructors, without the times at which that happened."""
    written = sorted([*folder.glob("feedback/*/*/*"), *folder.glob("autograded/*/*/*")])
    times = r"\"(iopub|shell)\.[a-z_.]+\": \".*\"|\"(seconds|graded)\": .*|<dt>Graded<.*"
    return {
        str(path.relative_to(folder)): re.sub(times, "", path.read_text(encoding="utf-8"))
        for path in written
    }


def finished(process):
    said, _ = process.communicate(timeout=500)
    return process.returncode, " ".join(said.split())


def test_scores_and_pages_are_those_of_one_machine(course, machines, grade):
    code, before = grade(course, "-j", "1")
    assert code == 1
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade("total-checks", "warmup", "warmup", "bob").manual_score = 1.5
        gradebook.db.commit()
    grade(course, "-j", "1", "--force")  # bob's page tells it
    alone = grades(course), pages(course)
    command = (*NBJUDGE, "--force", "--require-sandbox", "--executor", machines.executor)
    code, said = finished(machines.run(course, *command))
    assert "no grade has changed" in said, said + machines.logs()
    assert code == 1
    assert grades(course) == alone[0]
    assert pages(course) == alone[1]
    reason = before.partition("no grade: warmup/cyd: ")[2].partition(" the class is")[0]
    assert reason
    assert reason in said
    if has_networks():
        assert "namespaces: not allowed" in said.partition("refused:")[2]


@pytest.mark.skipif(not has_networks(), reason="a worker cannot be made not to see a folder here")
def test_a_worker_without_the_course_folder_gets_it_once_by_its_content(
    course, machines, tmp_path_factory
):
    kept = list((machines.folder / "worker1" / "nbjudge" / "courses").iterdir())
    assert [path.name for path in kept] == [Contents(course, ("source", "tests")).digest()]
    assert oct(kept[0].parent.stat().st_mode)[-3:] == "700"
    assert not (machines.folder / "worker3" / "nbjudge").exists()


def test_nothing_is_lost_or_graded_twice_when_machines_fail(
    tmp_path, copy_course, hand_in, submit, machines
):
    folder = copy_course(tmp_path / "course")
    students = [f"student{number}" for number in range(8)]
    for student in students:
        submit(folder, student, hand_in(double=SLOW))
    machines.start_worker(2)
    command = machines.run(folder, *NBJUDGE, "--executor", machines.executor)
    wait_for(1, folder, command, machines)
    machines.kill("worker1")
    wait_for(2, folder, command, machines)
    machines.start_worker(4)
    machines.cut_off(2)
    wait_for(4, folder, command, machines)
    machines.kill("scheduler")
    machines.start_scheduler()
    machines.start_worker(5)
    code, said = finished(command)
    assert code == 0, said + machines.logs()
    assert "8 graded now" in said
    assert {student for student, _ in grades(folder)} == set(students)
    assert set(grades(folder).values()) == {(2.0, None), (4.0, None)}
    assert len(list(folder.glob("feedback/*/warmup/warmup.html"))) == 8


def wait_for(number, folder, command, machines):
    """Waits until so many submissions have been graded."""
    for _ in range(3000):
        if graded_so_far(folder) >= number:
            return
        assert command.poll() is None, command.communicate()[0] + machines.logs()
        time.sleep(0.1)
    raise AssertionError(machines.logs())


def test_a_submission_that_kills_its_workers_costs_nobody_else_a_grade(
    tmp_path, copy_course, hand_in, submit, run
):
    folder = copy_course(tmp_path / "course")
    for student in ("ada", "bob", "cyd"):
        submit(folder, student, hand_in())
    named = f"{HERE}:processes_that_die_of_bob"
    done = run(folder, *NBJUDGE, "-j", "1", "--no-feedback", "--executor", named)
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "2 graded now" in said, said + done.stderr
    assert "bob/warmup: the worker that graded it died, 2 times" in said
    assert {student for student, _ in grades(folder)} == {"ada", "cyd"}


def test_a_changed_check_is_judged_anew_by_a_worker_that_goes_on(
    tmp_path, copy_course, hand_in, submit, grade
):
    folder = copy_course(tmp_path / "course")
    submit(folder, "ada", hand_in())
    code, said = grade(folder, "--executor", f"{HERE}.threads")
    assert (code, "1 graded now" in said) == (0, True), said
    module = folder / "tests" / "warmup" / "test_total.py"
    module.write_text(module.read_text().replace("sum(student.doubled)", "1.0"))
    _, said = grade(folder, "--executor", f"{HERE}.threads", "--dry-run")
    assert "1 down" in said, said
    assert grades(folder)["ada", "total-checks"] == (4.0, None)
    _, said = grade(folder, "--executor", f"{HERE}.threads")
    assert "1 down" in said
    assert grades(folder)["ada", "total-checks"] == (1.0, None)


@pytest.mark.skipif(not has_networks(), reason="namespaces cannot be forbidden here")
def test_without_any_worker_that_has_the_sandbox_nothing_is_graded(
    tmp_path, copy_course, hand_in, submit, run
):
    folder = copy_course(tmp_path / "course")
    submit(folder, "ada", hand_in())
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    apart = ("unshare", "--user", "--map-root-user", "sh", "-c", forbid, "sh")
    options = ("--require-sandbox", "--executor", f"{HERE}:threads")
    done = run(folder, *apart, *NBJUDGE, *options)
    said = " ".join(done.stdout.split())
    assert done.returncode == 2, said + done.stderr
    assert "no worker may grade what is left" in said
    assert grades(folder) == {}


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("no_such_module:x", "No module named 'no_such_module'"),
        (f"{HERE}:no_such_function", "no attribute 'no_such_function'"),
        (f"{HERE}:threads.x", "no attribute"),
        (f"{HERE}.__doc__", "and no function"),
        ("executor", "Name a Dask scheduler"),
    ],
)
def test_a_wrong_name_is_told(named, said):
    with pytest.raises(CourseError) as told:
        hiring(named, 1)
    assert said in str(told.value)
    assert named in str(told.value)


def test_a_function_that_returns_no_executor_is_told():
    with pytest.raises(CourseError, match=r"returned 'a text', and no concurrent\.futures"):
        hiring(f"{HERE}:no_executor", 1)()


def test_a_scheduler_that_does_not_answer_is_told(course, grade, monkeypatch):
    monkeypatch.setattr(hiring_executors, "_SECONDS_TO_CONNECT", 1)
    monkeypatch.setattr(pool, "_SECONDS_FOR_AN_EXECUTOR", 0)
    code, said = grade(course, "--force", "--executor", "dask://127.0.0.1:9")
    assert code == 2
    assert "the executor does not answer" in said
    assert "the same command" in said


def test_dask_is_asked_for_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CourseError, match=r"nbjudge\[dask\]"):
        hiring("dask://127.0.0.1:9", 1)


def test_files_that_python_makes_do_not_change_a_courses_content(tmp_path, copy_course):
    contents = Contents(copy_course(tmp_path / "course"), ("source", "tests"))
    before = contents.digest()
    made = contents.root / "tests" / "warmup" / "__pycache__" / "test_total.pyc"
    made.parent.mkdir()
    made.write_bytes(b"made")
    assert contents.digest() == before
    shutil.copy(made, contents.root / "tests" / "warmup" / "more.py")
    assert contents.digest() != before
