"""Every bound can be set in `nbgrader_config.py`, is documented, and holds."""

from dataclasses import fields
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell
from traitlets.config import Config

from nbjudge.course.layout import CourseError
from nbjudge.course.limits import DEFAULTS, Limits, read_limits, setting
from nbjudge.grading.preprocessors import Judge
from nbjudge.submission.submissions import open_course

PAGE = Path(__file__).parents[2] / "docs" / "instructors.md"
BOUNDS = fields(Limits)
each_bound = pytest.mark.parametrize("bound", BOUNDS, ids=[bound.name for bound in BOUNDS])


@each_bound
def test_a_setting_for_the_judge_reaches_the_limits(bound):
    config = Config({"Judge": {setting(bound): bound.default + 7}})
    expected = Limits(**{bound.name: bound.default + 7})
    assert Judge(config=config).limits() == read_limits(config) == expected


def test_without_settings_the_limits_are_the_documented_ones():
    assert Judge().limits() == read_limits(Config()) == DEFAULTS


@pytest.mark.parametrize("value", [0, -5, "'many'", None])
def test_a_value_that_no_limit_can_have_is_the_courses_mistake(value, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.Judge.processes = {value}")
    with pytest.raises(CourseError, match=r"nbgrader_config\.py, c\.Judge: .*processes"):
        open_course(tmp_path)


def test_other_settings_of_the_judges_do_not_disturb():
    assert read_limits(Config({"Judge": {"enabled": True}})) == DEFAULTS


# --- The page for instructors ---


def shown(name: str, default: float) -> str:
    """A default as people read it."""
    for size, unit in ((2**30, "GB"), (2**20, "MB"), (1000, "kB")):
        if name.endswith("_bytes") and default % size == 0:
            return f"{default // size} {unit}"
    return f"{default:g} s" if name.endswith("_seconds") else f"{default:,}"


def rows(limits: Limits) -> list[str]:
    return [
        f"| `{setting(b)}` | {shown(b.name, getattr(limits, b.name))} | {b.metadata['says']} |"
        for b in BOUNDS
    ]


def table_of(page: str) -> list[str]:
    _, _, rest = page.partition("| setting | default | what it bounds, and what happens past it |")
    lines = rest.partition("\n\n")[0].splitlines()
    return [line for line in lines if line.startswith("| `")]


def test_the_table_for_instructors_has_every_limit_and_its_default():
    assert table_of(PAGE.read_text(encoding="utf-8")) == rows(DEFAULTS)


@each_bound
def test_a_table_with_another_default_is_noticed(bound):
    other = Limits(**{bound.name: 3 * bound.default + 1})
    assert table_of(PAGE.read_text(encoding="utf-8")) != rows(other)


# --- Each at work, in one class that `nbjudge grade` grades ---

TIGHT = """
c.Judge.cell_timeout = 5
c.Judge.call_timeout = 2.0
c.Judge.output_bytes = 20_000
c.Judge.cell_messages = 50
c.Judge.memory_bytes = 200 * 2**20
c.Judge.processes = 3
c.Judge.open_files = 200
c.Judge.file_bytes = 30 * 2**20
c.Judge.answer_bytes = 100_000
c.Judge.answer_depth = 6
c.Judge.answer_items = 2000
c.Judge.answer_keys = 40
c.Judge.attachments = 2
c.Judge.attachment_bytes = 50_000
c.Judge.notebook_bytes = 2**20
c.Judge.folder_bytes = 3 * 2**20
"""
DEEP = "[[[[[[[[[[x]]]]]]]]]]"
# What a cell does beside defining `double`, and what the graded notebook says of it.
CELLS = {
    "cell_timeout": ("while True: pass", "longer than 5 s"),
    "output_bytes": ("print('x' * 30_000)", "more than 20,000 bytes of output"),
    "cell_messages": (
        "from IPython.display import display\nfor n in range(200): display(n)",
        "more or larger messages than the limits allow",
    ),
    "memory_bytes": ("taken = bytearray(400 * 2**20)", "MemoryError"),
    "processes": (
        "import subprocess, time\nfor _ in range(9): subprocess.Popen(['sleep', '9'])\n"
        "time.sleep(2)",
        "killed for starting too many processes",
    ),
    "open_files": ("held = [open('/dev/null') for _ in range(300)]", "Too many open files"),
    "file_bytes": (
        "import os\nwith open('f', 'wb') as f: f.write(bytes(40 * 2**20))",
        "OSError",
    ),
}
# What `double` returns, and what the report says of it.
ANSWERS = {
    "call_timeout": ("__import__('time').sleep(60)", "no answer in time"),
    "answer_bytes": ("torch.zeros(100_000)", "100,000 is the limit"),
    "answer_depth": (DEEP, "nested too deep"),
    "answer_items": ("list(range(3000))", "could not read the answer"),
    "answer_keys": ("dict.fromkeys(range(50))", "could not read the answer"),
}
FILES = {
    "attachments": ({"a.txt": 10, "b.txt": 10, "c.txt": 10}, "['a.txt', 'b.txt']"),
    "attachment_bytes": ({"a.txt": 60_000, "b.txt": 10}, "['b.txt']"),
}
LIST = "import os\nprint(sorted(os.listdir()))"


@pytest.fixture(scope="module")
def graded(copy_torch_course, hand_in_with_torch, submit, run, tmp_path_factory):
    """The course after grading, and what `nbjudge grade` said."""
    course = copy_torch_course(tmp_path_factory.mktemp("limits") / "course")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(TIGHT)
    right = "def double(x):\n    return 2 * x\n"
    submit(course, "nothing", hand_in_with_torch())
    for name, (does, _) in CELLS.items():
        submit(course, name, hand_in_with_torch(double=right + does))
    for name, (answer, _) in ANSWERS.items():
        submit(
            course,
            name,
            hand_in_with_torch(double=f"import torch\ndef double(x):\n    return {answer}"),
        )
    for name, (sizes, _) in FILES.items():
        folder = submit(course, name, hand_in_with_torch(double=right + LIST)).parent
        for file, size in sizes.items():
            (folder / file).write_text("x" * size)
    large = hand_in_with_torch()
    large.cells.append(new_markdown_cell("x" * 2 * 2**20))
    submit(course, "notebook_bytes", large)
    folder = submit(course, "folder_bytes", hand_in_with_torch()).parent
    (folder / "large.txt").write_text("x" * 4 * 2**20)
    return course, run(course, "python", "-m", "nbjudge", "grade").stdout


def text_of(course: Path, student: str) -> str:
    return (course / "autograded" / student / "warmup" / "warmup.ipynb").read_text()


WORDS = {name: words for table in (CELLS, ANSWERS, FILES) for name, (_, words) in table.items()}


@pytest.mark.parametrize("name", WORDS)
def test_what_is_past_a_limit_is_stopped_and_said(name, graded):
    course, _ = graded
    assert WORDS[name] in text_of(course, name)
    assert WORDS[name] not in text_of(course, "nothing")


@pytest.mark.parametrize("name", ["notebook_bytes", "folder_bytes"])
def test_a_submission_past_a_limit_has_no_grade(name, graded):
    course, said = graded
    assert f"no grade: warmup/{name}" in said
    assert not (course / "autograded" / name).exists()


def test_what_keeps_to_the_limits_is_graded_as_ever(graded):
    _, said = graded
    rows = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.strip()}
    assert rows["nothing"] == rows["points"]
