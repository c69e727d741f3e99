"""The words of reports: what is wrong with a solution stands in the first line."""

import multiprocessing
import re
from pathlib import Path

import pytest

from nbjudge.proof.proving import subjects
from nbjudge.proof.variants import judge_near

ROOT = Path(__file__).parents[2]
WRONG = Path(__file__).parent / "fixtures" / "wrong" / "solutions.py"
SUBJECTS = {subject.slug: subject for subject in subjects(ROOT, [])}
_HEAD = re.compile(r"^# %% (\w+): (.+)\n# says: (.+)\n", re.MULTILINE)


def solutions():
    pieces = _HEAD.split(WRONG.read_text(encoding="utf-8"))[1:]
    return list(zip(*[iter(pieces)] * 4, strict=True))


def judged(slug, cell):
    """The result, from a process of its own: a wrong solution may leave anything behind.

    It is forked from one that has computed nothing, since torch's threads do not outlive a fork.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["torch", "nbjudge.proof.variants"])
    with context.Pool(1) as pool:
        return pool.apply_async(_judge, (slug, cell)).get(120)


def _judge(slug, cell):
    subject = SUBJECTS[slug]
    return judge_near(subject.source, slug, cell, subject.module)


def test_there_are_wrong_solutions_for_every_exercise():
    assert {slug for slug, *_ in solutions()} == set(SUBJECTS)
    assert len(solutions()) >= 30


@pytest.mark.parametrize(
    ("slug", "what", "said", "cell"), solutions(), ids=lambda value: value[:40].replace("\n", " ")
)
def test_the_first_line_names_the_mistake(slug, what, said, cell):
    result = judged(slug, cell)
    first = next(check for check, _ in result.by_cause() if check.state != "passed")
    assert said in first.message
    assert first.state == "failed"
