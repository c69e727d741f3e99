"""Mistakes of authors are refused where they are made, in a line with file, cell and remedy."""

import shutil

import nbformat
import pytest

from nbjudge.__main__ import main
from nbjudge.course.notebook import grade_id, read_notebook

NOTEBOOK = "source/warmup/warmup.ipynb"


@pytest.fixture
def course(copy_course, tmp_path):
    return copy_course(tmp_path / "course")


@pytest.fixture
def change(course):
    """Changes cells of the course's notebook: `change(double={"source": ...})`."""

    def edit(path=NOTEBOOK, **cells):
        notebook = read_notebook(course / path)
        for cell in notebook.cells:
            wanted = dict(cells.get(grade_id(cell).replace("-", "_"), {}))
            cell.source = wanted.pop("source", cell.source)
            cell.metadata.get("nbgrader", {}).update(wanted)
        nbformat.write(notebook, course / path)

    return edit


@pytest.fixture
def prove(course, monkeypatch, capsys):
    """What `nbjudge prove` says and its exit code, in this process."""

    def run_it(*arguments):
        monkeypatch.chdir(course)
        code = main(["prove", *arguments])
        return code, capsys.readouterr().out.splitlines()

    return run_it


SOLUTION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"double_checks": {"grade_id": "duoble-checks"}},
            "cell duoble-checks: it belongs to no exercise, since no solution cell has the id "
            "duoble. Give it the id double-checks",
        ),
        (
            {"double_checks": {"grade_id": "double-test"}},
            "cell double-test: it calls check, and belongs to no exercise. Give it the id "
            "double-checks",
        ),
        (
            {
                "double": {
                    "source": "def double(x):\n    ### BEGIN SOLUTION\n"
                    "    ### END SOLUTION\n    return 2 * x"
                }
            },
            "cell double: line 3: `BEGIN SOLUTION` and `END SOLUTION` have nothing between them. "
            "Put there what students do not get",
        ),
        (
            {"double_checks": {"source": 'check("total")'}},
            'cell double-checks: it checks total, another exercise. Write check("double")',
        ),
        (
            {"double_checks": {"source": 'check("double", hidden=True)'}},
            "cell double-checks: it calls hidden checks outside a hidden region. Put that line "
            "between `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS`",
        ),
        (
            {"total_checks": {"grade": False}},
            "cell total: it is a solution without checks. Add a graded cell total-checks below it",
        ),
        (
            {"double": {"source": "def double(x):\n    return 2 * x"}},
            "cell double: its solution has no markers. Put it between `### BEGIN SOLUTION` and "
            "`### END SOLUTION`",
        ),
        (
            {"double": {"source": SOLUTION.replace("    ### END SOLUTION", "")}},
            "cell double: line 2: `BEGIN SOLUTION` never ends. Write `### END SOLUTION` below",
        ),
        (
            {"double": {"source": SOLUTION.replace("    ### BEGIN SOLUTION\n", "")}},
            "cell double: line 3: `END SOLUTION` ends what never began. Write `### BEGIN SOLUTION` "
            "above",
        ),
        (
            {"double_checks": {"source": 'check("double")\n### BEGIN HIDEN TESTS'}},
            "cell double-checks: line 2: `### BEGIN HIDEN TESTS` is no marker. Write `### BEGIN "
            "HIDDEN TESTS`",
        ),
        (
            {"double_checks": {"points": None}},
            "cell double-checks: it is graded and has no points. Say how many it is worth",
        ),
        (
            {"double_checks": {"points": 0}},
            "cell double-checks: it is graded and worth 0 points. Say how many it is worth",
        ),
        (
            {"given_picture": {"source": "scale = 2"}, "given_doubled": {"source": "scale"}},
            "cell given-doubled: it needs scale, which only the demonstration given-picture "
            "defines, and grading leaves that out. Define it in a cell without the tag "
            "demonstration",
        ),
    ],
)
def test_a_notebook_with_a_fault_is_refused_with_cell_and_remedy(change, prove, cells, said):
    change(**cells)
    code, lines = prove()
    assert code == 2
    assert lines == [f"nbjudge: {NOTEBOOK}, {said}"]


def test_a_function_may_read_what_a_later_cell_defines(change, prove):
    late = "def later():\n    return numbers_below"
    change(given_picture={"source": "numbers_below = 1"}, given_numbers={"source": late})
    assert prove()[1][0].startswith("nbjudge: source/warmup/warmup.ipynb, cell given-numbers")
    change(given_doubled={"source": "numbers_below = 2"})
    assert "cell given-numbers" not in " ".join(prove("nothing")[1])


def test_a_check_module_that_is_no_python_is_named_with_its_line(course, prove):
    module = course / "tests" / "warmup" / "test_total.py"
    module.write_text("import torch\n\ndef test_it(student:\n    pass\n")
    code, (said,) = prove()
    assert code == 2
    assert said.startswith("nbjudge: tests/warmup/test_total.py, line 3: ")


def test_an_exercise_that_is_misspelt_is_told_with_the_one_that_is_close(prove):
    code, lines = prove("duoble")
    assert (code, lines) == (2, ["nbjudge: there is no exercise duoble. Did you mean double?"])


def test_a_misspelt_check_cell_is_refused_at_release_and_at_grading(course, change, run, grade):
    change(double_checks={"grade_id": "duoble-checks"})
    done = run(course, "nbgrader", "generate_assignment", "warmup")
    assert done.returncode == 1
    assert "cell duoble-checks: it belongs to no exercise" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "release").exists()
    code, said = grade(course)
    assert code == 2
    assert "cell duoble-checks: it belongs to no exercise" in said


def test_a_solution_that_fails_and_a_stub_that_passes_are_refused_at_release(course, run):
    module = course / "tests" / "warmup" / "test_double.py"
    module.write_text(
        "def test_it_is_there(student):\n    pass\n\n\n"
        "def test_two_is_five(student):\n    assert student.double(2) == 5, 'it is not 5'\n"
    )
    done = run(course, "nbgrader", "generate_assignment", "warmup")
    assert done.returncode == 1
    assert f"{NOTEBOOK}, cell double: its solution fails test_two_is_five: it is not 5" in (
        done.stderr
    )
    assert "cell double: its stub earns 1 of 2 points, by test_it_is_there" in done.stderr


def test_a_notebook_that_was_released_otherwise_is_refused(course, change, prove):
    released = course / "release" / "warmup" / "warmup.ipynb"
    released.parent.mkdir(parents=True)
    shutil.copy(course / NOTEBOOK, released)
    stub = (
        'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    change(f"{released.relative_to(course)}", double={"source": stub})
    lines = prove()[1]
    assert not [line for line in lines if "cell double:" in line or "given" in line]
    assert (
        f"nbjudge: {NOTEBOOK}, cell double-checks: it has changed since its release. "
        "Release it again: nbgrader generate_assignment warmup --force"
    ) in lines


BUG = "\n\ndef test_misspelt(student):\n    assert student.double(torhc.ones(1)) is not None\n"


def test_a_bug_in_a_check_costs_nobody_points_and_the_run_names_it(
    course, grade, hand_in, submit, run
):
    submit(course, "ada", hand_in(total="total = 1"))
    assert grade(course, "-j", "1")[0] == 0
    module = course / "tests" / "warmup" / "test_double.py"
    module.write_text(module.read_text() + BUG)
    said = grade(course, "-j", "1")[1]
    assert "the check test_misspelt has a bug: tests/warmup/test_double.py, line" in said
    assert "name 'torhc' is not defined" in said
    page = (course / "feedback" / "ada" / "warmup" / "warmup.html").read_text()
    assert "This check has a mistake of its own" in page
    assert "torhc" not in page
    assert "2 of 2 points" in page


def test_a_variant_that_names_no_check_is_told_with_the_one_that_is_close(course, run):
    file = course / "variants" / "warmup" / "double.py"
    file.parent.mkdir(parents=True)
    file.write_text(
        "# %% right: twice\ndef double(x):\n    return 2 * x\n\n\n"
        "# %% wrong: nothing done\n# rejected by: one_and_two_are_dubled\n"
        "def double(x):\n    return x\n"
    )
    asked = ("prove", "double", "--no-mutants", "-j", "1")
    done = run(course, "nbjudge", *asked)
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert (
        "there is no check test_one_and_two_are_dubled. Did you mean test_one_and_two_are_doubled?"
    ) in said


def test_a_draft_is_refused_until_it_is_filled_in(course, prove, monkeypatch):
    monkeypatch.chdir(course)
    assert main(["new", "warmup", "halve"]) == 0
    code, lines = prove("halve")
    assert code == 2
    assert any("tests/warmup/test_halve.py, line 1: still to be written" in s for s in lines)
    assert any("variants/warmup/halve.py" in line for line in lines)
    assert main(["new", "warmup", "halve"]) == 2
    assert main(["new", "warmdown", "halve"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("warmup", "class"), "an exercise has the name of what students define"),
        (("warmup", "more", "--points", "0"), "an exercise is worth more than 0 points"),
    ],
)
def test_what_cannot_be_an_exercise_is_refused_at_once(
    arguments, said, course, monkeypatch, capsys
):
    monkeypatch.chdir(course)
    before = (course / NOTEBOOK).read_bytes()
    assert main(["new", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert (course / NOTEBOOK).read_bytes() == before
