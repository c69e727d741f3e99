"""What a check says of cells that were edited, as JupyterLab tells of them: with the cells' ids."""

from nbjudge.judge.staleness import error_behind, not_run, notes_on
from nbjudge.kernel.journal import Ran


def test_a_cell_of_another_id_that_gives_the_same_name_is_no_edit():
    made = [Ran("x = 1", "a"), Ran("y = x", "b")]
    assert notes_on(["y"], [*made, Ran("x = 2", "c")]) == []
    assert notes_on(["y"], [*made, Ran("x = 2", "a")]) != []


def test_a_class_that_was_changed_makes_its_objects_stale():
    old = "class Net:\n    def __init__(self):\n        self.size = 3"
    cells = [Ran(old, "a"), Ran("model = Net()", "b"), Ran(old.replace("3", "4"), "a")]
    assert "`model` was made before `Net` was changed" in notes_on(["model"], cells)[0]
    assert notes_on(["Net"], cells) == []


def test_what_a_function_uses_when_it_is_called_counts_where_it_was_called():
    cells = [Ran("W = 1"), Ran("def f():\n    return [W for _ in 'ab']"), Ran("%time\nout = f()")]
    assert notes_on(["out"], cells) == []
    assert "`W` was changed" in notes_on(["out"], [*cells, Ran("W = 2")])[0]


def test_an_edit_is_told_from_a_save_by_the_cells_own_last_run():
    cells = [Ran("x = 1", "a", 10.0), Ran("x = 2", "a", 20.0), Ran("check('x')", "b")]
    assert not_run("x = 3", 30.0, "a", cells)
    assert not_run("x = 1", 30.0, "a", cells)  # an old text, put back
    assert not not_run("x = 2", 30.0, "a", cells)
    assert not not_run("x = 3", 15.0, "a", cells)  # saved, then edited and run again
    assert not not_run("x = 3", 30.0, "a", [])


def test_a_syntax_error_is_behind_a_name_that_the_cell_would_have_defined():
    cells = [Ran("def f(x)\n    return x", error="a syntax error", unread=True), Ran("g = 1")]
    assert error_behind("f", cells) == "a syntax error"
    assert error_behind("h", cells) == ""
    assert error_behind("f", [*cells, Ran("def f(x):\n    return x")]) == ""
