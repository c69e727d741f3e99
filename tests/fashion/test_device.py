"""`device`: the name of the device to compute on."""

from nbjudge.checks import CheckFailure, assert_equal, show
from nbjudge.torch import probe


def _assert_a_device_name(value, what):
    if type(value) is not str or value not in ("cuda", "cpu"):
        raise CheckFailure(f"{what} must be a string", show(value), "'cuda' or 'cpu'")


def test_get_device_answers_with_a_string(student):
    """Either "cuda" or "cpu"."""
    _assert_a_device_name(student.get_device(), "the answer")


def test_device_is_what_get_device_answers(student):
    device = student.device
    _assert_a_device_name(device, "`device`")
    assert_equal(device, student.get_device(), "`device` and `get_device()` differ")


def test_tensors_can_be_made_on_device(student):
    """This machine has the device that `device` names."""
    device = student.device
    _assert_a_device_name(device, "`device`")
    made_on = probe.device_made_on(student, device)
    assert_equal(made_on, device, "a tensor made with `device=device` lies elsewhere")


### BEGIN HIDDEN TESTS
import ast

import pytest

from nbjudge.checks import beside, cells_of, observe

_reading = beside(__file__, "reading.py")


def _answer(student, present, **named):
    return probe.cuda_reported(student, present, student.get_device, **named)


@pytest.mark.weight(2)
def test_a_graphics_card_is_used_where_there_is_one(student):
    """get_device() gives "cuda" where torch.cuda.is_available() is true.

    hint: ask torch in the body of `get_device`, at every call.
    """
    message = "where torch.cuda.is_available() is True, get_device() gives something else"
    assert_equal(_answer(student, True), "cuda", message)


@pytest.mark.weight(2)
def test_the_cpu_is_used_where_there_is_no_graphics_card(student):
    """get_device() gives "cpu" where torch.cuda.is_available() is false.

    hint: ask torch in the body of `get_device`, at every call.
    """
    message = "where torch.cuda.is_available() is False, get_device() gives something else"
    assert_equal(_answer(student, False), "cpu", message)


def test_every_call_asks_again(student):
    """The answer follows what torch.cuda.is_available() says at the time of the call.

    hint: do not keep the answer of an earlier call.
    """
    expected = {True: "cuda", False: "cpu"}
    for present in (True, False, True, False):
        message = f"after other calls, where is_available() is {present}, the answer is not right"
        assert_equal(_answer(student, present), expected[present], message)


def test_torch_keeps_its_settings(student):
    """Asking for the device changes neither the seed nor the gradient mode."""
    assert_equal(observe(student.get_device).settings_kept, True, "a global setting was changed")


def test_there_is_no_third_answer(student):
    """The graphics part of an Apple chip does not count, nor does a card of another maker's."""
    for present, expected in ((True, "cuda"), (False, "cpu")):
        answer = _answer(student, present, other_chips=True)
        message = (
            f"beside other chips, where torch.cuda.is_available() is {present}, it is not right"
        )
        assert_equal(answer, expected, message)


def test_device_is_taken_from_get_device(student):
    """`device` is the result of a call, not a name written down.

    hint: on another computer the right device is another one.
    """
    _assert_a_device_name(student.device, "`device`")
    written = _written_down(cells_of(student), "device")
    if written is not None:
        raise CheckFailure(f"`device` is written down as {written!r}", repr(written), "a call")


def _written_down(cells, name):
    """The constant that the cells assign to a name, where the last statement about it does so.

    None where a function or `globals()` may give it another value afterwards.
    """
    last = None
    for statement in _reading.statements(cells):
        nodes = list(ast.walk(statement))
        if any(_binds_globally(node, name) for node in nodes):
            return None
        if any(_binds(node, name) for node in nodes):
            last = statement
    value = getattr(last, "value", None) if isinstance(last, ast.Assign | ast.AnnAssign) else None
    return value.value if isinstance(value, ast.Constant) else None


def _binds_globally(node, name):
    if isinstance(node, ast.Global):
        return name in node.names
    if isinstance(node, ast.Call):
        named = name in [keyword.arg for keyword in node.keywords]
        return named and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    key = node.slice if isinstance(node, ast.Subscript) else None
    return isinstance(key, ast.Constant) and key.value == name and isinstance(node.ctx, ast.Store)


def _binds(node, name):
    if isinstance(node, ast.alias):
        return (node.asname or node.name) == name
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


### END HIDDEN TESTS
