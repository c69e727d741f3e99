"""What an exercise is about: without it, at most half of its points, wherever they are told."""

import csv

import nbformat
import pytest

from nbjudge.course.notebook import read_notebook
from nbjudge.judge.marks import MARKS
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.session import judge
from nbjudge.kernel.agent import Agent
from nbjudge.proof.places import judge_near
from nbjudge.report.html import as_html, sentence, summary
from nbjudge.report.results import CheckResult, CheckText, ExerciseResult
from nbjudge.tests.test_public import PAGE

# Three of four weights pass, which would be 1.5 of the 2 points.
WRONG_FOR_TWO = "def double(x):\n    return x * 3 if x.numel() == 2 else x * 2"
SAID = "2 of 3 checks passed · 1 of 2 points, at most half if an essential check fails"


def check(state="passed", weight=1.0, **marks):
    return CheckResult("test_it", CheckText("it holds", "", "", False, weight, **marks), state)


@pytest.mark.parametrize(
    ("points", "others", "earned"), [(6, 19, 3.0), (3, 19, 1.5), (2.5, 19, 1.2), (6, 0.5, 2.0)]
)
def test_without_what_is_essential_at_most_half_is_earned(points, others, earned):
    found = (check(weight=others), check("failed", essential=True))
    assert ExerciseResult("it", points, found).earned == earned


def test_with_it_the_others_cost_what_they_weigh():
    found = (check(essential=True), check("failed"), check(weight=2))
    assert ExerciseResult("it", 4, found).earned == 3.0


def test_the_report_marks_it_and_says_what_it_costs():
    found = (check(weight=3), check("failed", essential=True))
    result = ExerciseResult("it", 4, found)
    assert sentence(found[1]) == "It holds (essential)"
    assert summary(result).endswith("2 of 4 points, at most half if an essential check fails")
    assert "(essential)" in as_html(result)
    visible = ExerciseResult("it", 4, found, complete=False)
    assert summary(visible).endswith(
        "with the hidden ones, at most half if an essential check fails"
    )


def test_an_untouched_exercise_is_not_told_of_it():
    result = ExerciseResult("it", 4, (check("not attempted", essential=True),))
    assert summary(result) == "not attempted yet · 0 of 4 points"


def test_the_page_tells_of_each_mark():
    for mark in MARKS:
        name = mark.partition(":")[0].partition("(")[0]
        assert f"- `@pytest.mark.{name}" in PAGE


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_torch_course):
    """The miniature course, where a visible check of `double` is essential."""
    folder = copy_torch_course(tmp_path_factory.mktemp("class") / "course")
    module = folder / "tests" / "warmup" / "test_double.py"
    marked = "@pytest.mark.essential\ndef test_one_and_two"
    module.write_text(module.read_text().replace("def test_one_and_two", marked))
    return folder


@pytest.fixture(scope="module")
def handed_in(course, hand_in_with_torch, submit):
    return submit(course, "ada", hand_in_with_torch(double=WRONG_FOR_TWO))


def test_points_agree_in_the_notebook_the_terminal_grading_and_proof(course, handed_in, run):
    module = course / "tests" / "warmup" / "test_double.py"
    names: dict = {}
    exec(WRONG_FOR_TWO, names)
    (live,) = judge([module], LivePlace(Agent(names).answer, []), points={"double": 2})
    assert summary(live) == SAID
    source = read_notebook(course / "source" / "warmup" / "warmup.ipynb")
    assert judge_near(source, "double", WRONG_FOR_TWO, module).earned == 1.0
    typed = run(course, "pytest", "--nbjudge-notebook", str(handed_in), "-k", "double")
    assert f"double                  {SAID}" in typed.stdout.splitlines()
    graded = run(course, "nbjudge", "grade")
    with (course / "scores" / "warmup.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert row["double"] == "1", graded.stdout
    report = (course / "autograded" / "ada" / "warmup" / "warmup.ipynb").read_text()
    assert "at most half if an essential check fails" in report


def test_the_release_carries_the_mark(course, handed_in, run):
    run(course, "nbgrader", "generate_assignment", "warmup", "--force")
    folder = course / "release" / "warmup"
    assert "@pytest.mark.essential" in (folder / "tests" / "test_double.py").read_text()
    notebook = read_notebook(handed_in)
    nbformat.write(notebook, folder / "warmup.ipynb")
    said = run(folder, "pytest", "--strict-markers").stdout
    assert "✗ One and two are doubled (essential)" in said
    assert "with the hidden ones, at most half if an essential check fails" in said
