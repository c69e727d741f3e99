"""docs/authoring.md, followed word for word in a copy of the course."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from nbjudge.course.notebook import read_notebook

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "authoring.md"
PARTS = ("source", "tests", "variants", "release")
WHERE = re.compile(r"(?:# |<!-- )(file|append to|cell): ([^\n]+?)(?: -->)?\n")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("authors") / "course"
    folder.mkdir()
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


@pytest.fixture(scope="module")
def followed(course, run):
    """Each command of the page with what it said, in the course that the page makes."""
    done = []
    for text in re.findall(r"^```\w*\n(.*?)^```$", PAGE.read_text(), flags=re.DOTALL | re.M):
        if where := WHERE.match(text):
            write(course, where[1], where[2], text)
        else:
            done += [(line, run(course, *line.split())) for line in text.splitlines()]
    return done


def write(course, kind, place, text):
    if kind == "cell":
        assignment, name = place.split()
        path = course / "source" / assignment / f"{assignment}.ipynb"
        notebook = read_notebook(path)
        (cell,) = [cell for cell in notebook.cells if cell.id == name]
        cell.source = text.partition("\n")[2].rstrip("\n")
        nbformat.write(notebook, path)
    else:
        with (course / place).open("w" if kind == "file" else "a", encoding="utf-8") as file:
            file.write(text)


def test_every_command_of_the_page_does_as_it_says(followed):
    for command, process in followed:
        assert process.returncode == 0, f"{command}: {process.stdout}{process.stderr}"


def test_what_the_page_makes_is_released(followed, course):
    assert "def leaky_relu(x)" in (course / "release/neurons/neurons.ipynb").read_text()
    assert "torch.where(x < 0, 0.1" not in (course / "release/neurons/neurons.ipynb").read_text()
    assert (course / "release/first-steps/tests/test_count_words.py").is_file()
