"""The secret seed of a class: inputs that nobody can know, and grades that can be repeated."""

import json
import sqlite3

import pytest

from nbjudge.grading.seed import name_of
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.session import judge
from nbjudge.kernel.agent import Agent

READS_THE_GRADEBOOK = """
def double(x):
    return 2 * x

import os, pathlib
found = [str(pathlib.Path.cwd()), *os.environ.values()]
for folder in {repr_folder}, *pathlib.Path.cwd().parents:
    try:
        found.append((pathlib.Path(folder) / "gradebook.db").read_bytes().hex())
    except OSError as error:
        found.append(type(error).__name__)
print("found", *found)
"""


def inputs_of(module, **how):
    """What the checks of `double` ask, the visible one first."""
    asked = []

    def double(x):
        asked.append(x)
        return 2 * x

    judge([module], LivePlace(Agent({"double": double}).answer, []), **how)
    return asked


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_course, hand_in, submit):
    folder = copy_course(tmp_path_factory.mktemp("class") / "course")
    cell = READS_THE_GRADEBOOK.replace("{repr_folder}", repr(str(folder)))
    submit(folder, "ada", hand_in(double=cell))
    submit(folder, "bob", hand_in())
    return folder


def graded(course):
    paths = sorted((course / "autograded").glob("*/warmup/warmup.ipynb"))
    return [json.loads(path.read_text()) for path in paths]


def secrets_in(course):
    with sqlite3.connect(course / "gradebook.db") as database:
        return dict(database.execute("select assignment, secret from nbjudge_seeds"))


def test_hidden_inputs_are_drawn_from_the_secret_and_visible_ones_are_not(course):
    module = course / "tests" / "warmup" / "test_double.py"
    first, again, other, public = (
        inputs_of(module, **how) for how in ({"secret": "a"}, {"secret": "a"}, {"secret": "b"}, {})
    )
    assert first == again
    assert first[:2] == other[:2] == public[:2] == [1.0, 2.0]
    assert first[2] not in (other[2], public[2])


def test_visible_checks_that_draw_are_the_same_in_the_notebook_and_at_grading(tmp_path):
    module = tmp_path / "test_double.py"
    module.write_text(
        "import random\n\ndef test_it(student):\n    student.double(random.random())\n"
    )
    assert inputs_of(module)[0] == inputs_of(module, secret="a")[0]


def test_a_class_has_one_secret_which_a_second_run_keeps_and_no_kernel_can_read(course, run):
    done = run(course, "nbjudge", "grade")
    assert "2 graded now" in done.stdout, done.stdout + done.stderr
    (secret,) = secrets_in(course).values()
    notebooks = graded(course)
    assert {nb["metadata"]["nbjudge"]["seed"] for nb in notebooks} == {name_of(secret)}
    assert secret not in str(notebooks)
    outputs = str([cell.get("outputs") for cell in notebooks[0]["cells"]])
    assert "found" in outputs
    assert secret.encode().hex() not in outputs
    run(course, "nbgrader", "autograde", "warmup", "--force")
    assert secrets_in(course) == {"warmup": secret}
    assert {nb["metadata"]["nbjudge"]["seed"] for nb in graded(course)} == {name_of(secret)}
