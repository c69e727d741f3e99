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
from nbjudge.link.discretion import Discretion

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
def graded(copy_torch_course, hand_in_with_torch, tmp_path, monkeypatch):
    """Judges a submission with own cells before `double` and before `total`; returns all words."""

    def grade(before_double, before_total, **solutions):
        course = copy_torch_course(tmp_path / "course")
        monkeypatch.chdir(course)
        (course / "data").mkdir()
        notebook = hand_in_with_torch(**solutions)
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


# What a function does with what it was asked, where the check is a hidden one or comes later.
LEAKS = {
    "in an error's message": "raise ValueError(f'asked {len(asked)} {asked}')",
    "in an error's name": "raise type(f'Asked{len(asked)}', (Exception,), {})()",
    "in a text": "return f'asked {len(asked)} {asked}'",
    "in many texts": "return [f'asked {len(asked)}', b'asked %d' % len(asked)]",
    "in the keys of a dict": "return {f'asked {len(asked)}': x}",
    "in the name of a class": "return type(f'Asked{len(asked)}', (), {})()",
    "in the name of a class in a list": "return [type(f'Asked{len(asked)}', (), {})()]",
    "in the line that raised it": "import linecache\n"
    "    linecache.getline = lambda *at: f'asked {len(asked)}'\n    raise ValueError",
    "as what is not there yet": "raise NotImplementedError(f'asked {len(asked)}')",
    "as a name that is not defined": "raise agent.UndefinedName(f'asked {len(asked)}')",
    "as a text that is very long": "return 'x' * 100 + f'asked {len(asked)}' * 100",
    "as what kills the check": "class T(list): pass\n    return {f'asked {len(asked)}': T}",
}


def asked_of_hidden_checks(words: str) -> set[int]:
    """What was told after the visible check, which asks twice (for the name, and for its value)."""
    return {number for number in numbers_asked(words) if number > VISIBLE_ASKS}


VISIBLE_ASKS = 2


@pytest.mark.parametrize("leak", LEAKS)
def test_a_report_says_nothing_in_words_of_what_hidden_checks_have_asked(leak, graded):
    words, results = graded(LISTENS, "", double=f"def double(x):\n    {LEAKS[leak]}")
    assert not results[0].passed
    assert asked_of_hidden_checks(words) == set()


def test_without_discretion_it_would(graded, monkeypatch):
    monkeypatch.setattr(Discretion, "keep", lambda *given, **named: None)
    leak = LEAKS["in an error's message"]
    words, _ = graded(LISTENS, "", double=f"def double(x):\n    {leak}")
    assert asked_of_hidden_checks(words)


def test_an_error_of_a_hidden_check_still_has_its_kind_and_the_students_own_words(graded):
    double = "def double(x):\n    if x.dim() == 1:\n        return 2 * x\n"
    double += "    raise ValueError('only rows')"
    _, results = graded("", "", double=double)
    hidden, *_ = [check for check in results[0].checks if check.text.hidden]
    assert hidden.message == "it raised ValueError: only rows"
    assert hidden.line == "raise ValueError('only rows')"


def test_numbers_and_shapes_of_a_hidden_check_are_still_shown(graded):
    _, results = graded("", "", double="def double(x):\n    return 2 * x if x.dim() == 1 else x")
    hidden, *_ = [check for check in results[0].checks if check.text.hidden]
    assert hidden.message == "all values are 1/2 of what they should be"
    assert hidden.got.startswith("tensor([[2.")


def test_words_of_the_judges_own_sentences_are_no_secret():
    """A probe may name a part of its answer "values"."""
    discretion = Discretion()
    discretion.keep([], asked=True)
    discretion.note({"values": 1, "whatever was asked": 2})
    assert discretion.of("all values are 0.5 too large") == "all values are 0.5 too large"
    assert discretion.of("it is whatever was asked") == "it is …"


# Has every error's output say what was asked.
SHOWS = f"""{LISTENS}
def show(shell, kind, error, trace, tb_offset=None):
    shell._showtraceback(kind, error, [f"asked {{len(asked)}} {{asked}}"])
get_ipython().set_custom_exc((Exception,), show)
"""


def test_an_error_can_tell_what_was_asked(graded, monkeypatch):
    monkeypatch.setattr(Grading, "_show_only_what_was_unjudged", lambda grading: None)
    words, _ = graded(SHOWS, "", total="raise NotImplementedError()")
    assert max(numbers_asked(words)) > 0


@pytest.mark.parametrize(
    "stub", ["raise NotImplementedError()", "# here\nraise NotImplementedError"]
)
def test_a_stub_shows_its_error_and_runs_no_second_time(stub, graded, monkeypatch):
    monkeypatch.setattr(Grading, "_run_unjudged", None)
    words, results = graded(SHOWS, "", total=stub)
    assert "NotImplementedError: " in words
    assert numbers_asked(words) == set()
    assert [result.passed for result in results] == [True, False]


@pytest.mark.parametrize(
    "text", ["print(len(asked))\nraise NotImplementedError", "raise NotImplementedError(asked)"]
)
def test_what_else_a_cell_does_before_it_raises_is_shown_unjudged(text, graded):
    words, _ = graded(LISTENS, "", total=text)
    assert "NotImplementedError" in words
    assert "[b" not in words
