"""The notebook that is graded: the course's, with the student's solutions and extra cells."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from nbjudge.course.notebook import is_demonstration
from nbjudge.submission.assemble import assemble

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
MINE = "def double(x):\n    return x * 2  # mine"


def cleared(cell):
    cell.source = STUB
    return cell


@pytest.fixture
def graded(source):
    """Assembles a submission and checks what must hold for every one."""

    def run(submitted):
        kept, handed_in = copy.deepcopy(source), copy.deepcopy(submitted)
        notebook = assemble(source, submitted, cleared)
        assert source == kept
        assert submitted == handed_in
        nbformat.validate(notebook)
        assert not any("secretly_added" in cell.source for cell in notebook.cells)
        judged = [cell for cell in source.cells if not is_demonstration(cell)]
        own = [cell for cell in notebook.cells if cell.id in {c.id for c in source.cells}]
        assert [cell.id for cell in own] == [cell.id for cell in judged]
        for cell, original in zip(own, judged, strict=True):
            assert cell.metadata == original.metadata
            assert cell.cell_type == original.cell_type
            if not original.metadata.get("nbgrader", {}).get("solution"):
                assert cell.source == original.source
            assert not cell.get("outputs")
        return notebook

    return run


def cell_of(notebook, name):
    (found,) = [cell for cell in notebook.cells if cell.id == name]
    return found


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_solutions_are_the_students_and_everything_else_is_the_courses(graded, hand_in, source):
    got = graded(hand_in(double=MINE, total="total = 3"))
    assert cell_of(got, "double").source == MINE
    assert cell_of(got, "total").source == "total = 3"
    assert len(got.cells) == len(source.cells) - 1  # the demonstration


def test_edited_check_given_and_text_cells_have_no_effect(graded, hand_in):
    submitted = hand_in()
    for cell in submitted.cells:
        if cell.id not in ("double", "total"):
            cell.source = "print('all points to me')"
    assert "print('all points to me')" not in sources(graded(submitted))


def test_a_deleted_check_cell_is_put_back(graded, hand_in):
    submitted = hand_in()
    submitted.cells = [cell for cell in submitted.cells if not cell.id.endswith("-checks")]
    got = graded(submitted)
    assert cell_of(got, "double-checks").metadata.nbgrader.points == 2


def test_a_missing_solution_cell_becomes_the_stub(graded, hand_in):
    submitted = hand_in()
    submitted.cells = [cell for cell in submitted.cells if cell.id != "double"]
    got = graded(submitted)
    assert cell_of(got, "double").source == STUB
    assert cell_of(got, "total").source == "total = sum(doubled)"


def test_an_empty_notebook_becomes_stubs(graded, hand_in):
    submitted = hand_in()
    submitted.cells = []
    got = graded(submitted)
    assert [cell_of(got, name).source for name in ("double", "total")] == [STUB, STUB]


def test_an_emptied_solution_cell_is_empty_and_not_the_stub(graded, hand_in):
    assert cell_of(graded(hand_in(double="")), "double").source == ""


def test_reordered_cells_are_put_in_order(graded, hand_in):
    submitted = hand_in(double=MINE)
    submitted.cells.reverse()
    assert cell_of(graded(submitted), "double").source == MINE


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_cells_of_another_type_are_put_back(graded, hand_in, kind):
    submitted = hand_in(double=MINE)
    for place, cell in enumerate(submitted.cells):
        new = {"markdown": new_markdown_cell, "raw": new_raw_cell}[kind]
        submitted.cells[place] = new(cell.source, id=cell.id, metadata=cell.metadata)
    assert cell_of(graded(submitted), "double").source == MINE


def test_tags_and_other_metadata_have_no_effect(graded, hand_in):
    submitted = hand_in()
    for cell in submitted.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception", "demonstration"]
        cell.metadata["jupyter"] = {"source_hidden": True}
    graded(submitted)


def test_changed_points_and_flags_have_no_effect(graded, hand_in):
    submitted = hand_in()
    for cell in submitted.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=1000, grade=True, solution=True, task=True)
    got = graded(submitted)
    assert cell_of(got, "double-checks").metadata.nbgrader.points == 2


def test_the_metadata_of_the_notebook_has_no_effect(graded, hand_in, source):
    submitted = hand_in()
    submitted.metadata = nbformat.from_dict({"kernelspec": {"name": "bash", "display_name": "B"}})
    assert graded(submitted).metadata == source.metadata


@pytest.mark.parametrize("said", [None, {}, "lost", {"grade_id": None}, {"grade_id": ["double"]}])
def test_lost_or_broken_nbgrader_metadata_does_not_lose_a_solution(graded, hand_in, said):
    submitted = hand_in(double=MINE)
    for cell in submitted.cells:
        cell.metadata.pop("nbgrader", None)
        if said is not None:
            cell.metadata["nbgrader"] = said
    got = graded(submitted)
    assert cell_of(got, "double").source == MINE
    assert len(got.cells) == len(submitted.cells) - 1


def test_lost_cell_ids_do_not_lose_a_solution(graded, hand_in):
    submitted = hand_in(double=MINE)
    for cell in submitted.cells:
        cell.id = "new-" + cell.id
    assert cell_of(graded(submitted), "double").source == MINE


def test_of_a_copied_solution_cell_the_original_is_the_solution(graded, hand_in):
    submitted = hand_in(double=MINE)
    original = cell_of(submitted, "double")
    duplicate = copy.deepcopy(original)
    duplicate.id, duplicate.source = "a-copy", "def double(x):\n    return 'tried'"
    place = submitted.cells.index(original)
    for where in (place, place + 1):
        handed_in = copy.deepcopy(submitted)
        handed_in.cells.insert(where, duplicate)
        got = graded(handed_in)
        assert cell_of(got, "double").source == MINE
        assert duplicate.source in sources(got)


def test_of_copies_with_new_ids_the_first_is_the_solution(graded, hand_in):
    submitted = hand_in(double=MINE)
    original = cell_of(submitted, "double")
    original.id = "new-one"
    duplicate = copy.deepcopy(original)
    duplicate.id, duplicate.source = "new-two", "second = True"
    submitted.cells.insert(submitted.cells.index(original) + 1, duplicate)
    got = graded(submitted)
    place = sources(got).index(MINE)
    assert got.cells[place].id == "double"
    assert sources(got)[place + 1] == "second = True"


def test_copies_of_check_and_given_cells_are_left_out(graded, hand_in, source):
    submitted = hand_in()
    for name in ("double-checks", "numbers"):
        duplicate = copy.deepcopy(cell_of(submitted, name))
        duplicate.id, duplicate.source = f"copy-{name}", "print('mine')"
        submitted.cells.append(duplicate)
    assert len(graded(submitted).cells) == len(source.cells) - 1


def test_added_cells_keep_their_places(graded, hand_in):
    submitted = hand_in()
    at = [cell.id for cell in submitted.cells].index("double")
    submitted.cells.insert(len(submitted.cells), new_code_cell("last = 1"))
    submitted.cells.insert(at + 1, new_code_cell("after = 1"))
    submitted.cells.insert(at, new_markdown_cell("second before"))
    submitted.cells.insert(at, new_code_cell("before = 1"))
    submitted.cells.insert(0, new_code_cell("top = 1"))
    got = sources(graded(submitted))
    at = got.index("def double(x):\n    return 2 * x")
    assert got[0] == "top = 1"
    assert got[at - 2 : at] == ["before = 1", "second before"]
    assert got[at + 1] == "after = 1"
    assert got[-1] == "last = 1"


def test_added_cells_bring_nothing_but_their_text(graded, hand_in):
    submitted = hand_in()
    extra = new_code_cell("extra = 1", metadata={"tags": ["skip-execution"]}, execution_count=7)
    extra.metadata["nbgrader"] = {"grade": True, "grade_id": "", "points": 100}
    extra.outputs = [new_output("stream", text="100")]
    submitted.cells += [extra, new_raw_cell("raw")]
    got = graded(submitted)
    assert got.cells[-1].source == "extra = 1"
    assert got.cells[-1].metadata == {"nbjudge": {"own": True}}
    assert got.cells[-1].outputs == []
    assert "raw" not in sources(got)


def test_a_forged_solution_cell_is_only_an_added_cell(graded, hand_in):
    submitted = hand_in()
    forged = new_code_cell("forged = 1", metadata={"nbgrader": {"solution": True}})
    forged.metadata.nbgrader["grade_id"] = "another-exercise"
    submitted.cells.append(forged)
    got = graded(submitted)
    assert got.cells[-1].source == "forged = 1"
    assert got.cells[-1].metadata == {"nbjudge": {"own": True}}


def test_one_cell_that_claims_to_be_two_is_put_in_both_places_at_most(graded, hand_in):
    submitted = hand_in()
    both = cell_of(submitted, "double")
    submitted.cells = [both]
    both.id, both.source = "total", "chimera = 1"
    got = graded(submitted)
    assert sources(got).count("chimera = 1") <= 2
