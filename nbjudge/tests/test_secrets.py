"""What a student's code may not find out: the instructor's environment, course and home."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel
from nbjudge.sandbox import shown

# Where a course lies in a container, and other places in which programs lie as well.
each_place = pytest.mark.parametrize(
    "place", ["/usr/src", "/usr/local", "/usr/share", "/usr/local/share", "/opt", "/", sys.prefix]
)


@contextlib.contextmanager
def a_course_below(place: str) -> Iterator[Path]:
    """A folder with a course and its neighbour, and a secret in each."""
    if not os.access(place, os.W_OK):
        pytest.skip(f"no right to write to {place}")
    with tempfile.TemporaryDirectory(prefix="nbj-", dir=place) as folder:
        for name in ("course", "neighbour"):
            (Path(folder) / name / "data").mkdir(parents=True)
            (Path(folder) / name / "secret").write_text("a secret")
        (Path(folder) / "course" / "nbgrader_config.py").touch()
        yield Path(folder)


def read_in_a_kernel(path: Path, sandbox: bool) -> str:
    """What a cell reads at a path, in a kernel for the course in the working folder."""
    kernel = Kernel(None, Path("data").absolute(), Limits(), fork=True, sandbox=sandbox)
    try:
        cell = new_code_cell(f"print(open({str(path)!r}).read())")
        kernel.run(cell)
    finally:
        kernel.close()
    return "".join(output.get("text", output.get("ename", "")) for output in cell.outputs).strip()


def test_what_a_kernels_process_was_started_with_holds_nothing_of_the_instructors(tmp_path):
    """In a program of its own, since the server of this one runs already."""
    script = Path(__file__).parent / "fixtures" / "prints_first_environment.py"
    environment = {**os.environ, "MY_TOKEN": "a secret", "HOME": str(tmp_path)}
    command = [sys.executable, script]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "PATH=" in ran.stdout
    for kept in ("MY_TOKEN", "a secret", "HOME=", str(tmp_path)):
        assert kept not in ran.stdout


@each_place
@pytest.mark.parametrize("name", ["course", "neighbour"])
def test_the_course_and_what_lies_beside_it_cannot_be_seen(place, name, monkeypatch):
    with a_course_below(place) as folder:
        monkeypatch.chdir(folder / "course")
        secret = folder / name / "secret"
        assert read_in_a_kernel(secret, sandbox=True) in ("FileNotFoundError", "PermissionError")
        assert read_in_a_kernel(secret, sandbox=False) == "a secret"


@each_place
def test_the_data_sets_in_a_course_can_be_read_wherever_it_lies(place, monkeypatch):
    with a_course_below(place) as folder:
        monkeypatch.chdir(folder / "course")
        (folder / "course" / "data" / "labels").write_text("7 2 1")
        path = folder / "course" / "data" / "labels"
        assert read_in_a_kernel(path, sandbox=True) == "7 2 1"


@each_place
def test_the_home_cannot_be_seen_wherever_it_lies(place, monkeypatch, tmp_path):
    with a_course_below(place) as home:
        (home / "notes").write_text("a secret")
        monkeypatch.setenv("HOME", str(home))
        (tmp_path / "data").mkdir()
        monkeypatch.chdir(tmp_path)
        found = read_in_a_kernel(home / "notes", sandbox=True)
        assert found in ("FileNotFoundError", "PermissionError")


def test_a_folder_of_the_systems_is_shown_but_for_what_is_hidden_in_it():
    assert Path("/usr/share") in shown.to_a_kernel([])
    with a_course_below("/usr/share") as folder:
        paths = shown.to_a_kernel([folder / "course"])
        assert Path("/usr/share") not in paths
        assert not any(folder.is_relative_to(path) for path in paths)
        assert all(path in paths for path in Path("/usr/share").iterdir() if path != folder)


def test_an_environment_inside_a_hidden_course_is_shown_and_nothing_else_of_it():
    course = Path(sys.prefix).parent
    paths = shown.to_a_kernel([course])
    assert course not in paths
    inside = {path for path in paths if path.is_relative_to(sys.prefix)}
    assert Path(sys.prefix, "lib") in inside or Path(sys.prefix, "bin") in inside
