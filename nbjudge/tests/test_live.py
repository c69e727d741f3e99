"""`check()` where students use it: in a live kernel, in the folder that they were given."""

import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.course.regions import visible_text
from nbjudge.judge.kernels import Kernel

HERE = Path(__file__).parent

pytestmark = pytest.mark.student_side


@pytest.fixture(scope="module")
def folder(tmp_path_factory, hand_in):
    """A student's folder: the notebook and the visible checks."""
    import nbformat

    folder = tmp_path_factory.mktemp("home") / "warmup"
    (folder / "tests").mkdir(parents=True)
    nbformat.write(hand_in(), folder / "warmup.ipynb")
    for module in (HERE / "fixtures" / "course" / "tests" / "warmup").glob("test_*.py"):
        (folder / "tests" / module.name).write_text(visible_text(module.read_text()))
    return folder


@pytest.fixture(scope="module")
def kernel(folder, tmp_path_factory):
    """An ordinary kernel, as JupyterLab starts it, in the student's folder."""
    kernel = Kernel(folder, tmp_path_factory.mktemp("data"), Limits(), fork=False)
    kernel.run(new_code_cell("import torch\nfrom nbjudge import check"))
    yield kernel
    kernel.close()


@pytest.fixture
def run(kernel):
    def run_cell(text):
        cell = new_code_cell(text)
        kernel.run(cell)
        return cell.outputs

    return run_cell


def shown(outputs):
    """The report in its two forms, where that is all that a cell shows."""
    (output,) = outputs
    assert output.output_type == "display_data", output
    return output.data["text/plain"], output.data["text/html"]


def test_nothing_written_yet_is_not_attempted_and_no_error(run):
    text, html = shown(run("check('double')"))
    assert text.split("\n")[:2] == [
        "double: not attempted yet · worth 2 points with the hidden ones",
        "  ○ One and two are doubled",
    ]
    assert "not attempted yet" in html


def test_an_untouched_stub_is_not_attempted(run):
    text, _ = shown(run("def double(x):\n    raise NotImplementedError()\ncheck('double')"))
    assert "double: not attempted yet" in text


@pytest.mark.oldest
def test_a_wrong_answer_is_explained(run):
    text, html = shown(run("def double(x):\n    return x + 1\ncheck('double')"))
    assert "double: 0 of 1 visible checks passed" in text
    for part in ("double(tensor([1., 2.]))", "tensor([2., 3.])", "tensor([2., 4.])"):
        assert part in text
        assert part in html
    assert "a tensor can be added to itself" in text


@pytest.mark.oldest
def test_a_right_answer_passes(run):
    text, html = shown(run("def double(x):\n    return x + x\ncheck('double')"))
    assert "double: 1 of 1 visible checks passed" in text
    assert "✓" in html


def test_an_error_is_shown_with_the_line_of_the_cell(run):
    text, _ = shown(run("def double(x):\n    return x.twice()  # so\ncheck('double')"))
    assert "AttributeError" in text
    assert "return x.twice()  # so" in text
    assert "nbjudge/" not in text
    assert "Traceback" not in text


def test_data_is_checked_as_well_as_functions(run):
    assert "1 of 1" in shown(run("total = torch.tensor(3.0)\ncheck('total')"))[0]
    assert "0 of 1" in shown(run("total = 3\ncheck('total')"))[0]


def test_the_latest_definition_counts(run):
    run("def double(x):\n    return 0")
    assert "1 of 1" in shown(run("double = lambda x: 2 * x\ncheck('double')"))[0]


def test_a_misspelt_exercise_is_said_so_with_what_to_do(run):
    (output,) = run("check('dubble')")
    assert output.ename == "CourseError"
    assert "dubble" in output.evalue
    assert "spelling" in output.evalue


def test_what_is_drawn_during_a_check_does_not_show(run):
    run("import matplotlib.pyplot as plt")
    drawing = "def double(x):\n    plt.plot([1, 2])\n    return 2 * x\ncheck('double')"
    assert "1 of 1" in shown(run(drawing))[0]
    assert run("print(plt.get_fignums())")[0].text == "[]\n"


def test_what_is_printed_during_a_check_does_not_show(run):
    assert (
        "1 of 1" in shown(run("def double(x):\n    print(x)\n    return 2 * x\ncheck('double')"))[0]
    )


def test_a_check_leaves_names_and_random_numbers_alone(run):
    before = "torch.manual_seed(1)\nnames = set(globals())"
    after = "print(torch.rand(1).item(), set(globals()) - names)"
    without = run(f"{before}\n{after}")[0].text
    run(f"{before}\ncheck('double')")
    with_check = run(after)[0].text
    assert with_check.split()[0] == without.split()[0]


def test_a_failing_check_is_an_error_only_while_nbgrader_grades(run):
    wrong = "def double(x):\n    return 0\ncheck('double')"
    assert len(run(wrong)) == 1
    run("import os\nos.environ['NBGRADER_EXECUTION'] = 'autograde'")
    try:
        report, error = run(wrong)
        assert "0 of 1" in report.data["text/plain"]
        assert (error.ename, error.evalue) == ("ChecksFailed", "1 checks of double")
        shown(run("def double(x):\n    return 2 * x\ncheck('double')"))
    finally:
        run("del os.environ['NBGRADER_EXECUTION']")


def test_an_edited_check_is_used_at_once(run, folder):
    module = folder / "tests" / "test_double.py"
    kept = module.read_text()
    try:
        module.write_text("def test_it_is_there(student):\n    student.double\n")
        assert "It is there" in shown(run("check('double')"))[0]
    finally:
        module.write_text(kept)


def test_without_the_notebook_no_points_are_named(run, folder, tmp_path):
    shutil.move(folder / "warmup.ipynb", tmp_path / "away.ipynb")
    try:
        text, _ = shown(run("double = lambda x: 2 * x\ncheck('double')"))
    finally:
        shutil.move(tmp_path / "away.ipynb", folder / "warmup.ipynb")
    assert text.split("\n")[0] == "double: 1 of 1 visible checks passed"
