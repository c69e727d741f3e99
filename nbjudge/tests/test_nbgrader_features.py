"""nbgrader's features, each tried with this configuration; docs/instructors.md has them as a table.

One class goes through them in the order in which nbgrader's documentation has them, with an
exchange of its own. `--write-features` writes the table anew.
"""

import csv
import json
import shutil
from collections.abc import Callable
from datetime import datetime
from itertools import dropwhile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook

from nbjudge.course.notebook import read_notebook
from nbjudge.tests.servers import serving

PAGE = Path(__file__).parents[2] / "docs" / "instructors.md"
HEAD = "| nbgrader's feature | with this configuration |\n| --- | --- |\n"
ROWS: list[tuple[str, str]] = []
# The student at the exchange is whoever runs the tests; `ada` hands in by an LMS.
SETTINGS = """
c.Exchange.root = {exchange!r}
c.ZipCollectApp.collector_plugin = "nbgrader.plugins.zipcollect.FileNameCollectorPlugin"
c.FileNameCollectorPlugin.named_regexp = (
    r".*/(?P<student_id>[a-z]+)_(?P<timestamp>[0-9:T-]+)_(?P<file_id>\\w+\\.ipynb)"
)
"""
ESSAY = {
    **{"grade_id": "essay", "schema_version": 3, "task": False, "locked": False},
    **{"grade": True, "solution": True, "points": 5},
}


def feature(name: str, here: str) -> Callable:
    """Makes a row of the table: what is tried, and what it does here."""
    ROWS.append((name, here))
    return lambda test: test


@pytest.fixture(scope="module")
def place(tmp_path_factory, copy_course, run):
    """A course with an exchange, and the folder of a student; both can type commands."""
    folder = tmp_path_factory.mktemp("features")
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    course, home = copy_course(folder / "course"), folder / "home"
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(SETTINGS.format(exchange=str(exchange)))
    home.mkdir()
    shutil.copy(course / "nbgrader_config.py", home)
    path = course / "source" / "warmup" / "warmup.ipynb"
    source = read_notebook(path)
    source.cells.append(new_markdown_cell("Say why.", metadata={"nbgrader": ESSAY}))
    nbformat.write(source, path)

    def typed(where: Path, *words: str) -> str:
        done = run(where, "nbgrader", *words)
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        assert "Traceback" not in said
        return said

    def opened() -> Gradebook:
        return Gradebook(f"sqlite:///{course}/gradebook.db")

    return SimpleNamespace(course=course, home=home, typed=typed, gradebook=opened, student="")


def score_of(place, student):
    with place.gradebook() as gradebook:
        return gradebook.find_submission("warmup", student).score


@feature(
    "`generate_assignment`",
    "as ever; the visible checks come with the release, and faults that decide points are refused",
)
def test_a_release_is_made(place):
    place.typed(place.course, "generate_assignment", "warmup")
    release = place.course / "release" / "warmup"
    assert "YOUR CODE HERE" in (release / "warmup.ipynb").read_text()
    assert (release / "tests" / "test_double.py").is_file()


@feature("`validate`", "as ever; a `check` that fails is among what it lists")
def test_a_notebook_is_validated(place):
    said = place.typed(place.course, "validate", "release/warmup/warmup.ipynb")
    assert "1 checks of total" in said
    assert "Success" in place.typed(place.course, "validate", "source/warmup/warmup.ipynb")


@feature("`release_assignment`, `list`, `fetch_assignment`, `submit`, `collect`", "as ever")
def test_a_submission_goes_through_the_exchange(place, hand_in):
    place.typed(place.course, "release_assignment", "warmup")
    assert "pytorch warmup" in place.typed(place.course, "list")
    place.typed(place.home, "fetch_assignment", "warmup")
    answered = hand_in(total="total = 1")
    fetched = place.home / "warmup" / "warmup.ipynb"
    answered.cells.append(read_notebook(fetched).cells[-1])
    nbformat.write(answered, fetched)
    place.typed(place.home, "submit", "warmup")
    assert "warmup" in place.typed(place.course, "list", "--inbound")
    place.typed(place.course, "collect", "warmup")
    (folder,) = (place.course / "submitted").iterdir()
    place.student = folder.name


@feature("`zip_collect`", "as ever; `nbjudge collect` knows the names of five systems' downloads")
def test_a_download_is_collected(place, hand_in):
    archive = place.course / "downloaded" / "warmup" / "archive"
    archive.mkdir(parents=True)
    nbformat.write(hand_in(), archive / "ada_2026-02-01T10:00:00_warmup.ipynb")
    place.typed(place.course, "zip_collect", "warmup")
    assert (place.course / "submitted" / "ada" / "warmup" / "warmup.ipynb").is_file()


@feature("`autograde`", "judges in sandboxed kernels; a score is the same as by `nbjudge grade`")
def test_a_class_is_autograded(place):
    place.typed(place.course, "autograde", "warmup")
    assert score_of(place, "ada") == 6
    assert 0 < score_of(place, place.student) < 6


@feature("`autograde --force`, `--student`, `--create`", "as ever")
def test_one_student_is_graded_again(place):
    graded = place.course / "autograded" / "ada" / "warmup" / "warmup.ipynb"
    other = place.course / "autograded" / place.student / "warmup" / "warmup.ipynb"
    before, others = graded.stat().st_mtime_ns, other.stat().st_mtime_ns
    place.typed(place.course, "autograde", "warmup", "--force", "--student=ada", "--create")
    assert graded.stat().st_mtime_ns > before
    assert other.stat().st_mtime_ns == others
    assert score_of(place, "ada") == 6


@feature("`autograde --no-execute`", "judges nevertheless: there is no score without a run")
def test_a_grade_is_not_had_without_a_run(place):
    place.typed(place.course, "autograde", "warmup", "--force", "--student=ada", "--no-execute")
    assert score_of(place, "ada") == 6


@feature("cells graded by hand, comments", "as ever; they stay when a submission is graded again")
def test_what_a_person_gave_is_kept(place):
    with place.gradebook() as gradebook:
        gradebook.find_grade("essay", "warmup", "warmup", "ada").manual_score = 4
        comment = gradebook.find_comment("essay", "warmup", "warmup", "ada")
        comment.manual_comment = "Well argued."
        gradebook.db.commit()
    place.typed(place.course, "autograde", "warmup", "--force", "--student=ada")
    assert score_of(place, "ada") == 10


@feature("extra credit", "as ever; a column of its own in `scores/ASSIGNMENT.csv`")
def test_extra_credit_is_added(place):
    with place.gradebook() as gradebook:
        gradebook.find_grade("double-checks", "warmup", "warmup", "ada").extra_credit = 0.5
        gradebook.db.commit()
    assert score_of(place, "ada") == 10.5


@feature("late penalties", "nbgrader's plugins decide; a due date that moves is noticed")
def test_a_late_submission_pays_what_the_plugin_says(place):
    with (place.course / "nbgrader_config.py").open("a") as file:
        file.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    with place.gradebook() as gradebook:
        gradebook.update_or_create_assignment("warmup", duedate=datetime(2026, 1, 1))
    place.typed(place.course, "autograde", "warmup", "--force", "--student=ada")
    with place.gradebook() as gradebook:
        assert gradebook.find_submission("warmup", "ada").late_submission_penalty == 10.5
        gradebook.update_or_create_assignment("warmup", duedate=datetime(2027, 1, 1))
    place.typed(place.course, "autograde", "warmup", "--force", "--student=ada")
    assert score_of(place, "ada") == 10.5


@feature("`generate_feedback`", "writes this course's page, comments included")
def test_feedback_is_written(place):
    place.typed(place.course, "generate_feedback", "warmup")
    page = (place.course / "feedback" / "ada" / "warmup" / "warmup.html").read_text()
    assert "Well argued." in page


@feature("`release_feedback`, `fetch_feedback`", "as ever")
def test_feedback_reaches_the_student(place):
    place.typed(place.course, "release_feedback", "warmup", f"--student={place.student}")
    place.typed(place.home, "fetch_feedback", "warmup")
    (page,) = (place.home / "warmup" / "feedback").rglob("warmup.html")
    assert "total" in page.read_text()


@feature("`export`", "as ever; further exporters are in [docs/lms.md](lms.md)")
def test_grades_are_exported(place):
    place.typed(place.course, "export")
    with (place.course / "grades.csv").open() as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {student: score_of(place, student) for student in ("ada", place.student)}


@feature("`db student`, `db assignment`", "as ever")
def test_the_gradebook_is_listed_and_filled(place):
    place.typed(place.course, "db", "student", "add", "bob", "--first-name=Bob")
    assert "bob" in place.typed(place.course, "db", "student", "list")
    assert "warmup" in place.typed(place.course, "db", "assignment", "list")


@feature(
    "formgrader",
    "its pages and buttons, tried in a browser: generate, autograde, feedback of one and of all",
)
def test_formgraders_buttons_do_what_the_commands_do(place, browser, tmp_path):
    settings = {"nbgrader": False, "nbgrader.server_extensions.formgrader": True}
    (tmp_path / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": {"jpserver_extensions": settings}})
    )
    made = [
        place.course / "release" / "warmup" / "warmup.ipynb",
        place.course / "autograded" / "ada" / "warmup" / "warmup.ipynb",
        place.course / "feedback" / "ada" / "warmup" / "warmup.html",
        place.course / "feedback" / place.student / "warmup" / "warmup.html",
    ]
    before = [path.stat().st_mtime_ns for path in made]
    start = "formgrader/manage_assignments"
    with serving("jupyter_server", place.course, tmp_path, start) as server:
        page = browser.new_page()

        def press(where: str, row: str, button: str) -> None:
            page.goto(f"{server}/formgrader/{where}")
            page.locator("tr", has_text=row).locator(button).click()
            page.locator("#success-modal").wait_for(timeout=120_000)

        press("manage_assignments", "warmup", ".assign a")
        press("manage_submissions/warmup", "ada", ".autograde a")
        press("manage_submissions/warmup", "ada", ".generate-feedback a")
        press("manage_assignments", "warmup", ".generate-feedback a")
        page.close()
    assert all(path.stat().st_mtime_ns > t for path, t in zip(made, before, strict=True))
    assert score_of(place, "ada") == 10.5


def test_the_page_for_instructors_has_these_rows(request):
    table = HEAD + "".join(f"| {name} | {here} |\n" for name, here in ROWS)
    if request.config.getoption("--write-features"):
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
        after = dropwhile(lambda line: line.startswith("|"), rest.splitlines(keepends=True))
        PAGE.write_text(before + table + "".join(after), encoding="utf-8")
    assert table in PAGE.read_text(encoding="utf-8")
