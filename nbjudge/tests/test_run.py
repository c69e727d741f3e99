"""A notebook in a real kernel: what goes wrong in a cell costs what that cell defines, no more."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nbjudge.course.limits import Limits
from nbjudge.judge.run import NotebookRun, error_of
from nbjudge.link.channel import ChannelError
from nbjudge.link.failures import NotAttempted

FAST = Limits(cell_seconds=2, call_seconds=1.0)

# From the next cell on, an interrupt arrives just before and just after each.
INTERRUPTED_AROUND_CELLS = """
import os, signal
kernel = get_ipython().kernel
inside = kernel.do_execute

async def around(*arguments, cell_meta=None, cell_id=None, **named):
    os.kill(os.getpid(), signal.SIGINT)
    reply = await inside(*arguments, cell_meta=cell_meta, cell_id=cell_id, **named)
    os.kill(os.getpid(), signal.SIGINT)
    return reply

kernel.do_execute = around
"""


@pytest.fixture
def run():
    """Runs cells in a forked kernel; returns the run, the names and the cells."""
    running = []

    def start(*cells, limits=FAST, fork=True):
        notebook = new_notebook(cells=[new_code_cell(text) for text in cells])
        started = NotebookRun(notebook, None, limits, fork=fork)
        running.append(started)
        started.run_to(len(cells))
        return started, started.open(), notebook.cells

    yield start
    for started in running:
        started.close()
        started.shut_down()


def test_cells_run_in_order_and_their_names_are_open_to_the_judge(run):
    _, names, cells = run("a = 1", "b = a + 1\nprint('hello')", "b")
    assert (names.a, names.b) == (1, 2)
    assert cells[1].outputs[0].text == "hello\n"
    assert cells[2].outputs[0].data["text/plain"] == "2"


def test_an_error_in_a_cell_costs_only_what_comes_after_it_there(run):
    _, names, cells = run("a = 1", "b = 2\nraise ValueError('no')\nc = 3", "d = 4")
    assert (names.a, names.b, names.d) == (1, 2, 4)
    assert error_of(cells[1]) == "ValueError: no"
    with pytest.raises(NotAttempted):
        _ = names.c


def test_a_syntax_error_costs_only_its_cell(run):
    _, names, cells = run("a = 1", "def broken(:\n    pass", "b = 2")
    assert (names.a, names.b) == (1, 2)
    assert error_of(cells[1]).startswith("SyntaxError")


def test_an_untouched_stub_is_no_error_to_speak_of(run):
    _, _, cells = run("# YOUR CODE HERE\nraise NotImplementedError()")
    assert error_of(cells[0]) == ""


def test_what_a_function_draws_for_the_judge_shows_in_no_cell(run):
    started, names, cells = run(
        "import matplotlib.pyplot as plt\ndef draw():\n    plt.plot([1, 2])\n    return 1"
    )
    assert names.draw() == 1
    started.close()
    cells.append(new_code_cell("len(plt.get_fignums())"))
    started.run_to(2)
    assert [output.data for output in cells[1].outputs] == [{"text/plain": "0"}]


def test_an_interrupt_that_meets_no_cell_stops_nothing(run):
    _, names, cells = run(INTERRUPTED_AROUND_CELLS, "a = 1", "b = a + 1\nb")
    assert (names.a, names.b) == (1, 2)
    assert cells[2].outputs[0].data["text/plain"] == "2"


def test_a_cell_that_runs_too_long_is_stopped_and_the_rest_runs(run):
    _, names, cells = run("a = 1", "b = 2\nwhile True: pass", "c = a + 2")
    assert (names.a, names.b, names.c) == (1, 2, 3)
    assert error_of(cells[1]) == "CellTimeout: this cell took longer than 2 s and was stopped"


def test_a_cell_that_kills_its_kernel_costs_only_what_it_defines(run):
    _, names, cells = run("a = [1]", "a.append(2)", "import os\nb = 2\nos._exit(1)", "c = len(a)")
    assert (names.a, names.c) == ([1, 2], 2)
    assert error_of(cells[2]).startswith("KernelDied")
    with pytest.raises(NotAttempted):
        _ = names.b


def test_a_cell_that_cannot_be_interrupted_is_given_up_and_the_rest_runs(run):
    stubborn = """
while True:
    try:
        while True:
            pass
    except KeyboardInterrupt:
        pass
"""
    _, names, cells = run("a = 1", stubborn, "b = a + 1")
    assert (names.a, names.b) == (1, 2)
    assert "longer than 2 s" in error_of(cells[1])


@pytest.mark.parametrize("fork", [True, False])
@pytest.mark.parametrize("leaves", ["exit()", "quit()", "exit", "quit(keep_kernel=False)"])
def test_exit_and_quit_end_nothing(leaves, fork, run):
    patient = Limits(cell_seconds=20, call_seconds=10.0)
    wait = "import time\ntime.sleep(0.3)"  # as long as ipykernel takes to end, and longer
    _, names, cells = run("a = 1", leaves, wait, "b = a + 1", limits=patient, fork=fork)
    assert (names.a, names.b) == (1, 2)
    assert [output for cell in cells for output in cell.outputs] == []


def test_two_deadly_cells_cost_only_themselves(run):
    die = "import os\nos._exit(0)"
    _, names, cells = run("a = 1", die, "b = a + 1", die, "c = b + 1")
    assert (names.a, names.b, names.c) == (1, 2, 3)
    assert [bool(error_of(cell)) for cell in cells] == [False, True, False, True, False]


def test_cells_that_are_run_again_leave_no_second_trace(run):
    _, _, cells = run("print('once')", "import os\nos._exit(0)", "print('after')")
    assert [output.text for output in cells[0].outputs] == ["once\n"]
    assert [output.text for output in cells[2].outputs] == ["after\n"]


def test_floods_of_output_are_cut_and_the_rest_runs(run):
    flood = "a = 1\nfor _ in range(3000):\n    print('x' * 1000)\nb = 2"
    _, names, cells = run(flood, "c = 3", limits=Limits(cell_seconds=20, output_bytes=20_000))
    assert (names.a, names.c) == (1, 3)
    assert len(str(cells[0].outputs)) < 40_000
    assert "output" in error_of(cells[0])


def test_one_huge_output_is_left_out(run):
    _, names, cells = run("print('x' * 3_000_000)", "a = 1")
    assert names.a == 1
    assert len(str(cells[0].outputs)) < 200_000


def test_a_call_that_never_returns_says_so_and_the_next_exercise_is_judged(run):
    started, names, _ = run(
        "import time\ndef wait():\n    time.sleep(60)\n", "def work(): return 5"
    )
    began = time.monotonic()
    with pytest.raises(ChannelError, match="no answer in time"):
        names.wait()
    with pytest.raises(ChannelError, match="not tried, since an earlier call gave no answer"):
        names.work()
    started.close()
    assert started.open().work() == 5
    assert time.monotonic() - began < 15


def test_a_call_that_kills_the_kernel_leaves_the_next_exercise_its_names(run):
    started, names, _ = run("import os\ndef die():\n    os._exit(1)", "a = 1")
    with pytest.raises(ChannelError, match="gone"):
        names.die()
    started.close()
    again = started.open()
    assert again.a == 1


def test_a_call_that_cannot_be_interrupted_leaves_the_next_exercise_its_names(run):
    stubborn = """
def stubborn():
    while True:
        try:
            while True:
                pass
        except KeyboardInterrupt:
            pass
"""
    started, names, _ = run(stubborn, "a = 1")
    with pytest.raises(ChannelError, match="no answer in time"):
        names.stubborn()
    started.close()
    assert started.open().a == 1


def test_the_kernel_goes_on_after_it_was_judged(run):
    started, names, _ = run("a = 1")
    assert names.a == 1
    started.close()
    again = started.open()
    assert again.a == 1


def test_demonstrations_and_check_cells_are_not_run(source):
    started = NotebookRun(source, None, FAST, fork=True)
    try:
        started.run_to(len(source.cells))
        names = started.open(solution=8)
        assert names.total == 30
        assert not any(cell.get("outputs") for cell in source.cells)
    finally:
        started.close()
        started.shut_down()


def test_a_cell_finds_nothing_of_the_graders_environment(run, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "12345")
    _, names, _ = run("import os\nfound = sorted(os.environ)\nhere = os.listdir('.')")
    assert "SECRET_TOKEN" not in names.found
    assert names.here == []
