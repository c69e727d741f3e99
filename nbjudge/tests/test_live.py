"""`check()` where students use it: in a live kernel, in the folder that they were given."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.course.regions import visible_text
from nbjudge.judge.kernels import Kernel

HERE = Path(__file__).parent

pytestmark = pytest.mark.student_side


@pytest.fixture(scope="module")
def folder(tmp_path_factory, hand_in_with_torch):
    """A student's folder: the notebook and the visible checks."""
    folder = tmp_path_factory.mktemp("home") / "warmup"
    (folder / "tests").mkdir(parents=True)
    nbformat.write(hand_in_with_torch(), folder / "warmup.ipynb")
    for module in (HERE / "fixtures" / "torch_course" / "tests" / "warmup").glob("test_*.py"):
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
    for part in ("double(tensor([1., 2.]))", "<u>3.</u>", "<u>4.</u>"):
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


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("check('dubble')", 'There is no exercise "dubble": did you mean "double"?'),
        ("check('Double ')", 'There is no exercise "Double ": did you mean "double"?'),
        ("check('x')", 'There is no exercise "x": check the spelling. There are double, total.'),
        ("check(double)", 'Give the name of the exercise in quotes: check("double").'),
        ("check(total)", 'Give the name of the exercise in quotes: check("total").'),
        ("check(3)", 'Give the name of the exercise in quotes: check("double").'),
        ("hint('dubble')", 'There is no exercise "dubble": did you mean "double"?'),
    ],
)
def test_what_names_no_exercise_is_answered_in_one_sentence(run, call, said):
    run("from nbjudge import hint\ndef double(x): return 2 * x\ntotal = torch.ones(3)")
    (output,) = run(call)
    assert (output.ename, output.evalue, output.traceback) == ("CourseError", said, [said])


def test_a_notebook_without_its_folder_is_told_where_it_belongs(run, tmp_path):
    (output,) = run(
        f"import os\nhome = os.getcwd()\nos.chdir({str(tmp_path)!r})\ntry:\n    check('double')\n"
        "finally:\n    os.chdir(home)"
    )
    assert "There are no checks here" in output.traceback[0]
    assert "the folder that you were given" in output.evalue


def test_a_call_that_takes_too_long_is_stopped_and_the_notebook_goes_on(run):
    run("def double(x):\n    while True:\n        pass")
    text, _ = shown(run("check('double')"))
    assert "this call took longer than 5 s" in text
    assert "double(" in text
    run("def double(x):\n    return 2 * x")
    assert "1 of 1" in shown(run("check('double')"))[0]


@pytest.mark.parametrize("overwritten", ["check = 3", "def check(x):\n    return x", "del check"])
def test_check_is_given_back_to_a_cell_that_calls_it(run, overwritten):
    run(f"def double(x):\n    return 2 * x\n{overwritten}")
    *said, report = run("# the check\ncheck('double')")
    assert "is the course's again" in "".join(part.text for part in said)
    assert "1 of 1" in report.data["text/plain"]
    shown(run("check('double')"))


def test_a_syntax_error_is_named_in_place_of_not_defined(run):
    run("if 'double' in globals():\n    del double")
    run("def double(x)\n    return 2 * x")
    text, _ = shown(run("check('double')"))
    assert "double: 0 of 1 visible checks passed" in text
    assert "`double` is not defined: your cell stopped with a syntax error in line 1" in text
    assert "`def double(x)`" in text


def test_what_was_defined_before_a_syntax_error_is_said_to_be_from_before(run):
    run("def double(x):\n    return 2 * x")
    run("def double(x):\n    return 2 *")
    text, html = shown(run("check('double')"))
    assert "1 of 1" in text
    for said in ("syntax error in line 2", "from before"):
        assert said in text
        assert said in html
    run("def double(x):\n    return 2 * x")
    assert "from before" not in shown(run("check('double')"))[0]


def test_a_value_made_before_something_it_uses_was_changed_is_said_to_be_stale(run):
    run("weight = 3.0")
    run("def twice(x):\n    return 2 * x * weight")
    run("total = torch.tensor(twice(1.0))")
    assert "changed" not in shown(run("check('total')"))[0]
    run("weight = 3.0")
    assert "changed" not in shown(run("check('total')"))[0]
    run("weight = 4.0")
    assert "`total` was made before `weight` was changed" in shown(run("check('total')"))[0]
    run("total = torch.tensor(twice(1.0))")
    assert "changed" not in shown(run("check('total')"))[0]


def test_a_function_that_looks_a_name_up_when_it_is_called_is_not_stale(run):
    run("factor = 3")
    run("def double(x):\n    return factor * x")
    run("factor = 2")
    text, _ = shown(run("check('double')"))
    assert "1 of 1" in text
    assert "changed" not in text


def test_a_cell_that_was_edited_and_saved_but_not_run_is_said_so(run, folder):
    path = folder / "warmup.ipynb"
    kept = path.read_text()
    run("def double(x):\n    return 2 * x")
    try:
        notebook = read_notebook(path)
        cell = notebook.cells[exercises(notebook)[0].solution]
        cell.source = "def double(x):\n    return x + x  # thought again"
        nbformat.write(notebook, path)
        assert "was edited after it ran" in shown(run("check('double')"))[0]
        run(cell.source)
        assert "was edited" not in shown(run("check('double')"))[0]
    finally:
        path.write_text(kept)
        run("def double(x):\n    return 2 * x")


def test_without_a_name_all_exercises_are_shown_and_the_next_one(run):
    run("def double(x):\n    return 2 * x\ntotal = 3")
    text, html = shown(run("check()"))
    assert text.split("\n") == [
        "warmup: 1 of 2 exercises pass their visible checks · up to 2 of 6 points so far",
        "  ✓ double  1 of 1 visible checks passed · worth 2 points with the hidden ones",
        "  ✗ total   0 of 1 visible checks passed · worth 4 points with the hidden ones",
        "  Next: total",
    ]
    assert "Next: total" in html


def test_in_a_copy_of_the_notebook_it_is_said_which_is_handed_in(run, folder):
    shutil.copy(folder / "warmup.ipynb", folder / "warmup-Copy1.ipynb")
    run("import os\nos.environ['JPY_SESSION_NAME'] = 'warmup/warmup-Copy1.ipynb'")
    try:
        text, _ = shown(run("check('double')"))
        assert "This is warmup-Copy1.ipynb, and warmup.ipynb is what you hand in" in text
        assert "worth 2 points" in text
    finally:
        run("del os.environ['JPY_SESSION_NAME']")
        (folder / "warmup-Copy1.ipynb").unlink()


def test_what_is_drawn_during_a_check_does_not_show(run):
    run("import matplotlib.pyplot as plt")
    drawing = "def double(x):\n    plt.plot([1, 2])\n    return 2 * x\ncheck('double')"
    assert "1 of 1" in shown(run(drawing))[0]
    assert run("print(plt.get_fignums())")[0].text == "[]\n"


def test_what_is_printed_during_a_check_stands_folded_below_the_report(run):
    printing = "def double(x):\n    {}\n    return 2 * x\ncheck('double')"
    text, html = shown(run(printing.format("print(x)")))
    assert "1 of 1" in text
    assert text.split("\n")[-2:] == [
        "  Printed by your code while it was checked:",
        "    | tensor([1., 2.])",
    ]
    assert html.index("<details>") < html.index("tensor([1., 2.])")
    many = "for i in range(100_000): print(i, '<b>')"
    text, html = shown(run(printing.format(many)))
    assert text.split("\n")[-2:] == ["    | 19 <b>", "    | …"]
    assert "<b>" not in html
    assert len(html) < 4000


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


def test_a_hint_is_folded_and_stands_behind_the_one_before(run, folder):
    module = folder / "tests" / "test_double.py"
    kept = module.read_text()
    hints = "Twice.\n\nAt grading: tables,\nand more.\n\nQuestion: What is\n`x + x`?\n\nTool: `+`."
    try:
        text = kept.replace("`double`: twice a tensor.", hints)
        module.write_text(text + "\nCHECKS_AT_GRADING = 2\n")
        text, html = shown(run("from nbjudge import hint\nhint('double')"))
        assert text.split("\n")[1:] == [
            "  Question: What is `x + x`?",
            '  The next one: hint("double", 2)',
        ]
        assert html.count("<details open>") == html.count("<details>") == 1
        assert "Tool: `+`" in shown(run("hint('double', 2)"))[0]
        text, html = shown(run("def double(x): return x\ncheck('double')"))
        assert 'hint("double") asks a question first' in text
        assert "Stuck? A question" in html
        right = "def double(x): return 2 * x\n"
        for asked in ("check('double')", "check('double', hidden=True)"):
            text, html = shown(run(right + asked))
            assert "1 of 1 visible checks passed · worth 2 points with the hidden ones" in text
            assert text.split("\n")[-1] == "  At grading, 2 more look at: tables, and more."
            assert "At grading, 2 more look at: tables, and more." in html
            assert "Stuck?" not in html
    finally:
        module.write_text(kept)
