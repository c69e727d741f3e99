"""What the check modules of this course tell besides their checks: hints, and topics of grading."""

import re
from pathlib import Path

import pytest

from nbjudge.judge.session import read_checks
from nbjudge.report.guidance import STEPS, guidance_of

ROOT = Path(__file__).parents[2]
MODULES = sorted(ROOT.glob("tests/*/test_*.py"))


def guidance_in(module):
    return guidance_of(re.match(r'"""(.*?)"""', module.read_text(), re.DOTALL)[1])


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_each_exercise_has_three_hints_and_topics(module):
    said = guidance_in(module)
    assert tuple(step for step, _ in said.hints) == STEPS
    question, *_ = (text for _, text in said.hints)
    assert question.endswith("?")
    assert said.topics.endswith(".")


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_topics_are_not_the_names_of_hidden_checks(module):
    text = module.read_text()
    names = re.findall(r"def test_(\w+)", text.partition("### BEGIN HIDDEN TESTS")[2])
    topics = re.split(r", | and |\.", guidance_in(module).topics)
    assert not {topic.replace(" ", "_") for topic in topics} & set(names)


def test_the_release_says_how_many_checks_it_lacks():
    module = ROOT / "tests" / "tensors" / "test_softmax.py"
    released = ROOT / "release" / "tensors" / "tests" / "test_softmax.py"
    number = read_checks([module]).number_hidden(module)
    assert f"\nCHECKS_AT_GRADING = {number}\n" in released.read_text()
    assert read_checks([released]).number_hidden(released) == 0
