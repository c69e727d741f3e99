"""The words of reports: what is wrong with a solution stands in the first line."""

import functools
import re
from pathlib import Path

import pytest

from nbjudge.proof.command import workers
from nbjudge.proof.judging import judged, warm_up
from nbjudge.proof.proving import subjects

ROOT = Path(__file__).parents[2]
WRONG = Path(__file__).parent / "fixtures" / "wrong" / "solutions.py"
SUBJECTS = {subject.slug: subject for subject in subjects(ROOT, [])}
_HEAD = re.compile(r"^# %% (\w+): (.+)\n# says: (.+)\n", re.MULTILINE)


def solutions():
    pieces = _HEAD.split(WRONG.read_text(encoding="utf-8"))[1:]
    return list(zip(*[iter(pieces)] * 4, strict=True))


@pytest.fixture(scope="module")
def worker():
    """A process that has computed nothing, to fork from: torch's threads do not outlive a fork."""
    with workers(1) as pool:
        yield pool


def _judge(slug, cell):
    """The result, from a fork: a wrong solution may leave anything behind."""
    _warm_up(slug)
    return judged(SUBJECTS[slug], cell)


@functools.cache
def _warm_up(slug):
    warm_up(SUBJECTS[slug])


def test_there_are_wrong_solutions_for_every_exercise():
    assert {slug for slug, *_ in solutions()} == set(SUBJECTS)
    assert len(solutions()) >= 30


@pytest.mark.parametrize(
    ("slug", "what", "said", "cell"), solutions(), ids=lambda value: value[:40].replace("\n", " ")
)
def test_the_first_line_names_the_mistake(worker, slug, what, said, cell):
    result = worker.submit(_judge, slug, cell).result(120)
    first = next(check for check, _ in result.by_cause() if check.state != "passed")
    assert said in first.message
    assert first.state == "failed"
