"""A course made in an empty folder by following docs/another-course.md, with an installed wheel."""

import csv
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "another-course.md"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "-q", "-w", folder, ROOT], check=True, cwd=folder)
    return next(folder.glob("nbjudge-*.whl"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory, wheel):
    """A virtual environment that has the wheel and sees this one's packages, not this checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)  # its pip is the shared one
    place = next((folder / "lib").glob("python*")) / "site-packages"
    (place / "shared.pth").write_text("\n".join(shared_packages()) + "\n")
    install = [folder / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*install, "--ignore-installed", wheel], check=True)
    for program in ("nbgrader", "alembic"):
        code = f"from {MAIN[program]} import main; import sys; sys.exit(main())"
        path = folder / "bin" / program
        path.write_text(f"#!{folder}/bin/python\n{code}\n")
        path.chmod(0o755)
    shared = {"JUPYTER_PATH": os.pathsep.join(jupyter_path())}  # pages' templates lie there
    return {**os.environ, **shared, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}


MAIN = {"nbgrader": "nbgrader.apps.nbgraderapp", "alembic": "alembic.config"}


def shared_packages():
    own = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return sorted(own | {p for p in sys.path if p.endswith("site-packages")})


def blocks():
    """The page's code, in order: files to write and commands to type."""
    return re.findall(r"```(\w*)\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)


@pytest.fixture(scope="module")
def course(tmp_path_factory, environment):
    folder = tmp_path_factory.mktemp("empty")
    for language, text in blocks():
        if language in ("python", "toml"):
            path = folder / re.match(r"# file: (\S+)\n", text)[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif not text.startswith("pip install"):  # done: with --no-deps, from no index
            done = subprocess.run(
                ["bash", "-e", "-c", text],
                cwd=folder, env=environment, capture_output=True, text=True, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, f"{text}: {done.stdout}{done.stderr}"
    return folder


def test_the_course_of_the_page_is_graded(course):
    rows = {}
    for name in ("sums", "products"):
        with (course / "scores" / f"{name}.csv").open() as file:
            (rows[name],) = csv.DictReader(file)
    assert rows["sums"]["add-test"] == "0"
    assert rows["products"]["multiply"] == rows["products"]["double-test"] == "0"
    for name in ("sums", "products"):
        assert "nbjudge-report" in (course / f"feedback/ada/{name}/{name}.html").read_text()
    assert (course / "release/products/tests/test_multiply.py").is_file()
    assert len(list((course / "dist").glob("my-course-*.zip"))) == 1


def test_the_engine_of_that_course_is_the_installed_one(course, environment):
    said = "import nbjudge; print(nbjudge.__file__)"
    command = ["python", "-c", said]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert "environment" in done.stdout
    assert str(ROOT) not in done.stdout


def test_the_wheel_has_the_engine_and_nothing_of_this_course_or_of_the_tests(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "nbjudge/grading/configure.py" in names
    strange = [n for n in names if not re.match(r"nbjudge(-[\d.]+\.dist-info)?/", n)]
    assert strange == []
    kinds = (".py", ".typed")
    others = [n for n in names if not n.endswith(kinds) and ".dist-info/" not in n]
    places = {
        "nbjudge/bundle/starters",
        "nbjudge/feedback/templates/nbjudge_feedback",
        "nbjudge/overview",
    }
    assert {str(Path(name).parent) for name in others} == places
    assert [n for n in names if "/tests/" in n] == []
