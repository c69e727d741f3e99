"""What a regrade changes: whose grades, from what to what, and by which check."""

import csv
import json
import shutil
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook

from nbjudge.course.notebook import grade_id, read_notebook

HALF_FOR_LATE = """
from nbgrader.plugins import LateSubmissionPlugin


class HalfOfTheScore(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 2


c.AssignLatePenalties.plugin_class = HalfOfTheScore
"""
SECOND_DOUBLE = "2 * entry"


@pytest.fixture(scope="module")
def graded(tmp_path_factory, copy_course, hand_in, submit, run):
    """A class that has been graded: ada is right, bob wrong in `total`, cyd in `double`."""
    folder = copy_course(tmp_path_factory.mktemp("class") / "course")
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(HALF_FOR_LATE)
    answers = {
        "ada": {},
        "bob": {"total": "total = 1"},
        "cyd": {"double": "def double(x): return 0 * x"},
    }
    for student, solutions in answers.items():
        submit(folder, student, hand_in(**solutions))
    done = run(folder, "nbjudge", "grade", "-j", "1")
    assert "3 graded now" in done.stdout, done.stdout + done.stderr
    return folder


@pytest.fixture
def course(graded, tmp_path):
    """A copy of that class, to be changed."""
    return shutil.copytree(graded, tmp_path / "course")


def module_of(course, slug):
    return course / "tests" / "warmup" / f"test_{slug}.py"


def change_check(course, slug, old, new):
    path = module_of(course, slug)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def make_double_wrong(course):
    """A check of `double` that nobody passes."""
    change_check(course, "double", SECOND_DOUBLE, "3 * entry")


def make_total_wrong(course):
    change_check(course, "total", "sum(student.doubled))", "sum(student.doubled) + 1)")


def scores(course, assignment="warmup"):
    """Each student's scores of the two exercises, as the gradebook has them."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            s.student_id: {g.name.removesuffix("-checks"): g.score for g in s.notebooks[0].grades}
            for s in gradebook.assignment_submissions(assignment)
        }


def record(course):
    path = course / ".nbjudge" / "changes.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [
            (row["student"], row["exercise"], row["from"], row["to"], row["why"])
            for row in csv.DictReader(file)
        ]


def files_in(course):
    return {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}


def graded_notebook(course, student):
    return read_notebook(course / "autograded" / student / "warmup" / "warmup.ipynb")


def what_it_shows(course, student):
    """The outputs and the verdicts of a graded notebook, without when and how long."""
    notebook = graded_notebook(course, student)
    known = {**notebook.metadata["nbjudge"], "seconds": 0, "graded": ""}
    outputs = {cell.id: cell.get("outputs", []) for cell in notebook.cells}
    for shown in (output for cell in outputs.values() for output in cell):
        shown.pop("execution_count", None)
    return known, outputs


def test_a_changed_check_is_told_with_whom_it_costs_what_and_the_former_grade_is_kept(
    course, grade
):
    make_double_wrong(course)
    code, said = grade(course, "-j", "1")
    assert code == 0
    assert "warmup/double ada 2 1 a random table is doubled: failed, was passed" in said
    assert "2 grades of 2 students changed: 0 up, 2 down" in said
    assert {s: points["double"] for s, points in scores(course).items()} == {
        **{"ada": 1.0, "bob": 1.0, "cyd": 0.5}
    }
    why = "a random table is doubled: failed, was passed"
    assert record(course) == [("ada", "double", "2", "1", why), ("bob", "double", "2", "1", why)]
    with (course / "scores.csv").open(newline="") as file:
        assert {row["student"]: row["total"] for row in csv.DictReader(file)} == {
            **{"ada": "5", "bob": "1", "cyd": "4.5"}
        }
    assert "1 of 2" in (course / "feedback" / "ada" / "warmup" / "warmup.html").read_text()
    # Nothing is left to do, and what comes later is added to the record.
    code, said = grade(course, "-j", "1")
    assert "0 graded now" in said
    change_check(course, "double", "3 * entry", SECOND_DOUBLE)
    code, said = grade(course, "-j", "1")
    assert "2 grades of 2 students changed: 2 up, 0 down" in said
    assert record(course)[2:] == [
        (who, "double", "1", "2", "a random table is doubled: passed, was failed")
        for who in ("ada", "bob")
    ]


def test_a_regraded_notebook_is_what_grading_it_as_a_whole_gives(course, grade):
    make_double_wrong(course)
    grade(course, "-j", "1")
    students = ("ada", "bob", "cyd")
    regraded = {student: what_it_shows(course, student) for student in students}
    before = scores(course)
    _, said = grade(course, "-j", "1", "--force")
    assert "no grade has changed" in said
    assert scores(course) == before
    for student in students:
        assert what_it_shows(course, student) == regraded[student]


def test_changed_data_that_a_check_names_change_grades(course, grade):
    (course / "data").mkdir()
    (course / "data" / "factors.csv").write_text("2")
    read = "int((Path(data_folder()) / 'factors.csv').read_text())"
    change_check(course, "double", SECOND_DOUBLE, f"{read} * entry")
    begin = "from pathlib import Path\nfrom nbjudge import data_folder\n"
    module = module_of(course, "double")
    module.write_text(begin + module.read_text())
    assert "3 graded now" in grade(course, "-j", "1")[1]
    (course / "data" / "factors.csv").write_text("3")
    _, said = grade(course, "-j", "1")
    assert "warmup/double ada 2 1" in said, said
    assert "3 graded now" in said


def test_a_trial_says_the_same_and_writes_nothing(course, grade):
    make_double_wrong(course)
    before = files_in(course)
    code, said = grade(course, "-j", "1", "--dry-run")
    assert code == 0
    assert "warmup/double bob 2 1 a random table is doubled: failed, was passed" in said
    assert "This was a trial: nothing was written" in said
    assert files_in(course) == before


def test_a_trial_of_everything_writes_nothing_either(course, grade, hand_in, submit):
    submit(course, "bob", hand_in())
    submit(course, "dan", hand_in())
    path = course / "source" / "warmup" / "warmup.ipynb"
    path.write_text(path.read_text().replace('"points": 2', '"points": 3'))
    before = files_in(course)
    code, said = grade(course, "-j", "1", "--dry-run")
    assert code == 0, said
    assert "double-checks is worth 3, not 2" in said
    assert "warmup/double ada 2 3 worth 3, not 2" in said
    assert "warmup/total bob 0 4 handed in anew" in said
    assert "1 not judged, since they have no grade yet" in said
    assert files_in(course) == before


def test_a_trial_before_anything_was_graded_makes_no_gradebook(copy_course, tmp_path, grade):
    folder = copy_course(tmp_path / "course")
    code, said = grade(folder, "--dry-run")
    assert code == 2
    assert "nothing has been graded yet" in said
    assert not (folder / "gradebook.db").exists()


def test_only_one_exercise_is_judged_again_and_the_other_one_later(course, grade):
    make_double_wrong(course)
    make_total_wrong(course)
    code, said = grade(course, "-j", "1", "--only", "double")
    assert code == 0
    assert scores(course)["ada"] == {"double": 1.0, "total": 4.0}
    assert "warmup/total" not in said
    code, said = grade(course, "-j", "1")
    assert scores(course)["ada"] == {"double": 1.0, "total": 1.0}
    assert "warmup/total ada 4 1 it is the sum of your doubled numbers: failed, was passed" in said


def test_what_builds_on_an_exercise_is_judged_with_it(
    tmp_path, copy_torch_course, hand_in_with_torch, submit, grade
):
    """Something was lent to cyd, whose `double` gives nothing, and is not any more."""
    course = copy_torch_course(tmp_path / "course")
    submit(course, "ada", hand_in_with_torch())
    submit(course, "cyd", hand_in_with_torch(double="def double(x): ..."))
    grade(course, "-j", "1")
    module_of(course, "double").write_text("def test_it_is_there(student):\n    student.double\n")
    grade(course, "-j", "1", "--only", "double")
    regraded, shown = scores(course), what_it_shows(course, "cyd")
    assert regraded["cyd"] == {"double": 2.0, "total": 0.0}
    assert ("cyd", "total", "4", "0") in [row[:4] for row in record(course)]
    assert regraded["ada"] == {"double": 2.0, "total": 4.0}
    grade(course, "-j", "1", "--force")
    assert scores(course) == regraded
    assert what_it_shows(course, "cyd")[0]["verdicts"] == shown[0]["verdicts"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("--only", "duoble"), 'there is no exercise "duoble" in warmup: did you mean "double"?'),
        (
            ("--only", "softmax"),
            'there is no exercise "softmax" in warmup: there are double, total.',
        ),
        (("--only", "double", "--only", "totl"), 'did you mean "total"?'),
    ],
)
def test_an_exercise_that_is_not_there_is_told_with_what_is(arguments, answer, course, grade):
    code, said = grade(course, *arguments)
    assert code == 2
    assert answer in said


def test_who_was_not_graded_or_has_handed_in_anew_is_graded_as_a_whole(
    course, grade, hand_in, submit
):
    make_double_wrong(course)
    submit(course, "bob", hand_in())
    submit(course, "dan", hand_in(total="total = 2"))
    code, said = grade(course, "-j", "1", "--only", "double")
    assert code == 0
    assert scores(course) == {
        "ada": {"double": 1.0, "total": 4.0},
        "bob": {"double": 1.0, "total": 4.0},
        "cyd": {"double": 0.5, "total": 4.0},
        "dan": {"double": 1.0, "total": 0.0},
    }
    assert "warmup/total bob 0 4 handed in anew" in said
    assert "dan" not in {row[0] for row in record(course)}


def test_an_exercise_of_one_assignment_leaves_the_others_alone(course, grade, hand_in):
    for step in ("source", "tests"):
        shutil.copytree(course / step / "warmup", course / step / "cooldown")
    (course / "tests" / "cooldown" / "test_total.py").rename(
        course / "tests" / "cooldown" / "test_total_sum.py"
    )
    (course / "tests" / "cooldown" / "test_double.py").rename(
        course / "tests" / "cooldown" / "test_twice.py"
    )
    source = course / "source" / "cooldown" / "warmup.ipynb"
    handed_in = course / "submitted" / "ada" / "cooldown" / "cooldown.ipynb"
    handed_in.parent.mkdir()
    for text, path in (
        (source.read_text(), source.with_name("cooldown.ipynb")),
        (nbformat.writes(hand_in()), handed_in),
    ):
        for old, new in (("double", "twice"), ("total", "total_sum")):
            for name in (f'"{old}"', f'"{old}-checks"', f'\\"{old}\\"', f"def {old}(", f"{old} ="):
                text = text.replace(name, name.replace(old, new))
        path.write_text(text.replace("[double(", "[twice(").replace("twided", "doubled"))
    source.unlink()
    for path in (course / "tests" / "cooldown").glob("test_*.py"):
        text = path.read_text().replace("student.double(", "student.twice(")
        path.write_text(text.replace("student.total", "student.total_sum"))
    make_double_wrong(course)
    code, said = grade(course, "-j", "1", "--only", "double")
    assert code == 0, said
    assert "cooldown" not in said
    code, said = grade(course, "-j", "1")
    assert scores(course, "cooldown") == {"ada": {"twice": 2.0, "total_sum": 4.0}}, said
    code, said = grade(course, "-j", "1", "--only", "twice", "warmup")
    assert 'there is no exercise "twice" in warmup' in said


def test_what_people_gave_stays(course, grade):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        given = gradebook.find_grade("double-checks", "warmup", "warmup", "ada")
        given.manual_score, given.extra_credit = 1.5, 0.5
        gradebook.find_grade("double-checks", "warmup", "warmup", "bob").extra_credit = 0.5
        comment = gradebook.find_comment("double", "warmup", "warmup", "bob")
        comment.manual_comment = "Well done."
        gradebook.db.commit()
    make_double_wrong(course)
    for arguments in (("--dry-run",), ("--only", "double")):
        _, said = grade(course, "-j", "1", *arguments)
        assert "1 grade of 1 student changed: 0 up, 1 down" in said
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_grade("double-checks", "warmup", "warmup", "ada").score == 2.0
        assert gradebook.find_grade("double-checks", "warmup", "warmup", "bob").score == 1.5
        comment = gradebook.find_comment("double", "warmup", "warmup", "bob")
        assert comment.comment == "Well done."
    page = (course / "feedback" / "bob" / "warmup" / "warmup.html").read_text()
    assert "Well done." in page


def test_what_being_late_costs_follows_the_score(course, grade):
    (course / "submitted" / "ada" / "warmup" / "timestamp.txt").write_text(
        "2026-11-02 10:00:00 UTC"
    )
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment("warmup", duedate=datetime(2026, 11, 1))
    _, said = grade(course, "-j", "1")
    assert "warmup/being late ada 0 -3" in said
    make_double_wrong(course)
    _, said = grade(course, "-j", "1")
    assert "warmup/being late ada -3 -2.5" in said
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        late = gradebook.find_submission("warmup", "ada")
        assert (late.score, late.late_submission_penalty) == (5.0, 2.5)


def test_a_plugin_that_cannot_be_used_stops_the_run_before_anything_changes(course, grade):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.AssignLatePenalties.plugin_class = 'penalties.Late'\n")
    before = scores(course)
    code, said = grade(course, "-j", "1", "--force")
    assert code == 2
    assert "'penalties.Late' could not be imported" in said
    assert scores(course) == before


def test_a_plugin_may_lie_beside_the_settings(course, grade):
    (course / "penalties.py").write_text(
        "from nbgrader.plugins import LateSubmissionPlugin\n"
        "class Late(LateSubmissionPlugin):\n"
        "    def late_submission_penalty(self, *about): return 1\n"
    )
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.AssignLatePenalties.plugin_class = 'penalties.Late'\n")
    code, said = grade(course, "-j", "1", "--force")
    assert (code, "3 graded now" in said) == (0, True), said


def test_what_was_graded_by_hand_needs_nobody_after_a_regrade(course, grade):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_grade("double-checks", "warmup", "warmup", "ada")
        found.manual_score, found.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    make_double_wrong(course)
    for options in ((), ("--force",)):
        grade(course, "-j", "1", *options)
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            found = gradebook.find_grade("double-checks", "warmup", "warmup", "ada")
            assert (found.score, found.needs_manual_grade) == (1.5, False)


def test_what_was_graded_by_hand_needs_a_person_if_something_else_is_handed_in(
    course, grade, hand_in, submit
):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_grade("double-checks", "warmup", "warmup", "ada")
        found.manual_score, found.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    submit(course, "ada", hand_in(double="def double(x): return 0 * x"))
    _, said = grade(course, "-j", "1")
    assert "1 to be graded by hand" in said


def test_what_can_be_graded_no_more_has_no_page_with_its_earlier_score(course, grade):
    page = course / "feedback" / "ada" / "warmup" / "warmup.html"
    assert page.is_file()
    (course / "submitted" / "ada" / "warmup" / "warmup.ipynb").write_text("{broken")
    assert "taken out of the gradebook" in grade(course, "-j", "1")[1]
    assert not page.exists()


def test_other_points_are_told(course, grade):
    path = course / "source" / "warmup" / "warmup.ipynb"
    path.write_text(path.read_text().replace('"points": 2', '"points": 3'))
    _, said = grade(course, "-j", "1", "--only", "double")
    assert "warmup/double ada 2 3 worth 3, not 2" in said
    assert scores(course)["bob"] == {"double": 3.0, "total": 0.0}
    # The source is another one, which decides more than one exercise.
    _, said = grade(course, "-j", "1")
    assert "3 graded now" in said
    assert "no grade has changed" in said


def test_the_grades_of_an_exercise_that_is_gone_are_in_the_record(course, grade):
    path = course / "source" / "warmup" / "warmup.ipynb"
    notebook = read_notebook(path)
    notebook.cells = [c for c in notebook.cells if grade_id(c) not in ("total", "total-checks")]
    nbformat.write(notebook, path)
    module_of(course, "total").unlink()
    _, said = grade(course, "-j", "1")
    assert "total-checks is gone" in said
    assert ("ada", "total", "4", "", "the exercise is gone") in record(course)


def test_a_check_that_is_new_or_counts_otherwise_is_named(course, grade):
    with module_of(course, "double").open("a") as module:
        module.write("\n\ndef test_zero_stays(student):\n    assert student.double(0) == 1\n")
    change_check(course, "double", "weight(2)", "weight(1)")
    _, said = grade(course, "-j", "1")
    assert "zero stays: new, failed" in said
    assert "a random table is doubled: counts 1, not 2" in said


def test_a_bug_of_a_check_that_was_mended_is_no_flag_any_more(course, grade):
    change_check(course, "double", SECOND_DOUBLE, "2 * enrty")
    _, said = grade(course, "-j", "1")
    assert "the check test_a_random_table_is_doubled has a bug" in said
    change_check(course, "double", "2 * enrty", SECOND_DOUBLE)
    _, said = grade(course, "-j", "1")
    assert "has a bug" not in said
    assert scores(course)["ada"]["double"] == 2.0


@pytest.mark.parametrize("damage", ["nothing kept", "no notebook"])
def test_where_nothing_is_known_of_a_grade_all_is_graded(damage, course, grade):
    path = course / "autograded" / "ada" / "warmup" / "warmup.ipynb"
    notebook = json.loads(path.read_text())
    del notebook["metadata"]["nbjudge"]["verdicts"]
    path.write_text(json.dumps(notebook) if damage == "nothing kept" else "{")
    make_double_wrong(course)
    code, said = grade(course, "-j", "1")
    assert code == 0
    assert "warmup/double ada 2 1" in said
    assert graded_notebook(course, "ada").metadata["nbjudge"]["verdicts"]


def test_a_grade_stays_where_judging_once_more_goes_wrong(course, grade):
    module_of(course, "double").write_text("def test_it(student):\n    studnet.double(1)\n")
    before = scores(course)
    code, said = grade(course, "-j", "1")
    assert code == 1
    assert "no grade: warmup/ada" in said
    assert "Correct it, and grade again. Its grade is kept" in said
    assert scores(course) == before
    assert (course / "scores.csv").read_text().count("warmup") == 3
    # It is tried again each time, until it goes well.
    module_of(course, "double").write_text("def test_it(student):\n    student.double(1)\n")
    code, said = grade(course, "-j", "1")
    assert code == 0
    assert "warmup/double cyd 0.5 2" in said
