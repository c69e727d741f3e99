"""The prover complains: about variants that are not what they say, checks, mutants, reasons."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import torch

from nbjudge.course.layout import CourseError
from nbjudge.proof.agreement import agreement, conditions_of, judge_under, missing
from nbjudge.proof.judging import USUAL, Conditions
from nbjudge.proof.page import write_agreements_on
from nbjudge.proof.proving import (
    isolated,
    prove,
    read_equivalents,
    reference_failures,
    subjects,
    telling,
)
from nbjudge.proof.record import Record
from nbjudge.proof.variants import read_variants, says_that_it_takes_long

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


def test_of_an_exercise_that_takes_long_only_telling_variants_need_be_tried(tmp_path):
    file = UNPROVEN / "variants" / "warmup" / "negate.py"
    proof = prove(subject("negate"), near=telling, mutate=False)
    assert (proof.right, proof.wrong) == ((2, 2), (1, 1))
    assert not says_that_it_takes_long(file)
    copied = tmp_path / "negate.py"
    copied.write_text(file.read_text().replace("\n\n", "\n\n# takes long\n\n", 1))
    assert says_that_it_takes_long(copied)


def test_what_is_amiss_with_variants_and_checks_is_named(double):
    assert not double.holds
    assert (double.right, double.wrong) == ((2, 3), (0, 3))
    differs = "it differs; it is 3, not 4"
    assert list(double.mistakes[:6]) == [
        f"or so its author thinks: test_two_is_doubled rejects it: {differs}",
        "a sum, which is right in truth: test_two_is_doubled does not reject it",
        "a sum, which is right in truth: it earns full marks",
        "a list: there is no check test_two_is_tripled. Did you mean test_two_is_doubled?",
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
    done = run(UNPROVEN, "nbjudge", "prove", "double", "halve", "-j", "1")
    assert done.returncode == 1, done.stderr
    assert "UNEXPLAINED" in done.stdout
    assert "double: a list: there is no check test_two_is_tripled" in done.stdout
    assert "1 unexplained" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_the_command_succeeds_where_the_proof_holds(run):
    done = run(UNPROVEN, "nbjudge", "prove", "negate", "-j", "1")
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


HEAD = "# keeps 0.5: two_is_doubled\n# keeps 0.9: all others\n\n"


@pytest.mark.parametrize(
    ("lines", "least", "most"),
    [
        ("# rejected by: two_is_doubled, one_is_kept", 0.0, 0.5),
        ("# rejected by: one_is_kept", 0.0, 0.9),
        ("# rejected by: two_is_doubled\n# keeps: 0.7", 0.0, 0.7),
        ("# rejected by: two_is_doubled\n# keeps: 0.6 to 0.7", 0.6, 0.7),
    ],
)
def test_a_wrong_variant_says_what_it_keeps_by_its_checks_or_itself(tmp_path, lines, least, most):
    path = tmp_path / "double.py"
    path.write_text(f"{HEAD}# %% wrong: it\n{lines}\nx = 1\n")
    (variant,) = read_variants(path)
    assert (variant.keeps.least, variant.keeps.most, variant.keeps.stated) == (least, most, True)


@pytest.fixture
def negate(tmp_path):
    """A copy of what holds, to be spoilt: `negate` with a second check, which nobody fails."""
    course = tmp_path / "course"
    shutil.copytree(UNPROVEN, course)
    module = course / "tests" / "warmup" / "test_negate.py"
    module.write_text(
        module.read_text() + "\n\ndef test_it_is_there(student):\n    student.negate\n"
    )
    return subjects(course, ["negate"])[0]


def test_a_wrong_variant_that_keeps_too_much_or_too_little_is_named(negate):
    file = negate.variants_file
    text = file.read_text()
    said = []
    for line in ("# keeps: 0.1", "# keeps: 0.9 to 1"):
        rejected = "# rejected by: the_sign_changes"
        file.write_text(text.replace(rejected, f"{rejected}\n{line}"))
        said += [m for m in prove(negate, mutate=False).mistakes if m.startswith("nothing done")]
    assert said == [
        "nothing done: it keeps 0.50 of the points, and may keep 0.1",
        "nothing done: it keeps 0.50 of the points, and should keep 0.9",
    ]


def test_a_limit_for_a_check_that_there_is_not_is_named(negate):
    file = negate.variants_file
    file.write_text(f"# keeps 0.5: the_sing_changes\n{file.read_text()}")
    said = "there is no test_the_sing_changes, by which variants say what they keep"
    assert any(m.startswith(said) for m in prove(negate, mutate=False).mistakes)


def test_what_gets_through_without_each_check_is_told_from_the_same_verdicts(negate):
    proof = prove(negate)
    alone = {left.check: (left.variants, left.mutants) for left in proof.left_out}
    assert alone["test_the_sign_changes"][0] == 2
    assert alone["test_the_sign_changes"][1] > 0
    assert alone["test_it_is_there"] == (0, 0)
    assert proof.needless == ["test_it_is_there"]


CHANCE = """

def test_it_is_lucky(student):
    student.negate
    assert float(torch.rand(())) < 0.9
"""


def test_verdicts_that_change_with_seed_or_threads_are_named_and_a_second_run_goes_on(
    negate, run, tmp_path
):
    module = negate.module
    module.write_text(module.read_text() + CHANCE)
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- seeds: begin -->\n| exercise |\n| --- |\n<!-- seeds: end -->\n")
    asked = ("--seeds", "12", "--threads", "1,2", "-j", "1", "--write", str(page))
    command = ("nbjudge", "prove", "negate", *asked)
    done = run(negate.root, *command)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "test_it_is_lucky passed, but failed with seed" in " ".join(done.stdout.split())
    assert "96 verdicts on variants" in done.stdout
    assert "| `negate` | 4 | 12 | 1, 2 | 96 |" in page.read_text()
    record = negate.root / ".nbjudge" / "verdicts.jsonl"
    lines = record.read_text().splitlines()
    assert len(lines) == 96
    record.write_text("\n".join(lines[:90]) + "\n" + lines[90][:20])
    again = run(negate.root, *command)
    assert again.stdout.splitlines()[-1] == done.stdout.splitlines()[-1]
    assert len(record.read_text().splitlines()) == 97


SPOILS = """
# %% right: it spoils the process that it is judged in
spoilt = hasattr(torch, "spoilt")
torch.spoilt = True


def negate(x):
    return x if spoilt else -x
"""


def test_what_a_variant_leaves_behind_changes_no_verdict_under_other_seeds(negate):
    negate.variants_file.write_text(SPOILS)
    (spoils,) = negate.variants()
    known = judge_under(negate, [(spoils, conditions_of(3, [1]))])
    assert [one.seed for one in known] == [0, 1, 2]
    assert [one.mistakes for one in known] == [()] * 3


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a graphics card")
def test_without_a_graphics_card_a_proof_on_one_says_so_and_ends_well(run):
    done = run(UNPROVEN, "nbjudge", "prove", "negate", "--device", "cuda", "-j", "1")
    said = "torch can use no graphics card here, so nothing was tried on one"
    assert (done.returncode, done.stdout.strip()) == (0, said)


def test_verdicts_of_kernels_that_may_use_a_card_are_compared_with_the_usual_ones(tmp_path):
    """Where there is no card, such a kernel has none either; the verdicts are the same."""
    of, on_a_card = subject("negate"), Conditions(device="cuda")
    record, variants = Record(tmp_path / "verdicts.jsonl"), of.variants()
    for asked in missing(record, of, variants, conditions_of(1, [1], "cuda")):
        record.add(judge_under(of, asked))
    again = Record(tmp_path / "verdicts.jsonl")
    assert list(missing(again, of, variants, [on_a_card])) == []
    found = agreement(again, of, variants, [USUAL, on_a_card])
    assert (found.conditions, found.holds, found.changes) == (2, True, ())
    page = tmp_path / "page.md"
    page.write_text("<!-- cards: begin -->\n| exercise |\n| --- |\n<!-- cards: end -->\n")
    write_agreements_on("A card", page, [found])
    assert "| `negate` | 4 | A card | 8 | 0 | 0 |" in page.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="processes end with their parent on Linux")
def test_a_killed_proof_leaves_no_process_behind(tmp_path):
    shutil.copytree(UNPROVEN, tmp_path / "course")
    command = [sys.executable, "-m", "nbjudge", "prove", "-j", "2"]
    environment = {**os.environ, "NBJ_TEST_PROOF": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=tmp_path / "course", env=environment, stdout=subprocess.DEVNULL
    ) as proof:
        assert _soon(lambda: len(_started_with(tmp_path)) >= 3), "no worker was started"
        proof.kill()
        proof.wait()
    assert _soon(lambda: not _started_with(tmp_path)), "a worker waits for more work"


def _soon(is_so):
    for _ in range(300):
        if is_so():
            return True
        time.sleep(0.1)
    return False


def _started_with(folder):
    """The processes whose environment names this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"NBJ_TEST_PROOF={folder}".encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found


def test_a_page_without_a_place_for_the_table_is_named(run, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Nothing.\n")
    asked = ("negate", "--no-mutants", "-j", "1", "--write", str(page))
    done = run(UNPROVEN, "nbjudge", "prove", *asked)
    assert done.returncode == 2
    assert "has no place for a table" in done.stdout
