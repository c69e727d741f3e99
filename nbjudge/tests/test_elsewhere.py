"""Solutions in other cells than the ones for them, and cells that lost their names."""

import copy
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import ClearSolutions

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import exercises, is_grade, is_solution
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.session import judge
from nbjudge.submission.assemble import assembled

COURSE = Path(__file__).parent / "fixtures" / "course"
SOURCE = COURSE / "source" / "warmup" / "warmup.ipynb"
PATIENT = Limits(cell_seconds=60, call_seconds=30, start_seconds=300)
DOUBLE = "def double(x):\n    return 2 * x"
TOTAL = "total = sum(doubled)"


def stub(cell):
    return ClearSolutions().preprocess_cell(cell, {"language": "python"}, 0)[0]


@pytest.fixture
def released(source, hand_in):
    """The notebook as students get it."""

    def build():
        notebook = hand_in()
        for cell, original in zip(notebook.cells, source.cells, strict=True):
            if is_solution(cell):
                cell.source = stub(copy.deepcopy(original)).source
        return notebook

    return build


@pytest.fixture
def graded(source, tmp_path):
    """What a submission earns in a real kernel, by exercise, and its flags."""

    def run(submitted):
        found = assembled(source, submitted, stub)
        exercised = exercises(found.notebook)
        modules = [COURSE / "tests" / "warmup" / f"test_{e.slug}.py" for e in exercised]
        grading = Grading(found.notebook, SOURCE, tmp_path, PATIENT)
        try:
            results = judge(modules, grading, points={e.slug: e.points for e in exercised})
            grading.finish()
        finally:
            grading.shut_down()
        return {result.slug: result.earned for result in results}, found.flags

    return run


ALL = {"double": 2.0, "total": 4.0}


def at(notebook, name):
    return next(place for place, cell in enumerate(notebook.cells) if cell.id == name)


def put(notebook, place, text):
    notebook.cells.insert(place, new_code_cell(text))


def deleted_and_written_anew(notebook):
    for name, text in {"double": DOUBLE, "total": TOTAL}.items():
        notebook.cells[at(notebook, name)] = new_code_cell(text)


def above_the_stub(notebook):
    put(notebook, at(notebook, "double"), DOUBLE)
    put(notebook, at(notebook, "total"), TOTAL)


def above_the_text(notebook):
    put(notebook, at(notebook, "double-text"), DOUBLE)
    put(notebook, at(notebook, "total"), TOTAL)


def below_the_stub(notebook):
    put(notebook, at(notebook, "double-checks"), DOUBLE)
    put(notebook, at(notebook, "total-checks"), TOTAL)


def in_the_check_cells(notebook):
    for name, text in {"double-checks": DOUBLE, "total-checks": TOTAL}.items():
        cell = notebook.cells[at(notebook, name)]
        cell.source = f"{text}\n\n{cell.source}"


def in_the_check_cells_with_the_solution_cells_gone(notebook):
    in_the_check_cells(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("double", "total")]


def in_a_given_cell(notebook):
    notebook.cells[at(notebook, "numbers")].source += f"\n{DOUBLE}"
    put(notebook, at(notebook, "total"), TOTAL)


def all_in_one_cell_at_the_end(notebook):
    put(notebook, len(notebook.cells), f"{DOUBLE}\n\n{TOTAL}\nprint(total)")


def all_in_the_first_solution_cell(notebook):
    notebook.cells[
        at(notebook, "double")
    ].source = f"{DOUBLE}\n\ndoubled = [double(number) for number in numbers]\n{TOTAL}\n"


def all_in_cells_at_the_end_in_another_order(notebook):
    put(notebook, len(notebook.cells), TOTAL)
    put(notebook, len(notebook.cells), DOUBLE)


def all_at_the_top(notebook):
    put(notebook, 0, f"{DOUBLE}\n\n{TOTAL}")


def split_in_two(notebook):
    place = at(notebook, "double")
    notebook.cells[place].source = "def twice(x):\n    return x + x"
    put(notebook, place + 1, "double = twice")
    put(notebook, at(notebook, "total"), "def the_sum(x):\n    return sum(x)")
    notebook.cells[at(notebook, "total")].source = "total = the_sum(doubled)"


def as_markdown(notebook):
    solved(notebook)
    for name in ("double", "total"):
        notebook.cells[at(notebook, name)].cell_type = "raw"


def solved(notebook):
    notebook.cells[at(notebook, "double")].source = DOUBLE
    notebook.cells[at(notebook, "total")].source = TOTAL


def awaited(notebook):
    solved(notebook)
    notebook.cells[at(notebook, "double")].source = f"%matplotlib inline\n!true\n{DOUBLE}"
    notebook.cells[at(notebook, "total")].source = (
        "import asyncio\nawait asyncio.sleep(0)\n"
        "async def later(x):\n    return sum(x)\ntotal = await later(doubled)"
    )
    put(notebook, 0, "import asyncio\nawait asyncio.sleep(0)")


def awaited_elsewhere(notebook):
    awaited(notebook)
    text = notebook.cells[at(notebook, "total")].source
    notebook.cells[at(notebook, "total")] = new_code_cell(text)


WAYS = [
    deleted_and_written_anew,
    above_the_stub,
    above_the_text,
    below_the_stub,
    in_the_check_cells,
    in_the_check_cells_with_the_solution_cells_gone,
    in_a_given_cell,
    all_in_one_cell_at_the_end,
    all_in_the_first_solution_cell,
    all_in_cells_at_the_end_in_another_order,
    all_at_the_top,
    split_in_two,
    as_markdown,
    awaited,
    awaited_elsewhere,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_right_work_in_another_cell_earns_all_points(graded, released, way):
    notebook = released()
    way(notebook)
    scores, _ = graded(notebook)
    assert scores == ALL


def test_the_instructor_is_told_of_solutions_in_other_cells(graded, released):
    notebook = released()
    all_in_one_cell_at_the_end(notebook)
    _, flags = graded(notebook)
    assert "solution of double found in another cell" in flags
    assert "solution of total found in another cell" in flags


def test_an_untouched_notebook_earns_nothing(graded, released):
    notebook = released()
    put(notebook, 3, "scratch = 1\nnumbers_again = numbers * 1")
    assert graded(notebook) == ({"double": 0.0, "total": 0.0}, [])


def test_wrong_work_in_another_cell_is_wrong(graded, released):
    notebook = released()
    put(notebook, at(notebook, "double"), "def double(x):\n    return 3 * x")
    scores, _ = graded(notebook)
    assert scores["double"] < 2


def test_a_solution_in_its_own_cell_is_not_overruled(graded, released):
    notebook = released()
    solved(notebook)
    put(notebook, len(notebook.cells), "def double(x):\n    return 'later thoughts'")
    put(notebook, 0, "def double(x):\n    return 'earlier thoughts'")
    assert graded(notebook) == (ALL, [])


# --- Cells without names ---


def nameless(notebook, which=lambda cell: True):
    """As some converters leave a notebook: no metadata, new ids."""
    for place, cell in enumerate(notebook.cells):
        if which(cell):
            notebook.cells[place] = NotebookNode({**cell, "metadata": {}, "id": f"new-{place}"})


def test_right_work_whose_cells_lost_their_names_earns_all_points(graded, hand_in):
    notebook = hand_in()
    nameless(notebook)
    scores, flags = graded(notebook)
    assert scores == ALL
    assert flags[0] == "lost the names of cells, which were matched by their text"
    assert not any("lacks" in flag or "changed" in flag for flag in flags)


@pytest.mark.parametrize("which", [is_solution, is_grade], ids=["solutions", "checks"])
def test_some_cells_that_lost_their_names_cost_nothing(graded, hand_in, which):
    notebook = hand_in()
    nameless(notebook, which)
    assert graded(notebook)[0] == ALL


def test_cells_without_names_may_be_edited_moved_and_joined_by_others(graded, hand_in):
    notebook = hand_in()
    nameless(notebook)
    put(notebook, 5, "import math\nhelper = math.pi")
    notebook.cells[2].source += "\n# a comment of mine"
    notebook.cells.append(notebook.cells.pop(0))
    put(notebook, len(notebook.cells), "print('done')")
    assert graded(notebook)[0] == ALL


def test_solutions_without_names_and_without_checks_are_known_by_what_they_define(graded, hand_in):
    notebook = hand_in()
    nameless(notebook)
    notebook.cells = [
        c for c in notebook.cells if c.cell_type == "code" and "check(" not in c.source
    ]
    assert graded(notebook)[0] == ALL
