"""`device`: the name of the device to compute on.

At grading: machines with and without a graphics card, a question at every call, other kinds of
chips, that `device` comes of `get_device`, the settings of torch.

Question: What does your function give on a machine with a graphics card, and when does it ask?

Idea: Ask inside the function, so that every call asks anew, and answer with one of two texts.
Then call it, once, for `device`.

Tool: `torch.cuda.is_available()` answers True or False; `a if condition else b` chooses.
"""

from nbjudge.checks import CheckFailure, assert_equal, kind, show
from nbjudge.torch import probe


def _assert_a_device_name(value, what):
    if type(value) is not str:
        known = {"device": "a torch.device", "NoneType": "None (is there a `return`?)"}
        said = f"{what} is {known.get(kind(value), f'of the type {kind(value)}')}, not a string"
        raise CheckFailure(said, show(value), "'cuda' or 'cpu'", kind="wrong type", mistake=said)
    if value not in ("cuda", "cpu"):
        said = f"{what} is neither 'cuda' nor 'cpu'"
        raise CheckFailure(said, show(value), "'cuda' or 'cpu'", kind="wrong values", mistake=said)


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
import pytest

from nbjudge.checks import observe, what_if
from nbjudge.torch import A_CARD, NO_CARD


def _answer(student, present, **named):
    return probe.cuda_reported(student, present, student.get_device, **named)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_a_graphics_card_is_used_where_there_is_one(student):
    """get_device() gives "cuda" where torch.cuda.is_available() is true.

    hint: ask torch in the body of `get_device`, at every call.
    """
    message = "where torch.cuda.is_available() is True, get_device() gives something else"
    assert_equal(_answer(student, True), "cuda", message)


@pytest.mark.weight(2)
@pytest.mark.essential
def test_the_cpu_is_used_where_there_is_no_graphics_card(student):
    """get_device() gives "cpu" where torch.cuda.is_available() is false.

    hint: ask torch in the body of `get_device`, at every call.
    """
    message = "where torch.cuda.is_available() is False, get_device() gives something else"
    assert_equal(_answer(student, False), "cpu", message)


def test_every_call_asks_again(student):
    """The answer follows what torch.cuda.is_available() says at the time of the call.

    hint (after other calls): do not keep the answer of an earlier call.
    """
    expected = {True: "cuda", False: "cpu"}
    for present in (True, False, True, False):
        message = f"after other calls, where is_available() is {present}, the answer is not right"
        assert_equal(_answer(student, present), expected[present], message)


def test_torch_keeps_its_settings(student):
    """Asking for the device changes neither the seed nor the gradient mode."""
    assert_equal(observe(student.get_device).settings_kept, True, "a global setting was changed")


@pytest.mark.weight(1.5)
def test_there_is_no_third_answer(student):
    """The graphics part of an Apple chip does not count, nor does a card of another maker's."""
    for present, expected in ((True, "cuda"), (False, "cpu")):
        answer = _answer(student, present, other_chips=True)
        message = (
            f"beside other chips, where torch.cuda.is_available() is {present}, it is not right"
        )
        assert_equal(answer, expected, message)


@pytest.mark.weight(2)
def test_device_is_taken_from_get_device(student):
    """`device` is another one on a computer that has another one: the cells are run there too.

    hint (written down): on another computer the right device is another one.
    """
    _assert_a_device_name(student.device, "`device`")
    worlds = [(A_CARD, "cuda", "a graphics card")]
    if "cuda" in probe.real_devices(student):
        worlds.append((NO_CARD, "cpu", "no graphics card"))
    for world, expected, has in worlds:
        message = f"on a computer with {has}, `device` is another one"
        assert_equal(what_if(student, world).device, expected, message)


### END HIDDEN TESTS
