"""`pytest`, typed in a folder: the same sentences, points and hints as in the notebook."""

from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from nbjudge.course.layout import CourseError
from nbjudge.course.regions import visible_text
from nbjudge.judge.places.notebook import NotebookPlace

pytestmark = pytest.mark.student_side


@pytest.fixture(scope="module")
def processes(tmp_path_factory, hand_in_with_torch, copy_torch_course, run):
    """What several people type, at the same time."""
    course = copy_torch_course(tmp_path_factory.mktemp("course") / "course")

    def folder(name):
        made = tmp_path_factory.mktemp(name) / "warmup"
        (made / "tests").mkdir(parents=True)
        for module in (course / "tests" / "warmup").glob("test_*.py"):
            (made / "tests" / module.name).write_text(visible_text(module.read_text()))
        return made

    student, other, empty = folder("student"), folder("other"), folder("empty")
    wrong = hand_in_with_torch(double="def double(x):\n    return x * 3  # so")
    nbformat.write(wrong, student / "warmup.ipynb")
    nbformat.write(hand_in_with_torch(total="total = 3"), other / "warmup.ipynb")
    nbformat.write(wrong, other / "other name.ipynb")
    commands = {
        "student": (student, "pytest"),
        "other": (other, "pytest", "-k", "total", "--nbjudge-notebook", "other name.ipynb"),
        "empty": (empty, "pytest"),
        "instructor": (course, "pytest"),
    }
    with ThreadPoolExecutor(2) as executor:
        started = {name: executor.submit(run, *typed) for name, typed in commands.items()}
    return {name: process.result() for name, process in started.items()}


@pytest.mark.oldest
@pytest.mark.parametrize("name", ["student", "other", "empty", "instructor"])
def test_nobody_sees_a_traceback_or_a_warning(processes, name):
    text = processes[name].stdout + processes[name].stderr
    for unwanted in ("Traceback", "Warning", "INTERNALERROR", "nbjudge/", "assert_"):
        assert unwanted not in text


@pytest.mark.oldest
def test_a_student_reads_the_words_of_the_notebook(processes):
    process = processes["student"]
    lines = process.stdout.splitlines()
    assert process.returncode == 1
    place = lines.index(
        "double                  0 of 1 visible checks passed · worth 2 points with the hidden ones"
    )
    assert lines[place + 1 : place + 9] == [
        "  ✗ One and two are doubled",
        "      2 of 2 values differ; the first, at [0], is 3, not 2",
        "      (`[1., 2.]` gives `[2., 4.]`.)",
        "      call:        double(tensor([1., 2.]))",
        "      input there: tensor(1.) at [0]",
        "      got:         tensor([3., 6.])",
        "      expected:    tensor([2., 4.])",
        "      hint:        a tensor can be added to itself.",
    ]
    assert lines.index("  ✓ It is one number") > place


def test_k_picks_one_exercise_of_the_notebook_that_is_named(processes):
    process = processes["other"]
    assert process.returncode == 0
    assert "  ✓ It is one number" in process.stdout.splitlines()
    assert "One and two are doubled" not in process.stdout


def test_a_missing_notebook_is_said_clearly(processes):
    process = processes["empty"]
    text = process.stdout + process.stderr
    assert process.returncode not in (0, 1)
    assert "needs the one notebook" in text
    assert "--nbjudge-notebook PATH" in text


def test_a_named_notebook_that_is_missing_is_said_clearly(tmp_path):
    with pytest.raises(CourseError, match=r"there is no notebook at .*gone\.ipynb"):
        NotebookPlace(str(tmp_path / "gone.ipynb")).order(tmp_path / "test_double.py")


def test_the_instructors_own_notebooks_pass_all_checks_hidden_ones_too(processes):
    process = processes["instructor"]
    lines = process.stdout.splitlines()
    assert process.returncode == 0
    assert "double                  3 of 3 checks passed · 2 of 2 points" in lines
    assert "total                   2 of 2 checks passed · 4 of 4 points" in lines
    assert "  ✓ A random table is doubled (hidden)" in lines
