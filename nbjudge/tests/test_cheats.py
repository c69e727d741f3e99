"""Every cheat of the corpus, graded in one run beside an honest student and one who did nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from nbjudge.course.notebook import read_notebook
from nbjudge.grading.scores import read_scores
from nbjudge.sandbox import missing
from nbjudge.submission.flags import of_the_cells, of_the_files, read_flags
from nbjudge.submission.readiness import trouble
from nbjudge.submission.submissions import open_course
from nbjudge.tests.corpus import ASSIGNMENT, CHEATS, hand_in, hand_in_cheat, read_cheats
from nbjudge.tests.pages import is_active

ROOT = Path(__file__).parents[2]
ALL = read_cheats()
SETTINGS = """
c.Judge.cell_timeout = 4
c.Judge.call_timeout = 5.0
c.Judge.submission_timeout = 40
"""
each_cheat = pytest.mark.parametrize("cheat", ALL, ids=[cheat.name for cheat in ALL])
pytestmark = pytest.mark.skipif(bool(missing()), reason=f"this machine lacks {missing()}")


@dataclass(frozen=True)
class Graded:
    """The course after the run, and what the honest student had before the cheats came."""

    root: Path
    scores: dict[str, dict[str, float | None]]
    said: str
    before: dict[str, bytes]


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Graded:
    root = tmp_path_factory.mktemp("course")
    _copy_course(root)
    source = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    hand_in(source, root / "submitted" / "honest" / ASSIGNMENT)
    _grade(root)
    before = _of_the_honest(root)
    hand_in_cheat(source, root / "submitted" / "plain" / ASSIGNMENT, None)
    for cheat in ALL:
        hand_in_cheat(source, root / "submitted" / cheat.name / ASSIGNMENT, cheat)
    said = _grade(root)
    course = open_course(root)
    rows = read_scores(course, ASSIGNMENT, course.submissions(ASSIGNMENT))
    return Graded(root, {row.person.id: row.by_exercise for row in rows}, said, before)


def _copy_course(root: Path) -> None:
    for part in ("source", "tests"):
        shutil.copytree(ROOT / part / ASSIGNMENT, root / part / ASSIGNMENT)
    shutil.copytree(ROOT / "data" / "MNIST", root / "data" / "MNIST")
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(settings + SETTINGS, encoding="utf-8")


def _grade(root: Path) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NBJ_TEST_TOKEN": "a token of the instructor's"}
    environment.pop("NBJUDGE_DATA", None)
    command = [sys.executable, "-m", "nbjudge", "grade", ASSIGNMENT, "-j", "4"]
    settings = {"capture_output": True, "text": True, "timeout": 900}
    done = subprocess.run(command, cwd=root, env=environment, **settings)
    return done.stdout + done.stderr


def _of_the_honest(root: Path) -> dict[str, bytes]:
    """The files and the grades of the honest student."""
    found = {}
    for step in ("submitted", "autograded", "feedback"):
        for path in sorted((root / step / "honest").rglob("*")):
            if path.is_file():
                found[str(path.relative_to(root))] = path.read_bytes()
    with sqlite3.connect(root / "gradebook.db") as gradebook:
        rows = gradebook.execute(
            "SELECT grade.* FROM grade JOIN submitted_notebook n ON grade.notebook_id = n.id "
            "JOIN submitted_assignment a ON n.assignment_id = a.id WHERE a.student_id = 'honest'"
        ).fetchall()
    return {**found, "grades": repr(sorted(map(repr, rows))).encode()}


@each_cheat
def test_a_cheat_earns_what_its_solutions_deserve(cheat, graded):
    assert graded.scores.get(cheat.name) == cheat.earns, _flags(graded, cheat.name)


@each_cheat
def test_the_instructor_is_told(cheat, graded):
    told = _flags(graded, cheat.name)
    assert all(any(flag in line for line in told) for flag in cheat.flagged), told


def _flags(graded: Graded, student: str) -> list[str]:
    folder = graded.root / "autograded" / student / ASSIGNMENT
    return read_flags(folder / f"{ASSIGNMENT}.ipynb")


def test_what_all_cheats_start_from_earns_the_same_without_a_cheat(graded):
    assert graded.scores["plain"] == read_plain()


def read_plain() -> dict[str, float]:
    """What most cheats earn: their solutions are what all start from."""
    return next(cheat.earns for cheat in ALL if cheat.name == "allclose_says_yes")


def test_the_honest_earn_everything_and_nothing_of_theirs_has_changed(graded):
    assert list(graded.scores["honest"].values()) == [5, 3, 8, 6, 3]
    assert _of_the_honest(graded.root) == graded.before


def test_only_cheats_are_flagged(graded):
    assert _flags(graded, "honest") == _flags(graded, "plain") == []


def test_no_text_of_a_check_is_on_a_feedback_page(graded):
    checks = (graded.root / "tests" / ASSIGNMENT / "test_softmax.py").read_text()
    lines = [line.strip() for line in checks.split("\n") if len(line.strip()) > 40]
    code = [line for line in lines if "(" in line and '"""' not in line and "test_" not in line]
    assert len(code) > 10
    for page in (graded.root / "feedback").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not [line for line in code if line in text], page


def test_no_secret_and_no_script_is_on_a_feedback_page(graded):
    for page in (graded.root / "feedback").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "a token of the instructor's" not in text, page
        assert not is_active(text, "alert(4711)"), page


def test_nothing_of_a_cheat_lives_on(graded):
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [line for line in lines if line.split(b"\0")[:2] == [b"sleep", b"4711"]]


def test_the_corpus_is_large_and_its_files_say_what_they_are():
    assert len(ALL) >= 60
    assert len({cheat.family for cheat in ALL}) >= 10
    assert all(cheat.tries and cheat.sections for cheat in ALL)
    assert (CHEATS / "README.md").is_file()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: os.mkfifo(path),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("/nowhere"),
        lambda path: path.touch() or os.truncate(path, 2**40),
    ],
    ids=["a pipe", "a link to a device", "a broken link", "a terabyte of nothing"],
)
def test_what_nbgrader_could_not_copy_is_not_graded_and_named(make, tmp_path):
    _copy_course(tmp_path)
    source = tmp_path / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    folder = tmp_path / "submitted" / "mallory" / ASSIGNMENT
    hand_in(source, folder)
    course = open_course(tmp_path)
    assert [trouble(course, s) for s in course.submissions(ASSIGNMENT)] == [""]
    make(folder / "odd")
    (said,) = [trouble(course, s) for s in course.submissions(ASSIGNMENT)]
    assert "odd is no plain file" in said or "odd is too large" in said


@pytest.mark.parametrize("folder", sorted((ROOT / "release").iterdir()), ids=lambda f: f.name)
def test_an_untouched_release_is_flagged_for_nothing(folder):
    source = read_notebook(ROOT / "source" / folder.name / f"{folder.name}.ipynb")
    released = read_notebook(folder / f"{folder.name}.ipynb")
    assert list(of_the_cells(source, released)) == []
    assert list(of_the_files(folder)) == []
