"""Other projects do not feel that nbjudge is installed: not in order, output, imports or names."""

import re
from pathlib import Path

import nbformat
import pytest

from nbjudge.course.regions import visible_text

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
HEAVY = {"torch", "nbformat", "zmq", "msgpack", "nbjudge.link.wire", "nbjudge.judge.session"}
VERDICTS = {
    "double": "double                  1 of 1 visible checks passed",
    "total": "total                   1 of 1 visible checks passed",
}


def files_below(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that knows nothing of nbjudge, and has names of its own that look like ours."""
    return files_below(
        tmp_path_factory.mktemp("plain"),
        {
            "pytest.ini": "[pytest]\naddopts = --strict-markers\nmarkers =\n  weight: in kg\n",
            "conftest.py": (
                "import sys\nfrom pathlib import Path\nimport pytest\n"
                "def pytest_addoption(parser):\n"
                "    parser.addoption('--seed', type=int, default=3)\n"
                "    parser.addoption('--notebook', default='paper')\n"
                "@pytest.fixture\ndef student(request):\n"
                "    return request.config.getoption('--notebook')\n"
                "@pytest.hookimpl(trylast=True)\n"
                "def pytest_unconfigure(config):\n"
                "    if not hasattr(config, 'workerinput'):\n"
                "        Path('modules.txt').write_text('\\n'.join(sorted(sys.modules)))\n"
            ),
            "people.py": (
                "import pytest\n@pytest.fixture\ndef student():\n    return 'ada'\n"
                "def test_of(student):\n    return student\n"
            ),
            "test_b.py": (
                "import random\nimport pytest\n"
                "@pytest.mark.weight(4, unit='kg')\n"
                "def test_it(student, pytestconfig):\n"
                "    assert (student, pytestconfig.option.seed) == ('paper', 3)\n"
                "def test_drawn(student):\n    random.seed(1)\n"
                "def test_drawn_on(student):\n    assert random.random() == 0.13436424411240122\n"
                "def test_wrong(student):\n    assert student == 'stone'\n"
            ),
            "test_a.py": (
                "import pytest\n"
                "@pytest.mark.parametrize('student', ['ada', 'bob'])\n"
                "def test_each(student):\n    assert student in ('ada', 'bob')\n"
                "class TestOwn:\n"
                "    @pytest.fixture\n    def student(self):\n        return 'eve'\n"
                "    def test_it(self, student):\n        assert student == 'eve'\n"
            ),
            "other/test_imported.py": (
                "import sys\nfrom pathlib import Path\n"
                "sys.path.insert(0, str(Path(__file__).parents[1]))\n"
                "from people import *\n"
                "def test_it(student):\n    assert student == 'ada'\n"
            ),
        },
    )


@pytest.fixture(scope="module")
def told(project, run):
    """What pytest says there, and what it has imported at the end; with nbjudge, and without."""

    def typed(*options: str) -> tuple[str, set[str]]:
        process = run(project, "pytest", "-p", "no:cacheprovider", *options)
        imported = set((project / "modules.txt").read_text().split())
        lines = process.stdout.replace(" -p no:nbjudge", "").splitlines()
        kept = [line for line in lines if not line.startswith("plugins:")]
        text = re.sub(r"in \d+\.\d+s.*", "", "\n".join(kept))
        return f"{text}\n{process.stderr}\nexit {process.returncode}", imported

    def both(*options: str):
        return typed(*options), typed("-p", "no:nbjudge", *options)

    return both


ORDER = ("test_b.py", "test_a.py", "other")


@pytest.mark.parametrize(
    "options",
    [
        ("-v", *ORDER),
        ("--collect-only", "-q", *ORDER),
        ("-k", "each", "-v", *ORDER),
        ("--fixtures", *ORDER),
        ("--markers",),
    ],
    ids=lambda options: options[0],
)
def test_a_plain_project_looks_and_imports_as_without_nbjudge(told, options):
    (text, imported), (without, imported_without) = told(*options)
    assert text == without
    own = {name for name in imported - imported_without if name.split(".")[0] != "nbjudge"}
    assert own == set()
    assert HEAVY & imported == set()


def test_a_plain_project_runs_in_several_processes_as_without_nbjudge(told):
    (text, imported), (without, _) = told("-n", "2", "-v", "test_a.py")
    verdict = re.compile(r"(?:PASSED|FAILED|ERROR) \S+|=+ .* =+$|exit \d+", re.MULTILINE)
    assert sorted(verdict.findall(text)) == sorted(verdict.findall(without))
    assert HEAVY & imported == set()


def test_the_plain_project_is_one_where_the_order_can_be_seen(told):
    (text, _), _ = told("--collect-only", "-q", *ORDER)
    assert text.index("test_b.py::test_it") < text.index("test_a.py::test_each")
    (text, _), _ = told("-v", *ORDER)
    assert "1 failed, 8 passed" in text


@pytest.fixture(scope="module")
def mixed(tmp_path_factory, hand_in):
    """A student's folder whose owner has other tests too."""
    folder = tmp_path_factory.mktemp("mixed") / "warmup"
    checks = FIXTURES / "course" / "tests" / "warmup"
    files_below(
        folder,
        {
            **{f"tests/{path.name}": visible_text(path.read_text()) for path in checks.glob("*")
               if path.suffix == ".py"},
            "other/test_z.py": "def test_z():\n    pass\n",
            "other/test_a.py": "def test_a():\n    pass\n",
        },
    )  # fmt: skip
    nbformat.write(hand_in(), folder / "warmup.ipynb")
    return folder


def test_only_checks_are_sorted_and_other_tests_keep_their_places(mixed, run):
    named = ("other/test_z.py", "tests/test_total.py", "other/test_a.py", "tests/test_double.py")
    found = run(mixed, "pytest", "--collect-only", "-q", "--strict-markers", *named).stdout
    assert re.findall(r"/(test_\w+)\.py::", found) == [
        *("test_z", "test_double", "test_a", "test_total")
    ]


def test_without_a_notebook_the_checks_fail_and_the_other_tests_go_on(mixed, run, tmp_path):
    files_below(
        tmp_path,
        {
            "tests/test_it.py": "def test_it(student):\n    assert student.x == 1\n",
            "tests/test_plain.py": "def test_plain():\n    pass\n",
        },
    )
    process = run(tmp_path, "pytest")
    assert process.returncode == 1
    assert "test_it.py needs the one notebook" in process.stdout
    assert "1 passed" in process.stdout


def test_the_verdicts_come_through_the_processes_of_xdist(mixed, run):
    process = run(mixed, "pytest", "-n", "2", "tests", "other")
    assert process.returncode == 0, process.stdout + process.stderr
    for line in VERDICTS.values():
        assert line in process.stdout
