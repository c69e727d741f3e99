"""Reports: every state in words, and a student's text never as markup."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from nbjudge.report.guidance import STEPS, Guidance
from nbjudge.report.html import Report, as_html, summary
from nbjudge.report.results import CheckResult, CheckText, ExerciseResult

EVIL = "<script>alert('x')</script><img src=x onerror=y>&amp;\"'"


def text(sentence="it holds", promise="", hidden=False, weight=1.0):
    return CheckText(sentence, promise, (), hidden, weight)


PASSED = CheckResult("test_a", text("it is there", "A promise."), "passed")
FAILED = CheckResult(
    "test_b",
    text("it is right", "Seven.", hidden=True),
    "failed",
    message="it is not seven",
    call="f(3)",
    got="8",
    expected="7",
    line="return x + 5",
    hint="count again",
)
UNTOUCHED = CheckResult("test_c", text("it is done"), "not attempted", "`f` is not defined yet")


def result(*checks, points=4.0, **more):
    return ExerciseResult("seven", points, checks, **more)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (result(PASSED, FAILED), "1 of 2 checks passed · 2 of 4 points"),
        (result(PASSED, PASSED), "2 of 2 checks passed · 4 of 4 points"),
        (result(UNTOUCHED, UNTOUCHED), "not attempted yet · 0 of 4 points"),
        (result(UNTOUCHED, FAILED), "0 of 2 checks passed · 0 of 4 points"),
        (result(PASSED, points=None), "1 of 1 checks passed"),
        (result(), "no checks ran"),
        (
            result(PASSED, complete=False),
            "1 of 1 visible checks passed · worth 4 points with the hidden ones",
        ),
    ],
)
def test_the_summary_says_checks_and_points(made, said):
    assert summary(made) == said


def test_the_text_shows_what_a_student_needs_and_no_more():
    assert str(Report(result(PASSED, FAILED, UNTOUCHED))).split("\n") == [
        "seven: 1 of 3 checks passed · 1.3 of 4 points",
        "  ✓ It is there",
        "  ✗ It is right (hidden)",
        "      it is not seven",
        "      (Seven.)",
        "      call:      f(3)",
        "      your line: return x + 5",
        "      got:       8",
        "      expected:  7",
        "      hint:      count again",
        "  ○ It is done",
        "      `f` is not defined yet",
    ]


def test_a_note_stands_before_the_checks():
    made = result(PASSED, notes=("Your cell stopped with NameError: x",))
    assert str(Report(made)).split("\n")[1] == "  ! Your cell stopped with NameError: x"
    assert "Your cell stopped with NameError: x" in as_html(made)


def test_the_html_has_a_mark_and_a_sentence_for_every_check():
    html = as_html(result(PASSED, FAILED, UNTOUCHED))
    for shown in ("✓", "✗", "○", "It is there", "It is right (hidden)", "It is done", "f(3)"):
        assert shown in html
    assert html.count("A promise.") == 0  # what passed needs no words
    assert "1.3 of 4 points" in html


class _Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        self.tags.append(f"/{tag}")

    def handle_data(self, data):
        self.text += data


def parsed(html):
    elements = _Elements()
    elements.feed(html)
    return elements


def test_a_students_text_is_never_markup():
    evil = CheckResult("test", text(EVIL, EVIL), "failed", *[EVIL] * 10)
    untouched = CheckResult("test", text(), "not attempted", EVIL)
    made = ExerciseResult(EVIL, 1.0, (evil, untouched), notes=(EVIL,))
    page = parsed(as_html(made))
    tags = {"div", "span", "details", "summary"}
    assert set(page.tags) == tags | {f"/{tag}" for tag in tags}
    assert page.attributes == {"class", "style", "open", "role", "aria-label", "aria-level"}
    # A sentence begins with a capital, which a "<" has not; all places show it as text.
    assert page.text.count(EVIL) == 13


def test_what_is_printed_and_a_hint_are_never_markup():
    guidance = Guidance(tuple((step, EVIL) for step in STEPS), EVIL, 3)
    failed = ExerciseResult("a", 1.0, (FAILED,), guidance=guidance, printed=EVIL)
    green = ExerciseResult("a", 1.0, (PASSED,), complete=False, guidance=guidance)
    page = parsed(as_html(failed) + as_html(green))
    assert "script" not in page.tags
    assert page.text.count(EVIL) == 5


def test_one_failure_is_open_and_the_others_are_folded():
    html = as_html(result(FAILED, PASSED, replace(FAILED, message="another"), FAILED))
    assert html.count("<details open>") == 1
    assert html.count("<details>") == 1  # what fails because of the same stands with the first
    assert html.index("<details open>") < html.index("<details>")


@pytest.mark.parametrize(
    ("guidance", "said"),
    [
        (Guidance(topics="float64, large scores.", at_grading=9), "9 more look at: float64"),
        (Guidance(topics="float64.", at_grading=1), "1 more looks at: float64."),
        (Guidance(at_grading=1), "At grading, 1 more runs."),
        (Guidance(topics="float64.", at_grading=0), ""),
        (Guidance(topics="float64."), ""),
    ],
)
def test_green_says_what_is_left_where_that_is_known(guidance, said):
    made = result(PASSED, complete=False, guidance=guidance)
    assert said in made.left
    assert bool(said) == bool(made.left)
    assert made.left in str(Report(made))
    assert not result(FAILED, complete=False, guidance=guidance).left
    assert not result(PASSED, guidance=guidance).left


def test_the_html_is_well_formed():
    page = parsed(as_html(result(PASSED, FAILED, UNTOUCHED, notes=("a", "b"))))
    opened: list[str] = []
    for tag in page.tags:
        if tag.startswith("/"):
            assert opened.pop() == tag[1:]
        else:
            opened.append(tag)
    assert opened == []


def test_jupyterlab_takes_the_html_and_everything_else_the_text():
    report = Report(result(FAILED))
    assert report._repr_html_() == as_html(result(FAILED))
    assert repr(report) == str(report)
    assert "<" not in repr(report)


def test_weights_show_in_the_bar():
    html = as_html(result(CheckResult("test", text(weight=2.5), "passed"), PASSED))
    assert "flex: 2.5;" in html


def test_checks_that_fail_because_of_the_same_stand_below_the_first():
    again = [
        CheckResult(name, text(name), "failed", "it is not seven", kind="other")
        for name in ("one", "two", "three")
    ]
    assert str(Report(result(*again))).split("\n")[1:] == [
        "  ✗ One",
        "      it is not seven",
        "      also because of this:",
        "        ✗ Two",
        "        ✗ Three",
    ]
    html = as_html(result(*again))
    assert html.count("it is not seven") == 1
    assert "also because of this" in html
    assert "Three" in html
