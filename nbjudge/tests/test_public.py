"""What a course may import: the page about it, the modules of checks, and the engine's own text."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

import nbjudge.checks
import nbjudge.torch
from nbjudge.course.layout import CourseError
from nbjudge.course.notebook import exercises, read_notebook
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.session import judge
from nbjudge.kernel.agent import Agent
from nbjudge.torch.probes import table

ENGINE = Path(__file__).parents[1]
ROOT = ENGINE.parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
HEADED = re.sub(r"^## `(.*)`$", r"## \1", PAGE, flags=re.MULTILINE)
ENTRY = re.compile(r"^- `(\w+)([^`]*)`", re.MULTILINE)
PUBLIC = {"nbjudge": nbjudge, "nbjudge.checks": nbjudge.checks, "nbjudge.torch": nbjudge.torch}
MODULES = sorted(
    [*ROOT.glob("tests/*/*.py"), *ENGINE.glob("tests/fixtures/*/tests/*/*.py")], key=str
)


def described(title):
    """The names in a section of the page, with what stands behind each."""
    section = HEADED.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return dict(ENTRY.findall(section))


@pytest.mark.parametrize("title", PUBLIC)
def test_the_page_tells_of_each_public_name_and_of_no_other(title):
    missing = set(PUBLIC[title].__all__) - set(described(title))
    assert missing == set(), f"docs/api.md does not tell of them under `{title}`"
    assert set(described(title)) - set(PUBLIC[title].__all__) == set()


@pytest.mark.parametrize("title", PUBLIC)
def test_each_public_thing_has_a_docstring(title):
    for name in PUBLIC[title].__all__:
        thing = getattr(PUBLIC[title], name)
        constant = isinstance(thing, frozenset)
        assert constant or inspect.getdoc(thing), f"{title}.{name} has no docstring"


@pytest.mark.parametrize("title", PUBLIC)
def test_the_page_names_parameters_that_there_are(title):
    for name, signature in described(title).items():
        thing = getattr(PUBLIC[title], name)
        if signature:
            named = re.findall(r"\*{0,2}\b([a-z_]+)\b(?=[,)=])", signature)
            there = inspect.signature(thing).parameters
            assert [n for n in named if n not in there and n != "held"] == [], name


def test_the_page_tells_of_each_probe_with_its_parameters():
    found = described("Probes")
    assert set(found) == set(table.NAMES)
    for name, function in table.functions().items():
        assert inspect.getdoc(function), f"the probe {name} has no docstring"
        parameters = list(inspect.signature(function).parameters)
        assert re.findall(r"\b([a-z_]+)\b(?=[,)=])", found[name]) == parameters, name


def test_the_examples_on_the_page_are_python():
    examples = re.findall(r"^- `[^`]*`.*: `(.*)`$", PAGE, re.MULTILINE)
    assert len(examples) == sum(len(module.__all__) for module in PUBLIC.values())
    for example in examples:
        body = f"{example}\n    pass" if example.endswith(":") else example
        ast.parse(f"try:\n    pass\n{body}" if example.startswith("except") else body)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_check_modules_import_of_the_engine_what_is_public(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names = [alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names]
    found = {name for name in (*asked, *names) if name.split(".")[0] == "nbjudge"}
    if not path.name.startswith("test_"):
        found = {name for name in found if not name.startswith("nbjudge.torch.probes")}
    assert found <= {"nbjudge", "nbjudge.checks", "nbjudge.torch"}


WITHOUT_TORCH = """
import importlib.util, sys
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "torch" else find_spec(name, *more)
sys.modules.update(torch=None, matplotlib=None)
from nbjudge.checks import StudentError, assert_equal, make, observe, same_object
from nbjudge.kernel.agent import Agent
from nbjudge.link.handle import Link, Student
names = {"double": lambda x: 2 * x, "steps": lambda: iter([1, 2])}
student = Student(Link(Agent(names).answer, []))
assert_equal(student.double(2), 4)
assert [step for step in student.steps()] == [1, 2]
assert same_object(student.double, student.double)
make(student, "math.sqrt")
try:
    observe(student.double, 2)
except StudentError as error:
    print(error)
"""


def test_a_course_without_torch_is_answered_without_torch():
    run = [sys.executable, "-c", WITHOUT_TORCH]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    assert "the probe `observe` needs torch" in done.stdout


SHARED = """
def checks_for(name):
    def test_it_is_seven(student):
        assert getattr(student, name) == SEVEN, f"`{name}` is not seven"

    return {"test_it_is_seven": test_it_is_seven}


### BEGIN HIDDEN TESTS
def hidden_checks_for(name):
    def test_it_is_whole(student):
        assert type(getattr(student, name)) is int

    return {"test_it_is_whole": test_it_is_whole}


### END HIDDEN TESTS
"""


@pytest.fixture
def shared(tmp_path):
    """A check module whose checks are written in a file beside it, and that file."""
    module, beside = tmp_path / "test_number.py", tmp_path / "shared.py"
    module.write_text(
        "from nbjudge.checks import beside\n"
        "shared = beside(__file__, 'shared.py')\n"
        "globals().update(shared.checks_for('number'))\n"
        "globals().update(shared.hidden_checks_for('number'))\n"
    )
    beside.write_text("SEVEN = 7\n" + SHARED)
    return module, beside


def verdicts(module, **how):
    (result,) = judge([module], LivePlace(Agent({"number": 7}).answer, []), **how)
    return {check.name: (check.state, check.text.hidden) for check in result.checks}


def test_checks_of_a_file_beside_are_hidden_where_that_file_hides_them(shared):
    module, _ = shared
    seven = {"test_it_is_seven": ("passed", False)}
    assert verdicts(module) == {**seven, "test_it_is_whole": ("passed", True)}
    assert verdicts(module, hidden=False) == seven


def test_a_file_beside_that_has_changed_is_read_again(shared):
    module, beside = shared
    verdicts(module)
    beside.write_text("SEVEN = 8\n" + SHARED)
    assert verdicts(module)["test_it_is_seven"] == ("failed", False)


def test_a_file_beside_that_is_missing_is_the_courses_mistake(shared):
    module, beside = shared
    beside.unlink()
    with pytest.raises(CourseError, match="there is no file"):
        verdicts(module)


def test_the_checks_module_is_imported_without_torch():
    code = "import sys, nbjudge.checks; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def engine_text():
    for path in ENGINE.rglob("*.py"):
        if "tests" not in path.relative_to(ENGINE).parts:
            yield path, path.read_text(encoding="utf-8")


def facts():
    """What only this course knows: its sizes and data sets, its assignments and exercises."""
    yield from ("784", "MNIST")
    for notebook in ROOT.glob("source/*/*.ipynb"):
        for exercise in exercises(read_notebook(notebook)):
            # One word, such as `device`, may mean something else; torch has a `cross_entropy` too.
            if "_" in exercise.slug and not hasattr(torch.nn.functional, exercise.slug):
                yield exercise.slug


def test_the_engine_knows_nothing_of_this_course():
    known = re.compile(rf"\b({'|'.join(facts())}|neurons|fashion)\b")
    found = {str(path.relative_to(ENGINE)): known.findall(text) for path, text in engine_text()}
    assert {path: names for path, names in found.items() if names} == {}
