"""A miniature course, and what students hand in for it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from nbjudge.__main__ import main
from nbjudge.course.limits import Limits
from nbjudge.course.notebook import is_solution, read_notebook
from nbjudge.course.regions import visible_text
from nbjudge.judge import provisioner
from nbjudge.judge.kernels import Kernel
from nbjudge.link.kernel_request import PRELOADED
from nbjudge.tests.programs import run_program

HERE = Path(__file__).parent
COURSE = HERE / "fixtures" / "course"
TORCH_COURSE = HERE / "fixtures" / "torch_course"
QUIET = """--no-sandbox --disable-gpu --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --disable-default-apps""".split()
RIGHT_DOUBLE = "def double(x):\n    return 2 * x"
RIGHT = {
    COURSE: {"double": RIGHT_DOUBLE, "total": "total = sum(doubled)"},
    TORCH_COURSE: {"double": RIGHT_DOUBLE, "total": "total = doubled.sum()"},
}

# What forks run is not measured, so tracing it would only take time.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: sys.settrace(None))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures", metavar="FOLDER", help="make the pictures of the documentation anew, there"
    )
    parser.addoption(
        "--write-features", action="store_true", help="write the table of nbgrader's features anew"
    )


@pytest.fixture(scope="session")
def source() -> NotebookNode:
    """The miniature course's own notebook; do not change it."""
    return _own_notebook(COURSE)


@pytest.fixture(scope="session")
def hand_in() -> Callable[..., NotebookNode]:
    """`hand_in(double=..., total=...)`: the notebook with these cells, and right ones otherwise."""
    return partial(_handed_in, COURSE)


@pytest.fixture(scope="session")
def hand_in_with_torch() -> Callable[..., NotebookNode]:
    """As `hand_in`, for the miniature course with tensors."""
    return partial(_handed_in, TORCH_COURSE)


def _handed_in(course: Path, **solutions: str) -> NotebookNode:
    notebook = _own_notebook(course)
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = {**RIGHT[course], **solutions}[cell.id]
        elif cell.cell_type == "code":
            cell.source = visible_text(cell.source).rstrip("\n")
    return notebook


def _own_notebook(course: Path) -> NotebookNode:
    return read_notebook(course / "source" / "warmup" / "warmup.ipynb")


@pytest.fixture(scope="session")
def copy_course() -> Callable[[Path], Path]:
    """Copies the miniature course to a folder, with the settings that this repository ships.

    Its kernels do without torch, which takes longer to import than all else of a run together.
    """
    return partial(_copied, COURSE, "c.Judge.preload = []\n")


@pytest.fixture(scope="session")
def copy_torch_course() -> Callable[[Path], Path]:
    """As `copy_course`, for the miniature course with tensors."""
    return partial(_copied, TORCH_COURSE, "")


def _copied(course: Path, settings: str, folder: Path) -> Path:
    shutil.copytree(course, folder)
    shipped = (HERE.parents[1] / "nbgrader_config.py").read_text()
    (folder / "nbgrader_config.py").write_text(f"{shipped}\n{settings}")
    return folder


@pytest.fixture(scope="session")
def submit() -> Callable[..., Path]:
    """Puts a notebook into `submitted/`; returns its path."""

    def put(
        course: Path, student: str, notebook: NotebookNode | str, name: str = "warmup.ipynb"
    ) -> Path:
        path = course / "submitted" / student / "warmup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        path.write_text(text, encoding="utf-8")
        return path

    return put


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess]:
    """Runs a program of the environment in a folder, as somebody at a terminal does."""
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "COLUMNS": "100"}
    for name in ("NBGRADER_EXECUTION", "PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        environment.pop(name, None)

    def run_it(folder: Path, *command: str) -> subprocess.CompletedProcess:
        return run_program(folder, command, environment)

    return run_it


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Debian's Chromium, which does nothing by itself; tests that need it are skipped without."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium")
    if not program:
        pytest.skip("Debian's chromium is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def violations(browser) -> Callable[..., list[str]]:
    """What axe-core finds wrong on a page, all folds open, in a theme, with where that is."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")

    def find(address: str, theme: str) -> list[str]:
        context = browser.new_context(color_scheme=theme)
        page = context.new_page()
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        found = axe.Axe().run(page).response["violations"]
        context.close()
        return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

    return find


@pytest.fixture
def grade(monkeypatch, capsys) -> Callable[..., tuple[int, str]]:
    """Runs `nbjudge grade` in a folder, in this process; its exit code and what it printed."""

    def run_it(folder: Path, *arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(folder)
        code = main(["grade", *arguments])
        return code, " ".join(capsys.readouterr().out.split())

    return run_it


@pytest.fixture(scope="module", autouse=True)
def kernels_share_torch_again() -> Iterator[None]:
    """After a module whose course does without, kernels of the next would each import torch."""
    yield
    if provisioner._preloaded not in (None, PRELOADED):
        provisioner._forget_server()
        provisioner._preloaded = None


@pytest.fixture(scope="module")
def forked_kernel(tmp_path_factory) -> Iterator[Kernel]:
    """One forked kernel for all tests of a module that leave it as they find it."""
    kernel = Kernel(None, tmp_path_factory.mktemp("data"), Limits(), fork=True)
    yield kernel
    kernel.close()
