"""What this repository holds agrees with itself: sources, checks, release, settings."""

import ast
import contextlib
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
import torch
from nbformat.v4 import new_code_cell
from nbgrader.apps import NbGraderAPI, NbGraderApp

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import (
    exercises,
    grade_id,
    is_demonstration,
    is_solution,
    read_notebook,
)
from nbjudge.course.regions import hidden_lines
from nbjudge.judge.course_results import results_for
from nbjudge.judge.kernels import Kernel
from nbjudge.proof.variants import read_variants

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = {
    "neurons": 20,
    "tensors": 25,
    "modules": 35,
    "fashion": 30,
    "training": 30,
    "convolution": 25,
}
# A busy machine takes its time for a lesson's training.
PATIENT = Limits(cell_seconds=300, start_seconds=300)
BESIDE = re.compile(r"beside\(__file__, \"(.+?)\"\)")
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)

each_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)


def source(assignment):
    return read_notebook(ROOT / "source" / assignment / f"{assignment}.ipynb")


@pytest.fixture(scope="module")
def fresh_release(tmp_path_factory):
    """What formgrader's button makes of the sources now, one after the other in one process."""
    course = tmp_path_factory.mktemp("release") / "course"
    for name in ("source", "tests", "data"):
        shutil.copytree(ROOT / name, course / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", course)
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # for alembic
    with contextlib.chdir(course), pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", programs)
        app = NbGraderApp()
        app.initialize([])
        nbgrader = NbGraderAPI(config=app.config)
        for assignment in ASSIGNMENTS:
            made = nbgrader.generate_assignment(assignment)
            assert made["success"], made
    return course / "release"


def names_from_beside(module):
    """Pairs of a file beside a check module, and a name that the module uses of it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    files = {
        statement.targets[0].id: module.parent / statement.value.args[1].value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and getattr(statement.value.func, "id", "") in ("beside", "probes_in")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in files:
            yield files[node.value.id], node.attr


@each_assignment
def test_what_released_checks_use_of_files_beside_them_is_released(assignment):
    modules = (ROOT / "release" / assignment / "tests").glob("test_*.py")
    used = {pair for module in modules for pair in names_from_beside(module)}
    missing = [(f.name, n) for f, n in used if f"def {n}(" not in f.read_text(encoding="utf-8")]
    assert missing == []


def files_below(folder):
    found = [path for path in folder.rglob("*") if path.is_file()]
    litter = ("__pycache__", ".ipynb_checkpoints", ".pytest_cache")
    kept = [path for path in found if not set(path.parts) & set(litter)]
    return {str(path.relative_to(folder)): _text(path) for path in kept}


def _text(path):
    """A file's text; of results, whose last digits depend on the machine, what they are."""
    if path.suffix != ".bin":
        return path.read_text(encoding="utf-8")
    return repr([(name, value.shape, value.dtype) for name, value in _results_in(path).items()])


def _results_in(path):
    notebook = path.stem.removeprefix("results_of_")
    return results_for(path.parents[1] / f"{notebook}.ipynb")


def test_the_committed_release_is_what_the_sources_make(fresh_release):
    committed, fresh = files_below(ROOT / "release"), files_below(fresh_release)
    assert sorted(committed) == sorted(fresh)
    stale = [name for name in fresh if fresh[name] != committed[name]]
    assert stale == [], "run `make release` and commit what it changes"


def test_the_results_that_a_release_lends_are_those_of_the_solutions(fresh_release):
    files = sorted((ROOT / "release").rglob("results_of_*.bin"))
    assert [file.stem for file in files] == ["results_of_fashion", "results_of_tensors"]
    for file in files:
        committed = _results_in(file)
        fresh = _results_in(fresh_release / file.relative_to(ROOT / "release"))
        assert len(fresh) > 1
        for name, value in fresh.items():
            torch.testing.assert_close(committed[name], value, rtol=1e-4, atol=1e-5)


@each_assignment
def test_no_line_of_a_solution_is_released(assignment):
    released = "\n".join(files_below(ROOT / "release" / assignment).values())
    for cell in filter(is_solution, source(assignment).cells):
        lines = [line for region in SOLUTION.findall(cell.source) for line in region.split("\n")]
        assert lines, f"{grade_id(cell)} has no solution region"
        told = [line for line in lines if _tells(line) and _as_json(line) in released]
        assert told == [], f"the release tells {grade_id(cell)}"


def _tells(line):
    """Whether a line is a solution's own: a short one, such as `return x`, stands anywhere."""
    return len(line.strip()) > 24 and not line.strip().startswith("#")


def _as_json(line):
    return line.strip().replace("\\", "\\\\").replace('"', '\\"')


def test_no_hidden_check_nor_its_name_is_released():
    released = "\n".join(files_below(ROOT / "release").values())
    assert "HIDDEN" not in released
    names = set()
    for module in (ROOT / "tests").rglob("*.py"):
        lines = module.read_text(encoding="utf-8").split("\n")
        hidden = [lines[number - 1] for number in hidden_lines("\n".join(lines))]
        assert hidden or not module.name.startswith("test_"), f"{module.name} hides nothing"
        names |= {name for line in hidden for name in re.findall(r"def (test_\w+)", line)}
    assert len(names) > 150
    assert names.intersection(re.findall(r"\w+", released)) == set()


def test_the_unseen_clothes_are_in_no_file_that_students_have():
    kept_back = (ROOT / "tests" / "unseen" / "images-idx3-ubyte").read_bytes()[16:]
    pictures = {kept_back[i : i + 784] for i in range(0, len(kept_back), 784)}
    assert len(pictures) == 500
    given = [path for name in ("data", "release") for path in (ROOT / name).rglob("*")]
    for path in filter(Path.is_file, given):
        content = path.read_bytes()
        assert not any(picture in content for picture in pictures), path


@each_assignment
def test_every_exercise_has_its_checks_and_variants(assignment):
    found = exercises(source(assignment))
    slugs = {exercise.slug for exercise in found}
    assert sum(exercise.points for exercise in found) == ASSIGNMENTS[assignment]
    checks = {
        path.stem.removeprefix("test_") for path in (ROOT / "tests" / assignment).glob("test_*.py")
    }
    assert checks == slugs
    assert {path.stem for path in (ROOT / "variants" / assignment).glob("*.py")} == slugs


@each_assignment
def test_what_is_essential_is_said_in_the_text_of_the_exercise(assignment):
    notebook = source(assignment)
    for exercise in exercises(notebook):
        module = ROOT / "tests" / assignment / f"test_{exercise.slug}.py"
        beside = [module.with_name(name) for name in BESIDE.findall(module.read_text())]
        marked = any("mark.essential" in path.read_text() for path in (module, *beside))
        texts = [c.source for c in notebook.cells if c.id.startswith(f"{exercise.slug}-")]
        assert ("*Essential:*" in " ".join(texts)) == marked, exercise.slug


@each_assignment
def test_every_wrong_variant_says_what_it_may_keep(assignment):
    for path in (ROOT / "variants" / assignment).glob("*.py"):
        silent = [v.title for v in read_variants(path) if not v.right and not v.keeps.stated]
        assert silent == [], path


@each_assignment
def test_a_source_notebook_is_clean_and_stands_alone(assignment):
    folder = ROOT / "source" / assignment
    assert [p.name for p in folder.iterdir() if p.suffix != ".ipynb" and p.is_file()] == []
    path = folder / f"{assignment}.ipynb"
    notebook = source(assignment)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.id
    written = nbformat.writes(notebook).rstrip("\n") + "\n"
    assert path.read_text(encoding="utf-8") == written
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@each_assignment
def test_each_check_cell_asks_for_visible_and_hidden_checks(assignment):
    notebook = source(assignment)
    for exercise in exercises(notebook):
        assert notebook.cells[exercise.checks].source == (
            f'check("{exercise.slug}")\n### BEGIN HIDDEN TESTS\n'
            f'check("{exercise.slug}", hidden=True)\n### END HIDDEN TESTS'
        )
        assert notebook.cells[exercise.solution].source.count("### BEGIN SOLUTION") >= 1


@each_assignment
def test_the_whole_notebook_runs_offline_without_an_error(assignment):
    """In a forked kernel, which has torch at once; test_lab.py starts one as students do."""
    notebook = source(assignment)
    folder = ROOT / "source" / assignment
    kernel = Kernel(folder, ROOT / "data", PATIENT, fork=True, sandbox=False)
    try:
        assert kernel.run(new_code_cell("%matplotlib inline"))
        for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
            assert kernel.run(cell), cell
    finally:
        kernel.close()
    drawn = [
        output
        for cell in filter(is_demonstration, notebook.cells)
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(drawn) >= 3, "pictures are missing"
