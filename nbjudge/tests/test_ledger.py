"""The record of what has been graded, which several processes may share."""

import os

import pytest

from nbjudge.course.layout import CourseError
from nbjudge.grading.ledger import UNREADABLE, Ledger, Version, versions
from nbjudge.submission.files import HANDED_IN
from nbjudge.submission.submissions import Submission, open_course


@pytest.fixture
def course(copy_course, tmp_path):
    return open_course(copy_course(tmp_path / "course"))


def of(course, student):
    return Submission("warmup", student, course.root / "submitted" / student / "warmup")


def test_what_another_process_has_noted_is_seen_and_kept(course):
    ledger, first, second = Ledger(course), of(course, "ada"), of(course, "b\udcfcb")
    ledger.note(first, Version("1"), "")
    if (process := os.fork()) == 0:
        ledger.note(second, Version("2", "c", {"double": "d"}), "4 of 5")
        ledger.forget(first)
        os._exit(0)
    assert os.waitpid(process, 0)[1] == 0
    assert ledger.version(first) == UNREADABLE
    assert ledger.version(second) == Version("2", "c", {"double": "d"})
    assert ledger.told(second) == "4 of 5"


def test_a_damaged_record_says_what_to_do(course):
    path = course.root / ".nbjudge" / "graded.db"
    path.parent.mkdir()
    path.write_text("no database " * 100)
    with pytest.raises(CourseError, match=r"graded\.db: .*delete it: then every submission is"):
        Ledger(course).version(of(course, "ada"))


@pytest.mark.parametrize("place", ["unseen.npy", "unseen/images"])
def test_changed_data_in_tests_itself_concern_the_exercises_that_name_them(
    course, hand_in, submit, place
):
    submit(course.root, "ada", hand_in())
    tests = course.root / "tests"
    (tests / "shared.py").write_text(f"NAME = {place.partition('/')[0]!r}\n")
    double = tests / "warmup" / "test_double.py"
    double.write_text(f"{double.read_text()}# with shared.py\n")
    known = []
    for text in ("1", "2"):
        (tests / place).parent.mkdir(exist_ok=True)
        (tests / place).write_text(text)
        (version,) = versions(course, [of(course, "ada")]).values()
        known.append(version.checks)
    assert known[0]["double"] != known[1]["double"]
    assert known[0]["total"] == known[1]["total"]


def test_a_changed_file_in_tests_itself_concerns_the_exercises_that_name_it(
    course, hand_in, submit
):
    submit(course.root, "ada", hand_in())
    shared, double = (course.root / "tests" / n for n in ("shared.py", "warmup/test_double.py"))
    double.write_text(f"{double.read_text()}# with shared.py\n")
    known = []
    for text in ("first = 1", "first = 2"):
        shared.write_text(text)
        (version,) = versions(course, [of(course, "ada")]).values()
        known.append(version.checks)
    assert known[0]["double"] != known[1]["double"]
    assert known[0]["total"] == known[1]["total"]


def test_changed_data_concern_an_assignment_that_names_them_and_no_other(course, hand_in, submit):
    submit(course.root, "ada", hand_in())
    data = course.root / "data"
    (data / "Penguins" / "raw").mkdir(parents=True)
    used = (data / "Penguins" / "raw" / "birds.csv", data / "digits.npy")
    for path in (*used, data / "others.csv"):
        path.write_text("1")
    for number in range(HANDED_IN.files + 1):  # data may be larger than what is handed in
        (data / "Penguins" / f"{number}.txt").touch()
    double = course.root / "tests" / "warmup" / "test_double.py"
    double.write_text(f"{double.read_text()}# Penguins and digits.npy\n")

    def known():
        (version,) = versions(course, [of(course, "ada")]).values()
        return version.course

    for path in used:
        before = known()
        path.write_text("22")
        assert known() != before, path
    before = known()
    for path in (data / "others.csv", data / "MyPenguins"):
        path.write_text("22")
    assert known() == before
