"""Grading a class: by nbgrader's own commands, and by `python -m nbjudge grade`."""

import copy
import csv
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from nbjudge.course.notebook import read_notebook
from nbjudge.grading.gradebook import opened
from nbjudge.submission.submissions import open_course

QUICK = "\nc.Judge.cell_timeout = 2\nc.Judge.call_timeout = 1.0\n"
SECRETS = ("secretly_added", "student.double", "torch.randn(3, 4)", "weight(2)")


@pytest.fixture(scope="module")
def course(tmp_path_factory, copy_torch_course):
    folder = copy_torch_course(tmp_path_factory.mktemp("class") / "course")
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(QUICK)
    return folder


def scores_of(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            submission.student.id: {
                grade.name: (grade.score, grade.max_score)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.assignment_submissions("warmup")
        }


# --- Somebody who knows only nbgrader ---


@pytest.fixture(scope="module")
def started(course, copy_torch_course, tmp_path_factory, hand_in_with_torch, run, submit):
    """Both ways at once, since most of their time goes to imports."""
    plain = copy_torch_course(tmp_path_factory.mktemp("plain") / "course")
    hand_in_the_class(course, hand_in_with_torch, submit)
    with ThreadPoolExecutor(2) as executor:
        yield {
            "nbgrader": executor.submit(run_nbgrader, plain, run, submit),
            "nbjudge": executor.submit(run, course, "python", "-m", "nbjudge", "grade"),
        }


@pytest.fixture(scope="module")
def by_nbgrader(started):
    """A course taken through nbgrader's own commands, and what they said."""
    return started["nbgrader"].result()


@pytest.fixture(scope="module")
def first_run(started):
    """`python -m nbjudge grade` on a class that has handed in for the first time."""
    return started["nbjudge"].result()


def run_nbgrader(folder, run, submit):
    done = [run(folder, "nbgrader", "generate_assignment", "warmup")]
    released = folder / "release" / "warmup" / "warmup.ipynb"
    notebook = read_notebook(released)
    for cell in notebook.cells:
        if cell.id == "double":
            cell.source = "def double(x):\n    return 2 * x"
        if cell.id == "total":
            cell.source = "total = torch.tensor(1.0)"
    submit(folder, "ada", notebook)
    for command in ("autograde", "generate_feedback", "export"):
        names = [] if command == "export" else ["warmup"]
        created = ["--create"] if command == "autograde" else []
        done.append(run(folder, "nbgrader", command, *names, *created))
    return folder, done


def test_nbgraders_own_commands_work_as_typed(by_nbgrader):
    _, done = by_nbgrader
    for process in done:
        assert process.returncode == 0, process.stderr
        assert "Traceback" not in process.stderr


def test_the_release_has_stubs_and_visible_checks_and_nothing_of_a_solution(by_nbgrader):
    folder, _ = by_nbgrader
    released = sorted(
        str(path.relative_to(folder / "release"))
        for path in (folder / "release").rglob("*")
        if path.is_file()
    )
    assert released == [
        "warmup/tests/results_of_warmup.bin",
        "warmup/tests/test_double.py",
        "warmup/tests/test_total.py",
        "warmup/warmup.ipynb",
    ]
    text = "".join((folder / "release" / name).read_text(errors="ignore") for name in released)
    assert "def test_one_and_two_are_doubled(student):" in text
    assert "raise NotImplementedError()" in text
    for secret in ("secretly_added", "test_a_random_table", "test_it_is_the_sum", "HIDDEN"):
        assert secret not in text


def test_partial_credit_arrives_in_nbgraders_gradebook_and_export(by_nbgrader):
    folder, _ = by_nbgrader
    assert scores_of(folder) == {"ada": {"double-checks": (2.0, 2.0), "total-checks": (1.0, 4.0)}}
    with (folder / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], float(row["score"]), float(row["max_score"])) == ("ada", 3.0, 6.0)


def test_the_autograded_notebook_holds_plain_floats(by_nbgrader):
    folder, _ = by_nbgrader
    graded = read_notebook(folder / "autograded" / "ada" / "warmup" / "warmup.ipynb")
    shown = {
        cell.id: cell.outputs[0].data["text/plain"]
        for cell in graded.cells
        if cell.id.endswith("-checks")
    }
    assert shown == {"double-checks": "2.0", "total-checks": "1.0"}


def test_the_feedback_has_the_report_and_no_source_of_a_hidden_check(by_nbgrader):
    folder, _ = by_nbgrader
    page = (folder / "feedback" / "ada" / "warmup" / "warmup.html").read_text()
    assert "nbjudge-report" in page
    assert "It is the sum of your doubled numbers (hidden)" in page
    for secret in SECRETS:
        assert secret not in page


# --- A whole class ---

CLASS = {
    "ann_right": {},
    "bob_triples": {"double": "def double(x):\n    return x * 3"},
    "cyd_untouched": {
        "double": "# YOUR CODE HERE\nraise NotImplementedError()",
        "total": "# YOUR CODE HERE\nraise NotImplementedError()",
    },
    "dan_second_only": {"double": "# YOUR CODE HERE\nraise NotImplementedError()"},
    "eve_kills_the_kernel": {"double": "import os\nos._exit(1)"},
    "fay_never_returns": {"double": "def double(x):\n    while True:\n        pass"},
    "gil_syntax_error": {"double": "def double(x:\n    return 2 * x"},
    "hal_cheats": {"double": "def double(x):\n    raise NotImplementedError()", "total": ""},
}
EXPECTED = {
    "ann_right": ("2", "4", "6"),
    "bob_triples": ("0.5", "4", "4.5"),
    "cyd_untouched": ("0", "0", "0"),
    "dan_second_only": ("0", "4", "4"),
    "eve_kills_the_kernel": ("0", "4", "4"),
    "fay_never_returns": ("0", "4", "4"),
    "gil_syntax_error": ("0", "4", "4"),
    "hal_cheats": ("0", "0", "0"),
}
UNREADABLE = ("ida_corrupt", "jon_renamed", "kay_empty")


def cheat(notebook):
    """Check cells that print full marks, points by the thousand, checks that always pass."""
    for cell in notebook.cells:
        if cell.id.endswith("-checks"):
            cell.source = "print('ok')\n100.0"
            cell.metadata.nbgrader.points = 1000
    notebook.cells.insert(0, new_code_cell("import nbjudge\nnbjudge.check = print\n100.0"))
    notebook.cells.append(copy.deepcopy(notebook.cells[-2]))
    notebook.cells[-1].id = "another"
    return notebook


def hand_in_the_class(course, hand_in_with_torch, submit):
    for student, solutions in CLASS.items():
        notebook = hand_in_with_torch(**solutions)
        submit(course, student, cheat(notebook) if student == "hal_cheats" else notebook)
    submit(course, "ida_corrupt", nbformat.writes(hand_in_with_torch())[:500])
    submit(course, "jon_renamed", hand_in_with_torch(), name="warmup [final].ipynb")
    (course / "submitted" / "kay_empty" / "warmup").mkdir(parents=True)
    (course / "submitted" / "lea_elsewhere" / "another").mkdir(parents=True)


def text_rows(course):
    with (course / "scores" / "warmup.csv").open() as file:
        return list(csv.reader(file))


def scores_in(rows):
    return {row[0]: (row[4], row[5], row[7]) for row in rows}


def test_every_submission_that_can_be_read_has_its_score(first_run, course):
    head, *rows = text_rows(course)
    assert head[:7] == [
        *("student", "first_name", "last_name", "email", "double", "total", "extra_credit")
    ]
    assert scores_in(rows) == EXPECTED


def test_the_gradebook_has_the_same_scores(first_run, course):
    found = scores_of(course)
    for student, (double, total, _) in EXPECTED.items():
        assert found[student]["double-checks"] == (float(double), 2.0)
        assert found[student]["total-checks"] == (float(total), 4.0)


def test_the_table_and_what_has_no_grade_are_printed_and_the_exit_code_is_1(first_run):
    assert first_run.returncode == 1
    said = " ".join(first_run.stdout.split())
    assert "8 graded now, 8 in scores.csv" in said
    for student in CLASS:
        assert student in said
    for student in UNREADABLE:
        assert f"no grade: warmup/{student}: " in said
    assert "is not a readable notebook" in said
    assert "warmup [final].ipynb; rename the right one" in said
    assert "needs a notebook called warmup.ipynb: it has none" in said
    assert "Traceback" not in first_run.stdout + first_run.stderr


@pytest.mark.oldest
def test_the_gradebook_is_the_same_where_nbgrader_is_left_as_it_is(
    copy_torch_course, hand_in_with_torch, run, submit, tmp_path
):
    course = copy_torch_course(tmp_path / "course")
    for student in ("ann_right", "bob_triples"):
        submit(course, student, hand_in_with_torch(**CLASS[student]))
    expected = {
        "ann_right": {"double-checks": (2.0, 2.0), "total-checks": (4.0, 4.0)},
        "bob_triples": {"double-checks": (0.5, 2.0), "total-checks": (4.0, 4.0)},
    }
    for command in (
        ("env", "NBJUDGE_WITHOUT=queries", "nbjudge", "grade"),
        ("nbgrader", "autograde", "warmup", "--force"),
    ):
        done = run(course, *command)
        assert done.returncode == 0, done.stderr
        assert scores_of(course) == expected


def test_a_gradebook_made_in_one_process_has_the_version_that_nbgraders_own_has(
    copy_torch_course, run, tmp_path
):
    ours, theirs = (copy_torch_course(tmp_path / name) for name in ("ours", "theirs"))
    with opened(open_course(ours)):
        pass
    done = run(theirs, "nbgrader", "db", "student", "list")
    assert done.returncode == 0, done.stderr
    versions = []
    for folder in (ours, theirs):
        with closing(sqlite3.connect(folder / "gradebook.db")) as gradebook:
            versions += gradebook.execute("SELECT * FROM alembic_version").fetchall()
    assert len(versions) == 2
    assert versions[0] == versions[1] != ("",)


def feedback(course, student):
    return (course / "feedback" / student / "warmup" / "warmup.html").read_text()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("bob_triples", "the first, at"),
        ("cyd_untouched", "not attempted yet"),
        ("dan_second_only", "`doubled`: missing or of another shape"),
        ("eve_kills_the_kernel", "Your cell stopped with KernelDied"),
        ("fay_never_returns", "no answer in time"),
        ("gil_syntax_error", "Your cell stopped with SyntaxError"),
        ("hal_cheats", "not attempted yet"),
    ],
)
def test_the_feedback_says_what_happened_and_hides_what_is_hidden(first_run, course, who, said):
    page = feedback(course, who)
    assert said in page
    for secret in SECRETS:
        assert secret not in page


@pytest.fixture(scope="module")
def second_run(first_run, course, run):
    return run(course, *"python -m nbjudge grade warmup -j 1 --force --student ann_right".split())


def test_one_student_can_be_graded_again_and_the_others_keep_their_scores(second_run, course):
    assert second_run.returncode == 0, second_run.stdout
    assert "1 graded now, 8 in scores.csv" in second_run.stdout
    assert "bob_triples" not in second_run.stdout
    assert scores_in(text_rows(course)[1:]) == EXPECTED


@pytest.fixture(scope="module")
def third_run(second_run, course, hand_in_with_torch, submit, run):
    """Three hand in again what can be read now, and one improves."""
    submit(course, "ida_corrupt", hand_in_with_torch())
    submit(course, "kay_empty", hand_in_with_torch())
    folder = course / "submitted" / "jon_renamed" / "warmup"
    (folder / "warmup [final].ipynb").rename(folder / "warmup.ipynb")
    submit(course, "bob_triples", hand_in_with_torch())
    return run(course, "python", "-m", "nbjudge", "grade")


def test_only_what_is_new_or_changed_is_graded_again(third_run, course):
    assert third_run.returncode == 0, third_run.stdout
    assert "4 graded now, 11 in scores.csv" in third_run.stdout
    everybody = scores_in(text_rows(course)[1:])
    assert everybody["bob_triples"] == ("2", "4", "6")
    assert [everybody[student] for student in UNREADABLE] == [("2", "4", "6")] * 3
    assert everybody["eve_kills_the_kernel"] == EXPECTED["eve_kills_the_kernel"]


def test_where_nothing_is_new_nothing_is_graded_and_all_is_reported(third_run, course, grade):
    code, said = grade(course)
    assert code == 0
    assert "0 graded now, 11 in scores.csv" in said
    assert "cyd_untouched" in said


# --- What the driver cannot do, it says ---


def test_outside_a_course_folder_it_says_so(grade, tmp_path):
    code, said = grade(tmp_path)
    assert code == 2
    assert "is no course folder: it has no nbgrader_config.py" in said


def test_an_unknown_assignment_is_said_so(grade, copy_torch_course, tmp_path):
    code, said = grade(copy_torch_course(tmp_path / "course"), "warmdown")
    assert code == 2
    assert "there is no assignment warmdown in source/: there is warmup" in said
    assert "did you mean warmup?" in grade(tmp_path / "course", "warmpu")[1]


def test_an_unknown_student_is_said_so(grade, third_run, course):
    code, said = grade(course, "--student", "nobody")
    assert code == 2
    assert "nothing to grade" in said


def test_a_check_module_that_is_missing_is_the_courses_mistake(grade, copy_torch_course, tmp_path):
    course = copy_torch_course(tmp_path / "course")
    (course / "tests" / "warmup" / "test_total.py").unlink()
    code, said = grade(course)
    assert code == 2
    assert "source/warmup cannot be released" in said
    assert "test_total.py does not exist" in said


def test_a_broken_hidden_region_is_the_courses_mistake(grade, copy_torch_course, tmp_path):
    course = copy_torch_course(tmp_path / "course")
    module = course / "tests" / "warmup" / "test_total.py"
    module.write_text(module.read_text().replace("### END HIDDEN TESTS", ""))
    code, said = grade(course)
    assert code == 2
    assert "test_total.py, line 15: a hidden region begins and never ends" in said
    assert not (course / "release" / "warmup").exists()


# --- On other machines ---


@pytest.fixture
def elsewhere(monkeypatch):
    """As if this were no Linux; only the process that the instructor starts believes it."""
    monkeypatch.setattr(sys, "platform", "darwin")


def test_without_linux_it_says_what_is_slower_and_not_protected_and_grades(
    grade, copy_torch_course, hand_in_with_torch, submit, tmp_path, elsewhere
):
    course = copy_torch_course(tmp_path / "course")
    submit(course, "ada", hand_in_with_torch())
    code, said = grade(course, "-j", "1")
    assert code == 0
    assert "slower: every kernel imports torch by itself" in said
    assert "not protected: the whole sandbox: it needs Linux" in said
    assert "1 graded now, 1 in scores.csv" in said


def test_required_protections_that_are_missing_stop_everything(
    grade, copy_torch_course, hand_in_with_torch, submit, tmp_path, elsewhere
):
    course = copy_torch_course(tmp_path / "course")
    submit(course, "ada", hand_in_with_torch())
    code, said = grade(course, "--require-sandbox")
    assert code == 2
    assert "nothing was graded, since --require-sandbox asks for all protections" in said
    assert not (course / "autograded").exists()
