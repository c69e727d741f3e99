"""Cheats on checks that believe the student's process: none is paid without being told.

They are judged in real kernels, as right solutions are in the same way.
"""

from pathlib import Path

import pytest
from traitlets.config import Config

from nbjudge.course.limits import Limits
from nbjudge.course.notebook import read_notebook
from nbjudge.grading.judging import Case, check_module_of, judged, put_together
from nbjudge.sandbox import missing
from nbjudge.submission import flags
from nbjudge.tests.corpus import hand_in, read_other_cheats

ROOT = Path(__file__).parents[2]
CHEATS = read_other_cheats()
HONEST = {
    "modules": ("network", "init_weights", "view_classify", "sequential"),
    "fashion": ("neural_network", "classify", "parameters"),
    "neurons": ("layer",),
}
pytestmark = pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")


def judge_handed_in(assignment, slugs, folder, cheat=None):
    """The points by exercise, the full ones, and the flags."""
    source = ROOT / "source" / assignment / f"{assignment}.ipynb"
    hand_in(source, folder, cheat)
    notebook = put_together(read_notebook(folder / source.name), source, folder, Config())
    modules = [check_module_of(ROOT, assignment, slug) for slug in slugs]
    case = Case(notebook, source, folder, modules, Limits(cell_seconds=60), "a secret")
    grading, results = judged(case)
    told = [*flags.noted(notebook), *grading.flags()]
    return {r.slug: r.earned for r in results}, {r.slug: r.points for r in results}, told


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda cheat: cheat.name)
def test_a_cheat_on_what_is_believed_earns_what_it_deserves_or_is_told(cheat, tmp_path):
    earned, _, told = judge_handed_in(cheat.assignment, cheat.earns, tmp_path / "in", cheat)
    assert earned == pytest.approx(cheat.earns), told
    assert all(any(flag in line for line in told) for flag in cheat.flagged), told
    assert bool(told) == bool(cheat.flagged)


@pytest.mark.parametrize("assignment", HONEST)
def test_right_solutions_earn_everything_and_are_told_nothing_of(assignment, tmp_path):
    earned, full, told = judge_handed_in(assignment, HONEST[assignment], tmp_path / "in")
    assert (earned, told) == (full, [])
