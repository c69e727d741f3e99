"""Mutants of checks: one change each, told in one line, and noticed by a variant or named."""

import ast
import inspect
import shutil
from pathlib import Path

import pytest

from nbjudge.checks import assert_close
from nbjudge.proof.check_mutants import DEFAULTS, check_mutants
from nbjudge.proof.proving import _meant, prove, subjects

UNPROVEN = Path(__file__).parent / "fixtures" / "unproven"
MODULE = '''"""A module of checks."""

import pytest
import torch

from nbjudge.checks import assert_close

LIMIT = 3


def _shape_of(value, wanted=(3,)):
    assert tuple(value.shape) == wanted


def test_it_is_doubled(student):
    """A promise.

    hint: twice.
    """
    for size in (1, 3):
        _shape_of(student.double(torch.ones(size)), (size,))
    assert_close(student.double(torch.ones(3)), 2 * torch.ones(3), atol=1e-3)
    assert student is not None


### BEGIN HIDDEN TESTS
@pytest.mark.parametrize("size", [5, 6])
def test_any_size(student, size):
    assert abs(student.double(torch.ones(size)).mean() - 2) < 0.01, "it is not 2"


### END HIDDEN TESTS
'''


@pytest.fixture
def found(tmp_path):
    module = tmp_path / "test_double.py"
    module.write_text(MODULE)
    return {mutant.change: mutant for mutant in check_mutants(module)}


def test_a_tolerance_becomes_ten_times_wider(found):
    changes = [change for change in found if "0.01 → 0.1" in change]
    assert changes == ["test_any_size: 0.01 → 0.1"]
    assert any("atol=0.01" in m.source and "rtol=0.0001" in m.source for m in found.values())


def test_the_tolerances_of_assert_close_are_known():
    parameters = inspect.signature(assert_close).parameters
    assert {name: parameters[name].default for name in DEFAULTS} == DEFAULTS


def test_a_case_or_a_step_is_left_out(found):
    assert "for size in ((3,)):" in found["test_it_is_doubled: without 1, case 1 of 2"].source
    assert "without 6, case 2 of 2" in " ".join(found)
    step = found["test_it_is_doubled: without assert student is not None"]
    assert "    pass\n" in step.source


def test_a_comparison_is_turned_round(found):
    (turned,) = [m for change, m in found.items() if "!= wanted" in change]
    assert "assert (tuple(value.shape) != wanted)" in turned.source


def test_it_is_known_which_checks_a_change_may_affect(found):
    affected = {m.checks for change, m in found.items() if change.startswith("_shape_of")}
    assert affected == {frozenset({"test_it_is_doubled"})}
    affected = {m.checks for change, m in found.items() if change.startswith("test_any_size")}
    assert affected == {frozenset({"test_any_size"})}


def test_all_else_of_the_text_stays_at_its_place(found):
    for mutant in found.values():
        ast.parse(mutant.source)
        lines = mutant.source.split("\n")
        assert len(lines) == len(MODULE.split("\n"))
        assert lines.index("### BEGIN HIDDEN TESTS") == MODULE.split("\n").index(
            "### BEGIN HIDDEN TESTS"
        )


def test_a_mutant_that_no_variant_notices_is_named_unless_it_is_explained(tmp_path):
    course = tmp_path / "course"
    shutil.copytree(UNPROVEN, course)
    module = course / "tests" / "warmup" / "test_negate.py"
    loose = "\n\ndef test_it_is_no_list(student):\n    for x in (1, 2):\n        assert x < 3\n"
    module.write_text(module.read_text() + loose)
    proof = prove(subjects(course, ["negate"])[0], mutate=False, mutate_checks=True)
    named = {survivor.change: survivor.reason for survivor in proof.unnoticed}
    assert named["test_it_is_no_list: without 1, case 1 of 2"] == ""
    assert not any(change.startswith("test_it_is_no_list: x < 3") for change in named)
    assert proof.noticed[0] == proof.noticed[1] - len(named) > 0
    assert not proof.holds
    reasons = course / "variants" / "equivalent_check_mutants.toml"
    changes = "".join(f"    '{change}',\n" for change in [*named, "test_gone: 1 → 2"])
    reasons.write_text(
        f'[[equivalent]]\nexercise = "negate"\nchanges = [\n{changes}]\nreason = "So be it."\n'
    )
    again = prove(subjects(course, ["negate"])[0], mutate=False, mutate_checks=True)
    assert {survivor.reason for survivor in again.unnoticed} == {"So be it."}
    stale = "equivalent_check_mutants.toml: no such survivor: test_gone: 1 → 2"
    assert stale in again.mistakes


SHARED = """
from pathlib import Path

from nbjudge.checks import assert_close


def assert_negated(got, expected):
    limit = float((Path(__file__).parent / "kept" / "limit.txt").read_text())
    assert limit < 3
    assert_close(got, expected)
"""
SHARING = """
import torch

from nbjudge.checks import beside

_shared = beside(__file__, "shared.py")


def test_the_sign_changes(student):
    _shared.assert_negated(student.negate(torch.tensor([1.0])), torch.tensor([-1.0]))
"""


def test_what_assignments_share_is_changed_too_and_finds_its_data(tmp_path):
    tests = tmp_path / "course" / "tests"
    shutil.copytree(UNPROVEN, tests.parent)
    (tests / "warmup" / "test_negate.py").write_text(SHARING)
    (tests / "shared.py").write_text(SHARED)
    (tests / "kept").mkdir()
    (tests / "kept" / "limit.txt").write_text("2")
    proof = prove(subjects(tests.parent, ["negate"])[0], mutate=False, mutate_checks=True)
    assert proof.mistakes == ()
    unnoticed = {survivor.change for survivor in proof.unnoticed}
    assert "assert_negated: without assert limit < 3" in unnoticed
    assert "assert_negated: limit < 3 → limit >= 3" not in unnoticed
    assert proof.noticed[0] > 0


def test_one_reason_may_explain_all_cases_of_a_check():
    explained = ["test_sizes: without *, case * of 3", "test_other: x * 3 → *"]
    assert _meant("test_sizes: without (1, 2), case 2 of 3", explained) == explained[0]
    assert _meant("test_sizes: without (1, 2), case 2 of 4", explained) == ""
    assert _meant("test_other: x * 3 → x", explained) == explained[1]
    assert _meant("before test_other: x * 3 → x", explained) == ""
