"""Which results of an exercise are noticed to be others when a later exercise is judged."""

import pytest
import torch
from nbformat.v4 import new_code_cell, new_notebook, writes

from nbjudge.judge.judged_values import JudgedValues, settled_in

TOLD = (
    "changed output after network was judged on it: a person must look at probabilities, which is "
    "compared with it"
)


def flagged(first, later, *, kernels=(1, 1), name="output", lent=()):
    values = JudgedValues(frozenset({"output"}))
    values.note("network", kernels[0], name, first)
    values.forget(lent)
    values.note("probabilities", kernels[1], name, later)
    return list(values.flags())


@pytest.mark.parametrize(
    ("first", "later"),
    [(torch.ones(2), torch.zeros(2)), (1.0, 2.0), ("cpu", "cuda"), ([1, 2], [1, 3])],
)
def test_a_result_that_was_changed_after_judging_is_told(first, later):
    assert flagged(first, later) == [TOLD]


def test_a_result_that_is_as_it_was_is_not_told():
    assert flagged(torch.ones(2), torch.ones(2)) == []


def test_a_list_of_objects_is_not_compared():
    assert flagged([object()], [object()]) == []


def test_in_another_kernel_random_numbers_are_others():
    assert flagged(torch.ones(2), torch.zeros(2), kernels=(1, 2)) == []


def test_what_the_course_has_lent_is_not_the_students_change():
    assert flagged(torch.ones(2), torch.zeros(2), lent=["output"]) == []


def test_a_name_that_the_course_itself_gives_several_values_does_not_count(tmp_path):
    assert flagged(torch.ones(2), torch.zeros(2), name="images") == []
    cells = ["images = 1\noutput = 2", "images = 3", "def double(x):\n    output = 2 * x"]
    path = tmp_path / "warmup.ipynb"
    path.write_text(writes(new_notebook(cells=[new_code_cell(cell) for cell in cells])))
    assert settled_in(path, path.stat().st_mtime) == {"output", "double"}


def test_changes_of_one_check_s_questions_are_no_changes_between_exercises():
    values = JudgedValues(frozenset({"output"}))
    values.note("network", 1, "output", 1)
    values.note("network", 1, "output", 2)
    assert list(values.flags()) == []
