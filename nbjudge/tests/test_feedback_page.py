"""The page that a student gets back: what to do next, each exercise, and nothing of a check."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from nbjudge.feedback.formulas import FORMULA, formula_as_html
from nbjudge.feedback.prose import tidied
from nbjudge.submission.markdown import harmless_markdown

EVIL = "<script>alert(4711)</script>"
STUBS = {
    "double": 'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n'
    "    raise NotImplementedError()",
    "total": "# total: the sum of `doubled`\n# YOUR CODE HERE\nraise NotImplementedError()",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_torch_course, hand_in_with_torch, submit, run) -> Path:
    folder = copy_torch_course(tmp_path_factory.mktemp("feedback") / "course")
    ada = submit(folder, "ada", hand_in_with_torch())
    (ada.parent / "timestamp.txt").write_text("2026-03-02 14:05:00 UTC")
    bob = hand_in_with_torch(double=f"def double(x):\n    print({EVIL!r})\n    return x + 2")
    bob.cells[5:5] = [
        new_markdown_cell(f"My idea: $x + x$, so $$\\frac{{4x}}{{2}}$$ and {EVIL}"),
        new_code_cell(f"print({EVIL!r})\nhelper = 2"),
    ]
    submit(folder, "bob", bob)
    submit(folder, "nobody", hand_in_with_torch(**STUBS))
    done = run(folder, "nbjudge", "grade", "-j", "1", "--no-feedback")
    assert "3 graded now" in done.stdout, done.stdout + done.stderr
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
    done = run(folder, "nbgrader", "generate_feedback", "warmup")
    assert done.returncode == 0, done.stderr
    assert not [line for line in done.stderr.splitlines() if "not recognized" in line]
    return folder


def page_of(course: Path, student: str) -> str:
    return (course / "feedback" / student / "warmup" / "warmup.html").read_text(encoding="utf-8")


class _Text(HTMLParser):
    """The text of a page in reading order, and its elements."""

    def __init__(self, page: str):
        super().__init__()
        self.said, self.tags, self._silent = "", [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.said += " "
        self._silent = tag == "style"

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        self.said += "" if self._silent else data


def text_of(page: str) -> str:
    return " ".join(_Text(page).said.split())


def test_it_opens_with_what_to_do_next(course):
    said = text_of(page_of(course, "bob"))
    opened = said[: said.index("The lesson's text")]
    assert "What to do next double 1.5 of 2 points to gain" in opened
    # Of two causes the one that cost most, with the hint of its check.
    assert "costs 1 point" in opened
    assert "A random table is doubled (hidden) Hint: do not write the numbers down." in opened
    assert "total" not in opened[: opened.index("Hint")]  # it has all of its points
    page = page_of(course, "bob")
    assert page.index('href="#double"') < page.index('id="double"')


def test_who_it_is_for_when_it_was_graded_and_which_version_stand_on_it(course):
    said = text_of(page_of(course, "ada"))
    assert "Ada Lovelace" in said
    assert "Handed in 2 March 2026, 14:05 UTC" in said
    assert re.search(r"Graded \d+ \w+ \d{4}, \d\d:\d\d UTC", said)
    assert re.search(r"Version graded [0-9a-f]{12}\b", said)
    assert "Nothing: every exercise has all of its points." in said
    assert "Handed in" not in text_of(page_of(course, "bob"))


def test_an_exercise_has_the_students_code_and_its_report(course):
    page = page_of(course, "bob")
    own = page[page.index('id="double"') : page.index('id="total"')]
    said = text_of(own)
    for shown in ("helper = 2", "My idea:", "return x + 2", "One and two are doubled"):
        assert shown in said
    assert own.count("<table") >= 2  # what came back, and what was expected


def test_the_lesson_is_folded_away(course):
    page = page_of(course, "bob")
    folded = page.index("Exercise: twice (2 points)")
    assert page.rfind('<details class="lesson">', 0, folded) > page.rfind("</details>", 0, folded)


def test_it_has_nothing_of_a_check_and_none_of_nbgraders_labels(course):
    for student in ("ada", "bob", "nobody"):
        page = page_of(course, student)
        for word in ("HIDDEN TESTS", "Test cell", "Grade cell", 'check("double"', "hidden=True"):
            assert word not in page
        assert "assert_close" not in page


def test_an_untouched_exercise_is_told_to_begin_with(course):
    said = text_of(page_of(course, "nobody"))
    assert said.count("Not attempted yet") == 2
    assert "No response." not in said
    assert "Traceback" not in said


def test_what_a_student_wrote_is_text(course):
    page = page_of(course, "bob")
    assert EVIL not in page
    assert "script" not in _Text(page).tags
    assert text_of(page).count(EVIL) >= 3


def test_it_is_small_and_asks_for_nothing(course):
    for student in ("ada", "bob", "nobody"):
        page = page_of(course, student)
        assert len(re.sub(r"data:image/[^\"]+", "", page)) < 150_000
        assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", page)
        assert "default-src 'none'" in page


# --- formulas ---


def drawn(text: str) -> str:
    return FORMULA.sub(formula_as_html, text)


@pytest.mark.parametrize(
    ("text", "display"),
    [
        ("$x^2$", "inline"),
        (r"\(x^2\)", "inline"),
        ("$$\n\\frac{a}{b}\n$$", "block"),
        (r"\[x\]", "block"),
        (r"\begin{align} x &= 1 \end{align}", "block"),
    ],
)
def test_a_formula_becomes_mathml(text, display):
    assert drawn(text).startswith(f'<math display="{display}">')


@pytest.mark.parametrize("text", ["it costs $5 and $6", r"\$x\$", "a $ b $ c", "no formula"])
def test_what_is_no_formula_stays(text):
    assert drawn(text) == text


@pytest.mark.parametrize(
    "inside",
    [
        r"\text{<script>alert(4711)</script>}",
        r"\text{&lt;script&gt;alert(4711)&lt;/script&gt;}",
        r"\href{javascript:alert(4711)}{x}",
        r"\class{x\" onclick=\"alert(4711)}{x}",
        r"\style{background: url(https://elsewhere.invalid)}{x}",
        r"\color{red\" onclick=\"alert(4711)}x",
        r"\mathcolor{x}{<img src=x onerror=alert(4711)>}",
        "{" * 500,
        r"\frac{" * 30,
        r"\sqrt" * 500,
        "x" * 5000,
        r"\begin{cases}",
        "\\",
        "\x00\ud800",
    ],
)
def test_a_formula_of_a_students_does_nothing_but_draw(inside):
    page = _Elements(drawn(f"${inside}$ $${inside}$$"))
    assert not page.tags & {"script", "img", "a", "style"}
    assert page.attributes <= {"display", "displaystyle", "scriptlevel", "mathcolor", "stretchy"}


class _Elements(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}


def test_formulas_are_found_in_prose_and_not_in_code():
    html = tidied("<h1 id='top'>A</h1><p>$x$ <code>$y$</code> <a href='rules.md'>rules</a></p>")
    assert html.count("<math") == 1
    assert "<code>$y$</code>" in html
    assert html.startswith("<h3>A</h3>")
    assert "<a" not in html
    assert "rules" in html


def test_formulas_in_a_students_markdown_are_drawn_too():
    assert "<math" in tidied(harmless_markdown("My *idea*: $e^{x}$"))


# --- in a browser ---


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("student", ["ada", "bob", "nobody"])
def test_axe_finds_no_violation(course, violations, student, theme):
    page = course / "feedback" / student / "warmup" / "warmup.html"
    assert violations(page.as_uri(), theme) == []


@pytest.mark.parametrize("student", ["ada", "bob", "nobody"])
def test_a_browser_asks_for_nothing_and_runs_nothing(course, browser, student):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    address = (course / "feedback" / student / "warmup" / "warmup.html").as_uri()
    page.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    page.close()


def test_it_prints_on_four_pages_at_most(course, browser):
    page = browser.new_page()
    page.goto((course / "feedback" / "bob" / "warmup" / "warmup.html").as_uri())
    assert 1 <= len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) <= 4
    page.close()
