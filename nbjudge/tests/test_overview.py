"""`report.html`: what a class has understood, seen in a real browser as an instructor does."""

import html
import json
import re
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from nbjudge.__main__ import main
from nbjudge.course.notebook import grade_id, read_notebook
from nbjudge.grading.standings import Person
from nbjudge.overview.gathering import Work
from nbjudge.overview.misconceptions import Misconception, causes
from nbjudge.overview.page import Shown
from nbjudge.overview.students import Students
from nbjudge.report.results import CheckResult, CheckText, ExerciseResult

ROOT = Path(__file__).parents[2]
WRONG = Path(__file__).parent / "fixtures" / "misconceptions"
PLANTED = {
    "strict_step": ("binary_step", "Zero gives 0: the comparison is > instead of >=", 4),
    "neuron_without_bias": ("neuron", "The bias is missing", 3),
    "sigmoid_of_minus_x": ("sigmoid", "The minus sign in e^-x is missing", 3),
    "bias_after_activation": ("layer", "The bias is added after the activation", 2),
    "absolute_relu": ("relu", "Negative numbers have become positive", 2),
}
ELSEWHERE = {"raising_tanh": "tanh", "deadly_tanh": "tanh"}
CLASS = {
    "ada": ["strict_step", "sigmoid_of_minus_x"],
    "grace": ["strict_step", "absolute_relu", "neuron_without_bias"],
    "alan": ["strict_step", "neuron_without_bias"],
    "emmy": ["strict_step", "bias_after_activation"],
    "kurt": ["sigmoid_of_minus_x", "absolute_relu"],
    "rosalind": ["sigmoid_of_minus_x", "neuron_without_bias", "raising_tanh"],
    "noor": ["bias_after_activation", "deadly_tanh"],
    "ines": [],
}


def hand_in(course: Path, student: str, wrong: list[str]) -> None:
    notebook = read_notebook(ROOT / "submitted" / "all_right" / "neurons" / "neurons.ipynb")
    for name in wrong:
        slug = PLANTED[name][0] if name in PLANTED else ELSEWHERE[name]
        cell = next(cell for cell in notebook.cells if grade_id(cell) == slug)
        cell.source = (WRONG / f"{name}.py").read_text()
    path = course / "submitted" / student / "neurons" / "neurons.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def course(tmp_path_factory, run) -> Path:
    """A class of eight who have five misconceptions, graded."""
    folder = tmp_path_factory.mktemp("overview") / "course"
    for place in ("source/neurons", "tests/neurons", "data"):
        shutil.copytree(ROOT / place, folder / place)
    for page in (ROOT / "source").glob("*.md"):
        shutil.copy(page, folder / "source")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    for student, wrong in CLASS.items():
        hand_in(folder, student, wrong)
    done = run(folder, "nbjudge", "grade")
    assert "8 graded now" in done.stdout, done.stdout + done.stderr
    assert "the class is in report.html" in done.stdout
    return folder


@pytest.fixture
def report(course, monkeypatch, capsys):
    """`nbjudge report` with these options, in the course: what it printed, and the page."""

    def run_it(*options: str, code: int = 0) -> tuple[str, str]:
        monkeypatch.chdir(course)
        assert main(["report", *options]) == code
        return capsys.readouterr().out, (course / "report.html").read_text(encoding="utf-8")

    return run_it


@pytest.fixture
def page(browser, course, report, request):
    """The report in a browser, all of it unfolded; it may ask for nothing else."""
    report()
    scheme = getattr(request, "param", "light")
    context = browser.new_context(color_scheme=scheme)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    opened = context.new_page()
    opened.goto((course / "report.html").as_uri())
    assert asked == [(course / "report.html").as_uri()]
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    yield opened
    context.close()


def cards(text: str) -> list[str]:
    part = text.partition('<section id="misconceptions"')[2].partition("</section>")[0]
    return [html.unescape(re.sub(r"<[^>]+>", "", card)) for card in part.split("<article")[1:]]


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_misconception_is_named_with_how_many_have_it(report, name):
    slug, said, students = PLANTED[name]
    found = [card for card in cards(report()[1]) if said in card and slug in card]
    assert len(found) == 1
    assert f"{students} of 8" in found[0]
    lines = (WRONG / f"{name}.py").read_text().split("\n")
    assert lines[0] in found[0]
    assert "For the next lecture:" in found[0]


@pytest.mark.parametrize(
    ("kind", "named"), [("other", "It holds"), ("wrong shape", "It holds: wrong shape")]
)
def test_a_cause_has_the_kind_of_its_failure_where_that_says_anything(kind, named):
    check = CheckResult("test_it", CheckText("it holds", "", (), False, 1), "failed", kind=kind)
    assert [cause.said for cause in causes(ExerciseResult("it", 1.0, (check,)))] == [named]


@pytest.mark.parametrize(
    ("mistakes", "named"),
    [
        (("", "all values are 0.5 too large", "all values are 1.333 times what they should be"),
         ["It holds: wrong values"]),
        (("", "all values are 9 times what they should be", "the sum, not the mean"),
         ["All values are 9 times what they should be", "The sum, not the mean"]),
    ],
)  # fmt: skip
def test_a_relation_that_is_another_in_each_check_names_no_cause(mistakes, named):
    text = CheckText("it holds", "", (), False, 1)
    checks = tuple(
        CheckResult(f"test_{number}", text, "failed", kind="wrong values", mistake=mistake)
        for number, mistake in enumerate(mistakes)
    )
    assert [cause.said for cause in causes(ExerciseResult("it", 1.0, checks))] == named


def test_a_failure_without_a_known_mistake_is_named_by_the_essential_check_before_an_example():
    example = CheckText("the example comes out right", "", (), False, 1)
    essential = replace(example, sentence="rows are counted", essential=True)
    checks = tuple(CheckResult("test_it", text, "failed") for text in (example, essential))
    assert [cause.said for cause in causes(ExerciseResult("it", 1.0, checks))] == [
        "Rows are counted (essential)"
    ]


def test_the_most_common_misconception_comes_first(report):
    shown = cards(report()[1])
    assert PLANTED["strict_step"][1] in shown[0]
    counts = [int(re.search(r"(\d+) of 8", card)[1]) for card in shown if " of 8" in card]
    assert counts == sorted(counts, reverse=True)


def test_students_with_the_same_failures_are_a_group(report):
    assert re.search(r"4 students fail the same \d checks", report()[1])


def test_the_scores_are_the_gradebooks(course, report):
    text = report()[1]
    with sqlite3.connect(course / "gradebook.db") as database:
        rows = database.execute(
            "SELECT SUM(COALESCE(manual_score, auto_score)) FROM grade GROUP BY notebook_id"
        )
        totals = sorted(round(total, 2) for (total,) in rows)
    shown = re.findall(r'aria-label="Student \d+, neurons: ([\d.]+)"', text)
    assert sorted(map(float, shown)) == totals


def test_what_a_person_changes_in_the_gradebook_is_shown(course, report):
    with sqlite3.connect(course / "gradebook.db") as database:
        worst = "SELECT id FROM grade WHERE auto_score < 0.5 ORDER BY id LIMIT 1"
        (grade,) = database.execute(worst).fetchone()
        database.execute("UPDATE grade SET manual_score = 1.75 WHERE id = ?", (grade,))
    try:
        test_the_scores_are_the_gradebooks(course, report)
    finally:
        with sqlite3.connect(course / "gradebook.db") as database:
            database.execute("UPDATE grade SET manual_score = NULL WHERE id = ?", (grade,))


def test_who_needs_a_person_is_listed_with_the_reason(report):
    part = report()[1].partition('<section id="person"')[2].partition("</section>")[0]
    assert "its kernel died in cell" in part


def test_without_names_no_name_is_on_the_page(report):
    text = report()[1].lower()
    assert [name for name in CLASS if re.search(rf"\b{name}\b", text)] == []
    assert "# [name]&#39;s\n" in text


@pytest.mark.parametrize(("kind", "shown"), [("other", "may"), ("raised", "[name]")])
def test_a_name_is_taken_out_of_students_words_only(tmp_path, kind, shown):
    text = CheckText("a batch may be empty", "", (), False, 1)
    check = CheckResult("test_it", text, "failed", message="no may here", kind=kind)
    (cause,) = causes(ExerciseResult("it", 1.0, (check,)))
    work = Work(Person("may"), "neurons", None, {})
    students = Students(tmp_path, [work.person], named=False)
    card = Misconception("neurons", "it", cause, 1, [(work, [check])])
    assert f" {shown} " in Shown(students).said(card)


def test_with_names_each_student_is_named_beside_the_same_number(course, report):
    numbers = json.loads((course / ".nbjudge" / "students.json").read_text())
    text = report("--names")[1]
    for name in CLASS:
        assert f"{numbers[name]} · {name}" in text
        assert f'href="feedback/{name}/neurons/neurons.html"' in text


def test_nothing_of_a_students_is_markup(report):
    for options in ((), ("--names",)):
        text = report(*options)[1]
        assert "alert(4711)" in text
        assert "<script" not in text
        assert "<img" not in text


def test_verdicts_lie_in_the_graded_notebook_and_in_nothing_that_students_get(course):
    graded = json.loads((course / "autograded/ada/neurons/neurons.ipynb").read_text())
    verdicts = graded["metadata"]["nbjudge"]["verdicts"]
    hidden = [v["result"]["name"] for v in verdicts if v["result"]["text"]["hidden"]]
    assert "test_minus_zero_is_zero_too" in hidden
    given = [*(course / "feedback").rglob("*.html"), *(course / "release").rglob("*.*")]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in given if path.is_file()]
    assert len(texts) > len(CLASS)
    assert [name for name in hidden if any(name in text for text in texts)] == []


def test_a_notebook_graded_without_verdicts_is_said_to_have_none(course, report):
    path = course / "autograded/ada/neurons/neurons.ipynb"
    kept = path.read_text()
    notebook = json.loads(kept)
    del notebook["metadata"]["nbjudge"]["verdicts"]
    path.write_text(json.dumps(notebook))
    try:
        assert "1 submission was graded before verdicts were kept" in report()[1]
        path.write_text("{")
        assert "its graded notebook cannot be read" in report()[1]
    finally:
        path.write_text(kept)


def test_a_run_is_compared_with_another(course, report):
    (kept,) = sorted((course / ".nbjudge" / "runs").glob("*.json"))
    before = json.loads(kept.read_text())
    before["neurons"]["causes"]["relu: It was otherwise then"] = {"found": 3, "of": 4}
    (course / "last-year.json").write_text(json.dumps(before))
    part = report("--compare", "last-year.json")[1].partition('<section id="compared"')[2]
    assert "relu: It was otherwise then" in part
    assert "3 of 4 (75%)" in part
    assert "median of the totals" in report("--compare", kept.stem)[1]


def test_a_run_that_is_not_there_is_said_to_be_missing(report):
    said, _ = report("--compare", "1999", code=2)
    assert "there is no run 1999" in said


def test_a_file_that_is_no_run_is_said_to_be_none(course, report):
    (course / "wrong.json").write_text('{"neurons": 1}')
    said, _ = report("--compare", "wrong.json", code=2)
    assert "is no record of a run" in said


def test_numbers_that_cannot_be_read_say_what_to_do(course, report):
    path = course / ".nbjudge" / "students.json"
    kept = path.read_text()
    path.write_text("[")
    try:
        assert "remove it to draw new numbers" in " ".join(report(code=2)[0].split())
    finally:
        path.write_text(kept)


def test_a_students_page_is_one_click_away(course, page):
    numbers = json.loads((course / ".nbjudge" / "students.json").read_text())
    page.get_by_role("link", name=f"Student {numbers['ada']}", exact=True).first.click()
    page.wait_for_url("**/feedback/ada/neurons/neurons.html")


# Each returns what is wrong, as texts; an empty list where nothing is.
LEVELS = """() => {
  const found = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')];
  const levels = found.map(one => Number(one.tagName[1]));
  return levels.map((level, i) => i && level > levels[i - 1] + 1 ? found[i].textContent : '')
    .concat(levels.filter(level => level === 1).length === 1 ? [] : ['one h1'])
    .filter(Boolean);
}"""
NAMES = """() => [
  ...[...document.querySelectorAll('svg, [role=img], [role=region]')]
    .filter(one => !one.getAttribute('aria-label')),
  ...[...document.querySelectorAll('a, summary, th')].filter(one => !one.textContent.trim()),
  ...[...document.querySelectorAll('section')].filter(
    one => !document.getElementById(one.getAttribute('aria-labelledby'))),
  ...[...document.querySelectorAll('a[href^="#"]')].filter(
    one => !document.getElementById(one.getAttribute('href').slice(1))),
  ...[...document.querySelectorAll('th')].filter(one => !one.getAttribute('scope')),
  ...[...document.querySelectorAll('ul > *')].filter(one => one.tagName !== 'LI'),
].map(one => one.outerHTML.slice(0, 120))"""
TWICE = """() => [...document.querySelectorAll('[id]')].map(one => one.id)
  .filter((id, i, all) => all.indexOf(id) !== i)"""
CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = parts(colour).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = one => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  let seen = 0;
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || one.tagName.toLowerCase() === 'title') continue;
    const style = getComputedStyle(one);
    const colours = [one.closest('svg') ? style.fill : style.color, ground(one)].map(light);
    const contrast = (Math.max(...colours) + 0.05) / (Math.min(...colours) + 0.05);
    seen += 1;
    if (contrast < 4.5) poor.push(`${one.outerHTML.slice(0, 80)}: ${contrast.toFixed(2)}`);
  }
  return seen > 100 ? poor : ['too little text was seen'];
}"""


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_every_text_can_be_told_from_its_ground(page):
    assert page.evaluate(CONTRAST) == []


def test_the_two_themes_differ(browser, course, report):
    report()
    grounds = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        opened = context.new_page()
        opened.goto((course / "report.html").as_uri())
        grounds.add(opened.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert len(grounds) == 2


@pytest.mark.parametrize("rule", [LEVELS, NAMES, TWICE], ids=["levels", "names", "ids"])
def test_the_page_can_be_read_without_seeing_it(page, rule):
    assert page.evaluate(rule) == []
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.querySelectorAll('main').length") == 1
    assert page.title()


def test_a_poor_contrast_would_be_found(page):
    page.evaluate("document.querySelector('h1').style.color = '#aaa'")
    assert len(page.evaluate(CONTRAST)) == 1


def test_the_page_fits_a_narrow_screen_and_prints_without_its_menu(page):
    page.set_viewport_size({"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("h1").is_visible()


def test_cells_to_be_graded_by_hand_and_what_has_no_grade_need_a_person(tmp_path, run):
    course = tmp_path / "course"
    shutil.copytree(Path(__file__).parent / "fixtures" / "plain", course)
    source = (course / "source/counting/counting.ipynb").read_text()
    for student, text in {"ada": source, "breaks_off": source[:100]}.items():
        path = course / "submitted" / student / "counting" / "counting.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    done = run(course, "nbjudge", "grade", "counting")
    assert done.returncode == 1, done.stdout + done.stderr
    text = (course / "report.html").read_text()
    part = text.partition('<section id="person"')[2].partition("</section>")[0]
    assert "to be graded by hand, in formgrader: explain, at-home" in part
    assert "is not a readable notebook" in part
    assert "breaks_off" not in text
    assert "No verdicts of checks are known" in text
