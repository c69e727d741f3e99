"""What cells show that run after checks have asked: nothing of what was asked."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.layout import own_check_module
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import exercises
from nbjudge.judge.places.grading import Grading
from nbjudge.judge.session import judge

LISTENS = """
import nbjudge.kernel.agent as agent
asked = []
really_answer = agent.Agent.answer
def answer(self, request):
    asked.append(request)
    return really_answer(self, request)
agent.Agent.answer = answer
"""
TELLS = "print('asked', len(asked), asked)"
# An error's name and message are shown as well.
RAISES = "raise type(f'Asked{len(asked)}', (Exception,), {})(f'asked {len(asked)}')"


@pytest.fixture
def graded(copy_course, hand_in, tmp_path, monkeypatch):
    """Judges a submission with own cells before `double` and before `total`; returns all words."""

    def grade(before_double, before_total, **solutions):
        course = copy_course(tmp_path / "course")
        monkeypatch.chdir(course)
        (course / "data").mkdir()
        notebook = hand_in(**solutions)
        places = {exercise.slug: exercise.solution for exercise in exercises(notebook)}
        notebook.cells.insert(places["total"], new_code_cell(before_total))
        notebook.cells.insert(places["double"], new_code_cell(before_double))
        source = course / "source" / "warmup" / "warmup.ipynb"
        grading = Grading(notebook, source, tmp_path, Limits())
        modules = [own_check_module(course, "warmup", slug) for slug in ("double", "total")]
        try:
            results = judge(modules, grading)
            grading.finish()
        finally:
            grading.shut_down()
        results = [grading.with_notes(result) for result in results]
        return nbformat.writes(notebook) + str(results), results

    return grade


def numbers_asked(words: str) -> set[int]:
    return {int(number) for number in re.findall(r"[Aa]sked ?(\d+)", words)}


@pytest.mark.parametrize("tells", [TELLS, RAISES])
def test_a_later_cell_cannot_show_what_checks_have_asked(tells, graded):
    words, _ = graded(LISTENS, tells, total=f"{tells}\ntotal = doubled.sum()")
    assert numbers_asked(words) == {0}, "it shows what a kernel has seen that nobody judged"


def test_shown_as_it_was_judged_it_would(graded, monkeypatch):
    monkeypatch.setattr(Grading, "_show_only_what_was_unjudged", lambda grading: None)
    words, _ = graded(LISTENS, TELLS)
    assert max(numbers_asked(words)) > 0


def test_the_judging_is_that_of_the_kernel_that_was_asked(graded):
    _, results = graded("", "print('seen')", total="total = doubled.sum() + 1")
    assert [result.passed for result in results] == [True, False]


def test_what_honest_cells_show_after_a_check_is_kept(graded):
    words, results = graded("print('before')", "print('between'); 6 * 7")
    assert "before" in words
    assert "between" in words
    assert '"42"' in words
    assert all(result.passed for result in results)


def test_what_the_course_has_lent_is_lent_to_what_is_shown_too(graded):
    total = "print('sum', float(doubled.sum()))\ntotal = doubled.sum()"
    words, _ = graded("", "", double="double = None", total=total)
    assert re.search(r"sum \d", words)
