"""Finding the parts of a course, and saying what to do where one is missing."""

import pytest

from nbjudge.course.early_settings import written_preload
from nbjudge.course.layout import (
    CourseError,
    check_module,
    course_root,
    data_folder,
    file_beside,
    files_beside,
    notebook_for,
)


@pytest.fixture
def course(tmp_path):
    for name in ("nbgrader_config.py", "tests/warmup/test_double.py", "source/warmup/warmup.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.fixture
def student_folder(tmp_path):
    """What a student has: a notebook and the visible checks, outside any course folder."""
    folder = tmp_path / "home" / "warmup"
    (folder / "tests").mkdir(parents=True)
    (folder / "warmup.ipynb").touch()
    (folder / "tests" / "test_double.py").touch()
    return folder


def test_a_course_is_found_from_any_folder_in_it(course):
    assert course_root(course / "source" / "warmup") == course
    assert course_root(course) == course


def test_outside_a_course_there_is_none(student_folder):
    assert course_root(student_folder) is None


def test_checks_lie_beside_the_students_notebook(student_folder):
    assert check_module("double", student_folder) == student_folder / "tests" / "test_double.py"


def test_the_courses_own_checks_win_over_released_ones(course):
    released = course / "release" / "warmup" / "tests" / "test_double.py"
    released.parent.mkdir(parents=True)
    released.touch()
    found = check_module("double", course / "release" / "warmup")
    assert found == course / "tests" / "warmup" / "test_double.py"


def test_missing_checks_are_named_with_what_to_do(student_folder):
    with pytest.raises(CourseError) as error:
        check_module("dubble", student_folder)
    said = str(error.value)
    assert "dubble" in said
    assert str(student_folder / "tests") in said
    assert "spelling" in said


def test_the_notebook_lies_beside_the_tests_folder(student_folder):
    module = student_folder / "tests" / "test_double.py"
    assert notebook_for(module) == student_folder / "warmup.ipynb"


def test_the_courses_own_notebook_is_in_source(course):
    module = course / "tests" / "warmup" / "test_double.py"
    assert notebook_for(module) == course / "source" / "warmup" / "warmup.ipynb"


def test_a_copy_beside_the_notebook_does_not_matter(student_folder):
    (student_folder / "warmup-Copy1.ipynb").touch()
    module = student_folder / "tests" / "test_double.py"
    assert notebook_for(module) == student_folder / "warmup.ipynb"


def test_one_notebook_of_any_name_will_do(student_folder):
    (student_folder / "warmup.ipynb").rename(student_folder / "mine.ipynb")
    module = student_folder / "tests" / "test_double.py"
    assert notebook_for(module) == student_folder / "mine.ipynb"


@pytest.mark.parametrize("names", [(), ("a.ipynb", "b.ipynb")])
def test_no_notebook_or_too_many_is_said_with_what_to_do(student_folder, names):
    (student_folder / "warmup.ipynb").unlink()
    for name in names:
        (student_folder / name).touch()
    with pytest.raises(CourseError) as error:
        notebook_for(student_folder / "tests" / "test_double.py")
    said = str(error.value)
    assert "test_double.py" in said
    assert str(student_folder) in said
    assert f"there are {len(names)}" in said
    assert "--nbjudge-notebook PATH" in said


def test_data_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("NBJUDGE_DATA", str(tmp_path / "elsewhere"))
    assert data_folder() == str(tmp_path / "elsewhere")


def test_data_is_in_the_nearest_folder_that_has_it(tmp_path, monkeypatch):
    monkeypatch.delenv("NBJUDGE_DATA", raising=False)
    (tmp_path / "data" / "MNIST").mkdir(parents=True)
    below = tmp_path / "release" / "warmup"
    (below / "data").mkdir(parents=True)  # without a data set, so it is not meant
    monkeypatch.chdir(below)
    assert data_folder() == str(tmp_path / "data")


def test_without_data_the_folder_beside_the_notebook_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("NBJUDGE_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    assert data_folder() == str(tmp_path / "data")


@pytest.mark.parametrize(
    ("config", "known"),
    [
        ("c.Judge.preload = ['numpy', 'json']", ["numpy", "json"]),
        ("c.Judge.preload = ['torch']\nc.Judge.preload = []", []),
        ("names = ['numpy']\nc.Judge.preload = names", None),
        ("c.Judge.cell_timeout = 3", None),
        ("c.Judge.preload = 3", None),
        ("c.Judge.preload = [", None),
    ],
)
def test_what_kernels_share_is_known_early_where_it_is_written_out(course, config, known):
    (course / "nbgrader_config.py").write_text(config)
    assert written_preload(course / "source") == known


def test_a_file_in_tests_itself_belongs_to_the_modules_that_name_it(course):
    for name in ("clothes.py", "warmup/steps.py", "warmup/test_total.py"):
        (course / "tests" / name).touch()
    names_it, does_not = (course / "tests" / "warmup" / f"test_{n}.py" for n in ("double", "total"))
    names_it.write_text("shared = beside(__file__, 'clothes.py')")
    assert [path.name for path in files_beside(names_it)] == ["steps.py", "clothes.py"]
    assert [path.name for path in files_beside(does_not)] == ["steps.py"]
    assert file_beside(names_it, "clothes.py") == course / "tests" / "clothes.py"
    (course / "tests" / "warmup" / "clothes.py").touch()
    assert file_beside(names_it, "clothes.py").parent.name == "warmup"


def test_a_students_own_file_is_none_that_released_checks_share(student_folder):
    (student_folder / "clothes.py").touch()
    module = student_folder / "tests" / "test_double.py"
    module.write_text("shared = beside(__file__, 'clothes.py')")
    assert files_beside(module) == []
    assert file_beside(module, "clothes.py") == student_folder / "tests" / "clothes.py"
