"""One mistake costs once, and no style costs anything: whole submissions, graded as handed in."""

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import ClearSolutions

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import exercises, grade_id, is_solution, read_notebook
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.session import judge
from nbjudge.report.results import ExerciseResult
from nbjudge.submission.assemble import assemble

ROOT = Path(__file__).parents[2]
STYLES = Path(__file__).parent / "fixtures" / "styles"
ASSIGNMENTS = ("neurons", "tensors", "modules", "fashion", "training", "convolution")
Cells = list[tuple[str, str]]
# These tests are about scores, which a busy machine must not change.
PATIENT = Limits(cell_seconds=60, call_seconds=30, start_seconds=300)
MISTAKES = {
    "a softmax that changes its input": {
        "softmax": "def softmax(x):\n    e = x.exp_()\n    return e / e.sum()"
    },
    "a softmax over the columns": {
        "softmax": "def softmax(x):\n    e = torch.exp(x - x.max())\n    return e / e.sum(dim=0)"
    },
    "a transposed flatten": {
        "flatten": "def flatten(images):\n    return images.reshape(images.shape[0], -1).T"
    },
    "a flatten that mixes the pixels up": {
        "flatten": "def flatten(images):\n"
        "    return images.transpose(-1, -2).reshape(len(images), -1)"
    },
    "a loader that is not normalised": {
        "mnist_loader": "def mnist_loader(root, train=True, batch_size=64):\n"
        "    data = datasets.MNIST(root, train=train, transform=transforms.ToTensor())\n"
        "    return DataLoader(data, batch_size=batch_size, shuffle=train)"
    },
    "a loader with batches of its own size": {
        "mnist_loader": "def mnist_loader(root, train=True, batch_size=64):\n"
        "    scale = transforms.Normalize((0.5,), (0.5,))\n"
        "    steps = transforms.Compose([transforms.ToTensor(), scale])\n"
        "    data = datasets.MNIST(root, train=train, transform=steps)\n"
        "    return DataLoader(data, batch_size=32, shuffle=train)"
    },
    "a network without its second bias": {
        "manual_network": "def manual_network(inputs, W1, B1, W2, B2):\n"
        "    hidden = activation(inputs @ W1 + B1)\n"
        "    return hidden, hidden @ W2\n\n"
        "W1, B1 = torch.randn(784, 256), torch.randn(1, 256)\n"
        "W2, B2 = torch.randn(256, 10), torch.randn(1, 10)\n"
        "hidden, output = manual_network(inputs, W1, B1, W2, B2)"
    },
    "a network with other names and nothing drawn": {
        "manual_network": "def manual_network(inputs, W1, B1, W2, B2):\n    return inputs, W1"
    },
}


@pytest.fixture(scope="session")
def grade(tmp_path_factory):
    """`grade("tensors", softmax="...")`: results by slug; None leaves an exercise unattempted.

    Exercises not named have the reference solution. `own` are cells to stand after an exercise's.
    """
    folder = tmp_path_factory.mktemp("submission")

    def grade_it(assignment: str, own: Cells = (), **solutions: str | None):
        path = ROOT / "source" / assignment / f"{assignment}.ipynb"
        source = read_notebook(path)
        notebook = assemble(source, _handed_in(source, solutions, own), _stub)
        return _graded(notebook, path, folder)

    return grade_it


def _handed_in(source: NotebookNode, solutions: dict[str, str | None], own: Cells) -> NotebookNode:
    cells = [new_code_cell(text) for after, text in own if not after]
    for cell in source.cells:
        slug = grade_id(cell)
        text = solutions.get(slug, cell.source)
        if text is not None:
            cells.append(NotebookNode({**cell, "source": text}))
        cells += [new_code_cell(text) for after, text in own if after and after == slug]
    return NotebookNode({**source, "cells": cells})


def _stub(cell: NotebookNode) -> NotebookNode:
    return ClearSolutions().preprocess_cell(cell, {"language": "python"}, 0)[0]


def _graded(notebook: NotebookNode, path: Path, folder: Path) -> dict[str, ExerciseResult]:
    found = exercises(notebook)
    modules = [ROOT / "tests" / path.stem / f"test_{exercise.slug}.py" for exercise in found]
    grading = Grading(notebook, path, folder, PATIENT)
    try:
        results = judge(modules, grading, points={e.slug: e.points for e in found})
    finally:
        grading.shut_down()
    return {result.slug: result for result in results}


def losing(results: dict[str, ExerciseResult]) -> dict[str, list[str]]:
    """The exercises without full marks, and what they say."""
    return {
        slug: [f"{c.name}: {c.message}" for c in result.checks if c.state != "passed"]
        for slug, result in results.items()
        if result.earned != result.points
    }


def slugs_of(assignment: str) -> list[str]:
    source = read_notebook(ROOT / "source" / assignment / f"{assignment}.ipynb")
    return [exercise.slug for exercise in exercises(source)]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_reference_solutions_earn_all_points(grade, assignment):
    assert losing(grade(assignment)) == {}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_an_untouched_release_earns_nothing_and_passes_no_check(grade, assignment):
    results = grade(assignment, **dict.fromkeys(slugs_of(assignment)))
    passed = [
        (slug, c.name) for slug, r in results.items() for c in r.checks if c.state == "passed"
    ]
    assert passed == []
    assert {result.earned for result in results.values()} == {0.0}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_costs_the_points_of_its_own_exercise_only(grade, mistake):
    lost = losing(grade("tensors", **MISTAKES[mistake]))
    assert list(lost) == list(MISTAKES[mistake]), lost


def test_loader_and_flatten_left_out_cost_the_rest_nothing(grade):
    results = grade("tensors", mnist_loader=None, flatten=None)
    assert set(losing(results)) == {"mnist_loader", "flatten"}, losing(results)
    assert results["mnist_loader"].earned == results["flatten"].earned == 0


# In place of references that call what an exercise before has asked for: torch's own will do.
INDEPENDENT = {
    "probabilities": "probabilities = torch.softmax(output, dim=1)\n"
    "predictions = probabilities.argmax(dim=1)"
}
# What `fit_convolution` trains: who leaves it out has nothing to train.
NEEDED = {"conv_network"}
FIT = {"fit": (STYLES / "fit_by_itself.ipy").read_text(encoding="utf-8")}


@pytest.mark.parametrize(
    "softmax", ["def softmax(x):\n    return x.none()", "def softmax(x:", None]
)
def test_without_a_softmax_that_runs_probabilities_may_use_another(grade, softmax):
    assert list(losing(grade("tensors", softmax=softmax, **INDEPENDENT))) == ["softmax"]


def test_a_cell_after_a_solution_hides_nothing_of_it(grade):
    replaced = f"output = torch.randn(64, 10)\n{INDEPENDENT['probabilities']}"
    results = grade("tensors", own=[("probabilities", "print(output)")], probabilities=replaced)
    assert list(losing(results)) == ["probabilities"]


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_second_exercise_left_out_costs_the_others_nothing(grade, assignment, first):
    left_out = [slug for slug in slugs_of(assignment)[first::2] if slug not in NEEDED]
    solutions = {"tensors": INDEPENDENT, "training": FIT}.get(assignment, {})
    results = grade(assignment, **{**solutions, **dict.fromkeys(left_out)})
    assert set(losing(results)) == set(left_out), losing(results)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_style_costs_nothing(grade, assignment):
    """Hints, docstrings, helper cells, other import names, prints, comments, extra methods, …"""
    text = (STYLES / f"{assignment}.ipy").read_text(encoding="utf-8")
    pieces = re.split(r"^# %% (.+)\n", text, flags=re.MULTILINE)[1:]
    cells = list(zip(pieces[::2], pieces[1::2], strict=True))
    solutions = {name: body for name, body in cells if not name.startswith("own")}
    assert set(solutions) == set(slugs_of(assignment))
    own = [(name.removeprefix("own").removeprefix(", after ").strip(), body)
           for name, body in cells if name.startswith("own")]  # fmt: skip
    assert losing(grade(assignment, own=own, **solutions)) == {}


def test_the_solution_cells_are_where_the_submissions_put_them():
    for assignment in ASSIGNMENTS:
        source = read_notebook(ROOT / "source" / assignment / f"{assignment}.ipynb")
        assert slugs_of(assignment) == [grade_id(c) for c in source.cells if is_solution(c)]
