"""Into and out of an LMS, by the commands that an instructor types."""

import csv
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbgrader.api import Gradebook

from nbjudge.__main__ import main

ROSTER = """\
id,first_name,last_name,email,lms_user_id
jdoe,Jane,Doe,jane.doe@example.org,4321
jmueller,Jürgen,Müller,juergen@example.org,77
wei,Wei,,wei@example.org,78
"""
EXPORTERS = "nbjudge.lms.exporters"


@pytest.fixture(scope="module")
def course_with_roster(tmp_path_factory, copy_course, run):
    folder = copy_course(tmp_path_factory.mktemp("lms") / "course")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = run(folder, "nbjudge", "roster", "roster.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def course(tmp_path, course_with_roster):
    return Path(shutil.copytree(course_with_roster, tmp_path / "a course"))


@pytest.fixture
def nbjudge(course, monkeypatch, capsys):
    """Runs a command in the course's folder; returns its exit code and what it says."""

    def run_it(*arguments):
        monkeypatch.chdir(course)
        code = main(list(arguments))
        return Said(code, capsys.readouterr().out)

    return run_it


class Said(NamedTuple):
    code: int
    text: str


@pytest.fixture
def notebook(hand_in):
    return nbformat.writes(hand_in())


@pytest.fixture
def download(course):
    """Makes a zip of these paths and texts, as it lies in a folder for downloads."""

    def make(files, name="download.zip"):
        path = course / name
        with zipfile.ZipFile(path, "w") as archive:
            for file, text in files.items():
                archive.writestr(file, text)
        return path

    return make


@pytest.fixture
def collect(nbjudge):
    def collect_it(path, *options):
        return nbjudge("collect", str(path), *options)

    return collect_it


def submitted(course):
    return sorted(
        path.relative_to(course / "submitted").as_posix()
        for path in (course / "submitted").rglob("*")
        if path.is_file()
    )


FROM = {
    "canvas": ("doejane_4321_98765_warmup.ipynb", "müllerjürgen_77_98766_warmup.ipynb"),
    "moodle, in folders": (
        "Jane Doe_501_assignsubmission_file_/warmup.ipynb",
        "Jürgen Müller_502_assignsubmission_file_/warmup.ipynb",
    ),
    "moodle, without folders": (
        "Jane Doe_501_assignsubmission_file_warmup.ipynb",
        "Jürgen Müller_502_assignsubmission_file_warmup.ipynb",
    ),
    "blackboard": (
        "Week 1_jdoe_attempt_2026-11-02-10-12-13_warmup.ipynb",
        "Week 1_jmueller_attempt_2026-11-02-10-12-14_warmup.ipynb",
    ),
    "ilias": (
        "Week 1/Doe_Jane_jdoe_9001/warmup.ipynb",
        "Week 1/Müller_Jürgen_jmueller_9002/warmup.ipynb",
    ),
    "plain folders": ("jdoe/warmup.ipynb", "jmueller/warmup.ipynb"),
    "nbgrader's own folders": ("jdoe/warmup/warmup.ipynb", "jmueller/warmup/warmup.ipynb"),
    "one folder too deep": ("week 1/jdoe/warmup.ipynb", "week 1/jmueller/warmup.ipynb"),
    "names before files": ("jdoe_warmup.ipynb", "jmueller_warmup.ipynb"),
    "full names": ("Jane Doe/warmup.ipynb", "Müller, Jürgen/warmup.ipynb"),
}


@pytest.mark.parametrize("paths", FROM.values(), ids=FROM.keys())
def test_a_download_comes_to_lie_where_nbgrader_looks_for_it(
    course, download, collect, notebook, paths
):
    done = collect(download(dict.fromkeys(paths, notebook)))
    assert done.code == 0, done.text
    found = [path for path in submitted(course) if path.endswith(".ipynb")]
    assert found == ["jdoe/warmup/warmup.ipynb", "jmueller/warmup/warmup.ipynb"]
    for path in paths:
        assert path in done.text


@pytest.mark.parametrize(
    "name",
    [
        "warmup (1).ipynb",
        "Warmup.ipynb",
        "warmup-Copy1.ipynb",
        "warmup copy.ipynb",
        "warmup.ipynb.txt",
        "warmup.ipynb.json",
        "warmup-2.ipynb",
    ],
)
def test_what_was_added_to_a_notebooks_name_is_taken_off(course, download, collect, notebook, name):
    done = collect(download({f"jdoe/{name}": notebook}))
    assert submitted(course) == ["jdoe/warmup/warmup.ipynb"]
    assert "as warmup.ipynb" in done.text


def test_of_resubmissions_the_last_one_counts(course, download, collect, hand_in, notebook):
    last = nbformat.writes(hand_in(double="last = 1"))
    files = {
        "doejane_4321_98764_warmup-2.ipynb": last,
        "doejane_4321_98763_warmup-1.ipynb": notebook,
        "doejane_4321_98762_warmup.ipynb": notebook,
    }
    done = collect(download(files))
    assert done.code == 0
    assert done.text.count("is newer") == 2
    kept = (course / "submitted/jdoe/warmup/warmup.ipynb").read_text(encoding="utf-8")
    assert kept == last


def test_of_blackboards_attempts_the_last_one_counts(course, download, collect, hand_in, notebook):
    last = nbformat.writes(hand_in(double="last = 1"))
    files = {
        "W_jdoe_attempt_2026-11-02-23-12-13_warmup.ipynb": last,
        "W_jdoe_attempt_2026-11-02-10-12-13_warmup.ipynb": notebook,
    }
    collect(download(files))
    folder = course / "submitted/jdoe/warmup"
    assert (folder / "warmup.ipynb").read_text(encoding="utf-8") == last
    assert (folder / "timestamp.txt").read_text().startswith("2026-11-02 23:12:13")


def test_a_login_may_hold_an_underscore(course, nbjudge, download, collect, notebook):
    more = "id,first_name,last_name\nb_doe,Bea,Doe\ndoe,Dan,Doe\nmith,Mia,Ith\n"
    (course / "more.csv").write_text(more, encoding="utf-8")
    nbjudge("roster", "more.csv")
    form = "Week 3_{}_attempt_2026-11-02-10-12-13_warmup.ipynb"
    done = collect(download({form.format(name): notebook for name in ("b_doe", "jdoe", "my_mith")}))
    assert submitted(course) == [
        f"{who}/warmup/{file}"
        for who in ("jdoe", "mith")
        for file in ("timestamp.txt", "warmup.ipynb")
    ]
    assert "b_doe" in done.text  # it may be that of either
    assert done.code == 1


def test_of_the_times_of_ilias_the_last_one_counts(course, download, collect, hand_in, notebook):
    last = nbformat.writes(hand_in(double="last = 1"))
    folder = "Week 1/Doe_Jane_jdoe_9001"
    collect(
        download(
            {
                f"{folder}/20261128101500_warmup.ipynb": notebook,
                f"{folder}/20261129101500_warmup.ipynb": last,
            }
        )
    )
    kept = course / "submitted/jdoe/warmup"
    assert (kept / "warmup.ipynb").read_text(encoding="utf-8") == last
    assert (kept / "timestamp.txt").read_text().startswith("2026-11-29 10:15:00")


def test_the_receipts_of_blackboard_are_no_files_to_look_at(course, download, collect, notebook):
    attempt = "W_jdoe_attempt_2026-11-02-23-12-13"
    done = collect(download({f"{attempt}.txt": "Name: Jane", f"{attempt}_warmup.ipynb": notebook}))
    assert done.code == 0, done.text
    assert "1 receipt" in done.text


def test_a_damaged_file_in_a_zip_is_named_and_the_others_are_collected(course, collect, notebook):
    path = course / "download.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jmueller/warmup.ipynb", notebook)
        archive.writestr("jdoe/warmup.ipynb", notebook)
    data = bytearray(path.read_bytes())
    at = data.index(b"jmueller/warmup.ipynb") + 40
    data[at : at + 60] = bytes(byte ^ 0xFF for byte in data[at : at + 60])
    path.write_bytes(data)
    done = collect(path)
    assert done.code == 1
    assert "cannot be unpacked" in done.text
    assert submitted(course) == ["jdoe/warmup/warmup.ipynb"]


def test_of_several_downloads_a_broken_one_hides_nothing(course, download, collect, notebook):
    (course / "broken.zip").write_bytes(b"no zip")
    done = collect(course / "broken.zip", str(download({"jdoe/warmup.ipynb": notebook})))
    assert done.code == 2
    assert "jdoe/warmup.ipynb" in done.text
    assert "broken.zip is no whole zip file" in done.text


def test_late_marks_are_told(download, collect, notebook):
    done = collect(download({"doejane_LATE_4321_98765_warmup.ipynb": notebook}))
    assert "late, as the download says" in done.text


def test_what_is_of_nobody_in_the_roster_is_named_and_the_others_are_collected(
    course, download, collect, notebook
):
    files = {"jdoe/warmup.ipynb": notebook, "stranger/warmup.ipynb": notebook}
    done = collect(download(files))
    assert done.code == 1
    assert "the roster has nobody" in done.text
    assert submitted(course) == ["jdoe/warmup/warmup.ipynb"]


def test_two_of_one_name_are_not_taken_for_each_other(course, nbjudge, download, collect, notebook):
    twins = "id,first_name,last_name\njane1,Jane,Roe\njane2,Jane,Roe\n"
    (course / "roster.csv").write_text(twins, encoding="utf-8")
    nbjudge("roster", "roster.csv")
    done = collect(download({"Jane Roe_501_assignsubmission_file_/warmup.ipynb": notebook}))
    assert done.code == 1
    assert submitted(course) == []


def test_without_a_roster_folders_say_who_it_is(tmp_path, copy_course, run, notebook):
    folder = copy_course(tmp_path / "another course")
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        archive.writestr("Zoë Kane_501_assignsubmission_file_/warmup.ipynb", notebook)
    assert run(folder, "nbjudge", "collect", "d.zip").returncode == 0
    assert submitted(folder) == ["zoe_kane/warmup/warmup.ipynb"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp1252"])
def test_umlauts_are_read_in_whatever_encoding(course, collect, notebook, encoding):
    path = course / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("XXXXXXX XXXXXXX_502_assignsubmission_file_/warmup.ipynb", notebook)
    name = "Jürgen Müller".encode(encoding).ljust(15, b" ")
    path.write_bytes(path.read_bytes().replace(b"XXXXXXX XXXXXXX", name))
    done = collect(path)
    assert submitted(course) == ["jmueller/warmup/warmup.ipynb"], done.text


def test_decomposed_umlauts_are_the_same_name(course, download, collect, notebook):
    name = "Mu\u0308ller_Ju\u0308rgen_jmueller_9002"
    collect(download({f"Week 1/{name}/warmup.ipynb": notebook}))
    assert submitted(course) == ["jmueller/warmup/warmup.ipynb"]


def test_a_zip_that_a_student_handed_in_is_opened(course, download, collect, notebook):
    inner = download({"my work/warmup.ipynb": notebook, "my work/notes.txt": "n"}, "inner.zip")
    path = download({"doejane_4321_98765_work.zip": inner.read_bytes()})
    assert collect(path).code == 0
    assert submitted(course) == ["jdoe/warmup/notes.txt", "jdoe/warmup/warmup.ipynb"]


def test_what_lay_there_before_is_kept(course, download, collect, hand_in, notebook):
    collect(download({"jdoe/warmup.ipynb": notebook}))
    other = nbformat.writes(hand_in(double="other = 1"))
    done = collect(download({"jdoe/warmup.ipynb": other}))
    assert "replaced" in done.text
    (former,) = (course / ".nbjudge/former").rglob("warmup.ipynb")
    assert former.read_text(encoding="utf-8") == notebook


def test_the_same_download_twice_changes_nothing(course, download, collect, notebook):
    path = download({"jdoe/warmup.ipynb": notebook})
    collect(path)
    assert "1 unchanged" in collect(path).text
    assert not (course / ".nbjudge/former").exists()


@pytest.mark.parametrize("path", ["../../evil/warmup.ipynb", "/evil/warmup.ipynb"])
def test_a_path_out_of_the_archive_is_refused(course, download, collect, notebook, path):
    done = collect(download({path: notebook, "jdoe/warmup.ipynb": notebook}))
    assert done.code == 1
    assert "leads out of the archive" in done.text
    assert submitted(course) == ["jdoe/warmup/warmup.ipynb"]


def test_a_link_in_an_archive_is_refused(course, collect):
    path = course / "download.zip"
    link = zipfile.ZipInfo("jdoe/warmup.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "it is a link" in collect(path).text
    assert submitted(course) == []


def test_a_file_that_unpacks_to_too_much_is_refused(course, collect):
    with (course / "nbgrader_config.py").open("a") as file:
        print("c.Judge.folder_bytes = 1_000_000", file=file)
    path = course / "download.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jdoe/warmup.ipynb", b"0" * 2_000_000)
    assert "larger than" in collect(path).text
    assert submitted(course) == []


def test_what_is_no_zip_is_said_to_be_none(course, collect):
    (course / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    done = collect(course / "broken.zip")
    assert done.code == 2
    assert "broken.zip is no whole zip file" in done.text
    assert "there is no file" in collect(course / "missing.zip").text


def test_the_only_notebook_is_taken_whatever_its_name_where_the_assignment_is_named(
    course, download, collect, notebook
):
    file = download({"jdoe/homework.ipynb": notebook, "jdoe/data.csv": "1"})
    assert "no notebook of the course has this name" in collect(file).text
    done = collect(file, "--assignment", "warmup")
    assert (done.code, "as warmup.ipynb" in done.text) == (0, True)
    assert submitted(course) == ["jdoe/warmup/data.csv", "jdoe/warmup/warmup.ipynb"]


def test_an_unknown_assignment_is_named_with_those_there_are(download, collect, notebook):
    done = collect(download({"jdoe/warmup.ipynb": notebook}), "--assignment", "wramup")
    assert done.code == 2
    assert "the course has warmup" in done.text


ROSTERS = {
    "nbgrader": "id,first_name,last_name,email\nada,Ada,King,ada@example.org\n",
    "canvas": (
        "Student,ID,SIS User ID,SIS Login ID,Section,warmup (12)\n"
        "    Points Possible,,,,,5\n"
        '"King, Ada",991,s1,ada,One,\n"Student, Test",992,,t,One,\n'
    ),
    "moodle": (
        "\ufeffFirst name;Surname;Username;ID number;Email address\nAda;King;ada;;ada@example.org\n"
    ),
}


@pytest.mark.parametrize("text", ROSTERS.values(), ids=ROSTERS.keys())
def test_a_roster_of_each_system_is_entered(course, nbjudge, text):
    (course / "class.csv").write_text(text, encoding="utf-8")
    done = nbjudge("roster", "class.csv")
    assert "new: ada" in done.text
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        student = gradebook.find_student("ada")
        assert (student.first_name, student.last_name) == ("Ada", "King")


def test_a_roster_that_a_spreadsheet_saved_as_unicode_text_is_entered(course, nbjudge):
    text = "id\tfirst_name\tlast_name\nzoe\tZoë\tKing\n"
    (course / "class.csv").write_text(text, encoding="utf-16")
    assert "new: zoe" in nbjudge("roster", "class.csv").text


def test_nbgraders_import_takes_our_roster(course, run, nbjudge):
    done = run(course, "nbgrader", "db", "student", "import", "roster.csv")
    assert done.returncode == 0, done.stderr
    assert "0 entered" in nbjudge("roster", "roster.csv").text


BAD_ROSTERS = {
    "": "is empty",
    "name,points\nAda,3\n": "no column with the students' ids",
    "id,last_name\n,King\n": "line 2: King has no id",
    "id,last_name\na,King\na,King\n": "line 3: the id a stands there twice",
    "id,last_name\n../a,King\n": "line 2: ../a cannot be an id, since it cannot be the name of",
    "id,last_name\n\na,King, jr.\n": "line 3 has 3 fields, and the first line 2: put a field",
}


@pytest.mark.parametrize(("text", "said"), BAD_ROSTERS.items())
def test_a_roster_that_cannot_be_used_says_why(course, nbjudge, text, said):
    (course / "class.csv").write_text(text, encoding="utf-8")
    done = nbjudge("roster", "class.csv")
    assert done.code == 2
    assert said in done.text


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory, course_with_roster, run, hand_in):
    """Two have handed in by Moodle, one of them half right; the third has not."""
    folder = Path(shutil.copytree(course_with_roster, tmp_path_factory.mktemp("graded") / "course"))
    half = hand_in(double="def double(x):\n    return x")
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        for name, handed in (("Jane Doe_501", hand_in()), ("Jürgen Müller_502", half)):
            path = f"{name}_assignsubmission_file_/warmup.ipynb"
            archive.writestr(path, nbformat.writes(handed))
    run(folder, "nbjudge", "collect", "d.zip")
    done = run(folder, "nbjudge", "grade")
    assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture
def graded(tmp_path, graded_once):
    return Path(shutil.copytree(graded_once, tmp_path / "graded"))


def exported(course, run, exporter, *options):
    done = run(course, "nbgrader", "export", f"--exporter={EXPORTERS}.{exporter}", *options)
    assert done.returncode == 0, done.stderr
    return done


def truth(course):
    """What the gradebook says, by student."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.assignment_submissions("warmup")
        return {s.student_id: f"{s.score - s.late_submission_penalty:g}" for s in found}


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_canvas_gets_its_gradebook(graded, run):
    exported(graded, run, "CanvasExporter")
    points, *rows = rows_of(graded / "canvas.csv")
    assert points["Student"].strip() == "Points Possible"
    assert {r["SIS Login ID"]: r["warmup"] for r in rows} == {**truth(graded), "wei": ""}
    assert {r["SIS Login ID"]: r["ID"] for r in rows}["jdoe"] == "4321"
    assert float(points["warmup"]) == max(map(float, truth(graded).values()))


def test_canvas_own_headings_are_taken_over(graded, run):
    (graded / "from_canvas.csv").write_text("Student,ID,Warmup (1234)\n")
    exported(graded, run, "CanvasExporter", "--CanvasExporter.columns=from_canvas.csv")
    assert "Warmup (1234)" in rows_of(graded / "canvas.csv")[0]


def test_moodle_gets_its_worksheet_and_the_feedback(graded, run):
    exported(graded, run, "MoodleExporter")
    rows = rows_of(graded / "moodle" / "warmup.csv")
    grades = {row["Identifier"]: row["Grade"] for row in rows}
    known = truth(graded)
    assert grades == {"Participant 501": known["jdoe"], "Participant 502": known["jmueller"]}
    with zipfile.ZipFile(graded / "moodle" / "warmup-feedback.zip") as archive:
        names = set(archive.namelist())
        assert names == {
            "Jane Doe_501_assignsubmission_file_/warmup.html",
            "Jürgen Müller_502_assignsubmission_file_/warmup.html",
        }
        assert b"<html" in archive.read(min(names))


def test_a_form_of_ones_own_is_filled_in(graded, run):
    (graded / "export_template.csv").write_text("Who;Grade\n$last_name;$score/$max_score\n")
    exported(graded, run, "TemplateExporter", "--TemplateExporter.missing_score=none")
    known = truth(graded)
    assert (graded / "export.csv").read_text(encoding="utf-8").splitlines() == [
        "Who;Grade",
        ";none/6",
        f"Doe;{known['jdoe']}/6",
        f"Müller;{known['jmueller']}/6",
    ]


def test_a_field_that_there_is_not_is_named(graded, run):
    (graded / "export_template.csv").write_text("Who\n$surname\n")
    done = run(graded, "nbgrader", "export", f"--exporter={EXPORTERS}.TemplateExporter")
    assert done.returncode != 0
    assert "there is no $surname" in done.stderr


def test_late_penalties_are_taken_off_and_what_waits_for_a_person_stays_empty(graded, run):
    before = truth(graded)
    with Gradebook(f"sqlite:///{graded}/gradebook.db") as gradebook:
        for student, penalty in (("jdoe", 1.5), ("jmueller", 100.0)):
            submission = gradebook.find_submission("warmup", student)
            submission.notebooks[0].late_submission_penalty = penalty
        gradebook.db.commit()
    exported(graded, run, "CanvasExporter")
    scores = {r["SIS Login ID"]: r["warmup"] for r in rows_of(graded / "canvas.csv")}
    assert scores["jdoe"] == truth(graded)["jdoe"] == f"{float(before['jdoe']) - 1.5:g}"
    assert scores["jmueller"] == "0"
    with Gradebook(f"sqlite:///{graded}/gradebook.db") as gradebook:
        gradebook.find_submission("warmup", "jdoe").notebooks[0].grades[0].needs_manual_grade = True
        gradebook.db.commit()
    done = exported(graded, run, "CanvasExporter")
    assert "jdoe is yet to be graded by hand" in done.stderr
    scores = {r["SIS Login ID"]: r["warmup"] for r in rows_of(graded / "canvas.csv")}
    assert scores["jdoe"] == ""


def test_only_who_and_what_is_asked_for_is_exported(graded, run):
    exported(graded, run, "CanvasExporter", "--to=out/one.csv", "--student=['jdoe']")
    _, *rows = rows_of(Path(graded) / "out" / "one.csv")
    assert [row["SIS Login ID"] for row in rows] == ["jdoe"]
