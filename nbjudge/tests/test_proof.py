"""The prover complains: about variants that are not what they say, checks, mutants, reasons."""

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest
import torch

from nbjudge.course.layout import CourseError
from nbjudge.proof.proving import (
    isolated,
    prove,
    read_equivalents,
    reference_failures,
    subjects,
    telling,
)
from nbjudge.proof.variants import read_variants

UNPROVEN = Path(__file__).parent / "fixtures" / "unproven"


def subject(slug):
    (found,) = subjects(UNPROVEN, [slug])
    return found


@pytest.fixture(scope="module")
def double():
    return prove(subject("double"), remote=lambda variants: variants[:2])


def test_a_proof_holds_where_all_variants_are_what_they_say():
    proof = prove(subject("negate"))
    assert proof.holds, proof
    assert (proof.right, proof.wrong, proof.checks) == ((2, 2), (2, 2), 1)
    assert proof.killed[0] == proof.killed[1] > 0


def test_what_is_amiss_with_variants_and_checks_is_named(double):
    assert not double.holds
    assert (double.right, double.wrong) == ((2, 3), (0, 3))
    differs = "it differs; the first is 3, not 4"
    assert list(double.mistakes[:6]) == [
        f"or so its author thinks: test_two_is_doubled rejects it: {differs}",
        "a sum, which is right in truth: test_two_is_doubled does not reject it",
        "a sum, which is right in truth: it earns full marks",
        "a list: test_two_is_tripled does not reject it",
        "it takes its process along: judging it does not come to an end",
        "test_four_is_doubled_to_something rejects no wrong variant",
    ]


def test_survivors_are_told_with_their_reasons_or_without(double):
    reasons = {survivor.change: survivor.reason for survivor in double.survivors}
    assert reasons == {
        "line 1: torch.clone(x) → x": "A copy is not asked for.",
        "line 1: torch.clone(x) * 2 → torch.clone(x) + 2": "",
    }


def test_a_reason_for_no_survivor_is_stale(double):
    stale = "equivalent_mutants.toml: no such survivor: line 1: torch.clone(x) → torch.copy(x)"
    assert double.mistakes[-1] == stale


def test_checks_that_cannot_be_read_do_not_stop_the_others():
    (said,) = prove(subject("halve")).mistakes
    assert "torhc" in said


def test_checks_without_variants_are_not_proven():
    (said,) = prove(subject("square")).mistakes
    assert "checks without variants are not proven" in said


def test_a_kernel_says_the_same_of_variants_that_leave_something_behind():
    proof = prove(subject("negate"), mutate=False, remote=list)
    assert proof.holds, proof


def test_a_verdict_that_differs_in_a_kernel_is_named(double):
    said = "knows where it runs: test_two_is_doubled passed, but in a kernel failed"
    assert said in double.mistakes


def test_the_telling_variants_are_the_right_ones_and_one_wrong_one_for_each_check():
    variants = subject("double").variants()
    titles = [variant.title for variant in telling(variants)]
    assert titles == [variant.title for variant in variants][:5]


def test_a_reference_that_its_checks_reject_is_told(monkeypatch):
    double = subject("double")
    assert reference_failures(double, range(2)) == []
    wrong = double.solution.replace("* 2", "* 3")
    monkeypatch.setattr(type(double), "solution", wrong)
    assert reference_failures(double, range(1)) == ["seed 0: test_two_is_doubled failed"]


def test_an_unknown_exercise_is_named():
    with pytest.raises(CourseError, match="no exercise doubel"):
        subjects(UNPROVEN, ["doubel"])


def test_reasons_are_read_by_exercise_and_change():
    assert set(read_equivalents(UNPROVEN)) == {"double"}
    assert read_equivalents(UNPROVEN / "tests") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# %% wrong: what rejects it?\nx = 1\n", "needs `# rejected by:`"),
        ("# %% right: it is\n# rejected by: me\nx = 1\n", "needs `# rejected by:`"),
        ("# %% right: it is\nx = 1\n# %% rigth: misspelt\nx = 1\n", "rigth"),
        ("# %% right: one\nx = 1\n# %% right: one\nx = 2\n", "twice"),
        ("# nothing\n", "no variant"),
    ],
)
def test_a_variant_file_that_would_be_misread_is_refused(tmp_path, text, said):
    path = tmp_path / "double.py"
    path.write_text(text)
    with pytest.raises(CourseError, match=said):
        read_variants(path)


def test_the_command_prints_the_proof_and_fails(run):
    done = run(UNPROVEN, sys.executable, "-m", "nbjudge", "prove", "double", "halve", "-j", "1")
    assert done.returncode == 1, done.stderr
    assert "UNEXPLAINED" in done.stdout
    assert "double: a list: test_two_is_tripled does not reject it" in done.stdout
    assert "1 unexplained" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_the_command_succeeds_where_the_proof_holds(run):
    done = run(UNPROVEN, sys.executable, "-m", "nbjudge", "prove", "negate", "-j", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 of 2" in done.stdout


def break_torch():
    torch.manual_seed(1234)
    torch.neg = None
    return "done"


def test_what_an_isolated_function_does_stays_there():
    before = torch.initial_seed()
    assert isolated(break_torch) == "done"
    assert torch.initial_seed() == before
    assert torch.neg is not None


def test_the_temporary_files_of_an_isolated_function_go_with_it():
    folder = isolated(tempfile.mkdtemp, "-made-by-a-variant")
    assert "made-by-a-variant" in folder
    assert not Path(folder).exists()


def test_an_isolated_function_that_hangs_or_dies_gives_nothing():
    assert isolated(time.sleep, 60, seconds=0.2) is None
    assert isolated(os._exit, 0) is None


def test_an_isolated_function_raises_here_what_it_raises_there():
    with pytest.raises(ZeroDivisionError):
        isolated(divmod, 1, 0)
