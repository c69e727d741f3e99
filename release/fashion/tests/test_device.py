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


CHECKS_AT_GRADING = 6
