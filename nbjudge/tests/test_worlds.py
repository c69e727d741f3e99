"""`what_if`: the same cells once more, where something about the surroundings is otherwise."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nbjudge.checks import World, what_if
from nbjudge.course.layout import CourseError
from nbjudge.course.limits import Limits
from nbjudge.judge.kernels import Kernel
from nbjudge.judge.places.live import LivePlace
from nbjudge.judge.run import NotebookRun
from nbjudge.link.failures import CheckFailure, NotAttempted
from nbjudge.proof.twin import Twin
from nbjudge.torch import A_CARD, NO_CARD, probe

HERE = Path(__file__).parent
SUNDAY = World("import time; time.strftime = lambda form, *moment: 'Sunday'")
FAST = Limits(cell_seconds=20, call_seconds=1.0, submission_seconds=20)
# The weekday of the epoch, which is a Thursday whatever the day of the test.
WEEKDAY = "time.strftime('%A', time.gmtime(0))"
DAY = [f"import time\nday = {WEEKDAY}", "rests = day == 'Sunday'"]


@pytest.fixture
def start():
    """Runs cells in a forked kernel, up to the one that stands for a check cell."""
    running = []

    def started(*cells, end=None, limits=FAST):
        notebook = new_notebook(cells=[new_code_cell(text) for text in cells])
        run = NotebookRun(notebook, None, limits, fork=True)
        running.append(run)
        run.run_to(len(cells) if end is None else end)
        return run

    yield started
    for run in running:
        run.close()
        run.shut_down()


def test_the_same_cells_give_other_names_in_another_world(start):
    here = start(*DAY).open()
    assert what_if(here, SUNDAY).day == "Sunday"
    assert what_if(here, SUNDAY).rests is True


def test_the_judged_kernel_notices_nothing(start):
    here = start(DAY[0] + "\nasked = []").open()
    what_if(here, SUNDAY).asked.append(1)
    assert here.asked == []
    assert here.day == "Thursday"
    assert here.time.strftime("%A", here.time.gmtime(0)) == "Thursday"


def test_a_world_may_give_names_other_values_before_each_cell(start):
    here = start("size = 3", "double = 2 * size").open()
    assert what_if(here, World("", before_cells="size = 10")).double == 20


def test_the_next_exercise_goes_on_in_the_same_world(start):
    run = start("import random\nfirst = random.random()", "second = first", end=1)
    first = what_if(run.open(), SUNDAY).first
    run.close()
    run.run_to(2)
    assert what_if(run.open(), SUNDAY).second == first


def test_two_worlds_that_begin_alike_do_not_mix(start):
    here = start("size = 3", "double = 2 * size").open()
    small = what_if(here, World("", before_cells="size = 1"))
    large = what_if(here, World("", before_cells="size = 10"))
    assert (small.double, large.double, here.double) == (2, 20, 6)


def test_what_stops_a_cell_there_is_told(start):
    run = start("import time", f"if {WEEKDAY} == 'Sunday':\n    1 / 0\nday = 1")
    elsewhere = what_if(run.open(1), SUNDAY)
    with pytest.raises(AssertionError, match="your cell stopped with ZeroDivisionError"):
        _ = elsewhere.day


def test_a_cell_that_kills_its_kernel_there_costs_what_it_defines(start):
    kills = f"import os, time\nif {WEEKDAY} == 'Sunday':\n    os._exit(1)\nday = 1"
    here = start("a = 1", kills, "b = 2").open()
    elsewhere = what_if(here, SUNDAY)
    assert (elsewhere.a, elsewhere.b, here.day) == (1, 2, 1)
    with pytest.raises(NotAttempted):
        _ = elsewhere.day


def test_another_world_shares_the_deadline_of_the_notebook(start):
    sleeps = f"import time\nif {WEEKDAY} == 'Sunday':\n    time.sleep(1.5)"
    here = start(*[sleeps] * 4, limits=replace(FAST, submission_seconds=4)).open()
    with pytest.raises(CheckFailure, match="do not run to their end"):
        what_if(here, SUNDAY)


def test_a_world_that_cannot_be_made_is_the_courses_mistake(start):
    with pytest.raises(CourseError, match="NameError"):
        what_if(start("a = 1").open(), World("no_such_name"))


def test_what_the_course_has_lent_is_lent_there_too(start):
    run = start("a = 1", "b = a", end=1)
    run.note_lent({"a": 5})
    run.run_to(2)
    assert what_if(run.open(), SUNDAY).b == 5


def test_with_a_card_a_model_that_is_moved_lies_on_it(start):
    moved = (
        "model = torch.nn.Linear(2, 1)\nmodel.to('cuda' if torch.cuda.is_available() else 'cpu')"
    )
    here = start("import torch", moved, "left = torch.nn.Linear(2, 1)").open()
    elsewhere = what_if(here, A_CARD)
    assert probe.devices_of(here.model) == ["cpu", "cpu"]
    assert probe.devices_of(elsewhere.model) == ["cuda", "cuda"]
    assert probe.devices_of(elsewhere.left) == ["cpu", "cpu"]


@pytest.mark.parametrize(
    "where",
    [
        "torch.ones(2).cuda()",
        "torch.ones(2).to(0)",
        "torch.ones(2, device='cuda:0') + 1",
        "torch.nn.Parameter(torch.ones(2)).to(torch.device('cuda'))",
        "torch.ones(3, device='cuda')[torch.ones(3, device='cuda') > 0]",
    ],
)
def test_what_is_made_on_the_card_lies_there(start, where):
    here = start(
        f"import torch\nif torch.cuda.is_available():\n    x = ({where}).device.type"
    ).open()
    assert what_if(here, A_CARD).x == "cuda"


def test_the_card_keeps_apart_what_lies_there(start):
    cell = "import torch\nx = torch.ones(2)\nif torch.cuda.is_available():\n    y = x.cuda() + x"
    elsewhere = what_if(start(cell).open(0), A_CARD)
    with pytest.raises(AssertionError, match="RuntimeError"):
        _ = elsewhere.y


def test_numbers_can_be_read_back_from_the_card(start):
    cell = "import torch\nplace = 'cuda' if torch.cuda.is_available() else 'cpu'\n"
    cell += "x = torch.ones(2, device=place).cpu().tolist()"
    assert len(what_if(start(cell).open(), A_CARD).x) == 2


def test_a_card_can_be_taken_out(start):
    here = start("import torch\ncards = torch.cuda.device_count()").open()
    assert what_if(here, NO_CARD).cards == 0


@pytest.mark.student_side
def test_a_live_notebook_runs_its_cells_once_more_in_a_kernel_of_its_own(tmp_path):
    """Those that call `check` too, which does nothing there."""
    (tmp_path / "data").mkdir()
    (tmp_path / "tests").mkdir()
    shutil.copy(HERE / "fixtures" / "worlds" / "test_day.py", tmp_path / "tests")
    kernel = Kernel(tmp_path, tmp_path / "data", Limits(), fork=False)
    try:
        kernel.run(new_code_cell("open('begun', 'a').write('once ')"))
        kernel.run(new_code_cell("from nbjudge import check\nimport time"))
        kernel.run(new_code_cell("day = 'Monday'"))
        written = new_code_cell("check('day', hidden=True)")
        kernel.run(written)
        right = new_code_cell("day = time.strftime('%A')\ncheck('day', hidden=True)")
        kernel.run(right)
    finally:
        kernel.close()
    assert "day: 0 of 1 visible checks passed" in written.outputs[0].data["text/plain"]
    assert "day: 1 of 1" in right.outputs[0].data["text/plain"], right.outputs
    assert (tmp_path / "begun").read_text() == "once once once "


def test_a_terminal_judges_in_another_world_too(tmp_path, run):
    folder = tmp_path / "week"
    (folder / "tests").mkdir(parents=True)
    days = {"asked": "time.strftime('%A')", "written": "'Monday'"}
    for slug in days:
        shutil.copy(HERE / "fixtures" / "worlds" / "test_day.py", folder / f"tests/test_{slug}.py")
    nbformat.write(_week(days), folder / "week.ipynb")
    said = " ".join(run(folder, "pytest", "-q", "tests").stdout.split())
    assert "asked 1 of 1 visible checks passed" in said
    assert "written 0 of 1 visible checks passed" in said


def _week(days):
    graded = {"grade": True, "solution": False, "locked": True, "points": 1, "schema_version": 3}
    cells = [new_code_cell("import time\nfrom nbjudge import check")]
    for slug, day in days.items():
        solution = {**graded, "grade": False, "solution": True, "grade_id": slug}
        checks = {**graded, "grade_id": f"{slug}-checks", "cell_type": "code"}
        cells += [
            new_code_cell(f"day = {day}", metadata={"nbgrader": solution}),
            new_code_cell(f"check('{slug}')", metadata={"nbgrader": checks}),
        ]
    return new_notebook(cells=cells)


def test_without_a_notebook_there_is_no_other_world():
    with pytest.raises(CourseError, match="here are none"):
        what_if(LivePlace(lambda request: b"", []).open(Path("test_day.py")), SUNDAY)


def test_a_twin_gives_the_names_that_a_kernel_would():
    with closing(Twin(DAY, Limits())) as twin:
        assert twin.run_there(SUNDAY).rests is True
        assert twin.run_there(World("", before_cells="day = 'Monday'")).rests is False
