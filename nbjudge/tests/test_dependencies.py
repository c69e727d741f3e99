"""What is imported is declared, by whoever needs it, from a version on that `pip` can find."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from nbjudge.bundle.needed import file_of, needed_modules

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
NAMES_ON_CONDA = {"torch": "pytorch", "msgpack": "msgpack-python"}
ENGINE = [path for path in (ROOT / "nbjudge").rglob("*.py") if "tests" not in path.parts]
# Cheats and the files of courses under test import what they like.
TOOLS = [
    path
    for folder in ("nbjudge/tests", "benchmarks", "tests", "variants", ".ci")
    for path in (ROOT / folder).rglob("*.py")
    if not {"cheats", "fixtures"} & set(path.parts)
]
# What pytest and Python themselves bring.
BROUGHT = {"sitecustomize", "benchmarks", "oldest_environment"}


def imported_packages(text):
    """The packages of others that a module's text imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    top = {name.partition(".")[0] for name in names}
    return top - sys.stdlib_module_names - {"nbjudge"}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements):
    return {canonical(re.match(r"[\w.-]+", one)[0]) for one in requirements}


def undeclared(paths, requirements):
    """Which packages these files import, and none of the requirements installs."""
    known = declared(requirements)
    installed = packages_distributions()
    found = {name for path in paths for name in imported_packages(path.read_text("utf-8"))}
    return sorted(
        name
        for name in found - BROUGHT
        if not known & {canonical(one) for one in installed.get(name, [])}
    )


def test_every_package_that_the_engine_imports_is_declared():
    asked = [*PROJECT["project"]["dependencies"], *EXTRAS["grade"], *EXTRAS["torch"]]
    assert undeclared(ENGINE, asked) == []


def test_every_package_that_tests_and_benchmarks_import_is_declared():
    extras = [*EXTRAS["grade"], *EXTRAS["torch"], *EXTRAS["lab"], *EXTRAS["dev"]]
    asked = [*PROJECT["project"]["dependencies"], *extras]
    assert undeclared(TOOLS, asked) == []


def test_what_students_need_is_declared_without_what_instructors_need():
    needed = [file_of(name) for name in needed_modules()]
    assert undeclared(needed, [*PROJECT["project"]["dependencies"], *EXTRAS["torch"]]) == []
    for name in ("nbgrader", "sqlalchemy", "nbconvert"):
        assert name not in declared(PROJECT["project"]["dependencies"])


def test_an_import_that_is_not_declared_is_found_inside_a_function_too(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        "def function():\n    from yaml.nodes import Node\n    import os, zmq.asyncio\n"
    )
    assert undeclared([module], ["PyZMQ>=26"]) == ["yaml"]


def test_the_engine_declares_nothing_that_it_does_not_import():
    installed = packages_distributions()
    found = {name for path in ENGINE for name in imported_packages(path.read_text("utf-8"))}
    used = {canonical(one) for name in found for one in installed.get(name, [])}
    extras = [*EXTRAS["grade"], *EXTRAS["torch"]]
    asked = declared([*PROJECT["project"]["dependencies"], *extras])
    # Notebooks need it: torchvision's data sets are theirs.
    assert asked - used - {"torchvision"} == set()


def oldest_environment():
    path = ROOT / ".ci" / "oldest_environment.py"
    spec = importlib.util.spec_from_file_location("oldest_environment", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_requirement_has_a_lower_bound_which_make_test_oldest_installs():
    pins = oldest_environment().oldest_versions(PROJECT)
    extras = [*EXTRAS["grade"], *EXTRAS["torch"]]
    asked = declared([*PROJECT["project"]["dependencies"], *extras, "setuptools"])
    assert declared(pins) == asked - {"torch", "torchvision"}
    assert all("==" in pin for pin in pins)


def test_a_requirement_without_a_lower_bound_is_refused():
    project = {
        "build-system": {"requires": []},
        "project": {"dependencies": ["rich"], "optional-dependencies": {"grade": [], "torch": []}},
    }
    with pytest.raises(ValueError, match="'rich' needs a lower bound"):
        oldest_environment().oldest_versions(project)


# --- conda ---


@pytest.fixture(scope="module")
def conda():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["dependencies"]


def test_conda_and_pip_install_the_same_packages(conda):
    extras = [*EXTRAS["grade"], *EXTRAS["torch"], *EXTRAS["lab"]]
    asked = [*PROJECT["project"]["dependencies"], *extras]
    wanted = {_on_conda(requirement) for requirement in asked}
    given = {entry for entry in conda if isinstance(entry, str)}
    assert given == wanted | {f"python{PROJECT['project']['requires-python']}", "pip"}


def _on_conda(requirement):
    name, version = re.fullmatch(r"([\w-]+)(.*)", requirement).groups()
    return NAMES_ON_CONDA.get(name, name) + version


def _pip_takes(lines, tmp_path):
    """What pip says of these lines in a requirements file, as conda hands it over."""
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("\n".join(lines) + "\n", encoding="utf-8")
    # conda has installed the rest: here the running environment has, setuptools included.
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-build-isolation"]
    command += ["--no-index", "--requirement", str(requirements)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_pip_takes_what_conda_hands_over_to_it_and_installs_nothing_else(conda, tmp_path):
    (handed_over,) = [entry["pip"] for entry in conda if isinstance(entry, dict)]
    done = _pip_takes(handed_over, tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Would install nbjudge-[\w.]+$", done.stdout, re.MULTILINE), done.stdout


def test_pip_refuses_an_option_that_a_requirements_file_may_not_have(tmp_path):
    done = _pip_takes(["--no-deps", "--editable ."], tmp_path)
    assert done.returncode != 0
    assert "no such option: --no-deps" in done.stderr


# --- What calls the project's commands ---


def test_the_workflow_and_the_hooks_call_commands_that_there_are():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = {".github/workflows/ci.yml": {"test", "test-oldest"}, ".ci/run": {"test"}}
    for place, wanted in asked.items():
        text = (ROOT / place).read_text(encoding="utf-8")
        targets = re.findall(r"\bmake ([a-z-]+)(?: PYTHON=python)?$", text, re.MULTILINE)
        assert wanted <= set(targets)
        assert [name for name in targets if f"\n{name}:" not in makefile] == []
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    (command,) = re.findall(r"python -m (pytest -m student_side .*)", workflow)
    assert (
        command
        == "pytest -m student_side nbjudge/tests/test_live.py nbjudge/tests/test_terminal.py"
    )


def test_make_alone_says_what_each_target_is_for():
    said = subprocess.check_output(["make", "--no-print-directory"], cwd=ROOT, text=True)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    assert [line.split()[:2] for line in said.splitlines()] == [["make", name] for name in targets]
